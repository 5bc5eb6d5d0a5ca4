//! Answers of the HTTP API (Prometheus, `web/api/v1/api.go`, `Response`).

use std::collections::BTreeMap;

use thiserror::Error;

use crate::query::Millis;
use crate::read;

/// The labels of a series, `__name__` among them.
pub type Labels = BTreeMap<String, String>;

/// An answer, and what the server says beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The values.
    pub data: Data,
    /// What the server warns of: the values may be wrong or not all (Thanos: a partial response).
    pub warnings: Vec<String>,
    /// What the server notes of the expression.
    pub infos: Vec<String>,
}

/// The values of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Series with one value each.
    Vector(Vec<Sample>),
    /// Series with many values each.
    Matrix(Vec<Series>),
    /// A number without labels.
    Scalar(Millis, f64),
    /// A text, which is what an expression is that is only a text in quotes.
    Text(Millis, String),
    /// The label sets of series.
    Labels(Vec<Labels>),
}

impl Default for Data {
    fn default() -> Data {
        Data::Vector(Vec::new())
    }
}

/// One value of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The labels of the series.
    pub labels: Labels,
    /// When it is.
    pub at: Millis,
    /// The value; may be NaN or infinite. None if it is a native histogram, which no caller asks for.
    pub value: Option<f64>,
}

/// The values of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The labels.
    pub labels: Labels,
    /// The values, each later than the one before.
    pub values: Vec<(Millis, f64)>,
}

/// Why there is no answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Error {
    /// The server says that it failed.
    #[error("{kind}: {text}")]
    Server {
        /// What kind of failure it is: `bad_data`, `execution`, `timeout`, `canceled`, `internal`, `unavailable`, `not_found`,
        /// `not_acceptable`, or what other servers call theirs.
        kind: String,
        /// What went wrong.
        text: String,
    },
    /// What came is no answer; this is why.
    #[error("{0}")]
    Nonsense(String),
}

impl Answer {
    /// Reads an answer.
    ///
    /// # Errors
    /// What the server says that failed, and what is no answer of Prometheus: no JSON, parts that are missing or of another type
    /// than they are said to be, values that are no numbers, values that are not in the order of time. Fields that nobody knows
    /// are passed over.
    pub fn parse(bytes: &[u8]) -> Result<Answer, Error> {
        read::answer(bytes)
    }
}

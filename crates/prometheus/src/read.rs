//! Takes answers apart as they are read, without building a tree of them first.
//!
//! What a result holds is known by its form and then compared with what the answer says it is, so that it does not matter which of
//! the two comes first.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use crate::answer::{Answer, Data, Error, Labels, Sample, Series};
use crate::query::Millis;

/// No instant is as many seconds from 1970, in either direction: from here on a number of JSON no longer tells milliseconds apart.
const FAR: f64 = 1_099_511_627_776.0;

/// Reads an answer; see [`Answer::parse`].
pub(crate) fn answer(bytes: &[u8]) -> Result<Answer, Error> {
    let document: Document = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => nonsense(error.to_string()),
        _ => nonsense(format!("it is no JSON: {error}")),
    })?;
    match document.status.as_str() {
        "success" => {}
        "error" => {
            let kind = document.error_type.filter(|kind| !kind.is_empty());
            return Err(Error::Server {
                kind: kind.unwrap_or_else(|| "error".to_owned()),
                text: document.error.unwrap_or_default(),
            });
        }
        other => return Err(nonsense(format!("its status is {other:?}, neither success nor error"))),
    }
    let data = match document.data {
        Some(Payload::Labels(series)) => Data::Labels(series),
        Some(Payload::Result(result)) => result.data()?,
        None => return Err(nonsense("it says success and has no data")),
    };
    let mut warnings = document.warnings.unwrap_or_default();
    if document.is_partial == Some(true) {
        warnings.push("the answer is partial: some of the storage did not answer".to_owned());
    }
    Ok(Answer { data, warnings, infos: document.infos.unwrap_or_default() })
}

fn nonsense(why: impl Into<String>) -> Error {
    Error::Nonsense(why.into())
}

/// The whole answer.
#[derive(Deserialize)]
struct Document {
    status: String,
    data: Option<Payload>,
    #[serde(rename = "errorType")]
    error_type: Option<String>,
    error: Option<String>,
    warnings: Option<Vec<String>>,
    /// How VictoriaMetrics says that the answer is not whole.
    #[serde(rename = "isPartial")]
    is_partial: Option<bool>,
    infos: Option<Vec<String>>,
}

/// What stands at `data`: the result of an expression, or label sets.
enum Payload {
    Result(Found),
    Labels(Vec<Labels>),
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Payload, D::Error> {
        deserializer.deserialize_any(PayloadVisitor)
    }
}

struct PayloadVisitor;

impl<'de> Visitor<'de> for PayloadVisitor {
    type Value = Payload;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a result or a list of label sets")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Payload, A::Error> {
        Found::deserialize(MapAccessDeserializer::new(map)).map(Payload::Result)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Payload, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Payload::Labels)
    }
}

/// The result of an expression.
#[derive(Deserialize)]
struct Found {
    #[serde(rename = "resultType")]
    kind: String,
    result: Form,
}

impl Found {
    /// Returns the values, if they have the form that goes with their type.
    fn data(self) -> Result<Data, Error> {
        match (self.kind.as_str(), self.result) {
            ("vector", Form::Series(items)) => {
                items.into_iter().map(Item::sample).collect::<Result<_, _>>().map(Data::Vector)
            }
            ("matrix", Form::Series(items)) => {
                items.into_iter().map(Item::series).collect::<Result<_, _>>().map(Data::Matrix)
            }
            ("vector" | "matrix", Form::Single(..)) => {
                Err(nonsense(format!("its result is one value, and should be a {}", self.kind)))
            }
            ("scalar", Form::Single(at, text)) => {
                number(&text).map(|value| Data::Scalar(at, value)).map_err(nonsense)
            }
            ("string", Form::Single(at, text)) => Ok(Data::Text(at, text)),
            ("scalar" | "string", Form::Series(_)) => {
                Err(nonsense(format!("its result is a list of series, and should be a {}", self.kind)))
            }
            (other, _) => Err(nonsense(format!("its result is of the unknown type {other:?}"))),
        }
    }
}

/// What a result looks like.
enum Form {
    /// A list of series.
    Series(Vec<Item>),
    /// An instant and a text, which may be a number.
    Single(Millis, String),
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Form, D::Error> {
        deserializer.deserialize_seq(FormVisitor)
    }
}

struct FormVisitor;

impl<'de> Visitor<'de> for FormVisitor {
    type Value = Form;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of series, or a time and a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Form, A::Error> {
        let at = match seq.next_element()? {
            None => return Ok(Form::Series(Vec::new())),
            Some(First::Time(Time(at))) => at,
            Some(First::Item(first)) => {
                let mut items = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(1024));
                items.push(*first);
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                return Ok(Form::Series(items));
            }
        };
        let text = seq.next_element()?.ok_or_else(|| A::Error::custom("a time stands without a value"))?;
        end(&mut seq)?;
        Ok(Form::Single(at, text))
    }
}

/// The first thing in a result, by which its form is known.
enum First {
    Item(Box<Item>),
    Time(Time),
}

impl<'de> Deserialize<'de> for First {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<First, D::Error> {
        deserializer.deserialize_any(FirstVisitor)
    }
}

struct FirstVisitor;

impl<'de> Visitor<'de> for FirstVisitor {
    type Value = First;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a series or a time")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<First, A::Error> {
        Item::deserialize(MapAccessDeserializer::new(map)).map(|item| First::Item(Box::new(item)))
    }

    fn visit_f64<E: serde::de::Error>(self, seconds: f64) -> Result<First, E> {
        millis(seconds).map(Time).map(First::Time).map_err(E::custom)
    }

    #[allow(clippy::cast_precision_loss, reason = "what is that far off is refused")]
    fn visit_i64<E: serde::de::Error>(self, seconds: i64) -> Result<First, E> {
        self.visit_f64(seconds as f64)
    }

    #[allow(clippy::cast_precision_loss, reason = "what is that far off is refused")]
    fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<First, E> {
        self.visit_f64(seconds as f64)
    }
}

/// One series of a result, whether it has one value or many.
#[derive(Deserialize)]
struct Item {
    metric: Labels,
    value: Option<Point>,
    values: Option<Vec<Point>>,
    histogram: Option<Histogram>,
    histograms: Option<Vec<IgnoredAny>>,
}

impl Item {
    fn sample(self) -> Result<Sample, Error> {
        if self.values.is_some() || self.histograms.is_some() {
            return Err(nonsense(format!(
                "the series {} of a vector has several values",
                Named(&self.metric)
            )));
        }
        let (at, value) = match (self.value, self.histogram) {
            (Some(Point(at, value)), None) => (at, Some(value)),
            (None, Some(Histogram(at))) => (at, None),
            (Some(_), Some(_)) => {
                return Err(nonsense(format!("the series {} has two values at once", Named(&self.metric))));
            }
            (None, None) => return Err(nonsense(format!("the series {} has no value", Named(&self.metric)))),
        };
        Ok(Sample { labels: self.metric, at, value })
    }

    fn series(self) -> Result<Series, Error> {
        let wrong = |why: &str| nonsense(format!("the series {} of a matrix {why}", Named(&self.metric)));
        if self.value.is_some() || self.histogram.is_some() {
            return Err(wrong("has one value instead of a list"));
        }
        // To leave them out would look as if there was nothing at these times.
        if self.histograms.is_some_and(|histograms| !histograms.is_empty()) {
            return Err(wrong("has native histograms, where numbers are expected"));
        }
        let Some(points) = self.values else { return Err(wrong("has no values")) };
        if points.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return Err(wrong("has values that are not in the order of time"));
        }
        let values = points.into_iter().map(|Point(at, value)| (at, value)).collect();
        Ok(Series { labels: self.metric, values })
    }
}

/// Labels as PromQL writes them.
struct Named<'l>(&'l Labels);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels = self.0.iter().map(|(name, value)| format!("{name}={value:?}"));
        write!(f, "{{{}}}", labels.collect::<Vec<_>>().join(", "))
    }
}

/// An instant, written in seconds.
struct Time(Millis);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Time, D::Error> {
        millis(f64::deserialize(deserializer)?).map(Time).map_err(D::Error::custom)
    }
}

#[allow(clippy::cast_possible_truncation, reason = "it is within what is exact")]
fn millis(seconds: f64) -> Result<Millis, String> {
    if seconds.abs() < FAR {
        Ok((seconds * 1000.0).round() as Millis)
    } else {
        Err(format!("{seconds} is no time"))
    }
}

/// An instant and a number.
struct Point(Millis, f64);

impl<'de> Deserialize<'de> for Point {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Point, D::Error> {
        let Pair(Time(at), Number(value)) = Pair::deserialize(deserializer)?;
        Ok(Point(at, value))
    }
}

/// The instant of a native histogram; what is in it nobody asks for.
struct Histogram(Millis);

impl<'de> Deserialize<'de> for Histogram {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Histogram, D::Error> {
        let Pair(Time(at), IgnoredAny) = Pair::deserialize(deserializer)?;
        Ok(Histogram(at))
    }
}

/// Exactly two things.
#[derive(Deserialize)]
struct Pair<A, B>(A, B);

/// A number as Prometheus writes it, in quotes, because JSON has neither NaN nor infinity.
struct Number(f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        deserializer.deserialize_str(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number in quotes")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Number, E> {
        number(text).map(Number).map_err(E::custom)
    }
}

/// Reads a number as Go writes it (`strconv.FormatFloat`).
fn number(text: &str) -> Result<f64, String> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    match text {
        "NaN" => Some(f64::NAN),
        "+Inf" | "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        _ if is_plain => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
    .ok_or_else(|| format!("{text:?} is no number"))
}

/// Refuses what stands behind the last thing that belongs there.
fn end<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<(), A::Error> {
    match seq.next_element::<IgnoredAny>()? {
        None => Ok(()),
        Some(_) => Err(A::Error::custom("something stands behind a time and its value")),
    }
}

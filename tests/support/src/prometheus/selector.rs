//! Selectors of series, both for PromQL and for the truth.

use std::collections::BTreeMap;
use std::fmt;

/// What one label must be.
#[derive(Clone, Debug)]
enum Match {
    Is(String),
    OneOf(Vec<String>),
}

/// Which series of a metric are meant. It is displayed as PromQL.
#[derive(Clone, Debug)]
pub struct Selector {
    name: String,
    matches: Vec<(String, Match)>,
}

impl Selector {
    /// Returns all series of a metric.
    pub fn new(name: &str) -> Selector {
        Selector { name: name.to_owned(), matches: Vec::new() }
    }

    /// Leaves only those with a value of a label.
    #[must_use]
    pub fn is(mut self, label: &str, value: &str) -> Selector {
        self.matches.push((label.to_owned(), Match::Is(value.to_owned())));
        self
    }

    /// Leaves only those with one of some values of a label; none of them may mean anything in a regular expression.
    #[must_use]
    pub fn one_of(mut self, label: &str, values: &[&str]) -> Selector {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        self.matches.push((label.to_owned(), Match::OneOf(values)));
        self
    }

    /// Tells whether a series is meant. A label that is not there is empty, as in PromQL.
    pub(super) fn takes(&self, name: &str, labels: &BTreeMap<String, String>) -> bool {
        let fits = |(label, wanted): &(String, Match)| {
            let value = labels.get(label).map_or("", String::as_str);
            match wanted {
                Match::Is(wanted) => value == wanted,
                Match::OneOf(wanted) => wanted.iter().any(|wanted| value == wanted),
            }
        };
        self.name == name && self.matches.iter().all(fits)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{{", self.name)?;
        for (number, (label, wanted)) in self.matches.iter().enumerate() {
            f.write_str(if number == 0 { "" } else { "," })?;
            match wanted {
                Match::Is(value) => write!(f, "{label}=\"{value}\"")?,
                Match::OneOf(values) => write!(f, "{label}=~\"{}\"", values.join("|"))?,
            }
        }
        f.write_str("}")
    }
}

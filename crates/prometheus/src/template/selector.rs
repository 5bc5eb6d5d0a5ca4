//! What picks series: a metric's name and matchers of labels.

use std::fmt;

use super::number::spellings;

/// The label that holds the name of a metric.
pub(super) const NAME: &str = "__name__";

/// What picks series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// The name of the metric; none if only matchers pick.
    pub metric: Option<String>,
    /// The matchers of labels, as they were written. A name that `__name__=` gives is [`Selector::metric`].
    pub matchers: Vec<Matcher>,
}

/// What the value of a label must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matcher {
    /// The label.
    pub label: String,
    /// How its value is compared.
    pub relation: Relation,
    /// What it is compared with.
    pub value: String,
}

/// How the value of a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is the text.
    Equal,
    /// It is not the text.
    NotEqual,
    /// The regular expression matches all of it.
    Matches,
    /// The regular expression does not match all of it.
    NotMatches,
    /// It is the number, however that is spelt: `1`, `1.0`, `1e0`. Bounds of buckets are numbers, and which spelling a
    /// server keeps depends on its version and on who wrote the metric.
    Number,
}

impl Selector {
    /// Returns a selector of one metric.
    pub fn new(metric: &str) -> Selector {
        Selector { metric: Some(metric.to_owned()), matchers: Vec::new() }
    }

    /// Returns it without what is demanded of a label.
    #[must_use]
    pub fn without(&self, label: &str) -> Selector {
        let matchers = self.matchers.iter().filter(|matcher| matcher.label != label).cloned().collect();
        Selector { metric: self.metric.clone(), matchers }
    }

    /// Returns it with one demand more.
    #[must_use]
    pub fn with(mut self, matcher: Matcher) -> Selector {
        self.matchers.push(matcher);
        self
    }

    /// Returns the bound of the bucket that it picks, as it was written; none if it does not pick exactly one.
    pub fn bound(&self) -> Option<&str> {
        let exact = |matcher: &&Matcher| {
            matcher.label == "le" && matches!(matcher.relation, Relation::Number | Relation::Equal)
        };
        self.matchers.iter().find(exact).map(|matcher| matcher.value.as_str())
    }
}

impl Matcher {
    /// Returns the demand that a label has a value.
    pub fn equal(label: &str, value: &str) -> Matcher {
        Matcher { label: label.to_owned(), relation: Relation::Equal, value: value.to_owned() }
    }

    /// Returns the demand that a label is a number, however that is spelt.
    pub fn number(label: &str, value: &str) -> Matcher {
        Matcher { label: label.to_owned(), relation: Relation::Number, value: value.to_owned() }
    }
}

impl fmt::Display for Selector {
    /// Writes it as PromQL that every version of Prometheus reads: `http_requests_total{code="500"}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.metric.as_deref().filter(|name| is_metric(name));
        f.write_str(plain.unwrap_or_default())?;
        let quoted = self.metric.as_deref().filter(|_| plain.is_none());
        let name = quoted.map(|name| Matcher::equal(NAME, name));
        let mut matchers = name.iter().chain(&self.matchers);
        let Some(first) = matchers.next() else { return Ok(()) };
        write!(f, "{{{first}")?;
        matchers.try_for_each(|matcher| write!(f, ",{matcher}"))?;
        f.write_str("}")
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&label(&self.label))?;
        let sign = match self.relation {
            Relation::Equal => "=",
            Relation::NotEqual => "!=",
            Relation::Matches => "=~",
            Relation::NotMatches => "!~",
            Relation::Number => match spellings(&self.value) {
                Some(pattern) => return write!(f, "=~{}", quote(&pattern)),
                None => "=",
            },
        };
        write!(f, "{sign}{}", quote(&self.value))
    }
}

/// Tells whether a name can stand as it is where a metric is meant.
fn is_metric(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_' || byte == b':')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':')
}

/// Writes the name of a label, in quotes if it must be.
pub(super) fn label(name: &str) -> String {
    if is_metric(name) && !name.contains(':') { name.to_owned() } else { quote(name) }
}

/// Writes a text in double quotes (`util/strutil/quote.go` of Prometheus reads it back).
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if character.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_written_for_every_version() {
        let plain = Selector::new("a:b_total").with(Matcher::equal("code", "5\"\\\n\u{1}"));
        assert_eq!(plain.to_string(), r#"a:b_total{code="5\"\\\n\u0001"}"#);
        assert_eq!(plain.without("code").to_string(), "a:b_total");
        let odd = Selector::new("my.metric").with(Matcher::equal("a.b", "c"));
        assert_eq!(odd.to_string(), r#"{__name__="my.metric","a.b"="c"}"#);
    }

    #[test]
    fn a_bucket_has_a_bound() {
        let bucket = Selector::new("x_bucket").with(Matcher::number("le", "1.0"));
        assert_eq!(bucket.bound(), Some("1.0"));
        assert_eq!(bucket.without("le").bound(), None);
        assert!(bucket.to_string().starts_with(r#"x_bucket{le=~"1("#), "{bucket}");
        assert_eq!(Matcher::number("le", "soon").to_string(), r#"le="soon""#);
    }
}

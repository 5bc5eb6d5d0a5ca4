//! Metrics in Prometheus' text format, line by line (`prometheus/common/expfmt/text_parse.go`).

/// A value of a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample<'t> {
    /// The name of the metric.
    pub name: &'t str,
    /// The labels, in the order of the line.
    pub labels: Vec<(String, String)>,
    /// The value.
    pub value: f64,
}

impl Sample<'_> {
    /// Returns the value of a label; empty if it has none.
    pub fn label(&self, name: &str) -> &str {
        self.labels.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }
}

/// Reads a line; none if it is a comment, or cut off.
pub fn sample(line: &str) -> Option<Sample<'_>> {
    let end = line.find(['{', ' ', '\t'])?;
    let (name, rest) = line.split_at(end);
    if name.is_empty() || name.starts_with('#') {
        return None;
    }
    let (labels, value) = match rest.trim_start().strip_prefix('{') {
        Some(rest) => labels(rest)?,
        None => (Vec::new(), rest),
    };
    Some(Sample { name, labels, value: value.split_whitespace().next()?.parse().ok()? })
}

/// Reads `name="value",…}` and returns what follows the brace.
fn labels(mut rest: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if let Some(rest) = rest.strip_prefix('}') {
            return Some((found, rest));
        }
        let (name, after) = rest.split_once('=')?;
        let (value, after) = quoted(after.trim_start().strip_prefix('"')?)?;
        found.push((name.trim().to_owned(), value));
        rest = after;
    }
}

/// Reads up to the closing quote; `\\`, `\"` and `\n` are escapes.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match characters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_braces_commas_and_timestamps_are_no_obstacles() {
        let read = sample("depth{ name=\"a\\\"b\\\\c\\nd,e}\", group=\"g\", } 1.0 1700000000000").unwrap();
        assert_eq!((read.name, read.label("name"), read.label("group")), ("depth", "a\"b\\c\nd,e}", "g"));
        assert!((read.value - 1.0).abs() < f64::EPSILON);
        assert_eq!(sample("up 1").map(|read| read.name), Some("up"));
        assert!(sample("x{a=\"b\"} +Inf").is_some_and(|read| read.value.is_infinite()));
    }

    #[test]
    fn comments_and_what_is_cut_off_are_passed_over() {
        for line in ["# HELP up x", "", "up", "up{a=\"b", "up{a", "up{} x", "{} 1"] {
            assert_eq!(sample(line), None, "{line}");
        }
    }
}

//! YAML that every reader takes for the same document as the JSON.
//!
//! The writer knows YAML 1.2 only and cannot be told to quote. So a string that needs care is written as a mark,
//! a number between two characters that the document does not have, and marks become quoted strings afterwards.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{escape, plain};

/// Writes a document as YAML.
pub(super) fn write(document: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let document = serde_json::to_value(document)?;
    let fence = unused(&document.to_string())?;
    let mut careful = Careful { fence, strings: Vec::new() };
    let marked = careful.mark(document);
    let text = serde_yaml::to_string(&marked).map_err(io::Error::other)?;
    careful.write(&text, out)
}

/// Finds a character that a text does not have, among those that nobody has agreed on.
fn unused(text: &str) -> io::Result<char> {
    ('\u{e000}'..='\u{f8ff}')
        .find(|&c| !text.contains(c))
        .ok_or_else(|| io::Error::other("the document uses every private character, so it cannot be YAML"))
}

/// The strings that are written by hand.
struct Careful {
    fence: char,
    strings: Vec<String>,
}

impl Careful {
    /// Puts marks in the places of strings and keys that need care.
    fn mark(&mut self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.mark_text(text)),
            Value::Array(items) => items.into_iter().map(|item| self.mark(item)).collect(),
            Value::Object(entries) => {
                let marked: Map<String, Value> =
                    entries.into_iter().map(|(key, value)| (self.mark_text(key), self.mark(value))).collect();
                Value::Object(marked)
            }
            other => other,
        }
    }

    fn mark_text(&mut self, text: String) -> String {
        if !needs_care(&text) {
            return text;
        }
        self.strings.push(text);
        format!("{fence}{}{fence}", self.strings.len() - 1, fence = self.fence)
    }

    /// Writes the text with the strings in the places of their marks.
    fn write(&self, text: &str, out: &mut dyn io::Write) -> io::Result<()> {
        for (number, part) in text.split(self.fence).enumerate() {
            let string = part.parse().ok().and_then(|index: usize| self.strings.get(index));
            match string {
                Some(string) if number % 2 == 1 => out.write_all(quoted(string).as_bytes())?,
                _ => out.write_all(part.as_bytes())?,
            }
        }
        Ok(())
    }
}

/// Tells whether a string must be quoted: it reads as something else, or has characters that YAML treats specially.
fn needs_care(text: &str) -> bool {
    plain::is_ambiguous(text) || text.chars().any(is_special)
}

/// Tells whether a character must be escaped: controls, breaks of lines and the byte order mark.
fn is_special(c: char) -> bool {
    c == '\u{feff}' || (c != '\n' && escape::is_harmful(c))
}

/// Quotes a string as both JSON and YAML do.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if is_special(c) => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::report::render::{Format, Style, render, testing};

    fn yaml(document: &Value) -> String {
        let mut out = Vec::new();
        write(document, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("output is UTF-8")
    }

    #[test]
    fn the_report_keeps_its_order() {
        let mut report = testing::report(vec![testing::deprecated()]);
        report.gaps.push(testing::gap());
        let mut out = Vec::new();
        render(&report, &Format::Yaml, &Style::default(), &mut out).expect("memory takes everything");
        assert_eq!(
            String::from_utf8(out).expect("output is UTF-8"),
            r#"apiVersion: kubecheck/v1
kind: Report
tool:
  name: gvkcheck
  version: 0.1.0
  target: "1.36"
findings:
- rule: deprecated-version
  id: GVK011
  severity: warning
  message: policy/v1beta1 PodDisruptionBudget is deprecated since 1.21
  place:
    file: a.yaml
    document: 1
    line: 7
    column: 13
    pointer: /apiVersion
    context: null
    template: null
    object:
      apiVersion: policy/v1beta1
      kind: PodDisruptionBudget
      namespace: shop
      name: web
  related: []
  help: null
  fix: null
gaps:
- what: b.yaml
  why: permission denied
  neededFor:
  - wrong-group
counts:
  files: 1
  objects: 1
  error: 0
  warning: 1
  info: 0
  skipped: {}
"#
        );
    }

    #[test]
    fn ambiguous_strings_are_quoted_wherever_they_stand() {
        let document =
            json!({"y": "yes", "list": ["0755", "1_000", "on", "plain", 755, true, null, 1.5], "a": "~"});
        assert_eq!(
            yaml(&document),
            "\"y\": \"yes\"\nlist:\n- \"0755\"\n- \"1_000\"\n- \"on\"\n- plain\n- 755\n- true\n- null\n- 1.5\na: \"~\"\n"
        );
    }

    #[test]
    fn special_characters_are_escaped() {
        let document =
            json!({"a": "x\u{85}y\u{2028}\"\\\u{feff}\u{1b}\t\r\n", "b": "one\ntwo\n", "c": "#\u{e000}"});
        assert_eq!(
            yaml(&document),
            "a: \"x\\u0085y\\u2028\\\"\\\\\\ufeff\\u001b\\t\\r\\n\"\nb: |\n  one\n  two\nc: '#\u{e000}'\n"
        );
    }
}

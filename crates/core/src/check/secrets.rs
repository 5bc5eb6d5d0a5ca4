//! Lines that no log is to show: what Secrets hold.

use std::ops::RangeInclusive;

use crate::model::object::{Document, Object};
use crate::model::tree::Entry;

/// The keys at the top of a Secret beside which nothing secret stands; metadata has annotations, which may repeat it all.
const OPEN: [&str; 5] = ["apiVersion", "kind", "metadata", "type", "immutable"];

/// Returns the lines of a document in which Secrets hold something, whatever the key is called.
pub(super) fn lines(document: &Document<'_>) -> Vec<RangeInclusive<u32>> {
    let objects = document.objects();
    let secrets =
        objects.iter().filter(|object| object.kind_name().or(object.item_kind).is_some_and(is_secret));
    secrets.flat_map(held).map(|entry| entry.key.span().start.line..=entry.value.span().end.line).collect()
}

fn held<'a>(secret: &Object<'a>) -> Vec<Entry<'a>> {
    let top = secret.root.entries().filter(|entry| !OPEN.contains(&entry.key.name()));
    let annotations = secret.metadata().and_then(|metadata| metadata.entry("annotations"));
    top.chain(annotations).collect()
}

/// Tells whether a kind is meant to be Secret: a name that is wrong keeps nothing from being secret.
fn is_secret(kind: &str) -> bool {
    ["secret", "secrets"].iter().any(|name| kind.eq_ignore_ascii_case(name))
}

/// Tells whether a text that could not be parsed may be a Secret.
pub(super) fn may_be_in(text: &str) -> bool {
    let values = text.split("kind").skip(1).map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'', ':', ' ', '\t']);
        rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
    });
    values.into_iter().any(is_secret)
}

/// Takes out of a message what stands on a line of a Secret, behind the key: a value that is no YAML is part of it.
pub(super) fn without(message: &str, line: &str) -> String {
    let value = line.split_once(": ").map_or(line, |(_, value)| value);
    let mark = |c: char| c.is_ascii_punctuation();
    let words = value.split_whitespace().map(|word| word.trim_matches(mark)).filter(|word| word.len() > 1);
    words.fold(message.to_owned(), |message, word| message.replace(word, "…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_line_is_taken_out_of_a_message() {
        let said = without("the alias *Tr0ub4dor names an anchor", "  password: *Tr0ub4dor # old");
        assert_eq!(said, "the alias *… names an anchor");
        assert_eq!(without("expected `,`", "a: [b"), "expected `,`");
    }

    #[test]
    fn a_broken_secret_is_known_by_its_kind() {
        for text in
            ["kind: Secret\n", "{\"kind\":\"Secret\",", "a: 1\n  'kind' : secrets", "kind: X\nkind: Secret"]
        {
            assert!(may_be_in(text), "{text}");
        }
        for text in ["kind: SecretStore", "secretName: x\nkind: Pod", "Secret", "imagePullSecrets: [kind]"] {
            assert!(!may_be_in(text), "{text}");
        }
    }
}

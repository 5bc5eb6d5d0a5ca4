//! The one fact that is only in prose: whether a field is deprecated.
//!
//! The rule wants a statement about the field itself. Prose that speaks of a deprecated value, annotation, format or
//! version of something else must not mark the field, so that what is not understood marks nothing.

use std::sync::LazyLock;

use regex::Regex;

use super::gotext::pattern;

/// Forms of a statement about the field itself.
const FORMS: &[&str] = &[
    // A heading before the reason; a word before it must not make it part of a phrase or of a list of values.
    r"(?:^|[.!?\n] ?|\s)(?:Deprecated|DEPRECATED):",
    // A sentence of one word, or a heading in capitals, at the start of a sentence.
    r"(?:^|[.!?]\s+|\n)(?:Deprecated\.|DEPRECATED\b)",
    // The same behind a sentence whose full stop was forgotten.
    r"\s(?:Deprecated|DEPRECATED)\. Planned removal",
    // The whole description is a name for a deprecated thing.
    r"^(?:\w+ is (?:a|the) deprecated|Deprecated) (?:field|alias)\b",
    r"\b(?:This|The) field is (?:[^.;]*?\band (?:now )?is )?deprecated\b",
    r"^[^.]* should be considered (?:as )?deprecated\b",
];

/// Words before a heading that make it part of a phrase.
const PHRASE: &str = r"(?:[,(`'\u{201c}]|\b(?:or|and|is|are|be|to|the|a|an))\s*(?:Deprecated|DEPRECATED):";

/// Tells whether a field's description calls the field itself deprecated.
pub(crate) fn says_deprecated(description: &str) -> bool {
    static FORM: LazyLock<Regex> = LazyLock::new(|| pattern(&FORMS.join("|")));
    static IN_PHRASE: LazyLock<Regex> = LazyLock::new(|| pattern(PHRASE));
    let prose = without_items(description);
    FORM.is_match(&IN_PHRASE.replace_all(&prose, " "))
}

/// Drops the lines of lists: they speak of single values.
fn without_items(description: &str) -> String {
    let prose = |line: &&str| !line.starts_with([' ', '\t', '-', '*']);
    description.lines().filter(prose).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_about_the_field_marks_it() {
        for text in [
            "Deprecated: gone in the next release.",
            "Deprecated. Not every node sets it. See the issue.",
            "DEPRECATED. The state to go back to.",
            "The disk on the host. Deprecated: the disk moved to a driver.",
            "The disk on the host. DEPRECATED: Disk is deprecated. Use another.",
            "The link of the object. Read-only.\n\nDEPRECATED The system will stop to fill it.",
            "How far it is: running or done Deprecated. Planned removal for the next minor",
            "It is set to \"Proposed\" Deprecated: two conditions tell it now.",
            "Deprecated field that keeps older clients working",
            "deprecatedCount is the deprecated field that keeps older clients working.",
            "Any zone. This field is deprecated and goes in a future version.",
            "Words to keep. This field is deprecated in favor of `others`.",
            "The phase. The field is never filled, and now is deprecated.",
            "Name of the set, kept as metadata, should be considered as deprecated",
            "Labels of the place:\n* zone: the zone\n  of the host.\nThis field is deprecated and will go.",
            "OldAccount is an alias. Deprecated: use the new one.",
        ] {
            assert!(says_deprecated(text), "{text}");
        }
    }

    #[test]
    fn other_deprecated_things_do_not() {
        for text in [
            "Use the host's network. Ports must be given.",
            "What happens at the end: Keep, Delete, and Recycle (deprecated).",
            "Types: * A: one. * F: a name. (Deprecated) Only A is used.",
            "The class. This replaces the deprecated `example.io/class` annotation.",
            "The class. Even though the annotation is officially deprecated, it works.",
            "Allowed secrets. The \"example.io/enforce\" annotation is deprecated since v1.32. Prefer others.",
            "deprecated says that this version of the resource is deprecated. Clients get a warning.",
            "The warning for clients. By default it says that this version is deprecated.",
            "Values:\n - `\"Known\"` it is known.\n - `\"Unknown\"` it is not. Deprecated: not set since 2015",
            "The stage: one of Active, Deprecated: the latter warns.",
            "The stage is Deprecated.",
            "Use of deprecated formats is refused.",
            "The format `v1` is deprecated.",
            "",
        ] {
            assert!(!says_deprecated(text), "{text}");
        }
    }
}

//! Tells a chart's templates from manifests, and reads what rendered ones say of their origin.

use crate::model::tree::{NodeKind, Style, Tree};

/// Objects that only Helm gives to an action. Prometheus, Argo and others have templates of their own in their texts.
const OBJECTS: [&str; 6] = [".Values.", ".Release.", ".Chart.", ".Capabilities.", ".Template.", ".Files."];

/// Functions that Helm has; others have some of them too, so they only tell where a document cannot be read.
const FUNCTIONS: [&str; 4] = ["include \"", "template \"", "toYaml", "nindent"];

/// Returns the chart template that a `# Source:` comment above a rendered document names.
pub(super) fn source(text: &str) -> Option<&str> {
    let head = text.lines().map(str::trim_end);
    let head = head.take_while(|line| line.is_empty() || line.starts_with('#') || line.starts_with("---"));
    head.filter_map(|line| line.strip_prefix("# Source:")).map(str::trim).find(|path| !path.is_empty())
}

/// Tells whether a document that can be read is one a chart has rendered, or no chart's at all: no action of Helm stands
/// in it, unless in a block scalar, which may carry a template for somebody else.
pub(super) fn is_rendered(text: &str, tree: &Tree<'_>) -> bool {
    memchr::memmem::find(text.as_bytes(), b"{{").is_none()
        || !tree.nodes.iter().any(|node| {
            matches!(node.kind, NodeKind::Scalar(_))
                && node.style != Style::Block
                && has_action(&node.text, has_helm_object)
        })
}

/// Tells whether a document that cannot be read is a template: an action stands where YAML wants structure.
pub(super) fn is_template(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"{{").is_some()
        && plain_lines(text).any(|line| {
            has_action(line, |action| {
                has_helm_object(action) || FUNCTIONS.iter().any(|name| action.contains(name))
            }) || begins_with_action(line)
        })
}

fn has_action(text: &str, is_helms: impl Fn(&str) -> bool) -> bool {
    text.split("{{").skip(1).any(|rest| is_helms(rest.split("}}").next().unwrap_or(rest)))
}

/// Tells whether an action begins somewhere with an object of Helm: `.Values.x`, but not `.Labels.Values.x`.
fn has_helm_object(action: &str) -> bool {
    OBJECTS.iter().any(|object| {
        let mut places = action.match_indices(object);
        places.any(|(at, _)| !action[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ')'))
    })
}

/// Tells whether an action stands at the beginning of a line, an item or a value.
fn begins_with_action(line: &str) -> bool {
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    rest.starts_with("{{")
        || rest.split_once(": ").is_some_and(|(_, value)| value.trim_start().starts_with("{{"))
}

/// Returns the lines that are neither comments nor text of a block scalar, as far as indentation tells.
fn plain_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut block: Option<usize> = None;
    text.lines().filter(move |line| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            return false;
        }
        if block.is_some_and(|parent| indent > parent) {
            return false;
        }
        block = opens_block(line).then_some(indent);
        true
    })
}

/// Tells whether a line ends with the header of a block scalar.
fn opens_block(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or(line).trim_end();
    let header =
        line.trim_end_matches(|character: char| character.is_ascii_digit() || "+-".contains(character));
    (header.ends_with('|') || header.ends_with('>')) && header[..header.len() - 1].ends_with([' ', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_named_in_the_comments_above() {
        assert_eq!(source("---\n# Source: a/templates/b.yaml\nkind: X\n"), Some("a/templates/b.yaml"));
        assert_eq!(source("kind: X\n# Source: a\n"), None);
    }

    #[test]
    fn actions_in_place_of_structure_make_a_template() {
        assert!(is_template("{{- if .x }}\na: 1\n{{- end }}\n"));
        assert!(is_template("a: {{ b }}\n"));
        assert!(is_template("a:\n  - {{ b }}\n"));
        assert!(is_template("a: x-{{ .Release.Name }}\n{"));
    }

    #[test]
    fn actions_in_texts_make_none() {
        assert!(!is_template("a: |\n  {{- if x }}\n  {{ end }}\nb: [\n"));
        assert!(!is_template("a: \"{{ $labels.x }}\"\nb: [\n"));
        assert!(!is_template("# {{ .Values.x }}\nb: [\n"));
    }

    #[test]
    fn other_projects_templates_are_not_helms() {
        assert!(!has_helm_object(" .GroupLabels.SortedPairs.Values.x "));
        assert!(has_helm_object("- .Values.image -"));
        assert!(has_helm_object(" default \"x\" .Values.image "));
        assert!(has_helm_object(" $.Values.image "));
    }
}

//! Texts that something else fills in before the API server sees them: what they become is not known here.

use kubecheck_core::model::tree::{Form, Value};

/// Tells whether a text holds a placeholder of a template (`{{ .name }}`) or of a substitution (`${name}`, as Flux and
/// envsubst have it), or was encrypted by SOPS (`ENC[…]`).
pub fn is_placeholder(text: &str) -> bool {
    holds(text, "{{", "}}") || holds(text, "${", "}") || (text.starts_with("ENC[") && text.ends_with(']'))
}

/// Tells whether a value is such a text, or holds one.
pub fn within(value: Value<'_>) -> bool {
    match value.form() {
        Form::String(text) => is_placeholder(text),
        Form::Sequence => value.items().any(within),
        Form::Mapping => value.own_entries().any(|entry| within(entry.value)),
        _ => false,
    }
}

/// Why such a text is passed over, in the counts of a report.
pub const PLACEHOLDER: &str = "placeholder";

/// The field that SOPS adds to a document which it encrypts, and takes away again.
pub const SOPS: &str = "sops";

fn holds(text: &str, open: &str, close: &str) -> bool {
    text.split_once(open).is_some_and(|(_, rest)| rest.contains(close))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn templates_substitutions_and_secrets_are_placeholders() {
        for text in ["web-{{ .Index }}", "${REPLICAS}", "a-${b:=c}-d", "ENC[AES256_GCM,data:x,type:str]"] {
            assert!(is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not() {
        for text in ["", "{{", "}} {{", "$(HOME)", "${HOME", "ENC[", "{a: b}"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }

    #[test]
    fn a_placeholder_is_of_any_type() {
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: '${name}', labels: {a: '{{b}}'}}\n\
                    spec:\n  ports:\n    - {port: '${PORT}'}\n    - {port: '80'}\n";
        assert_eq!(testing::places(text, 36), ["wrong-type 7:14"]);
    }

    #[test]
    fn what_sops_encrypts_is_no_base64_and_has_its_own_field() {
        let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: 'ENC[x]', b: 'ENC x'}\nsops: {mac: x}\n";
        assert_eq!(testing::places(text, 36), ["wrong-type 4:24"]);
    }
}

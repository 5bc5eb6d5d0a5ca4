//! What a finding is known by when lines move, files are formatted and documents change places.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::report::finding::Finding;

/// What a finding is known by: its rule, its file, its object, where it is in the object, and what it says, all without
/// numbers of lines, documents and items. The order of the fields is the order of a baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fingerprint {
    /// The file, relative to the baseline's folder, with slashes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The object's apiVersion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// The object's kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The object's namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The object's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name of the rule.
    pub rule: String,
    /// Where in the object; items of lists by their names.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// What is wrong, without positions and without the version of Kubernetes.
    pub message: String,
}

impl Fingerprint {
    /// Takes the fingerprint of a finding. `name` names its file relative to a folder.
    pub fn of(finding: &Finding, name: &dyn Fn(&str) -> String) -> Fingerprint {
        let place = &finding.place;
        let object = place.object.clone().unwrap_or_default();
        Fingerprint {
            file: place.file.as_deref().map(name),
            api_version: object.api_version,
            kind: object.kind,
            namespace: object.namespace,
            name: object.name,
            rule: finding.rule.name.to_owned(),
            at: place.steady.clone(),
            message: without_positions(&finding.message),
        }
    }

    /// Returns a short text that stands for it: half a SHA-256 of its fields.
    pub fn digest(&self) -> String {
        let fields = [&self.file, &self.api_version, &self.kind, &self.namespace, &self.name];
        let mut hash = Sha256::new();
        for field in
            fields.into_iter().map(Option::as_deref).chain([&*self.rule, &self.at, &self.message].map(Some))
        {
            // A length before each, so that no two lists of fields make one text.
            hash.update((field.map_or(u64::MAX, |field| field.len() as u64)).to_le_bytes());
            hash.update(field.unwrap_or_default());
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Takes out of a message what another place or another target would change: numbers of lines and documents, numbers of
/// items (`containers[0]`), and versions of Kubernetes (`1.37`).
fn without_positions(message: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(message.len()), message);
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].bytes().take_while(u8::is_ascii_digit).count();
        kept.push_str(&rest[..at]);
        let (number, behind) = rest[at..].split_at(digits);
        let counts = ["line ", "column ", "document "].iter().any(|word| kept.ends_with(word));
        let item = kept.ends_with('[') && behind.starts_with(']');
        let minor = (number == "1" && !kept.ends_with(|c: char| c.is_alphanumeric() || "./-_".contains(c)))
            .then(|| minor(behind))
            .flatten();
        if let Some(behind) = minor {
            kept.push_str("1.*");
            rest = behind;
        } else {
            kept.push_str(if counts || item { "*" } else { number });
            rest = behind;
        }
    }
    kept.push_str(rest);
    kept
}

/// Returns what stands behind the minor version that a text begins with: a dot and two digits.
fn minor(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('.')?;
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &digits[count..];
    let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || "-_".contains(c))
        && !behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()));
    (count == 2 && ends).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_targets_are_left_out_of_messages() {
        for (message, kept) in [
            (
                "the key \"a\" stands here again, after line 12",
                "the key \"a\" stands here again, after line *",
            ),
            ("no field spec.containers[10].port in 1.37", "no field spec.containers[*].port in 1.*"),
            ("not served from 1.25 on (target 1.30)", "not served from 1.* on (target 1.*)"),
            ("this is the integer 1", "this is the integer 1"),
            ("the number 1.5", "the number 1.5"),
            ("the string \"v1.25\"", "the string \"v1.25\""),
            ("nginx:1.25.3", "nginx:1.25.3"),
            ("autoscaling/v2beta1 is deprecated", "autoscaling/v2beta1 is deprecated"),
            ("1", "1"),
            ("", ""),
        ] {
            assert_eq!(without_positions(message), kept);
        }
    }

    #[test]
    fn a_digest_tells_fields_apart() {
        let of = |namespace: &str, name: &str| {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Fingerprint { namespace: some(namespace), name: some(name), ..Fingerprint::default() }.digest()
        };
        assert_eq!(of("a", "b").len(), 32);
        assert_eq!(of("a", "b"), of("a", "b"));
        assert_ne!(of("a", "b"), of("ab", ""));
        assert_ne!(of("", "a"), of("a", ""));
    }
}

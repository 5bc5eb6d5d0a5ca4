//! Reads a document of our own back, strictly.

use serde::de::DeserializeOwned;

use super::{Inputs, Part, SourceError, list, read};
use crate::model::tree::{Position, Value};
use crate::model::typed::typed;

/// The apiVersion of all documents of the suite.
const API_VERSION: &str = "kubecheck/v1";

/// Reads the one document of a file, YAML or JSON, into the type of its kind; `-` is standard input.
///
/// # Errors
/// A file that cannot be read, or holds another number of documents than one; a document of another kind; what does not fit
/// the type, with its place.
pub fn document<T: DeserializeOwned>(name: &str, kind: &str) -> Result<T, SourceError> {
    let listing = list(&Inputs { paths: vec![name.to_owned()], ..Inputs::default() })?;
    let (mut found, mut fault, mut count) = (None, None, 0);
    for input in &listing.inputs {
        read(input, &mut |part| {
            count += 1;
            let wrong = match part {
                Part::Document(document) => match document.tree.root().map(|root| of_kind(root, kind)) {
                    Some(Ok(value)) => return found = Some(value),
                    Some(Err(wrong)) => wrong,
                    None => return,
                },
                Part::Broken(broken) => (broken.span.start, broken.message.clone()),
                Part::Template(template) => {
                    (Position { line: template.first_line, column: 1 }, "this is a template".to_owned())
                }
                Part::Gap(gap) => (Position { line: 1, column: 1 }, gap.why),
            };
            fault.get_or_insert(wrong);
        })?;
    }
    match (found, fault) {
        (Some(_), _) if count > 1 => {
            Err(SourceError::new(format!("{name}: there are {count} documents in it, and one is expected")))
        }
        (_, Some((at, why))) => Err(SourceError::new(format!("{name}:{}:{}: {why}", at.line, at.column))),
        (Some(found), None) => Ok(found),
        (None, None) => Err(SourceError::new(format!("{name}: there is no document in it"))),
    }
}

fn of_kind<T: DeserializeOwned>(root: Value<'_>, kind: &str) -> Result<T, (Position, String)> {
    let is = |key: &str, word: &str| root.get(key).and_then(|value| value.as_str()) == Some(word);
    if !is("apiVersion", API_VERSION) || !is("kind", kind) {
        let found = root.get("kind").and_then(|kind| kind.as_str()).map(|kind| format!("a {kind}"));
        let found = found.unwrap_or_else(|| root.form().name().to_owned());
        return Err((
            root.span().start,
            format!("this is {found}, and a {kind} of {API_VERSION} is expected"),
        ));
    }
    typed(root)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Thing {
        api_version: String,
        kind: String,
        name: String,
        #[serde(default)]
        count: Option<u8>,
        #[serde(default)]
        steps: Vec<Step>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Step {
        Patch(Inner),
        Nothing,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        path: String,
        value: serde_json::Value,
    }

    fn of(text: &str) -> Result<Thing, String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let head = "apiVersion: kubecheck/v1\nkind: Thing\n";
        let text = if text.starts_with("name") || text.starts_with("count") {
            format!("{head}{text}")
        } else {
            text.to_owned()
        };
        file.write_all(text.as_bytes()).unwrap();
        let name = file.path().display().to_string();
        document(&name, "Thing").map_err(|error| error.message.replace(&name, "F"))
    }

    #[test]
    fn a_document_is_read_into_a_type() {
        let thing =
            of("name: x\ncount: 3\nsteps:\n- patch: {path: /a, value: [1, {b: null}]}\n- nothing\n").unwrap();
        let value = serde_json::json!([1, {"b": null}]);
        let steps = vec![Step::Patch(Inner { path: "/a".to_owned(), value }), Step::Nothing];
        assert_eq!((thing.name.as_str(), thing.count, thing.steps), ("x", Some(3), steps));
        let json = r#"{"apiVersion": "kubecheck/v1", "kind": "Thing", "name": "x"}"#;
        assert_eq!(of(json).unwrap().count, None);
    }

    #[test]
    fn what_does_not_fit_has_a_place() {
        for (text, told) in [
            ("name: x\nconut: 3\n", "F:4:1: there is no key \"conut\"; did you mean \"count\"?"),
            ("name: x\ncount: a\n", "F:4:8: a string stands here, and u8 is expected"),
            ("count: 3\n", "F:1:1: the key \"name\" is missing"),
            ("name: x\nname: y\n", "F:4:1: the key \"name\" stands here again"),
            (
                "name: x\nsteps:\n- patch: {path: /a, valeu: 1}\n",
                "F:5:21: there is no key \"valeu\"; did you mean \"value\"?",
            ),
            (
                "name: x\nsteps:\n- pathc: {}\n",
                "F:5:3: \"pathc\" is none of the words that may stand here; did you mean \"patch\"?",
            ),
            ("name: x\n---\nname: y\n", "F: there are 2 documents in it, and one is expected"),
            ("", "F: there is no document in it"),
            ("[1]", "F:1:1: this is a list, and a Thing of kubecheck/v1 is expected"),
        ] {
            assert_eq!(of(text).unwrap_err(), told, "{text}");
        }
        assert!(of("{\"name\": \"x").unwrap_err().starts_with("F:1:"));
    }
}

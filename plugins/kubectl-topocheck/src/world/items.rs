//! Reads a list that somebody printed, many items at a time.

use kubecheck_core::source::{self, Input, Item, ItemForm, Part, SourceError};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::kinds::Kind;
use super::objects::Objects;

/// How many items are read at once.
const BATCH: usize = 1024;
/// How many items one thread takes.
const SHARE: usize = 64;

/// Reads the objects of a file that is one list; none if it is not, or if something in it needs to be told with its place: then it is
/// to be read as a whole.
///
/// # Errors
/// A file that cannot be opened or read.
pub(super) fn read(input: &Input) -> Result<Option<Objects>, SourceError> {
    let (mut objects, mut batch) = (Objects::default(), Vec::new());
    let is_list = source::items(input, &mut |item| {
        batch.push(item);
        batch.len() < BATCH || take(&mut objects, &mut batch)
    })?;
    Ok((is_list && take(&mut objects, &mut batch)).then_some(objects))
}

/// Takes a batch in; false if an item of it cannot be read so.
fn take(objects: &mut Objects, batch: &mut Vec<Item>) -> bool {
    let shares: Vec<Option<Objects>> = batch.par_chunks(SHARE).map(share).collect();
    batch.clear();
    shares.into_iter().all(|share| share.map(|share| objects.append(share)).is_some())
}

fn share(items: &[Item]) -> Option<Objects> {
    let mut objects = Objects::default();
    for item in items {
        match item.form {
            ItemForm::Json => json(&mut objects, item)?,
            ItemForm::Yaml => yaml(&mut objects, item)?,
        }
    }
    Some(objects)
}

/// What an item says that it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Head {
    api_version: Option<String>,
    kind: Option<String>,
}

fn json(objects: &mut Objects, item: &Item) -> Option<()> {
    let raw: &RawValue = serde_json::from_slice(&item.text).ok()?;
    let head: Head = serde_json::from_str(raw.get()).ok()?;
    let (version, kind) = match (head.api_version, head.kind) {
        (Some(version), Some(kind)) => (version, kind),
        (None, None) => item.typed.clone()?,
        _ => return None,
    };
    if kind.ends_with("List") {
        return None;
    }
    let Some(kind) = Kind::of(&version, &kind) else {
        return Kind::nearly(&version, &kind).is_none().then_some(());
    };
    objects.read.insert(kind);
    objects.take(kind, raw).ok()
}

fn yaml(objects: &mut Objects, item: &Item) -> Option<()> {
    let text = std::str::from_utf8(&item.text).ok()?;
    let (mut found, mut count) = (None, 0);
    source::read(&Input::memory("item", text), &mut |part| {
        count += 1;
        let Part::Document(document) = part else { return };
        let Some(root) = document.tree.root().and_then(|root| root.items().next()) else { return };
        let text = |key| root.get(key).and_then(|value| value.as_str());
        let (Some(version), Some(kind)) = (text("apiVersion"), text("kind")) else { return };
        found = match (kind.ends_with("List"), Kind::of(version, kind)) {
            (true, _) => None,
            (false, None) => Kind::nearly(version, kind).is_none().then_some(()),
            (false, Some(kind)) => {
                objects.read.insert(kind);
                objects.take(kind, root).ok()
            }
        };
    })
    .ok()?;
    found.filter(|()| count == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pods(text: &str) -> Option<Vec<String>> {
        let objects = read(&Input::memory("x", text)).expect("it is in memory")?;
        Some(objects.pods.iter().map(|pod| pod.key()).collect())
    }

    #[test]
    fn lists_of_kubectl_are_read() {
        let json = r#"{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"shop"}},{"apiVersion":"x/v1","kind":"Y"}],"kind":"List"}"#;
        assert_eq!(pods(json), Some(vec!["shop/a".to_owned()]));
        let yaml = "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a, namespace: shop}\nkind: List\n";
        assert_eq!(pods(yaml), Some(vec!["shop/a".to_owned()]));
    }

    #[test]
    fn what_is_wrong_is_left_to_be_told_with_its_place() {
        let yaml =
            "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: [a]}\nkind: List\n";
        assert_eq!(pods(yaml), None);
        let json = r#"{"items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":1}}],"kind":"List"}"#;
        assert_eq!(pods(json), None);
    }
}

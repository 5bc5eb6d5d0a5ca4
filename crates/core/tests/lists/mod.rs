//! What must hold of every list that is cut into its items; a test and the fuzz target `lists` share it.

use kubecheck_core::source::{Input, Item, ItemForm, items};
use serde_json::Value as Json;

use crate::reader::see;

/// Cuts a text, and compares the items with those of the whole.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut cut = Vec::new();
    let is_list = items(&Input::memory("list", text), &mut |item| {
        let value = value(&item);
        let is_read = value.is_some();
        cut.extend(value);
        is_read
    });
    if !is_list.expect("a text in memory can be read") {
        return;
    }
    let whole = if text.starts_with('{') {
        match serde_json::from_str::<Json>(text) {
            // The whole is two levels deeper than an item.
            Err(error) if error.to_string().contains("recursion limit") => return,
            whole => whole.expect("its items can be read"),
        }
    } else {
        let seen = see(bytes);
        assert_eq!((seen.objects.len(), &seen.stopped), (1, &None), "{text}");
        seen.objects[0].clone()
    };
    assert_eq!(whole["items"], Json::from(cut), "{text}");
}

/// Reads an item alone, as who takes it in does.
fn value(item: &Item) -> Option<Json> {
    match item.form {
        ItemForm::Json => serde_json::from_slice(&item.text).ok(),
        ItemForm::Yaml => {
            let seen = see(&item.text);
            match (seen.stopped, seen.objects.as_slice()) {
                (None, [Json::Array(list)]) if list.len() == 1 => list.first().cloned(),
                _ => None,
            }
        }
    }
}

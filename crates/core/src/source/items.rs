//! Reads a file that is one list item by item: a dump of a cluster may be larger than the memory that is wanted for it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;

use super::cut_json::Items;
use super::cut_yaml::Lines;
use super::{Input, Place, SourceError};

/// How much is read of a file at once.
const PART: usize = 64 * 1024;

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its text: a value in JSON, or a list in YAML of which it is the only item.
    pub text: Vec<u8>,
    /// What it is written in.
    pub form: ItemForm,
    /// The line of the file on which it begins, from 1; of JSON it is not known.
    pub first_line: Option<u32>,
    /// The apiVersion and kind that the list gives to items that have none.
    pub typed: Option<(String, String)>,
}

/// What an item is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemForm {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// Cuts a file into the items of the one list that it is, as it is read. `see` may say that it cannot take an item. Returns false if
/// that happened, or if the file is no such list: what was seen then counts for nothing, and the file is to be read as a whole.
///
/// # Errors
/// A file that cannot be opened or read.
pub fn items(input: &Input, see: &mut dyn FnMut(Item) -> bool) -> Result<bool, SourceError> {
    let cut = match &input.place {
        Place::File(path) => File::open(path).and_then(|file| cut(BufReader::with_capacity(PART, file), see)),
        Place::Memory(text) => cut(text.as_bytes(), see),
        Place::Stdin | Place::Kustomize(_) | Place::Page(_) => Ok(false),
    };
    cut.map_err(|error| SourceError::new(format!("cannot read {}: {error}", input.origin.name)))
}

fn cut(mut stream: impl BufRead, see: &mut dyn FnMut(Item) -> bool) -> io::Result<bool> {
    match stream.fill_buf()? {
        [b'{', ..] => json(stream, see),
        [b'a', ..] => yaml(stream, see),
        _ => Ok(false),
    }
}

fn yaml(mut stream: impl BufRead, see: &mut dyn FnMut(Item) -> bool) -> io::Result<bool> {
    let (mut lines, mut line) = (Lines::default(), Vec::new());
    let mut hand_on = |text: Vec<u8>, first: u32| {
        see(Item { text, form: ItemForm::Yaml, first_line: Some(first), typed: None })
    };
    while stream.read_until(b'\n', &mut line)? > 0 {
        if !lines.take(&line, &mut hand_on) {
            return Ok(false);
        }
        line.clear();
    }
    Ok(lines.end(&mut hand_on) && lines.is_complete())
}

/// What is around the items of a list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Around {
    api_version: String,
    kind: String,
    /// What is here is no object, or else it was cut out.
    items: Option<Vec<Taken>>,
}

/// What stands for an item that was cut out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Taken {}

impl Around {
    /// Returns what a typed list gives to its items.
    fn typed(self) -> Option<(String, String)> {
        let kind = self.kind.strip_suffix("List").filter(|kind| !kind.is_empty())?.to_owned();
        Some((self.api_version, kind))
    }
}

/// Reads what is around the items, of a list that may have come to its end or only as far as its items.
fn around(text: &[u8]) -> Option<Around> {
    let text = text.trim_ascii_end();
    let open = || serde_json::from_slice(&[text.strip_suffix(b",").unwrap_or(text), b"]}"].concat()).ok();
    serde_json::from_slice(text).ok().or_else(open)
}

fn json(mut stream: impl Read, see: &mut dyn FnMut(Item) -> bool) -> io::Result<bool> {
    let (mut items, mut part, mut is_taken) = (Items::default(), vec![0; PART], true);
    // What stands before the items is known with the first of them.
    let mut typed: Option<Option<(String, String)>> = None;
    loop {
        let read = stream.read(&mut part)?;
        if read == 0 {
            break;
        }
        let mut texts = Vec::new();
        items.take(&part[..read], &mut |item| texts.push(item.to_vec()));
        if typed.is_none() && !texts.is_empty() {
            typed = Some(around(items.around()).and_then(Around::typed));
        }
        let typed = typed.clone().flatten();
        let item = |text| Item { text, form: ItemForm::Json, first_line: None, typed: typed.clone() };
        is_taken = is_taken && texts.into_iter().all(|text| see(item(text)));
        if !is_taken {
            return Ok(false);
        }
    }
    // Anything else behind the list makes no object of what is around it.
    let around = serde_json::from_slice::<Around>(items.around());
    Ok(typed.is_some() && around.is_ok_and(|around| around.kind.ends_with("List")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (bool, Vec<Item>) {
        let mut found = Vec::new();
        let is_list = items(&Input::memory("x", text), &mut |item| {
            found.push(item);
            true
        });
        (is_list.expect("it is in memory"), found)
    }

    #[test]
    fn lists_in_json_are_cut() {
        let (is_list, items) =
            read(r#"{"apiVersion":"v1","items":[{"kind":"A"},{"kind":"B"}],"kind":"List"}"#);
        let texts: Vec<_> = items.iter().map(|item| String::from_utf8_lossy(&item.text)).collect();
        assert_eq!((is_list, texts), (true, vec![r#"{"kind":"A"}"#.into(), r#"{"kind":"B"}"#.into()]));
        let (is_list, items) = read(r#"{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{}}]}"#);
        assert!(is_list);
        assert_eq!(items[0].typed, Some(("v1".to_owned(), "Pod".to_owned())));
    }

    #[test]
    fn what_is_no_single_list_is_to_be_read_as_a_whole() {
        for text in [
            "",
            "{}",
            r#"{"kind":"Pod","spec":{"items":[1]}}"#,
            r#"{"kind":"List","items":[{}]}{"kind":"List","items":[{}]}"#,
            r#"{"kind":"Other","items":[{}]}"#,
            r#"{"kind":"List","items":[{}"#,
            r#"{"kind":"List","items":[{} {}]}"#,
            r#"{"kind":"List","items":[{}, 1]}"#,
            r#"{"kind":"List","items":[{}],"items":[{}]}"#,
            r#"{"kind":"List","items":[{}],"\u0069tems":[{"a":1}]}"#,
            "kind: List\nitems:\n- a\n",
        ] {
            assert!(!read(text).0, "{text}");
        }
    }

    #[test]
    fn who_cannot_take_an_item_stops() {
        let list = Input::memory("x", r#"{"kind":"List","items":[{},{}]}"#);
        let mut count = 0;
        let is_list = items(&list, &mut |_| {
            count += 1;
            false
        });
        assert_eq!((is_list.ok(), count), (Some(false), 1));
    }
}

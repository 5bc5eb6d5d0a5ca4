//! What the reader must hold for any text; tests and fuzz targets share it.

#![allow(dead_code, reason = "each of them uses a part")]

use kubecheck_core::model::lines::Lines;
use kubecheck_core::model::object::{Document, Origin};
use kubecheck_core::model::tree::{Form, NodeKind, Position, Style, Value};
use kubecheck_core::source::{Part, byte_offset, read_from};
use kubecheck_test_support::Oracle;
use serde_json::{Map, Value as Json};

/// What reading showed.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The documents as JSON, up to the first that is broken: kubectl stops there.
    pub(crate) objects: Vec<Json>,
    /// What is wrong with the first that is broken.
    pub(crate) stopped: Option<String>,
}

/// Reads a text.
pub(crate) fn see(text: &[u8]) -> Seen {
    let mut seen = Seen::default();
    parts(text, &mut |part| {
        if seen.stopped.is_some() {
            return;
        }
        match part {
            Part::Document(document) => seen.objects.extend(document.tree.root().map(json)),
            Part::Broken(broken) => {
                let at = broken.span.start;
                seen.stopped = Some(format!("{}:{}: {}", at.line, at.column, broken.message));
            }
            Part::Template(template) => seen.stopped = Some(format!("{}: template", template.first_line)),
            Part::Gap(gap) => seen.stopped = Some(gap.why),
        }
    });
    seen
}

fn parts(text: &[u8], see: &mut dyn FnMut(Part<'_>)) {
    let origin = Origin { name: "-".into(), named: true, editable: true, live: None };
    read_from(&origin, text, see).expect("a text in memory can be read");
}

/// Writes a value as JSON.
pub(crate) fn json(value: Value<'_>) -> Json {
    match value.form() {
        Form::Null => Json::Null,
        Form::Bool(bool) => bool.into(),
        Form::Int(int) => int.into(),
        Form::UInt(int) => int.into(),
        Form::Float(float) => float.into(),
        Form::String(text) => text.into(),
        Form::Sequence => value.items().map(json).collect(),
        Form::Mapping => {
            let entries = value.entries().map(|entry| (entry.key.name().to_owned(), json(entry.value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}

/// Tells whether two values are the same: numbers by value, maps whatever their order.
pub(crate) fn same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(ours), Json::Number(theirs)) => {
            ours == theirs || !(ours.is_i64() && theirs.is_i64()) && is_near(ours.as_f64(), theirs.as_f64())
        }
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same(ours, theirs))
        }
        (Json::Object(ours), Json::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(key, ours)| theirs.get(key).is_some_and(|theirs| same(ours, theirs)))
        }
        _ => ours == theirs,
    }
}

/// Tells whether two floats are the same up to the last bits, which serde_json gets wrong for speed.
fn is_near(ours: Option<f64>, theirs: Option<f64>) -> bool {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
    (ours - theirs).abs() <= ours.abs() * 1e-14
}

/// Says how our reading of a stream differs from that of apimachinery's decoder, as the oracle's `split` tells it.
pub(crate) fn difference(seen: &Seen, theirs: &Json) -> Option<String> {
    let stopped = theirs["stopped"].as_str();
    let objects = theirs["objects"].as_array().map_or(&[][..], Vec::as_slice);
    let equal = seen.objects.len() == objects.len()
        && seen.objects.iter().zip(objects).all(|(ours, theirs)| same(ours, theirs));
    let agree = equal && seen.stopped.is_some() == stopped.is_some();
    (!agree).then(|| {
        let ours = (Json::from(seen.objects.clone()).to_string(), seen.stopped.as_deref());
        let theirs = (Json::from(objects.to_vec()).to_string(), stopped);
        let short = |text: &str| text.chars().take(300).collect::<String>();
        format!("ours: {} {:?}\ntheirs: {} {:?}", short(&ours.0), ours.1, short(&theirs.0), theirs.1)
    })
}

/// Checks that a text is read without a panic, and into trees that hold what their documentation says.
pub(crate) fn check_well_formed(text: &[u8]) {
    parts(text, &mut |part| match part {
        Part::Document(document) => check_document(document),
        Part::Broken(broken) => {
            assert!(broken.span.start <= broken.span.end, "{:?}", broken.span);
            assert!(broken.span.start.line >= broken.first_line, "{:?}", broken.span);
        }
        Part::Template(_) | Part::Gap(_) => {}
    });
}

fn check_document(document: &Document<'_>) {
    let nodes = &document.tree.nodes;
    let end_of_text =
        Position { line: document.first_line, column: document.first_column }.behind(document.text);
    for (id, node) in nodes.iter().enumerate() {
        let (start, end) = (node.span.start, node.span.end);
        assert!(start <= end && end <= end_of_text, "{id}: {node:?} ends behind {end_of_text:?}");
        assert!(node.end as usize > id && node.end as usize <= nodes.len(), "{id}: {node:?}");
        let collection = matches!(node.kind, NodeKind::Sequence | NodeKind::Mapping);
        assert!(collection || node.end as usize == id + 1, "{id}: {node:?}");
        if let NodeKind::Alias(target) = node.kind {
            assert!(nodes[target.0 as usize].end as usize <= id, "{id}: {node:?}");
        }
        let lines = Lines::of(document.text);
        let first = byte_offset(document, &lines, start) - document.first_byte;
        let last = byte_offset(document, &lines, end) - document.first_byte;
        let written = &document.text[first as usize..last as usize];
        let plain = node.style == Style::Plain && matches!(node.kind, NodeKind::Scalar(_));
        let verbatim = plain && start.line == end.line && !is_changed(document.text);
        assert!(
            !verbatim || written.contains(node.text.as_ref()) || is_renamed(&node.text),
            "{id}: {node:?}"
        );
    }
    if let Some(root) = document.tree.root() {
        json(root);
    }
}

/// Tells whether a plain scalar may have another text than is written: decoded, or folded at one of the rare breaks.
fn is_changed(text: &str) -> bool {
    text.contains("binary") || text.contains(['\u{85}', '\u{2028}', '\u{2029}'])
}

/// Tells whether a key may have got another name than it is written with: `yes` is `true`.
fn is_renamed(name: &str) -> bool {
    ["true", "false", ".inf", "-.inf", ".nan"].contains(&name)
        || name.parse::<f64>().is_ok()
        || !name.is_ascii()
}

/// Checks that what serde_json reads as JSON is read the same.
pub(crate) fn check_json(text: &[u8]) {
    let mut wrapped = b"{\"value\":".to_vec();
    wrapped.extend_from_slice(text);
    wrapped.push(b'}');
    let Ok(theirs) = serde_json::from_slice::<Json>(&wrapped) else { return };
    let seen = see(&wrapped);
    assert!(seen.stopped.is_none(), "{seen:?}");
    assert_eq!(seen.objects.len(), 1, "{seen:?}");
    assert!(same(&seen.objects[0], &theirs), "ours: {}\ntheirs: {theirs}", seen.objects[0]);
}

/// Checks that a text is read as Kubernetes' libraries read it, as a document and as a scalar; what differs on purpose
/// (`docs/yaml.md`) is let pass.
pub(crate) fn check_against(oracle: &mut Oracle, text: &[u8]) {
    if text.len() > 4096 {
        return;
    }
    let mut scalar = b"value: ".to_vec();
    scalar.extend_from_slice(text);
    for text in [text, &scalar] {
        check_stream(oracle, text);
    }
}

fn check_stream(oracle: &mut Oracle, text: &[u8]) {
    let Ok(theirs) = oracle.try_ask(text) else { return };
    let seen = see(text);
    let Some(difference) = difference(&seen, &theirs) else { return };
    if is_deliberate(text, &seen, &theirs) {
        return;
    }
    // A difference in one document that is meant hides what comes behind it: look at each alone.
    let documents = theirs["documents"].as_array().map_or(&[][..], Vec::as_slice);
    assert!(documents.len() > 1, "{}\n{difference}", String::from_utf8_lossy(text));
    for document in documents {
        check_stream(oracle, document.as_str().unwrap_or_default().as_bytes());
    }
}

/// Tells whether two readings differ on purpose: where kubectl drops something, or what it reads can be no object.
fn is_deliberate(text: &[u8], seen: &Seen, theirs: &Json) -> bool {
    // The oracle is asked without the decoding of byte order marks that kubectl does first.
    if text.starts_with(b"\xFF\xFE") || text.starts_with(b"\xFE\xFF") || text.starts_with(b"\xEF\xBB\xBF") {
        return true;
    }
    // How kubectl goes on behind JSON that is none depends on the bytes that are left, and on the blanks before it.
    let whole = String::from_utf8_lossy(text);
    let rest = whole.trim_start();
    let (brace, blanks) = (rest.starts_with('{'), &whole[..whole.len() - rest.len()]);
    if brace && (blanks.contains('\t') || !blanks.is_ascii()) {
        return true;
    }
    let Some(stopped) = &seen.stopped else { return brace && !theirs["stopped"].is_null() };
    let reasons = [
        "kubectl drops what begins here",
        "the text before it is a document",
        "`---` on its line",
        "is not UTF-8",
        "control character",
        "template",
        "levels deep",
        "begin with `%`",
        "kubectl stops here",
        // What stands under a key that comes again is dropped before anybody asks whether JSON has it.
        "null cannot be one",
        "cannot be told in JSON",
        // Behind the first token of a document that is no collection, go-yaml looks at nothing.
        "a list or a map cannot be a key",
    ];
    let next = &theirs["objects"][seen.objects.len()];
    reasons.iter().any(|reason| stopped.contains(reason)) || !(next.is_object() || next.is_array())
}

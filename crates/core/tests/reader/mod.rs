//! Reads a text and tells what was seen in a form that can be compared.

use kubecheck_core::model::object::Origin;
use kubecheck_core::model::tree::{Form, Value};
use kubecheck_core::source::{Part, read_from};
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
    let origin = Origin { name: "-".into(), named: true };
    let mut seen = Seen::default();
    let mut note = |part: Part<'_>| {
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
    };
    read_from(&origin, text, &mut note).expect("a text in memory can be read");
    seen
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
            ours == theirs || (!(ours.is_i64() && theirs.is_i64()) && ours.as_f64() == theirs.as_f64())
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

//! A chain for people: each link a line, what explains it indented below.

use std::fmt::Write;

use kubecheck_core::model::time;
use kubecheck_core::report::render::escape;

use super::{Chain, Link, State};
use crate::evidence::Alive;

/// Writes a chain; `place` names where it was read.
pub fn write(chain: &Chain, place: &str) -> String {
    let mut text = head(chain, place);
    for link in &chain.links {
        write_link(link, &mut text);
    }
    if let Some(next) = chain.next() {
        let _ = writeln!(text, "next: {}", escape(&next));
    }
    text
}

/// Writes how the object stands.
fn head(chain: &Chain, place: &str) -> String {
    let within = chain
        .object
        .namespace
        .as_ref()
        .map_or(String::new(), |name| format!(" in namespace {}", escape(name)));
    let object = format!("{}{within} in {}", escape(&chain.object.to_string()), escape(place));
    match (chain.state, chain.age) {
        (State::Gone, _) => format!("{object} is gone\n"),
        (State::Healthy, _) => format!("{object} is not being deleted\n"),
        (state, Some(age)) => format!("{object}: {}, being deleted for {}\n", state.words(), time::age(age)),
        (state, None) => format!("{object}: {}\n", state.words()),
    }
}

fn write_link(link: &Link, text: &mut String) {
    let indent = "  ".repeat(link.depth + 1);
    let age = link.age.map_or(String::new(), |age| format!("; being deleted for {}", time::age(age)));
    let _ = writeln!(text, "{indent}{}{age}", escape(&link.says));
    let mut more = |name: &str, value: &str| {
        let _ = writeln!(text, "{indent}    {name}: {}", escape(value));
    };
    let evidence = link.evidence.as_ref();
    if link.finalizer.is_some() {
        more("owner", link.owner.as_deref().unwrap_or("nobody knows"));
        more("alive", alive(link.alive));
    }
    if let Some(protects) = &link.protects {
        more("protects", protects);
    }
    if let Some(waits) = evidence.and_then(|evidence| evidence.waits_for.as_ref()) {
        more("waits for", waits);
    }
    if let Some(cure) = &link.cure {
        more("cure", cure);
    }
}

/// Says whether somebody is alive.
pub(super) fn alive(alive: Alive) -> &'static str {
    match alive {
        Alive::Yes => "yes",
        Alive::No => "no",
        Alive::Unknown => "unknown",
    }
}

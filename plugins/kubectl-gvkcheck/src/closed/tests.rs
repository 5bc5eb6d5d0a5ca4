//! Tests of the closed world that need several modules.

use super::consequences::{ALL, Consequence};
use crate::testing;

/// Judges a text as the whole world and returns the messages.
fn messages(text: &str) -> Vec<String> {
    testing::judge_closed(text, 36).findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn a_world_that_is_not_closed_misses_nothing() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  serviceAccountName: b\n  containers: [{name: c, image: i}]\n";
    assert_eq!(testing::messages(text, 36), Vec::<String>::new());
    assert_eq!(messages(text), ["the pod needs ServiceAccount \"b\", which the input does not have"]);
}

/// Writes the families as the table of the documentation.
fn table() -> String {
    let mut table = String::from(
        "| missing | severity | how it shows | when | source |\n| --- | --- | --- | --- | --- |\n",
    );
    for consequence in ALL {
        let sources: Vec<String> = consequence.sources.iter().map(|source| format!("`{source}`")).collect();
        let Consequence { family, severity, shows, again, .. } = consequence;
        table.push_str(&format!("| {family} | {severity} | {shows} | {again} | {} |\n", sources.join(", ")));
    }
    table
}

#[test]
fn the_documentation_has_every_family() {
    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/missing-references.md");
    let text = std::fs::read_to_string(PAGE).unwrap();
    let (head, rest) = text.split_once("<!-- families -->\n").unwrap();
    let (listed, tail) = rest.split_once("<!-- /families -->").unwrap();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PAGE, format!("{head}<!-- families -->\n{}<!-- /families -->{tail}", table()))
            .unwrap();
    } else {
        assert_eq!(listed, table(), "UPDATE=1 writes the table anew");
    }
}

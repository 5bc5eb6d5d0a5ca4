//! Replays what the fuzz targets once failed on: `fuzz/regressions/<target>/`.

mod lists;
mod managed;
mod partial;
mod quantities;
mod reader;
mod settings;
mod stored;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use kubecheck_test_support::{Oracle, repository};

/// Runs a check on every kept text of a target.
fn replay(target: &str, mut check: impl FnMut(&[u8])) {
    let folder = repository().join("fuzz/regressions").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "nothing is kept in {}", folder.display());
    for path in paths {
        let text = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let result = catch_unwind(AssertUnwindSafe(|| check(&text)));
        assert!(result.is_ok(), "{} fails again", path.display());
    }
}

#[test]
fn trees_are_well_formed() {
    replay("yaml", reader::check_well_formed);
}

#[test]
fn json_is_read_as_serde_json_reads_it() {
    replay("json", reader::check_json);
}

#[test]
fn texts_are_read_as_kubernetes_reads_them() {
    let mut oracle = Oracle::new("split");
    replay("scalars", |text| reader::check_against(&mut oracle, text));
}

#[test]
fn configurations_and_baselines_are_read_or_refused_with_a_place() {
    replay("configuration", settings::check);
}

#[test]
fn stored_values_and_answers_of_etcd_are_read_or_refused() {
    replay("etcdvalue", stored::check);
}

#[test]
fn pages_of_metadata_are_read_or_refused() {
    replay("partial", partial::check);
}

#[test]
fn managed_fields_are_read_or_refused() {
    replay("fields", managed::check);
}

#[test]
fn lists_hold_what_their_items_hold() {
    replay("lists", lists::check);
}

#[test]
fn quantities_keep_their_value() {
    replay("quantity", quantities::check);
}

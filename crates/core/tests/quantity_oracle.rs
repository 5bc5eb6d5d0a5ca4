//! Compares our reading of quantities with that of apimachinery, which a Go program of ours answers for.

use kubecheck_core::model::quantity::Quantity;
use kubecheck_test_support::Oracle;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Beyond this, thousandths are more than an int64 holds: the API server's number of them means nothing, and ours is the largest.
const WHOLE_IN_MILLI: i64 = i64::MAX / 1000;

/// Says how a reading differs.
fn difference(oracle: &mut Oracle, text: &str) -> Option<String> {
    let theirs = oracle.ask(text.as_bytes());
    let refused = theirs["error"].as_str();
    // Without a digit, its quick way of reading takes a unit for nothing, and the other refuses it.
    if refused.is_some()
        && !text.trim_start_matches(['+', '-', '.', ' ']).starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let Some(ours) = Quantity::parse(text) else {
        return refused.is_none().then(|| format!("{text:?} is not read, but is {theirs}"));
    };
    let (value, milli) = (ours.value(), ours.milli_value());
    // What is more than an int64 holds is cut to the largest by one of apimachinery's ways of reading, and is 0 by the other.
    let is_too_much = value.saturating_abs() == i64::MAX;
    // What is less than nothing is refused for resources; how it is rounded depends on the way it was read.
    if refused.is_none() && (is_too_much || text.starts_with('-')) {
        return None;
    }
    let same = refused.is_none()
        && theirs["value"] == value
        && (value.saturating_abs() > WHOLE_IN_MILLI || theirs["milli"] == milli);
    (!same).then(|| format!("{text:?} is read as {value}, {milli}m, but is {theirs}"))
}

#[test]
fn quantities_are_read_as_apimachinery_reads_them() {
    let suffixes = [
        "", "n", "u", "m", "k", "K", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "mi", "e3",
        "E-9", "e+18", "e", "e1.5", "e-40", "e400", "Zi", " ", "١",
    ];
    let text = (
        proptest::sample::select(vec!["", "", "", "-", "+", "--", " "]),
        "[0-9]{0,24}",
        proptest::option::of("[0-9]{0,24}"),
        proptest::sample::select(suffixes.to_vec()),
    );
    let text = text.prop_map(|(sign, whole, fraction, suffix)| {
        format!("{sign}{whole}{}{suffix}", fraction.map_or(String::new(), |fraction| format!(".{fraction}")))
    });
    let mut oracle = Oracle::new("quantity");
    let mut runner = TestRunner::new(Config {
        cases: 20_000,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..Config::default()
    });
    let oracle = std::cell::RefCell::new(&mut oracle);
    let result = runner.run(&text, |text| {
        let found = difference(&mut oracle.borrow_mut(), &text);
        prop_assert!(found.is_none(), "{}", found.unwrap_or_default());
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.err().map_or(String::new(), |error| error.to_string()));
}

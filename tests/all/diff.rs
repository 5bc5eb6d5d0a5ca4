//! Compares what was printed with what should have been.

use libtest_mimic::Failed;
use similar::TextDiff;

/// Tells whether expectations are to be rewritten instead of compared: `UPDATE=1`.
pub(crate) fn is_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

/// Fails with a readable difference unless two texts are the same, byte for byte.
pub(crate) fn same(what: &str, expected: &str, printed: &str) -> Result<(), Failed> {
    if expected == printed {
        return Ok(());
    }
    let diff = TextDiff::from_lines(expected, printed);
    let shown = diff.unified_diff().context_radius(3).header("expected", "printed").to_string();
    Err(format!("{what} differs; if it is right, run again with UPDATE=1\n{shown}").into())
}

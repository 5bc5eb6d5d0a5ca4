//! What trials expect, and how they say that it is not so.

use libtest_mimic::Failed;

/// Fails unless two things are equal, and shows both.
pub(crate) fn equal<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), Failed> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what}\n   found: {found:?}\nexpected: {expected:?}").into())
}

/// Fails unless a text contains another.
pub(crate) fn contains(text: &str, part: &str) -> Result<(), Failed> {
    if text.contains(part) { Ok(()) } else { Err(format!("{part:?} is not in\n{text}").into()) }
}

//! What must hold of every quantity; a test and the fuzz target `quantity` share it.

use kubecheck_core::model::quantity::Quantity;

/// Reads a text, and what is written of it again.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(read) = Quantity::parse(text) else { return };
    let written = read.to_string();
    let again = Quantity::parse(&written).unwrap_or_else(|| panic!("{text:?} was written as {written:?}"));
    let is_rounded_up = if read >= Quantity::default() { again >= read } else { again <= read };
    assert!(is_rounded_up, "{text:?} became less: {written}");
    assert_eq!(again.value(), read.value(), "{text:?} was written as {written:?}");
    assert_eq!(again.milli_value(), read.milli_value(), "{text:?} was written as {written:?}");
    let long = Quantity::parse(&read.short());
    assert!(long.is_some(), "{text:?} was told as {}", read.short());
}

//! Texts in messages.

use crate::wire::{Fields, Value, WireError};

/// Reads a field as text; Kubernetes writes UTF-8 only.
pub fn text(value: Value<'_>) -> String {
    String::from_utf8_lossy(value.bytes().unwrap_or_default()).into_owned()
}

/// Returns the field of a number that was written last, which is the one that counts.
///
/// # Errors
/// Bytes that are no message.
pub fn last<'m>(message: &'m [u8], number: u64) -> Result<Option<Value<'m>>, WireError> {
    let mut found = None;
    for field in Fields::new(message) {
        let field = field?;
        if field.number == number {
            found = Some(field.value);
        }
    }
    Ok(found)
}

//! What a stored CustomResourceDefinition says of the keys and versions of its objects.
//!
//! The numbers are those of k8s.io/apiextensions-apiserver, pkg/apis/apiextensions/v1/generated.proto.

use super::text::{last, text};
use crate::wire::{Fields, Value, WireError};

/// A custom kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    /// The group.
    pub group: String,
    /// The plural name.
    pub plural: String,
    /// The kind.
    pub kind: String,
    /// Whether its objects lie in namespaces.
    pub namespaced: bool,
    /// Its versions.
    pub versions: Vec<Version>,
}

/// A version of a custom kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// The name.
    pub name: String,
    /// Whether the API server serves it.
    pub served: bool,
    /// Whether it is the one that is written.
    pub storage: bool,
}

impl Definition {
    /// Reads a CustomResourceDefinition that is a message of `apiextensions.k8s.io/v1`.
    ///
    /// # Errors
    /// Bytes that are no message.
    pub fn of_object(object: &[u8]) -> Result<Option<Definition>, WireError> {
        let Some(spec) = last(object, 2)?.and_then(Value::bytes) else { return Ok(None) };
        let mut read = Definition::default();
        for field in Fields::new(spec) {
            let field = field?;
            let message = field.value.bytes().unwrap_or_default();
            match field.number {
                1 => read.group = text(field.value),
                3 => {
                    read.plural = last(message, 1)?.map(text).unwrap_or_default();
                    read.kind = last(message, 4)?.map(text).unwrap_or_default();
                }
                4 => read.namespaced = message == b"Namespaced",
                7 => read.versions.push(Version::read(message)?),
                _ => {}
            }
        }
        Ok(Some(read))
    }
}

impl Version {
    fn read(message: &[u8]) -> Result<Version, WireError> {
        let is = |number| Ok(last(message, number)?.and_then(Value::integer) == Some(1));
        let name = last(message, 1)?.map(text).unwrap_or_default();
        Ok(Version { name, served: is(2)?, storage: is(3)? })
    }
}

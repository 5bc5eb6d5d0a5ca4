//! `ObjectMeta` in protobuf: field 1 of every object that has one.
//!
//! The numbers are those of k8s.io/apimachinery, pkg/apis/meta/v1/generated.proto.

use std::collections::BTreeMap;

use super::text::{last, text};
use crate::wire::{Field, Fields, Value, WireError};

/// The metadata of an object as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectMeta {
    /// The name.
    pub name: String,
    /// The beginning of the name, if the server made the rest.
    pub generate_name: String,
    /// The namespace.
    pub namespace: String,
    /// The UID.
    pub uid: String,
    /// The resource version: empty in storage, where etcd's revision says it.
    pub resource_version: String,
    /// How often the specification changed.
    pub generation: i64,
    /// When the object was made.
    pub creation_timestamp: Option<Time>,
    /// When it is to be gone.
    pub deletion_timestamp: Option<Time>,
    /// How many seconds deletion may take.
    pub deletion_grace_period_seconds: Option<i64>,
    /// The labels.
    pub labels: BTreeMap<String, String>,
    /// The annotations.
    pub annotations: BTreeMap<String, String>,
    /// The owners.
    pub owner_references: Vec<OwnerReference>,
    /// The finalizers.
    pub finalizers: Vec<String>,
    /// Who set which fields.
    pub managed_fields: Vec<ManagedFields>,
}

/// A point in time: seconds since 1970. `ObjectMeta` has no fractions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

/// An owner of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnerReference {
    /// The apiVersion.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The UID.
    pub uid: String,
    /// Whether it is the controller.
    pub controller: Option<bool>,
    /// Whether the owner waits for this object when it is deleted in the foreground.
    pub block_owner_deletion: Option<bool>,
}

/// Who set which fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManagedFields {
    /// The manager.
    pub manager: String,
    /// Apply or Update.
    pub operation: String,
    /// The apiVersion that the fields are named in.
    pub api_version: String,
    /// When.
    pub time: Option<Time>,
    /// The form of the fields.
    pub fields_type: String,
    /// The fields, in JSON.
    pub fields: Option<Vec<u8>>,
    /// The subresource that was written through.
    pub subresource: String,
}

impl ObjectMeta {
    /// Reads the metadata of an object that is a message.
    ///
    /// # Errors
    /// Bytes that are no message.
    pub fn of_object(object: &[u8]) -> Result<Option<ObjectMeta>, WireError> {
        let metadata = last(object, 1)?.and_then(Value::bytes);
        metadata.map(ObjectMeta::read).transpose()
    }

    /// Reads metadata, which is a message, without what is large and of no use to who goes through many objects: labels,
    /// annotations and managed fields.
    ///
    /// # Errors
    /// Bytes that are no message.
    pub fn brief(message: &[u8]) -> Result<ObjectMeta, WireError> {
        let mut meta = ObjectMeta::default();
        for field in Fields::new(message) {
            let field = field?;
            if !matches!(field.number, 11 | 12 | 17) {
                meta.set(field)?;
            }
        }
        Ok(meta)
    }

    fn read(message: &[u8]) -> Result<ObjectMeta, WireError> {
        let mut meta = ObjectMeta::default();
        for field in Fields::new(message) {
            meta.set(field?)?;
        }
        Ok(meta)
    }

    fn set(&mut self, Field { number, value }: Field<'_>) -> Result<(), WireError> {
        let message = || value.bytes().unwrap_or_default();
        match number {
            1 => self.name = text(value),
            2 => self.generate_name = text(value),
            3 => self.namespace = text(value),
            5 => self.uid = text(value),
            6 => self.resource_version = text(value),
            7 => self.generation = value.integer().unwrap_or_default(),
            8 => self.creation_timestamp = Some(Time::read(message())?),
            9 => self.deletion_timestamp = Some(Time::read(message())?),
            10 => self.deletion_grace_period_seconds = value.integer(),
            11 => drop(insert(&mut self.labels, message())?),
            12 => drop(insert(&mut self.annotations, message())?),
            13 => self.owner_references.push(OwnerReference::read(message())?),
            14 => self.finalizers.push(text(value)),
            17 => self.managed_fields.push(ManagedFields::read(message())?),
            _ => {}
        }
        Ok(())
    }
}

/// Adds an entry of a map: a message of key and value.
fn insert(map: &mut BTreeMap<String, String>, entry: &[u8]) -> Result<Option<String>, WireError> {
    let part = |number| Ok(last(entry, number)?.map(text).unwrap_or_default());
    Ok(map.insert(part(1)?, part(2)?))
}

impl Time {
    fn read(message: &[u8]) -> Result<Time, WireError> {
        Ok(Time(last(message, 1)?.and_then(Value::integer).unwrap_or_default()))
    }
}

/// Writes the time as Kubernetes does: `2026-11-22T10:40:00Z`. Days are counted as in Howard Hinnant's
/// "chrono-Compatible Low-Level Date Algorithms".
impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (days, seconds) = (self.0.div_euclid(86_400), self.0.rem_euclid(86_400));
        let shifted = i128::from(days) + 719_468;
        let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day + 2) / 153;
        let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
        let year = year_of_era + era * 400 + i128::from(month <= 2);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl OwnerReference {
    fn read(message: &[u8]) -> Result<OwnerReference, WireError> {
        let mut owner = OwnerReference::default();
        for field in Fields::new(message) {
            let Field { number, value } = field?;
            match number {
                1 => owner.kind = text(value),
                3 => owner.name = text(value),
                4 => owner.uid = text(value),
                5 => owner.api_version = text(value),
                6 => owner.controller = value.integer().map(|number| number != 0),
                7 => owner.block_owner_deletion = value.integer().map(|number| number != 0),
                _ => {}
            }
        }
        Ok(owner)
    }
}

impl ManagedFields {
    fn read(message: &[u8]) -> Result<ManagedFields, WireError> {
        let mut entry = ManagedFields::default();
        for field in Fields::new(message) {
            let Field { number, value } = field?;
            let message = value.bytes().unwrap_or_default();
            match number {
                1 => entry.manager = text(value),
                2 => entry.operation = text(value),
                3 => entry.api_version = text(value),
                4 => entry.time = Some(Time::read(message)?),
                6 => entry.fields_type = text(value),
                7 => entry.fields = last(message, 1)?.and_then(Value::bytes).map(<[u8]>::to_vec),
                8 => entry.subresource = text(value),
                _ => {}
            }
        }
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_kubernetes_writes_them() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_344_000, "2026-11-22T10:40:00Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(Time(seconds).to_string(), text);
        }
        for extreme in [i64::MIN, i64::MAX] {
            assert!(Time(extreme).to_string().ends_with('Z'));
        }
    }

    #[test]
    fn an_object_without_metadata_has_none() {
        assert_eq!(ObjectMeta::of_object(b"\x12\x00"), Ok(None));
        assert_eq!(ObjectMeta::of_object(b"\x0a\x00"), Ok(Some(ObjectMeta::default())));
    }
}

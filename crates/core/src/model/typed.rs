//! Makes a value of a Rust type of a tree, strictly: what is not as it should be is told with its place.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use super::near;
use super::tree::{Entry, Form, Key, Position, Value};

/// Makes a value of a tree. A type that denies unknown fields is read without any.
///
/// # Errors
/// What is not as the type wants it, and where.
pub fn typed<'t, T: Deserialize<'t>>(value: Value<'t>) -> Result<T, (Position, String)> {
    read(Reader { value, takes_null_for_nothing: false })
}

/// Makes a value of a tree as Go does of JSON: a key whose value is null counts as absent.
///
/// # Errors
/// What is not as the type wants it, and where.
pub fn lenient<'t, T: Deserialize<'t>>(value: Value<'t>) -> Result<T, (Position, String)> {
    read(Reader { value, takes_null_for_nothing: true })
}

fn read<'t, T: Deserialize<'t>>(reader: Reader<'t>) -> Result<T, (Position, String)> {
    let at = reader.value.span().start;
    T::deserialize(reader).map_err(|wrong| (wrong.at.unwrap_or(at), wrong.why))
}

/// What is wrong, and where, as soon as that is known.
#[derive(Debug)]
struct Wrong {
    at: Option<Position>,
    why: String,
}

impl Wrong {
    /// Adds the place, unless it is known already: the innermost one counts.
    fn or_at(self, at: Position) -> Wrong {
        Wrong { at: self.at.or(Some(at)), ..self }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Wrong {}

impl de::Error for Wrong {
    fn custom<T: fmt::Display>(why: T) -> Wrong {
        Wrong { at: None, why: why.to_string() }
    }

    // What stands there is not told: it may be a secret.
    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Wrong {
        let found = match found {
            Unexpected::Bool(_) => Form::Bool(true),
            Unexpected::Unsigned(_) | Unexpected::Signed(_) => Form::Int(0),
            Unexpected::Float(_) => Form::Float(0.0),
            Unexpected::Unit | Unexpected::Option => Form::Null,
            Unexpected::Seq => Form::Sequence,
            Unexpected::Map => Form::Mapping,
            _ => Form::String(""),
        };
        Wrong { at: None, why: format!("{} stands here, and {expected} is expected", found.name()) }
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn de::Expected) -> Wrong {
        Wrong { at: None, why: format!("{expected} is expected here") }
    }

    fn unknown_field(field: &str, there: &'static [&'static str]) -> Wrong {
        Wrong { at: None, why: format!("there is no key {field:?}{}", meant(field, there)) }
    }

    fn unknown_variant(word: &str, there: &'static [&'static str]) -> Wrong {
        Wrong {
            at: None,
            why: format!("{word:?} is none of the words that may stand here{}", meant(word, there)),
        }
    }

    fn missing_field(field: &'static str) -> Wrong {
        Wrong { at: None, why: format!("the key {field:?} is missing") }
    }
}

fn meant(word: &str, there: &[&str]) -> String {
    match near::nearest(word, there.iter().copied()) {
        Some(near) => format!("; did you mean {near:?}?"),
        None => format!("; there are {}", there.join(", ")),
    }
}

#[derive(Clone, Copy)]
struct Reader<'t> {
    value: Value<'t>,
    takes_null_for_nothing: bool,
}

impl<'t> Reader<'t> {
    /// Reads what is inside in the same way.
    fn of(self, value: Value<'t>) -> Reader<'t> {
        Reader { value, ..self }
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let read = match self.value.form() {
            Form::Null => visitor.visit_unit(),
            Form::Bool(value) => visitor.visit_bool(value),
            Form::Int(value) => visitor.visit_i64(value),
            Form::UInt(value) => visitor.visit_u64(value),
            Form::Float(value) => visitor.visit_f64(value),
            Form::String(text) => visitor.visit_borrowed_str(text),
            Form::Sequence => visitor.visit_seq(Items { rest: self.value.items(), reader: self }),
            Form::Mapping => {
                let rest = self.value.entries();
                visitor.visit_map(Entries { rest, reader: self, value: None, seen: BTreeSet::new() })
            }
        };
        read.map_err(|wrong| wrong.or_at(self.value.span().start))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let at = self.value.span().start;
        let read = match self.value.form() {
            Form::String(word) => visitor.visit_enum(word.into_deserializer()),
            Form::Mapping => {
                let mut entries = self.value.entries();
                match (entries.next(), entries.next()) {
                    (Some(entry), None) => visitor.visit_enum(Variant { entry, reader: self }),
                    _ => Err(de::Error::custom("a map with one key is expected here")),
                }
            }
            other => Err(de::Error::custom(format!(
                "a word or a map is expected here, and this is {}",
                other.name()
            ))),
        };
        read.map_err(|wrong: Wrong| wrong.or_at(at))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Items<'t, I> {
    rest: I,
    reader: Reader<'t>,
}

impl<'t, I: Iterator<Item = Value<'t>>> de::SeqAccess<'t> for Items<'t, I> {
    type Error = Wrong;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Wrong> {
        let reader = self.reader;
        self.rest
            .next()
            .map(|item| seed.deserialize(reader.of(item)).map_err(|wrong| wrong.or_at(item.span().start)))
            .transpose()
    }
}

struct Entries<'t, I> {
    rest: I,
    reader: Reader<'t>,
    value: Option<Value<'t>>,
    seen: BTreeSet<&'t str>,
}

impl<'t, I: Iterator<Item = Entry<'t>>> de::MapAccess<'t> for Entries<'t, I> {
    type Error = Wrong;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Wrong> {
        let is_nothing = |entry: &Entry<'_>| self.reader.takes_null_for_nothing && entry.value.is_null();
        let Some(entry) = self.rest.by_ref().find(|entry| !is_nothing(entry)) else { return Ok(None) };
        self.value = Some(entry.value);
        if !self.seen.insert(entry.key.name()) {
            let why = format!("the key {:?} stands here again", entry.key.name());
            return Err(Wrong { at: Some(entry.key.span().start), why });
        }
        read_key(seed, entry.key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Wrong> {
        let value = self.value.take().ok_or_else(|| <Wrong as de::Error>::custom("a key has no value"))?;
        seed.deserialize(self.reader.of(value)).map_err(|wrong| wrong.or_at(value.span().start))
    }
}

fn read_key<'t, S: DeserializeSeed<'t>>(seed: S, key: Key<'t>) -> Result<S::Value, Wrong> {
    let name = de::value::BorrowedStrDeserializer::new(key.name());
    seed.deserialize(name).map_err(|wrong: Wrong| wrong.or_at(key.span().start))
}

struct Variant<'t> {
    entry: Entry<'t>,
    reader: Reader<'t>,
}

impl<'t> de::EnumAccess<'t> for Variant<'t> {
    type Error = Wrong;
    type Variant = Content<'t>;

    fn variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<(S::Value, Content<'t>), Wrong> {
        Ok((read_key(seed, self.entry.key)?, Content(self.reader.of(self.entry.value))))
    }
}

struct Content<'t>(Reader<'t>);

impl<'t> de::VariantAccess<'t> for Content<'t> {
    type Error = Wrong;

    fn unit_variant(self) -> Result<(), Wrong> {
        Deserialize::deserialize(self.0)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'t>>(self, seed: S) -> Result<S::Value, Wrong> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'t>>(self, _length: usize, visitor: V) -> Result<V::Value, Wrong> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'t>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.0.deserialize_any(visitor)
    }
}

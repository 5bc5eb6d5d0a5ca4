//! The schema section: definitions, each decoded when first touched.

use std::sync::OnceLock;

use crate::read::{Corrupt, Reader, string_table};
use crate::{
    DefinitionId, Field, IntFormat, Kind, List, ListKind, Minor, Object, Schema, StringFormat, data,
};

/// The schemas of one minor.
#[derive(Debug)]
pub struct Schemas {
    minor: Minor,
}

/// Gives the schemas of a minor; outside the catalogue there are none.
pub fn schemas(minor: Minor) -> &'static Schemas {
    static EACH: [Schemas; 256] = {
        let mut each = [const { Schemas { minor: Minor(0) } }; 256];
        let mut number = 0;
        while number < 256 {
            each[number].minor = Minor(number as u8);
            number += 1;
        }
        each
    };
    &EACH[usize::from(minor.0)]
}

impl Schemas {
    /// Gives the schema of a kind; none where the minor does not have the kind.
    pub fn of(&self, kind: &Kind) -> Option<&Schema> {
        self.definition(kind.definition?).map(|schema| self.resolve(schema))
    }

    /// Follows references to what they stand for; never gives a reference.
    pub fn resolve<'s>(&'s self, schema: &'s Schema) -> &'s Schema {
        let mut schema = schema;
        while let Schema::Ref(DefinitionId(number)) = schema {
            // The generator leaves no reference open, so that this is for references of another minor.
            schema = self.definition(*number).unwrap_or(&Schema::Any);
        }
        schema
    }

    fn definition(&self, number: u32) -> Option<&'static Schema> {
        let store = store();
        let [start, end] = store.definitions.get(number as usize..)?.first_chunk::<2>()?;
        let mut spans = store.spans[*start..*end].iter();
        let body = spans.find(|span| (span.first..=span.last).contains(&self.minor))?.body;
        Some(store.decoded[body].get_or_init(|| {
            store.decode(body).expect("the committed schemas are whole, as their digest proves")
        }))
    }
}

/// All definitions of all minors; bodies that are equal are one.
struct Store {
    names: Vec<&'static str>,
    /// Where the spans of each definition start; those of the last end with all spans.
    definitions: Vec<usize>,
    spans: Vec<Span>,
    bodies: Vec<&'static [u8]>,
    decoded: Vec<OnceLock<Schema>>,
}

/// The minors over which a definition has one body.
struct Span {
    first: Minor,
    last: Minor,
    body: usize,
}

fn store() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        Store::open(data::schemas()).expect("the committed schemas are whole, as their digest proves")
    })
}

impl Store {
    fn open(section: &'static [u8]) -> Result<Store, Corrupt> {
        let (names, rest) = string_table(section)?;
        let mut reader = Reader::new(rest, &names);
        let counts = reader.list(Reader::number)?;
        let spans = reader.items(counts.iter().sum(), |reader| {
            Ok(Span { first: Minor(reader.byte()?), last: Minor(reader.byte()?), body: reader.number()? })
        })?;
        let mut definitions = vec![0];
        definitions.extend(counts.into_iter().scan(0, |end, count| {
            *end += count;
            Some(*end)
        }));
        let lengths = reader.list(Reader::number)?;
        let bodies: Vec<_> = lengths.iter().map(|length| reader.bytes(*length)).collect::<Result<_, _>>()?;
        if spans.iter().any(|span| span.body >= bodies.len()) {
            return Err(Corrupt);
        }
        let decoded = bodies.iter().map(|_| OnceLock::new()).collect();
        Ok(Store { names, definitions, spans, bodies, decoded })
    }

    fn decode(&self, body: usize) -> Result<Schema, Corrupt> {
        let mut reader = Reader::new(self.bodies[body], &self.names);
        let tag = reader.byte()?;
        schema(&mut reader, tag)
    }
}

/// Reads a schema whose tag is read already; the tag's two high bits belong to the field around it.
fn schema(reader: &mut Reader<'_>, tag: u8) -> Result<Schema, Corrupt> {
    Ok(match tag & 0x3f {
        0 => Schema::Ref(DefinitionId(u32::try_from(reader.number()?).map_err(|_| Corrupt)?)),
        1 => Schema::Object(Object { embedded: false, fields: reader.list(field)? }),
        2 => Schema::Object(Object { embedded: true, fields: reader.list(field)? }),
        3 => Schema::Map(Box::new(nested(reader)?)),
        4 => list(reader, |_| Ok(ListKind::Atomic))?,
        5 => list(reader, |_| Ok(ListKind::Set))?,
        6 => list(reader, |reader| Ok(ListKind::Map(reader.strings()?)))?,
        7 => Schema::String(StringFormat::Plain),
        8 => Schema::String(StringFormat::Byte),
        9 => Schema::String(StringFormat::DateTime),
        10 => Schema::String(StringFormat::MicroTime),
        11 => Schema::String(StringFormat::Duration),
        12 => Schema::Integer(IntFormat::Int32),
        13 => Schema::Integer(IntFormat::Int64),
        14 => Schema::Number,
        15 => Schema::Boolean,
        16 => Schema::IntOrString,
        17 => Schema::Quantity,
        18 => Schema::Any,
        _ => return Err(Corrupt),
    })
}

fn nested(reader: &mut Reader<'_>) -> Result<Schema, Corrupt> {
    let tag = reader.byte()?;
    schema(reader, tag)
}

fn list(
    reader: &mut Reader<'_>,
    kind: impl FnOnce(&mut Reader<'_>) -> Result<ListKind, Corrupt>,
) -> Result<Schema, Corrupt> {
    Ok(Schema::List(Box::new(List { kind: kind(reader)?, items: nested(reader)? })))
}

fn field(reader: &mut Reader<'_>) -> Result<Field, Corrupt> {
    let tag = reader.byte()?;
    Ok(Field {
        required: tag & 0x80 != 0,
        deprecated: tag & 0x40 != 0,
        name: reader.string()?,
        schema: schema(reader, tag)?,
    })
}

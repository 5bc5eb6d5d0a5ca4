//! The shapes of objects: what a field may hold, without prose.

/// The shape of a value.
#[derive(PartialEq, Eq, Debug)]
pub enum Schema {
    /// What the definition says; [`crate::Schemas::resolve`] follows it.
    Ref(DefinitionId),
    /// An object with known fields.
    Object(Object),
    /// An object with keys of the user's choice.
    Map(Box<Schema>),
    /// A list.
    List(Box<List>),
    /// A string.
    String(StringFormat),
    /// A whole number.
    Integer(IntFormat),
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A whole number or a string.
    IntOrString,
    /// A quantity: a number or a string such as `500m`.
    Quantity,
    /// Anything.
    Any,
}

/// The name of a definition that several schemas share.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DefinitionId(pub(crate) u32);

/// An object with known fields.
#[derive(PartialEq, Eq, Debug)]
pub struct Object {
    /// The fields, sorted by name.
    pub fields: Vec<Field>,
    /// Whether any further field is fine, as in a raw extension.
    pub embedded: bool,
}

impl Object {
    /// Gives the field of a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.binary_search_by(|field| field.name.cmp(name)).ok().map(|place| &self.fields[place])
    }
}

/// A field of an object.
#[derive(PartialEq, Eq, Debug)]
pub struct Field {
    /// The name.
    pub name: &'static str,
    /// Whether the OpenAPI calls it required.
    pub required: bool,
    /// Whether its documentation calls the field itself deprecated.
    pub deprecated: bool,
    /// The shape of its value.
    pub schema: Schema,
}

/// A list.
#[derive(PartialEq, Eq, Debug)]
pub struct List {
    /// The shape of each item.
    pub items: Schema,
    /// What tells its items apart.
    pub kind: ListKind,
}

/// What tells the items of a list apart.
#[derive(PartialEq, Eq, Debug)]
pub enum ListKind {
    /// Their place only.
    Atomic,
    /// Their value: none may come twice.
    Set,
    /// The values of these fields: no combination may come twice.
    Map(Vec<&'static str>),
}

/// What a string holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StringFormat {
    /// Text.
    Plain,
    /// Bytes in base64.
    Byte,
    /// A time in RFC 3339.
    DateTime,
    /// A time in RFC 3339 with microseconds.
    MicroTime,
    /// A duration such as `1h30m`.
    Duration,
}

/// How wide a whole number is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntFormat {
    /// 32 bits.
    Int32,
    /// 64 bits.
    Int64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_fields_by_their_exact_name() {
        let field = |name| Field { name, required: false, deprecated: false, schema: Schema::Boolean };
        let object =
            Object { fields: vec![field("name"), field("names"), field("namespace")], embedded: false };
        assert_eq!(object.field("names").map(|field| field.name), Some("names"));
        assert_eq!(object.field("Name"), None);
    }
}

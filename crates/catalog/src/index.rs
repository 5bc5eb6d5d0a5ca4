//! The index section: kinds and preferred versions.

use std::sync::OnceLock;

use crate::read::{Corrupt, Reader, string_table};
use crate::{Kind, Lifecycle, Minor, Replacement, Resource, Subresource, data};

/// The decoded index.
struct Index {
    kinds: Vec<Kind>,
    /// Places in `kinds`, sorted by kind first: the part that tells most of them apart.
    by_kind: Vec<u16>,
    /// Per group, sorted, the spans of minors with their served versions.
    preferred: Vec<(&'static str, Vec<Era>)>,
}

/// Served versions, most preferred first, over a span of minors.
struct Era {
    first: Minor,
    last: Minor,
    versions: Vec<&'static str>,
}

/// Lists all kinds, sorted by group, version and kind.
pub fn kinds() -> &'static [Kind] {
    &index().kinds
}

/// Finds a kind by its exact group, version and kind.
pub fn find(group: &str, version: &str, kind: &str) -> Option<&'static Kind> {
    let Index { kinds, by_kind, .. } = index();
    let entry = |place: &u16| &kinds[usize::from(*place)];
    let found = by_kind.binary_search_by(|place| key(entry(place)).cmp(&(kind, group, version))).ok()?;
    Some(entry(&by_kind[found]))
}

/// The order in which a kind is searched.
fn key(kind: &Kind) -> (&str, &str, &str) {
    (kind.kind, kind.group, kind.version)
}

/// Lists the versions of a group that are served by default at a minor, most preferred first.
pub fn preferred_versions(minor: Minor, group: &str) -> Vec<&'static str> {
    let groups = &index().preferred;
    let Ok(place) = groups.binary_search_by(|(name, _)| (*name).cmp(group)) else {
        return Vec::new();
    };
    let era = groups[place].1.iter().find(|era| (era.first..=era.last).contains(&minor));
    era.map(|era| era.versions.clone()).unwrap_or_default()
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| decode(data::index()).expect("the committed index is whole, as its digest proves"))
}

fn decode(section: &'static [u8]) -> Result<Index, Corrupt> {
    let (strings, rest) = string_table(section)?;
    let mut reader = Reader::new(rest, &strings);
    let kinds = reader.list(kind)?;
    let mut by_kind = (0..kinds.len())
        .map(|place| u16::try_from(place).map_err(|_| Corrupt))
        .collect::<Result<Vec<_>, _>>()?;
    by_kind.sort_unstable_by(|a, b| key(&kinds[usize::from(*a)]).cmp(&key(&kinds[usize::from(*b)])));
    let preferred = reader.list(|reader| Ok((reader.string()?, reader.list(era)?)))?;
    Ok(Index { kinds, by_kind, preferred })
}

fn resource(reader: &mut Reader<'_>) -> Result<Resource, Corrupt> {
    let flags = reader.byte()?;
    Ok(Resource {
        namespaced: flags & 1 != 0,
        enabled: flags & 2 != 0,
        plural: reader.string()?,
        singular: reader.string()?,
        short_names: reader.strings()?,
        categories: reader.strings()?,
        verbs: reader.strings()?,
        subresources: reader.list(subresource)?,
    })
}

fn subresource(reader: &mut Reader<'_>) -> Result<Subresource, Corrupt> {
    Ok(Subresource {
        enabled: reader.byte()? != 0,
        name: reader.string()?,
        group: reader.string()?,
        version: reader.string()?,
        kind: reader.string()?,
        verbs: reader.strings()?,
    })
}

fn kind(reader: &mut Reader<'_>) -> Result<Kind, Corrupt> {
    Ok(Kind {
        group: reader.string()?,
        version: reader.string()?,
        kind: reader.string()?,
        lifecycle: lifecycle(reader)?,
        // Zero stands for none.
        definition: u32::try_from(reader.number()?).ok().and_then(|number| number.checked_sub(1)),
        eras: reader.list(|reader| Ok((Minor(reader.byte()?), Minor(reader.byte()?), resource(reader)?)))?,
    })
}

fn lifecycle(reader: &mut Reader<'_>) -> Result<Lifecycle, Corrupt> {
    let flags = reader.byte()?;
    let minor = |reader: &mut Reader<'_>, flag: u8| {
        if flags & flag != 0 { reader.byte().map(|number| Some(Minor(number))) } else { Ok(None) }
    };
    Ok(Lifecycle {
        introduced: minor(reader, 1)?,
        deprecated: minor(reader, 2)?,
        removed: minor(reader, 4)?,
        replacement: match flags & 8 {
            0 => None,
            _ => Some(Replacement {
                group: reader.string()?,
                version: reader.string()?,
                kind: reader.string()?,
            }),
        },
    })
}

fn era(reader: &mut Reader<'_>) -> Result<Era, Corrupt> {
    Ok(Era { first: Minor(reader.byte()?), last: Minor(reader.byte()?), versions: reader.strings()? })
}

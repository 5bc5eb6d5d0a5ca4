//! How people name what is served, and objects of it.

use super::served::{Found, Served};
use super::version::version_rank;

/// What somebody asks for; what is not said may be anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<'q> {
    /// The group; empty for the core group.
    pub group: Option<&'q str>,
    /// The version.
    pub version: Option<&'q str>,
    /// A kind, a plural, a singular or a short name.
    pub name: Option<&'q str>,
}

impl<'q> Query<'q> {
    /// Reads what somebody typed: `deploy`, `deployments.apps`, `deployments.v1.apps`, `apps/v1/deployments`,
    /// `v1/pods`, `apps/v1` or `v1`.
    pub fn parse(text: &'q str) -> Self {
        let is_version = |part: &str| version_rank(part).0 < 3;
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            [group, version, name] => Query::of(Some(group), Some(version), Some(name)),
            [version, name] if is_version(version) => Query::of(Some(""), Some(version), Some(name)),
            [group, version] => Query::of(Some(group), Some(version), None),
            [version] if is_version(version) => Query::of(Some(""), Some(version), None),
            _ => match text.split_once('.') {
                None => Query::of(None, None, Some(text)),
                Some((name, rest)) => match rest.split_once('.') {
                    Some((version, group)) if is_version(version) => {
                        Query::of(Some(group), Some(version), Some(name))
                    }
                    _ => Query::of(Some(rest), None, Some(name)),
                },
            },
        }
    }

    fn of(group: Option<&'q str>, version: Option<&'q str>, name: Option<&'q str>) -> Self {
        Query { group, version, name }
    }

    /// Tells whether a thing is what was asked for, by its group, its version and the names it goes by.
    pub fn fits<'n>(&self, group: &str, version: &str, mut names: impl Iterator<Item = &'n String>) -> bool {
        self.group.is_none_or(|asked| asked == group)
            && self.version.is_none_or(|asked| asked == version)
            && self.name.is_none_or(|asked| names.any(|own| own.eq_ignore_ascii_case(asked)))
    }

    /// Finds what is served by the name: in the version that the server prefers, unless another was asked for.
    pub fn find<'s>(&self, served: &'s Served) -> Option<Found<'s>> {
        let is_meant =
            |found: &Found<'s>| self.fits(&found.group.name, &found.version.name, found.resource.names());
        match self.version {
            None => served.preferred().find(is_meant),
            Some(_) => served.all().find(is_meant),
        }
    }
}

/// An object as somebody names it: `kind/name`, `kind name` or `kind.group/name`, as kubectl takes it.
///
/// # Errors
/// What names no object: a fragment.
pub fn object(words: &[String]) -> Result<(Query<'_>, &str), String> {
    let form = || {
        let typed = words.join(" ");
        format!("{typed:?} names no object")
    };
    let (kind, name) = match words {
        [word] => word.split_once('/').ok_or_else(form)?,
        [kind, name] => (kind.as_str(), name.as_str()),
        _ => return Err(form()),
    };
    if kind.is_empty() || name.is_empty() || name.contains('/') {
        return Err(form());
    }
    Ok((Query::parse(kind), name))
}

/// What to write where something names no object.
pub const OBJECT_FORM: &str = "write kind/name, kind name or kind.group/name";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_named_in_one_word_or_two() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        for typed in [&["deploy.apps/web"][..], &["deploy.apps", "web"]] {
            let typed = words(typed);
            let (query, name) = object(&typed).expect("it names an object");
            assert_eq!((query.group, query.name, name), (Some("apps"), Some("deploy"), "web"));
        }
        for typed in [&["web"][..], &["a", "b", "c"], &["/x"], &["cm/"], &["cm", "a/b"]] {
            assert!(object(&words(typed)).is_err(), "{typed:?}");
        }
    }
}

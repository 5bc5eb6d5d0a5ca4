//! Objects that are left, grouped by what holds them.

use std::collections::BTreeMap;

use kubecheck_core::model::meta::Meta;

/// How many names a group shows.
const SHOWN: usize = 3;

/// Objects of one kind and one namespace that are held by the same finalizers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The number of the list they are of.
    pub list: usize,
    /// The namespace; empty if they are in none.
    pub namespace: String,
    /// Their finalizers.
    pub finalizers: Vec<String>,
    /// Whether they are being deleted.
    pub is_going: bool,
    /// Their metadata, the first to go first.
    pub objects: Vec<Meta>,
}

/// Groups objects, each with the number of its list.
pub fn groups(objects: impl IntoIterator<Item = (usize, Meta)>) -> Vec<Group> {
    let mut groups: BTreeMap<(usize, String, bool, Vec<String>), Vec<Meta>> = BTreeMap::new();
    for (list, meta) in objects {
        let is_going = meta.deletion_timestamp.is_some();
        let key = (list, meta.namespace.clone(), !is_going, meta.finalizers.clone());
        groups.entry(key).or_default().push(meta);
    }
    let group = |((list, namespace, is_staying, finalizers), mut objects): ((_, _, bool, _), Vec<Meta>)| {
        objects.sort_by(|a, b| (&a.deletion_timestamp, &a.name).cmp(&(&b.deletion_timestamp, &b.name)));
        Group { list, namespace, finalizers, is_going: !is_staying, objects }
    };
    groups.into_iter().map(group).collect()
}

impl Group {
    /// Names the objects, the first few of many: `a, b, c and 7 more`.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.objects.iter().take(SHOWN).map(|meta| meta.name.as_str()).collect();
        match self.objects.len() - names.len() {
            0 => names.join(", "),
            more => format!("{} and {more} more", names.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_with_one_cause_are_one_group() {
        let meta = |name: &str, finalizer: &str| Meta {
            name: name.to_owned(),
            deletion_timestamp: Some("2026-01-01T00:00:00Z".to_owned()),
            finalizers: vec![finalizer.to_owned()],
            ..Meta::default()
        };
        let all = ["d", "b", "a", "c"].map(|name| (0, meta(name, "x")));
        let found = groups(all.into_iter().chain([(0, meta("e", "y"))]));
        let names: Vec<String> = found.iter().map(Group::names).collect();
        assert_eq!(names, ["a, b, c and 1 more", "e"]);
    }
}

//! The names and revisions of many objects, kept compactly.
//!
//! resourceVersions of one resource can be compared as numbers (`k8s.io/apimachinery/pkg/util/resourceversion`).

/// The names and revisions of objects of one resource, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    /// The names behind each other: `namespace/name`, or the name of what is in no namespace.
    names: String,
    /// Where each name ends, and the revision.
    rows: Vec<(usize, u64)>,
}

impl Revisions {
    /// Adds an object.
    pub fn push(&mut self, namespace: &str, name: &str, revision: u64) {
        if !namespace.is_empty() {
            self.names.push_str(namespace);
            self.names.push('/');
        }
        self.names.push_str(name);
        self.rows.push((self.names.len(), revision));
    }

    /// Puts the objects into the order of their names, in which lists usually come.
    pub fn sorted(self) -> Revisions {
        if self.iter().is_sorted_by(|a, b| a.0 < b.0) {
            return self;
        }
        let mut all: Vec<(&str, u64)> = self.iter().collect();
        all.sort_unstable();
        // Of what was told twice, the later one counts.
        all.dedup_by(|later, kept| {
            later.0 == kept.0 && {
                kept.1 = later.1;
                true
            }
        });
        let mut sorted = Revisions::default();
        for (name, revision) in all {
            sorted.push("", name, revision);
        }
        sorted
    }

    /// Returns the revision of an object; none if it is not there.
    pub fn get(&self, name: &str) -> Option<u64> {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let (own, revision) = self.row(middle);
            match own.cmp(name) {
                std::cmp::Ordering::Equal => return Some(revision),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Returns the objects: name and revision.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        (0..self.rows.len()).map(|at| self.row(at))
    }

    /// Returns how many objects there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, at: usize) -> (&str, u64) {
        let start = if at == 0 { 0 } else { self.rows[at - 1].0 };
        let (end, revision) = self.rows[at];
        (&self.names[start..end], revision)
    }
}

/// Takes a name apart: namespace and name.
pub fn parts(name: &str) -> (Option<&str>, &str) {
    name.split_once('/').map_or((None, name), |(namespace, name)| (Some(namespace), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_by_their_names() {
        let mut some = Revisions::default();
        for (namespace, name, revision) in [("b", "x", 3), ("a", "y", 2), ("", "z", 1), ("a", "y", 4)] {
            some.push(namespace, name, revision);
        }
        let some = some.sorted();
        assert_eq!(some.iter().collect::<Vec<_>>(), [("a/y", 4), ("b/x", 3), ("z", 1)]);
        assert_eq!((some.get("b/x"), some.get("z"), some.get("b"), some.len()), (Some(3), Some(1), None, 3));
        assert_eq!((parts("a/y"), parts("z")), ((Some("a"), "y"), (None, "z")));
    }

    #[test]
    fn what_is_in_order_stays_as_it_is() {
        let mut some = Revisions::default();
        some.push("a", "x", 1);
        some.push("a-b", "x", 1);
        // As etcd has its keys: a slash comes behind a dash.
        assert_eq!(some.sorted().iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a-b/x", "a/x"]);
        assert!(Revisions::default().sorted().is_empty());
    }
}

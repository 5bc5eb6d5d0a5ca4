//! The objects in which a cache differs from what is stored.

use kubecheck_core::model::revisions::Revisions;

/// Returns the names of objects that a cache shows otherwise than they were stored at a revision, though it may have been read
/// later: what it shows with a later revision was changed since, and is no difference.
pub(super) fn differ(stored: &Revisions, at: u64, shown: &Revisions) -> Vec<String> {
    let mut names = Vec::new();
    let (mut left, mut right) = (stored.iter().peekable(), shown.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return names,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(left), Some(right)) => left.0.cmp(right.0),
        };
        let stored = if order.is_le() { left.next() } else { None };
        let shown = if order.is_ge() { right.next() } else { None };
        let differs = match (stored, shown) {
            (Some((_, stored)), Some((_, shown))) => shown != stored && shown <= at,
            (None, Some((_, shown))) => shown <= at,
            (_, None) => true,
        };
        if let (true, Some((name, _))) = (differs, stored.or(shown)) {
            names.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(objects: &[(&str, u64)]) -> Revisions {
        let mut some = Revisions::default();
        objects.iter().for_each(|(name, revision)| some.push("", name, *revision));
        some
    }

    #[test]
    fn what_is_missing_older_or_gone_differs() {
        let stored = some(&[("same", 3), ("stale", 5), ("unseen", 4)]);
        let stored = {
            let mut all = stored;
            all.push("", "z", 9);
            all.sorted()
        };
        let shown = some(&[("gone", 2), ("same", 3), ("stale", 4), ("z", 9)]);
        assert_eq!(differ(&stored, 9, &shown), ["gone", "stale", "unseen"]);
        assert_eq!(differ(&stored, 9, &stored), Vec::<String>::new());
    }

    #[test]
    fn what_changed_since_is_no_difference() {
        let stored = some(&[("changed", 5)]);
        let shown = some(&[("changed", 10), ("new", 11)]);
        assert_eq!(differ(&stored, 9, &shown), Vec::<String>::new());
        // Unless it is older than what was read of it: then somebody reads another store.
        assert_eq!(differ(&stored, 10, &shown), ["changed"]);
        // What was deleted since cannot be told from what is missing.
        assert_eq!(differ(&stored, 9, &some(&[])), ["changed"]);
    }
}

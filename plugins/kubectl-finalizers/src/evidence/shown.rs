//! What a probe shows, and how objects are named in it.

use serde_json::Value;

use super::Blocker;

/// What a probe shows of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// It was seen to hold.
    Holds(Seen),
    /// It was seen not to hold.
    Fails(Seen),
    /// Nobody can tell, for this reason.
    Unseen(String),
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// What was seen: a fragment.
    pub(crate) what: String,
    /// Where.
    pub(crate) source: String,
    /// What whoever takes the finalizer off waits for; it may wait although nothing would be lost.
    pub(crate) waits_for: Option<String>,
    /// The objects it waits for.
    pub(crate) blockers: Vec<Blocker>,
}

impl Shown {
    /// The condition holds.
    pub(crate) fn holds(what: impl Into<String>, source: impl Into<String>) -> Shown {
        Shown::Holds(Seen { what: what.into(), source: source.into(), ..Seen::default() })
    }

    /// The condition does not hold; what was seen is what the finalizer waits for.
    pub(crate) fn fails(what: impl Into<String>, source: impl Into<String>) -> Shown {
        let what = what.into();
        Shown::Fails(Seen {
            waits_for: Some(what.clone()),
            what,
            source: source.into(),
            blockers: Vec::new(),
        })
    }

    /// Names the objects that are waited for.
    pub(crate) fn because_of(mut self, blockers: Vec<Blocker>) -> Shown {
        if let Shown::Holds(seen) | Shown::Fails(seen) = &mut self {
            seen.blockers = blockers;
        }
        self
    }
}

/// Joins some names, and says how many more there are.
pub(crate) fn list(names: Vec<String>, most: usize) -> String {
    let more = names.len().saturating_sub(most);
    let shown = names.into_iter().take(most).collect::<Vec<_>>();
    match (shown.as_slice(), more) {
        ([first, last], 0) => format!("{first} and {last}"),
        (_, 0) => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Names an object of a list.
pub(crate) fn object(of: &Value) -> Blocker {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Blocker {
        api_version: text(&of["apiVersion"]).unwrap_or_default(),
        kind: text(&of["kind"]).unwrap_or_default(),
        namespace: text(&of["metadata"]["namespace"]),
        name: text(&of["metadata"]["name"]).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        let names = |count: usize| (1..=count).map(|number| number.to_string()).collect();
        assert_eq!(list(names(1), 3), "1");
        assert_eq!(list(names(2), 3), "1 and 2");
        assert_eq!(list(names(3), 3), "1, 2, 3");
        assert_eq!(list(names(5), 3), "1, 2, 3 and 2 more");
    }
}

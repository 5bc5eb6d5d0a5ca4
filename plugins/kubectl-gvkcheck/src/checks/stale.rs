//! What objects remember of versions that are gone: the same memory of ten thousand objects is one finding.

use kubecheck_core::check::Late;
use kubecheck_core::check::rule::Rule;
use kubecheck_core::report::finding::Finding;

use super::Note;

/// What some objects remember.
pub struct Stale {
    /// What is the same for all of them: the version, the kind, who wrote it.
    pub key: Box<[Box<str>]>,
    /// The kind.
    pub kind: Box<str>,
    /// How many they are.
    pub count: usize,
    /// What to say of the first, without its subject: "were last applied as …".
    pub finding: Finding,
}

/// Adds one to those of the same page that remember the same.
pub(super) fn add(
    notes: &mut Vec<Note>,
    rule: &'static Rule,
    key: &[&str],
    held: impl FnOnce() -> Option<Stale>,
) {
    let same = |stale: &Stale| {
        stale.finding.rule.id == rule.id && stale.key.iter().map(|word| &**word).eq(key.iter().copied())
    };
    let known = notes.iter_mut().find_map(|note| match note {
        Note::Stale(stale) if same(stale) => Some(stale),
        _ => None,
    });
    match known {
        Some(stale) => stale.count += 1,
        None => notes.extend(held().map(|stale| Note::Stale(Box::new(stale)))),
    }
}

/// Tells each memory once, with how many have it.
pub(super) fn end(rule: &'static Rule, notes: &[Note]) -> Late {
    let mut told: Vec<Stale> = Vec::new();
    for note in notes {
        let Note::Stale(stale) = note else { continue };
        if stale.finding.rule.id != rule.id {
            continue;
        }
        match told.iter_mut().find(|known| known.key == stale.key) {
            Some(known) => known.count += stale.count,
            None => told.push(Stale {
                key: stale.key.clone(),
                kind: stale.kind.clone(),
                count: stale.count,
                finding: stale.finding.clone(),
            }),
        }
    }
    let say = |stale: Stale| Finding {
        message: match stale.count {
            1 => stale.finding.message,
            count => format!(
                "{}; {count} {} in all, this is the first",
                stale.finding.message,
                plural(&stale.kind)
            ),
        },
        ..stale.finding
    };
    Late { findings: told.into_iter().map(say).collect(), ..Late::default() }
}

/// Says what several of a kind are called.
fn plural(kind: &str) -> String {
    match kind {
        kind if kind.ends_with('s') => format!("{kind}es"),
        kind if kind.ends_with("ay") || kind.ends_with("ey") => format!("{kind}s"),
        kind => kind.strip_suffix('y').map_or_else(|| format!("{kind}s"), |stem| format!("{stem}ies")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_of_a_kind_have_a_name() {
        assert_eq!(plural("Ingress"), "Ingresses");
        assert_eq!(plural("NetworkPolicy"), "NetworkPolicies");
        assert_eq!(plural("Gateway"), "Gateways");
        assert_eq!(plural("Widget"), "Widgets");
    }
}

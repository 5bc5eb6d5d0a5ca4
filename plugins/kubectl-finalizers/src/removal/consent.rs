//! What it takes to take a finalizer off: nothing more than a yes where it is safe, and the more typing the more is lost.

use std::collections::BTreeSet;

use crate::evidence::{Alive, Evidence, Risk, Verdict};

/// What the user has said.
#[derive(Clone, Debug, Default)]
pub struct Grants {
    /// Yes to what is safe.
    pub yes: bool,
    /// The risks that are accepted, by their words.
    pub risks: BTreeSet<String>,
    /// The objects that are confirmed, by their names.
    pub names: BTreeSet<String>,
    /// A controller that is alive does not do its work.
    pub controller_is_broken: bool,
}

/// What is lacking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// A controller is alive, and takes the finalizer off itself.
    Broken(String),
    /// The word of a risk.
    Risk(String),
    /// The name of the object.
    Name(String),
    /// A yes.
    Yes,
}

/// Returns the word that accepts a risk.
pub fn word(risk: Risk) -> String {
    // Where the verdict is not safe, nobody knows that nothing is lost.
    let risk = if risk == Risk::None { Risk::Unknown } else { risk };
    serde_json::to_value(risk).ok().and_then(|word| Some(word.as_str()?.to_owned())).unwrap_or_default()
}

/// Tells whether a risk is one that takes the name of the object too.
fn is_grave(risk: Risk) -> bool {
    matches!(risk, Risk::DataLoss | Risk::StrandedObjects | Risk::Outage)
}

impl Grants {
    /// Returns what is lacking for one finalizer of an object.
    pub fn lack(&self, name: &str, evidence: &Evidence) -> Option<Lack> {
        if evidence.alive == Alive::Yes && !self.controller_is_broken {
            let who = evidence.owner.workload.as_deref().unwrap_or(&evidence.owner.name);
            return Some(Lack::Broken(who.to_owned()));
        }
        if evidence.verdict == Verdict::Safe {
            return (!self.yes && self.risks.is_empty()).then_some(Lack::Yes);
        }
        let word = word(evidence.risk);
        if !self.risks.contains(&word) {
            return Some(Lack::Risk(word));
        }
        (is_grave(evidence.risk) && !self.names.contains(name)).then(|| Lack::Name(name.to_owned()))
    }

    /// Adds what somebody said on a terminal.
    pub fn add(&mut self, lack: Lack) {
        match lack {
            Lack::Broken(_) => self.controller_is_broken = true,
            Lack::Risk(word) => _ = self.risks.insert(word),
            Lack::Name(name) => _ = self.names.insert(name),
            Lack::Yes => self.yes = true,
        }
    }
}

impl Lack {
    /// Says why nothing is done without it.
    pub fn why(&self) -> String {
        match self {
            Lack::Broken(who) => {
                let who = if who.is_empty() { "its controller" } else { who };
                format!("{who} is alive, and takes the finalizer off itself")
            }
            Lack::Risk(word) => format!("nobody can say that it is safe, and the risk is {word}"),
            Lack::Name(name) => format!("what is lost cannot be had back, so {name} must be named"),
            Lack::Yes => "nobody has said yes".to_owned(),
        }
    }

    /// Returns the flag that says it.
    pub fn flag(&self) -> String {
        match self {
            Lack::Broken(_) => "--controller-is-broken".to_owned(),
            Lack::Risk(word) => format!("--accept-risk={word}"),
            Lack::Name(name) => format!("--confirm={name}"),
            Lack::Yes => "--yes".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Owner;

    fn evidence(verdict: Verdict, risk: Risk, alive: Alive) -> Evidence {
        Evidence {
            finalizer: "f".to_owned(),
            owner: Owner::default(),
            alive,
            protects: None,
            consequence: None,
            risk,
            verdict,
            waits_for: None,
            blockers: Vec::new(),
            cure: None,
            facts: Vec::new(),
        }
    }

    fn grants(risks: &[&str], names: &[&str]) -> Grants {
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Grants { risks: set(risks), names: set(names), ..Grants::default() }
    }

    #[test]
    fn the_more_is_lost_the_more_is_typed() {
        let safe = evidence(Verdict::Safe, Risk::DataLoss, Alive::Unknown);
        assert_eq!(Grants::default().lack("x", &safe), Some(Lack::Yes));
        assert_eq!(Grants { yes: true, ..Grants::default() }.lack("x", &safe), None);

        let unknown = evidence(Verdict::Unknown, Risk::None, Alive::No);
        assert_eq!(
            Grants { yes: true, ..Grants::default() }.lack("x", &unknown),
            Some(Lack::Risk("unknown".to_owned()))
        );
        assert_eq!(grants(&["unknown"], &[]).lack("x", &unknown), None);

        let grave = evidence(Verdict::Unsafe, Risk::DataLoss, Alive::Unknown);
        assert_eq!(grants(&["unknown"], &[]).lack("x", &grave), Some(Lack::Risk("data-loss".to_owned())));
        assert_eq!(grants(&["data-loss"], &["y"]).lack("x", &grave), Some(Lack::Name("x".to_owned())));
        assert_eq!(grants(&["data-loss"], &["x"]).lack("x", &grave), None);
    }

    #[test]
    fn what_a_living_controller_does_itself_is_left_to_it() {
        let alive = evidence(Verdict::Safe, Risk::None, Alive::Yes);
        assert_eq!(
            Grants { yes: true, ..Grants::default() }.lack("x", &alive),
            Some(Lack::Broken(String::new()))
        );
        let broken = Grants { yes: true, controller_is_broken: true, ..Grants::default() };
        assert_eq!(broken.lack("x", &alive), None);
    }
}

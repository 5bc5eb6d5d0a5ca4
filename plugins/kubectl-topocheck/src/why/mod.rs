//! From an object down to the first cause of its not running: one chain, whatever the reason.
//!
//! [`walk`] goes from a workload to the pod that holds it, from the pod to what stops it, from there to the claim, the node or the
//! service it waits for, and so on, and asks the engines of this plugin at each step. All of it is a function of what was read.

mod claim;
mod pod;
mod walk;
mod workload;

pub(crate) use pod::failure;
pub use walk::Walk;

use std::fmt;

use kubecheck_core::report::finding::Gap;

/// An object of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The kind.
    pub kind: String,
    /// The namespace; empty if it is in none.
    pub namespace: String,
    /// The name.
    pub name: String,
}

impl fmt::Display for Named {
    /// Writes an object as it is told in summaries: `Pod shop/web-1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace.as_str() {
            "" => write!(f, "{} {}", self.kind, self.name),
            namespace => write!(f, "{} {namespace}/{}", self.kind, self.name),
        }
    }
}

impl Named {
    /// Writes an object as tables do: `shop/Pod/web-1`.
    pub fn path(&self) -> String {
        match self.namespace.as_str() {
            "" => format!("{}/{}", self.kind, self.name),
            namespace => format!("{namespace}/{}/{}", self.kind, self.name),
        }
    }

    /// Names an object.
    pub fn new(kind: &str, namespace: &str, name: &str) -> Named {
        Named { kind: kind.to_owned(), namespace: namespace.to_owned(), name: name.to_owned() }
    }
}

/// How an object stands, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It runs, or has ended well.
    Healthy,
    /// It is on its way.
    InProgress,
    /// What was read does not tell.
    Unknown,
    /// It does not get on.
    Stuck,
}

impl Verdict {
    /// Returns the name that documents have for it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Healthy => "healthy",
            Verdict::InProgress => "in-progress",
            Verdict::Unknown => "unknown",
            Verdict::Stuck => "stuck",
        }
    }
}

/// One step of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The object.
    pub object: Named,
    /// How it stands: a fragment.
    pub condition: String,
    /// The rule that tells more, if one does.
    pub rule: Option<&'static str>,
    /// What to type next, if this is where to do something.
    pub cure: Option<String>,
}

/// A chain: from the object that was asked for to the first cause.
#[derive(Clone, Debug)]
pub struct Chain {
    /// How the object stands.
    pub verdict: Verdict,
    /// The steps.
    pub links: Vec<Link>,
    /// What was not there to go by.
    pub doubts: Vec<Gap>,
}

impl Chain {
    fn one(verdict: Verdict, link: Link) -> Chain {
        Chain { verdict, links: vec![link], doubts: Vec::new() }
    }

    /// Goes on with another chain; the worse verdict counts.
    fn then(mut self, next: Option<Chain>) -> Chain {
        if let Some(next) = next {
            self.verdict = self.verdict.max(next.verdict);
            self.links.extend(next.links);
            self.doubts.extend(next.doubts);
        }
        self
    }

    /// Returns the first cause: the last link.
    pub fn cause(&self) -> Option<&Link> {
        self.links.last()
    }

    /// Returns what to type next: what the last link says that says something.
    pub fn next(&self) -> Option<&str> {
        self.links.iter().rev().find_map(|link| link.cure.as_deref())
    }
}

#[cfg(test)]
mod tests;

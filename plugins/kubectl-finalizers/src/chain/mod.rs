//! Why an object that is being deleted is still there: from the object to what it waits for, link by link.
//!
//! [`walk`] goes from object to object and asks [`look`] for what it needs; the others are functions of what was read: [`deletion`]
//! (since when), [`namespace`] (its conditions), [`definition`] (a CRD and its conversion webhook), [`backend`] (what is behind a
//! service), [`pod`] (a pod and its node), [`left`] (what is left, grouped). [`text`] writes a chain for people, [`rows`] many.

pub mod backend;
pub mod definition;
pub mod deletion;
pub mod left;
pub mod look;
pub mod named;
pub mod namespace;
pub mod pod;
pub mod rows;
pub mod text;
pub mod walk;

use kubecheck_core::report::finding::Gap;
use serde::Serialize;
use serde_json::{Value, json};

use crate::evidence::{Alive, Evidence};
use named::Named;

/// How a deletion stands; the later, the worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The object is not there.
    Gone,
    /// The object is not being deleted.
    Healthy,
    /// It began not long ago, or is within its grace period.
    InProgress,
    /// It waits for what it should wait for, such as a pod that uses the claim.
    AsDesigned,
    /// What it waits for could not be seen.
    #[default]
    Unknown,
    /// It waits for something that can still happen without anybody.
    Blocked,
    /// Nothing that could be seen will let it go.
    Stuck,
}

impl State {
    /// Returns its name for people.
    pub fn words(self) -> &'static str {
        match self {
            State::Gone => "gone",
            State::Healthy => "healthy",
            State::InProgress => "in progress",
            State::AsDesigned => "as designed",
            State::Unknown => "unknown",
            State::Blocked => "blocked",
            State::Stuck => "stuck",
        }
    }

    /// Returns the verdict of the document; what waits as designed is blocked.
    fn verdict(self) -> State {
        if self == State::AsDesigned { State::Blocked } else { self }
    }

    /// Tells whether somebody should look at it.
    pub fn is_trouble(self) -> bool {
        matches!(self, State::Blocked | State::Stuck)
    }
}

/// Why an object is still there.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The object.
    pub object: Named,
    /// How its deletion stands.
    pub state: State,
    /// How many seconds ago somebody asked for its deletion.
    pub age: Option<i64>,
    /// What holds it, in a few words each.
    pub held_by: Vec<String>,
    /// The flags that lead to the cluster, with a space before each; they stand behind whatever is to be typed.
    pub flags: String,
    /// From the object to the causes; what explains a link stands behind it, one deeper.
    pub links: Vec<Link>,
}

/// One link of a chain.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The object it is about, `kind.group/name`.
    pub object: String,
    /// The namespace of the object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// How many objects it stands for.
    pub count: usize,
    /// The condition that says so.
    pub condition: Option<String>,
    /// The finalizer.
    pub finalizer: Option<String>,
    /// Who takes the finalizer off.
    pub owner: Option<String>,
    /// Whether that one, or what the link is about, is alive.
    pub alive: Alive,
    /// What the finalizer protects.
    pub protects: Option<String>,
    /// What helps.
    pub cure: Option<String>,
    /// How deep it is; what explains a link is one deeper.
    pub depth: usize,
    /// How it stands.
    pub state: State,
    /// How many seconds ago the deletion of the object was asked for, where that is told.
    #[serde(rename = "ageSeconds", skip_serializing_if = "Option::is_none")]
    pub age: Option<i64>,
    /// What is so, in one line.
    pub says: String,
    /// What to type about it.
    pub next: Option<String>,
    /// All that is known of the finalizer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

impl Chain {
    /// Makes the chain of an object that is not there, or not being deleted.
    pub fn short(object: Named, state: State) -> Chain {
        Chain { object, state, age: None, held_by: Vec::new(), flags: String::new(), links: Vec::new() }
    }

    /// Puts flags behind whatever is to be typed, so that it is typed to the same cluster.
    pub fn with_flags(mut self, flags: &str) -> Chain {
        let nexts = self.links.iter_mut().filter_map(|link| link.next.as_mut());
        nexts.for_each(|next| next.push_str(flags));
        Chain { flags: flags.to_owned(), ..self }
    }

    /// Returns what to type next.
    pub fn next(&self) -> Option<String> {
        let worst = self.links.iter().filter(|link| link.next.is_some()).map(|link| link.state).max();
        let first = self.links.iter().find(|link| Some(link.state) == worst && link.next.is_some());
        match self.state {
            State::Gone | State::Healthy => None,
            State::InProgress => {
                Some(format!("kubectl finalizers why {} -w{}", self.object.typed(), self.flags))
            }
            _ => first
                .and_then(|link| link.next.clone())
                .or_else(|| Some(format!("kubectl describe {}{}", self.object.typed(), self.flags))),
        }
    }

    /// Returns the document of JSON and YAML; `kind` is left out where it is one of many.
    pub fn document(&self, kind: Option<&str>) -> Value {
        let mut document = json!({
            "object": {
                "apiVersion": self.object.api_version, "kind": self.object.kind,
                "namespace": self.object.namespace, "name": self.object.name,
            },
            "verdict": self.state.verdict(),
            "asDesigned": self.state == State::AsDesigned,
            "age": self.age.map(kubecheck_core::model::time::age),
            "ageSeconds": self.age,
            "heldBy": self.held_by,
            "links": self.links,
            "next": self.next(),
        });
        if let Some(kind) = kind {
            document["apiVersion"] = "kubecheck/v1".into();
            document["kind"] = kind.into();
        }
        document
    }
}

/// Writes gaps as documents have them.
pub fn gaps(gaps: &[Gap]) -> Value {
    let gap = |gap: &Gap| json!({"what": gap.what, "why": gap.why, "neededFor": gap.needed_for});
    gaps.iter().map(gap).collect()
}

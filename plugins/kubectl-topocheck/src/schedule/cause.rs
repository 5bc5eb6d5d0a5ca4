//! Why a filter refuses a node: the numbers behind the scheduler's words.

use std::fmt;

use super::resources::quantity;
use crate::model::node::Taint;
use crate::model::selector::{NodeSelectorTerm, Requirement};

/// Whether making room could help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It could: the pod might fit if others went.
    Unschedulable,
    /// It could not.
    UnschedulableAndUnresolvable,
    /// The scheduler fails, and tries again.
    Error,
}

impl Status {
    /// Returns the name that the scheduler has for it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Unschedulable => "Unschedulable",
            Status::UnschedulableAndUnresolvable => "UnschedulableAndUnresolvable",
            Status::Error => "Error",
        }
    }
}

/// A filter's refusal of one node, or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Whether making room could help.
    pub status: Status,
    /// The scheduler's words.
    pub reasons: Vec<String>,
    /// The numbers behind them.
    pub causes: Vec<Cause>,
}

impl Refusal {
    /// Refuses in one word of the scheduler's.
    pub fn new(
        status: Status,
        reason: impl Into<String>,
        causes: impl IntoIterator<Item = Cause>,
    ) -> Refusal {
        Refusal { status, reasons: vec![reason.into()], causes: causes.into_iter().collect() }
    }
}

/// What stands behind a refusal.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// The node is cordoned.
    Cordoned,
    /// The pod wants a node of another name.
    NodeName {
        /// The name.
        wanted: String,
    },
    /// A taint that the pod does not tolerate.
    Taint(Taint),
    /// A label that `nodeSelector` demands.
    Label {
        /// The label.
        key: String,
        /// The value it must have.
        wanted: String,
        /// The value it has.
        found: Option<String>,
    },
    /// A term of the pod's node affinity, one of which must match; what of it the node does not meet first.
    Term {
        /// Which term.
        index: usize,
        /// The requirement; none if the term is empty, which matches nothing.
        unmet: Option<Requirement>,
        /// What the node has instead.
        found: Option<String>,
    },
    /// The pod's affinity names nodes, and no node has all names.
    NodeNames,
    /// A port of the node that is taken.
    Port {
        /// The port.
        port: i64,
        /// The protocol.
        protocol: String,
        /// The address that is wanted.
        ip: String,
        /// Who has it: `namespace/name`.
        by: String,
    },
    /// The node takes no more pods.
    Pods {
        /// How many there are.
        used: i64,
        /// How many it takes.
        allocatable: i64,
    },
    /// There is too little of a resource.
    Resource {
        /// The resource.
        name: String,
        /// How much the pod asks for.
        requested: i64,
        /// How much others have.
        used: i64,
        /// How much there is for pods.
        allocatable: i64,
    },
    /// The node lacks a label by which pods must be spread.
    SpreadKey {
        /// Which constraint of the pod.
        constraint: usize,
        /// The label.
        key: String,
    },
    /// Pods would be spread too unevenly.
    Skew {
        /// Which constraint of the pod.
        constraint: usize,
        /// The label.
        key: String,
        /// The node's domain.
        domain: String,
        /// How many pods the domain would have.
        pods: i64,
        /// How many the domain with the fewest has; 0 if there are too few domains.
        fewest: i64,
        /// Which domain that is; none if there are too few.
        emptiest: Option<String>,
        /// How many more are allowed.
        max_skew: i64,
        /// How many domains count.
        domains: i64,
        /// How many there must be.
        min_domains: i64,
    },
    /// No pod near has what the pod's affinity demands.
    Affinity {
        /// Which term.
        term: usize,
        /// The label of nodes.
        key: String,
        /// The node's domain; none if it has no such label.
        domain: Option<String>,
        /// The pods that are wanted.
        selector: String,
    },
    /// A pod that the pod's anti-affinity forbids is near.
    AntiAffinity {
        /// Which term.
        term: usize,
        /// The label of nodes.
        key: String,
        /// The domain.
        domain: String,
        /// The first such pod: `namespace/name`.
        by: String,
        /// How many more such pods there are.
        others: usize,
    },
    /// A pod that is near forbids this pod.
    ExistingAntiAffinity {
        /// The label of nodes.
        key: String,
        /// The domain.
        domain: String,
        /// The first such pod: `namespace/name`.
        by: String,
        /// How many more such pods there are.
        others: usize,
    },
    /// Something about a volume, with the claim it is about.
    Volume {
        /// The claim, or the volume of the pod.
        claim: String,
        /// What is wrong.
        what: String,
    },
    /// Something about devices, with the claim it is about.
    Device {
        /// The claim, or the resource.
        claim: String,
        /// What is wrong.
        what: String,
    },
    /// A feature that the pod needs and the node does not declare.
    Feature {
        /// The feature.
        name: String,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Cordoned => f.write_str("the node is cordoned"),
            Cause::NodeName { wanted } => write!(f, "spec.nodeName is {wanted:?}"),
            Cause::Taint(taint) => write!(f, "taint {taint}"),
            Cause::Label { key, wanted, found } => {
                write!(f, "nodeSelector {key}={wanted}, the node has {}", labelled(key, found.as_deref()))
            }
            Cause::Term { index, unmet: None, .. } => write!(f, "term {index} is empty and matches nothing"),
            Cause::Term { index, unmet: Some(unmet), found } => {
                write!(
                    f,
                    "term {index} wants {unmet}, the node has {}",
                    labelled(&unmet.key, found.as_deref())
                )
            }
            Cause::NodeNames => f.write_str("its terms name nodes, and no node has all names of one term"),
            Cause::Port { port, protocol, ip, by } => {
                write!(f, "port {ip}:{port}/{protocol} is taken by {by}")
            }
            Cause::Pods { used, allocatable } => write!(f, "{used} of {allocatable} pods"),
            Cause::Resource { name, requested, used, allocatable } => {
                let of = |amount: i64| quantity(name, amount).short();
                let (free, missing) = (allocatable - used, requested - (allocatable - used));
                write!(
                    f,
                    "{name}: requests {}, {} free of {}, {} missing",
                    of(*requested),
                    of(free),
                    of(*allocatable),
                    of(missing)
                )
            }
            Cause::SpreadKey { constraint, key } => {
                write!(f, "constraint {constraint}: the node has no label {key}")
            }
            Cause::Skew {
                constraint,
                key,
                domain,
                pods,
                fewest,
                emptiest,
                max_skew,
                domains,
                min_domains,
            } => {
                let skew = pods - fewest;
                write!(f, "constraint {constraint}: {key}={domain} would have {pods}, ")?;
                match emptiest {
                    Some(emptiest) => write!(f, "{emptiest} has {fewest}")?,
                    None => write!(f, "{domains} of at least {min_domains} domains")?,
                }
                write!(f, ": skew {skew} over maxSkew {max_skew}")
            }
            Cause::Affinity { term, key, domain, selector } => match domain {
                Some(domain) => write!(f, "term {term}: no pod {selector} in {key}={domain}"),
                None => write!(f, "term {term}: the node has no label {key}"),
            },
            Cause::AntiAffinity { term, key, domain, by, others } => {
                write!(f, "term {term}: {by}{} in {key}={domain}", more(*others))
            }
            Cause::ExistingAntiAffinity { key, domain, by, others } => {
                let verb = if *others == 0 { "keeps" } else { "keep" };
                write!(f, "{by}{} in {key}={domain} {verb} it away", more(*others))
            }
            Cause::Volume { claim, what } | Cause::Device { claim, what } => write!(f, "{claim}: {what}"),
            Cause::Feature { name } => write!(f, "the node does not declare {name}"),
        }
    }
}

fn labelled(key: &str, found: Option<&str>) -> String {
    found.map_or_else(|| format!("no {key}"), |found| format!("{key}={found}"))
}

/// Says how many more there are than the one that is named.
fn more(others: usize) -> String {
    if others == 0 { String::new() } else { format!(" and {others} more") }
}

/// Returns what of a pod's terms a node does not meet, one cause a term.
pub fn terms(all: &[NodeSelectorTerm], name: &str, labels: &crate::model::Labels) -> Vec<Cause> {
    let cause = |(index, term): (usize, &NodeSelectorTerm)| {
        let unmet = term.unmet(name, labels).cloned();
        let found = unmet.as_ref().and_then(|unmet| match unmet.key.as_str() {
            "metadata.name" => Some(name.to_owned()),
            key => labels.get(key).cloned(),
        });
        Cause::Term { index, unmet, found }
    };
    all.iter().enumerate().map(cause).collect()
}

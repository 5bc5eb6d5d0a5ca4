//! A journey with all that it needs: journeys put into it, SLOs found, and every leaf known once.

mod leaves;
mod slos;
#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;

use std::time::Duration;

use kubecheck_core::model::near;
use kubecheck_core::source::SourceError;

use super::read::Journeys;
use super::{Gauge, Journey, Node, Operator, What};
use crate::slo::{Place, Slo, Target, Window};

use leaves::Leaves;

/// How many nodes a journey may have with those of the journeys in it.
const MOST: usize = 512;

/// The days that are looked at where neither the journey nor an SLO says how many.
const DAYS: u32 = 30;

/// A journey with all that it needs.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// What it promises.
    pub target: Target,
    /// The period that all its leaves are to be measured over: its own, or else that of its SLOs.
    pub window: Window,
    /// What it needs in the end, each of them once.
    pub leaves: Vec<Leaf>,
    /// How it needs them.
    pub root: Part,
    /// Where it stands.
    pub place: Place,
}

/// A part of a journey.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is called, if somebody says so; a journey inside of another one is called as it is.
    pub name: Option<String>,
    /// What it is.
    pub kind: Kind,
}

/// What a part is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A leaf, by its number in the plan.
    Leaf(usize),
    /// Several parts; at least one.
    Of(Operator, Vec<Part>),
}

/// What a journey needs in the end.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// How it is called.
    pub name: String,
    /// What it is.
    pub what: Source,
    /// What it promises, if it does.
    pub promised: Option<Target>,
    /// Where it stands first.
    pub place: Place,
}

/// Where it is known from how good a leaf is.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// From an SLO, by its number among those that there are.
    Slo(usize),
    /// From what somebody else promises.
    Fixed,
    /// From a value and its bound.
    Gauge(Gauge),
}

impl Source {
    /// Returns its name in documents.
    pub fn name(&self) -> &'static str {
        match self {
            Source::Slo(_) => "slo",
            Source::Fixed => "fixed",
            Source::Gauge(_) => "gauge",
        }
    }
}

/// Puts together what a journey needs.
///
/// # Errors
/// Everything that stands in the way, each with its place: journeys and SLOs that are not there, journeys that lead back to
/// themselves, leaves that contradict each other, SLOs of different periods.
pub fn plan(journeys: &Journeys, name: &str, slos: &[Slo]) -> Result<Plan, Vec<SourceError>> {
    let Some(journey) = journeys.get(name) else {
        return Err(vec![SourceError { message: missing(journeys, name), hint: None }]);
    };
    let mut planner = Planner {
        journeys,
        slos,
        open: vec![&journey.name],
        leaves: Leaves::default(),
        nodes: 0,
        faults: Vec::new(),
    };
    let root = planner.node(&journey.root);
    let window = planner.window(journey);
    match (root, window) {
        (Some(root), Some(window)) if planner.faults.is_empty() => Ok(Plan {
            name: journey.name.clone(),
            target: journey.target,
            window,
            leaves: planner.leaves.all,
            root,
            place: journey.place.clone(),
        }),
        _ => Err(planner.faults),
    }
}

struct Planner<'a> {
    journeys: &'a Journeys,
    slos: &'a [Slo],
    /// The journeys that are being put together, the outermost first.
    open: Vec<&'a str>,
    leaves: Leaves,
    nodes: usize,
    faults: Vec<SourceError>,
}

impl<'a> Planner<'a> {
    fn node(&mut self, node: &'a Node) -> Option<Part> {
        self.nodes += 1;
        if self.nodes > MOST {
            // The first of them says so; the rest would only say it again.
            let why = format!("the journey has more than {MOST} nodes, with those of the journeys in it");
            return if self.nodes == MOST + 1 { self.fault(&node.place, why) } else { None };
        }
        let kind = match &node.what {
            What::Journey(name) => return self.journey(node, name),
            What::Of(operator, nodes) => {
                // All of them are looked at, so that everything wrong is told.
                let parts: Vec<Option<Part>> = nodes.iter().map(|node| self.node(node)).collect();
                Kind::Of(*operator, parts.into_iter().collect::<Option<_>>()?)
            }
            _ => Kind::Leaf(self.leaf(node)?),
        };
        Some(Part { name: node.name.clone(), kind })
    }

    fn journey(&mut self, node: &'a Node, name: &str) -> Option<Part> {
        let Some(journey) = self.journeys.get(name) else {
            let why = missing(self.journeys, name);
            return self.fault(&node.place, why);
        };
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            let way: Vec<&str> = self.open[at..].iter().copied().chain([name]).collect();
            let why = format!("the journey {name} leads back to itself: {}", way.join(" → "));
            return self.fault(&node.place, why);
        }
        self.open.push(&journey.name);
        let part = self.node(&journey.root);
        self.open.pop();
        let name = node.name.clone().unwrap_or_else(|| journey.name.clone());
        part.map(|part| Part { name: Some(name), ..part })
    }

    fn leaf(&mut self, node: &Node) -> Option<usize> {
        let leaf = match &node.what {
            What::Slo(wanted) => match slos::find(self.slos, wanted) {
                Ok(at) => {
                    let slo = &self.slos[at];
                    Leaf { promised: Some(slo.target), ..leaf(node, slo.title(), Source::Slo(at)) }
                }
                Err(why) => return self.fault(&node.place, why),
            },
            What::Fixed(target) => {
                Leaf { promised: Some(*target), ..leaf(node, target.to_string(), Source::Fixed) }
            }
            What::Gauge(gauge) => {
                let title = format!("{} {}", gauge.promql, gauge.spelled());
                Leaf { promised: gauge.target, ..leaf(node, title, Source::Gauge(gauge.clone())) }
            }
            What::Journey(_) | What::Of(..) => return None,
        };
        let place = leaf.place.clone();
        match self.leaves.add(leaf) {
            Ok(at) => Some(at),
            Err(why) => self.fault(&place, why),
        }
    }

    /// Finds out what the leaves are to be measured over.
    fn window(&mut self, journey: &Journey) -> Option<Window> {
        if let Some(length) = journey.window {
            return Some(Window::Rolling(length));
        }
        let slo = |leaf: &Leaf| match leaf.what {
            Source::Slo(at) => Some(&self.slos[at]),
            _ => None,
        };
        let mut of = self.leaves.all.iter().filter_map(slo);
        let Some(first) = of.next() else {
            return Some(Window::Rolling(Duration::from_secs(u64::from(DAYS) * 86400)));
        };
        let Some(other) = of.find(|slo| slo.window != first.window) else {
            return Some(first.window.clone());
        };
        let why = format!(
            "the journey does not say its window, and its SLOs differ: {} is of {}, {} of {}",
            first.title(),
            first.window,
            other.title(),
            other.window
        );
        let place = journey.place.clone();
        self.faults.push(SourceError {
            message: format!("{place}: {why}"),
            hint: Some("say over what all of them are measured, as in window: 30d".to_owned()),
        });
        None
    }

    fn fault<T>(&mut self, place: &Place, why: String) -> Option<T> {
        self.faults.push(SourceError { message: format!("{place}: {why}"), hint: None });
        None
    }
}

fn leaf(node: &Node, title: String, what: Source) -> Leaf {
    Leaf { name: node.name.clone().unwrap_or(title), what, promised: None, place: node.place.clone() }
}

fn missing(journeys: &Journeys, name: &str) -> String {
    let names = || journeys.all.iter().map(|journey| journey.name.as_str());
    let meant = match near::nearest(name, names()) {
        Some(near) => format!("; did you mean {near:?}?"),
        None if journeys.all.is_empty() => String::new(),
        None => format!("; there are {}", names().collect::<Vec<_>>().join(", ")),
    };
    format!("there is no journey {name:?}{meant}")
}

//! A journey as a flowchart in the language of Mermaid: what needs what, every leaf once.

use std::collections::BTreeSet;

use kubecheck_core::report::render;

use super::title;
use crate::journey::judge::Outcome;
use crate::journey::percent::good;
use crate::journey::plan::{Kind, Part, Plan};

/// Writes the flowchart: the weakest leaf bold, what is not known dashed.
pub fn mermaid(plan: &Plan, outcome: &Outcome) -> String {
    let mut chart =
        Chart { plan, outcome, text: "flowchart LR\n".to_owned(), parts: 0, drawn: BTreeSet::new() };
    chart.draw(&plan.root);
    let mut text = chart.text;
    text += "  classDef weakest stroke-width:3px\n  classDef unknown stroke-dasharray:5 5\n";
    if let Some(link) = outcome.links.first().filter(|link| link.gain > 0.0) {
        text += &format!("  class l{} weakest\n", link.leaf);
    }
    for (leaf, _) in outcome.unknown() {
        text += &format!("  class l{leaf} unknown\n");
    }
    text
}

struct Chart<'a> {
    plan: &'a Plan,
    outcome: &'a Outcome,
    text: String,
    /// How many parts that are no leaves were drawn.
    parts: usize,
    /// The leaves that were drawn.
    drawn: BTreeSet<usize>,
}

impl Chart<'_> {
    /// Draws a part and all below it; returns the name of its node.
    fn draw(&mut self, part: &Part) -> String {
        match &part.kind {
            Kind::Leaf(at) => {
                let leaf = &self.plan.leaves[*at];
                if self.drawn.insert(*at) {
                    let share = self.outcome.leaves[*at].as_ref().ok();
                    let label = label(&leaf.name, share.map(|share| share.down));
                    self.text += &format!("  l{at}[\"{label}\"]\n");
                }
                format!("l{at}")
            }
            Kind::Of(_, parts) => {
                let node = format!("n{}", self.parts);
                let title = match self.parts {
                    0 => format!("{}: {}", self.plan.name, title(self.plan, part)),
                    _ => title(self.plan, part),
                };
                self.parts += 1;
                let label = label(&title, self.outcome.share_of(part).map(|share| share.down));
                self.text += &format!("  {node}([\"{label}\"])\n");
                // What a part needs twice, it needs.
                let mut needed = BTreeSet::new();
                for part in parts {
                    let other = self.draw(part);
                    if needed.insert(other.clone()) {
                        self.text += &format!("  {node} --> {other}\n");
                    }
                }
                node
            }
        }
    }
}

/// Writes a name and what is good of it, so that Mermaid takes no character of the name for its own.
fn label(name: &str, lost: Option<f64>) -> String {
    let good = lost.map_or("not known".to_owned(), good);
    let mut label = String::new();
    for character in render::escape(name).chars() {
        match character {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' => label += &format!("#{};", u32::from(character)),
            _ => label.push(character),
        }
    }
    format!("{label}<br/>{good}")
}

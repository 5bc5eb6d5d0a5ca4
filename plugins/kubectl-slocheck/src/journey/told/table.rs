//! The table of a journey: its parts as a tree, with what each is worth.

use kubecheck_core::report::render::{self, Style};

use super::{promised, sentence, title};
use crate::journey::judge::Outcome;
use crate::journey::percent::good;
use crate::journey::plan::{Kind, Part, Plan, Source};
use crate::text::percent;

const COLUMNS: [&str; 6] = ["PART", "TARGET", "GOOD", "OF THE LOSS", "IF IT NEVER FAILED", "NOTE"];

/// Returns the verdict in one sentence, the table, and what else is to be said.
pub fn text(plan: &Plan, outcome: &Outcome, style: &Style) -> String {
    let mut rows = Rows { plan, outcome, seen: vec![false; plan.leaves.len()], rows: Vec::new() };
    rows.add(&plan.root, 0);
    let mut text = format!("{}: {}\n\n", outcome.verdict.name(), render::escape(&sentence(plan, outcome)));
    text += &render::table(&COLUMNS, &rows.rows, style);
    let bounds = (good(1.0 - outcome.bounds.low), good(1.0 - outcome.bounds.high));
    text += &format!("\nhowever its parts depend on each other: {} to {}\n", bounds.0, bounds.1);
    let (told, help) = promised(plan, &outcome.promise);
    text += &format!("{}\n", render::escape(&told));
    if let Some(help) = help {
        text += &format!("  help: {}\n", render::escape(&help));
    }
    text
}

struct Rows<'a> {
    plan: &'a Plan,
    outcome: &'a Outcome,
    /// Which leaves have stood in the table already.
    seen: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Rows<'_> {
    fn add(&mut self, part: &Part, depth: usize) {
        let indent = "  ".repeat(depth);
        match &part.kind {
            Kind::Leaf(leaf) => {
                let row = self.leaf(*leaf, format!("{indent}{}", title(self.plan, part)));
                self.rows.push(row);
            }
            Kind::Of(_, parts) => {
                let share = self.outcome.share_of(part).map_or("-".to_owned(), |share| good(share.down));
                let (name, target) = match depth {
                    0 => (
                        format!("{}: {}", self.plan.name, title(self.plan, part)),
                        self.plan.target.to_string(),
                    ),
                    _ => (format!("{indent}{}", title(self.plan, part)), String::new()),
                };
                self.rows.push(vec![name, target, share, String::new(), String::new(), String::new()]);
                parts.iter().for_each(|part| self.add(part, depth + 1));
            }
        }
    }

    fn leaf(&mut self, leaf: usize, title: String) -> Vec<String> {
        let of = &self.plan.leaves[leaf];
        let target = of.promised.map_or("-".to_owned(), |target| target.to_string());
        let share = self.outcome.leaves[leaf].as_ref();
        let share = share.map_or("-".to_owned(), |share| good(share.down));
        // What a leaf costs, it costs once.
        if std::mem::replace(&mut self.seen[leaf], true) {
            return vec![title, target, share, String::new(), String::new(), "the same as above".to_owned()];
        }
        let link = self.outcome.links.iter().find(|link| link.leaf == leaf);
        let loss = link.and_then(|link| link.loss).map_or("-".to_owned(), percent);
        let perfect = link.map_or("-".to_owned(), |link| good(link.perfect.down));
        let note = match (&self.outcome.leaves[leaf], &of.what) {
            (Err(why), _) => format!("not known: {why}"),
            (Ok(_), Source::Fixed) => "taken for what is promised".to_owned(),
            (Ok(_), Source::Gauge(gauge)) => gauge.spelled(),
            (Ok(_), Source::Slo(_)) => String::new(),
        };
        vec![title, target, share, loss, perfect, note]
    }
}

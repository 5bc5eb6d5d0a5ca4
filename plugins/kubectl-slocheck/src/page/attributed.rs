//! Who burns the budget, as bars.

use kubecheck_prometheus::query::Millis;

use super::bars::bar;
use super::markup::Element;
use super::parts::{self, aside, paragraph, section, text};
use crate::attribute::rollouts::Rollout;
use crate::attribute::{Attribution, Share, Windows};
use crate::gate::Reason;
use crate::gate::judge::trouble;
use crate::slo::window::spell;
use crate::text::{number, percent, time};

/// How many groups are shown of each label.
const GROUPS: usize = 12;

/// Who burns the budget.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// Over what.
    pub windows: Windows,
    /// By each label, or set of labels.
    pub found: &'a [Attribution],
    /// Since when it burns, if that was asked and it does.
    pub since: Option<Millis>,
    /// What was rolled out just before; none if that was not asked.
    pub began: &'a Option<Result<Vec<Rollout>, String>>,
}

impl Who<'_> {
    /// Returns the section.
    pub(super) fn section(&self) -> Element {
        let window = spell(self.windows.length);
        let up_to = time(self.windows.at);
        let mut section = section("Who burns it").child(match self.found.first() {
            None => paragraph("Its series differ in no label that tells something."),
            Some(first) => paragraph(&format!(
                "{} bad events in {window} up to {up_to}, and {} in as long before.",
                number(first.bad),
                number(first.bad_before)
            )),
        });
        for of in self.found.iter().filter(|of| !of.shares.is_empty()) {
            section = section.children(by_label(of));
        }
        let troubles: Vec<Reason> = self.found.iter().flat_map(|of| &of.troubles).map(trouble).collect();
        if !troubles.is_empty() {
            section = section.child(parts::reasons(&troubles));
        }
        section.children(self.rolled_out())
    }

    fn rolled_out(&self) -> Vec<Element> {
        let Some(since) = self.since else { return Vec::new() };
        let mut told = vec![
            Element::new("h3").text("Rolled out just before"),
            paragraph(&format!("It has burnt faster than it may since {}.", time(since))),
        ];
        told.push(match self.began {
            None => return told,
            Some(Err(why)) => aside(&format!("Rollouts just before are not known: {why}")),
            Some(Ok(rollouts)) if rollouts.is_empty() => {
                aside("Nothing was rolled out in the two hours before.")
            }
            Some(Ok(rollouts)) => {
                let columns =
                    [("Rollout", ""), ("Revision", "n"), ("Began", "w"), ("Images", ""), ("Before", "")];
                parts::table("The latest first", &columns, rollouts.iter().map(row_of_rollout))
            }
        });
        told
    }
}

fn row_of_rollout(own: &Rollout) -> Vec<Element> {
    vec![
        text(&format!("{}/{}", own.namespace, own.name)),
        text(&own.revision),
        text(&time(own.at)),
        text(&own.images.join(", ")),
        text(&own.previous.join(", ")),
    ]
}

fn by_label(of: &Attribution) -> Vec<Element> {
    let name = of.by.join(", ");
    let columns = [
        (name.as_str(), ""),
        ("Share of what is bad", ""),
        ("Share", "n"),
        ("Of the budget", "n"),
        ("Share before", "n"),
        ("Bad events", "n"),
    ];
    let rows = of.shares.iter().take(GROUPS).map(row);
    let mut shown = vec![parts::table(&format!("By {name}"), &columns, rows)];
    if of.shares.len() > GROUPS {
        shown.push(aside(&format!("and {} more", of.shares.len() - GROUPS)));
    }
    shown
}

fn row(share: &Share) -> Vec<Element> {
    let value = |value: &String| if value.is_empty() { "(none)".to_owned() } else { value.clone() };
    let before = match share.before {
        None => "-".to_owned(),
        Some(0.0) => "new".to_owned(),
        Some(before) => percent(before),
    };
    vec![
        text(&share.labels.values().map(value).collect::<Vec<_>>().join(", ")),
        bar(share.share, 1.0, None, false),
        text(&percent(share.share)),
        text(&percent(share.points)),
        text(&before),
        text(&number(share.bad)),
    ]
}

//! Who burns the budget.

use kubecheck_core::cli::Exit;
use kubecheck_core::report::render::{self, Style};
use kubecheck_prometheus::query::Millis;
use serde_json::{Value, json};

use crate::attribute::rollouts::Rollout;
use crate::attribute::{Attribution, Share, Windows};
use crate::cmd::way::Way;
use crate::gate::Verdict;
use crate::gate::judge::trouble;
use crate::slo::Slo;
use crate::slo::window::spell;
use crate::text::{number, percent, time};

/// How many groups are shown of each label.
const GROUPS: usize = 10;
/// How many are shown below a denial.
const FEW: usize = 3;

/// Who burns the budget of one SLO.
pub(in crate::cmd) struct Attributed<'a> {
    pub(in crate::cmd) slo: &'a Slo,
    pub(in crate::cmd) windows: Windows,
    /// By each label, or set of labels.
    pub(in crate::cmd) found: &'a [Attribution],
    /// Since when it burns, if it does.
    pub(in crate::cmd) since: Option<Millis>,
    /// What was rolled out just before.
    pub(in crate::cmd) began: &'a Option<Result<Vec<Rollout>, String>>,
    pub(in crate::cmd) way: &'a Way,
}

const COLUMNS: [&str; 5] = ["", "BAD", "SHARE", "OF THE BUDGET", "BEFORE"];

impl Attributed<'_> {
    /// Returns a table for each label, and what was rolled out.
    pub(in crate::cmd) fn text(&self, style: &Style) -> String {
        let Some(first) = self.found.first() else {
            return format!(
                "{}: its series differ in no label that tells something\n",
                render::escape(&self.slo.title())
            );
        };
        let window = spell(self.windows.length);
        let mut text = format!(
            "{}: {} bad events in {window} up to {}, {} in the {window} before; {}\n",
            render::escape(&self.slo.title()),
            number(first.bad),
            time(self.windows.at),
            number(first.bad_before),
            self.way.name(),
        );
        for of in self.found {
            let name = of.by.join(", ").to_uppercase();
            let columns = [&[name.as_str()], &COLUMNS[1..]].concat();
            let rows: Vec<Vec<String>> = of.shares.iter().take(GROUPS).map(row).collect();
            text += &format!("\n{}", render::table(&columns, &rows, style));
            if of.shares.len() > GROUPS {
                text += &format!("and {} more\n", of.shares.len() - GROUPS);
            }
        }
        for reason in self.reasons() {
            text += &format!("{}: {}\n", reason.0, render::escape(&reason.1));
        }
        text + &rolled_out(self.since, self.began)
    }

    /// Returns who did it in a few lines, for below a denial.
    pub(in crate::cmd) fn brief(&self) -> String {
        let mut text = String::new();
        for of in self.found.iter().filter(|of| of.bad > 0.0) {
            let shares =
                of.shares.iter().take(FEW).map(|share| format!("{} {}", name(share), percent(share.share)));
            let line = format!("  by {}: {}", of.by.join(", "), shares.collect::<Vec<_>>().join(", "));
            text += &format!("{}\n", render::escape(&line));
        }
        let head = format!("\nwhat was bad in the last {}:\n", spell(self.windows.length));
        let who = if text.is_empty() { text } else { head + &text };
        who + &rolled_out(self.since, self.began)
    }

    fn reasons(&self) -> Vec<(&'static str, String)> {
        let troubles = self.found.iter().flat_map(|of| &of.troubles).map(trouble);
        troubles.map(|reason| (reason.state.name(), reason.message)).collect()
    }

    /// Returns one line a group.
    pub(in crate::cmd) fn names(&self) -> String {
        let shares = self.found.iter().flat_map(|of| &of.shares);
        shares.map(|share| format!("{}\n", name(share))).collect()
    }

    /// Returns the document; its numbers are not rounded.
    pub(in crate::cmd) fn document(&self) -> Value {
        let share = |share: &Share| json!({"labels": share.labels, "bad": share.bad, "share": share.share, "points": share.points, "before": share.before});
        let of = |of: &Attribution| {
            json!({
                "by": of.by, "bad": of.bad, "badBefore": of.bad_before,
                "shares": of.shares.iter().map(share).collect::<Vec<_>>(),
                "queries": self.way.documents(&of.queries),
            })
        };
        let reasons: Vec<Value> = self
            .reasons()
            .into_iter()
            .map(|(state, message)| json!({"state": state, "message": message}))
            .collect();
        json!({
            "apiVersion": "kubecheck/v1", "kind": "Attribution",
            "slo": {"name": self.slo.name, "service": self.slo.service},
            "window": format!("{}s", self.windows.length.as_secs()), "at": time(self.windows.at),
            "attributions": self.found.iter().map(of).collect::<Vec<_>>(),
            "burningSince": self.since.map(time),
            "rollouts": self.began.as_ref().and_then(|found| found.as_ref().ok()).map(|found| documents(found)),
            "rolloutsUnknown": self.began.as_ref().and_then(|found| found.as_ref().err()),
            "reasons": reasons,
        })
    }

    /// Returns how the program ends: what could not be asked is missing.
    pub(in crate::cmd) fn exit(&self) -> Exit {
        let troubles = self.found.iter().flat_map(|of| &of.troubles);
        let worst = troubles.map(|one| trouble(one).state.verdict()).max().unwrap_or(Verdict::Pass);
        if self.found.is_empty() { Exit::Incomplete } else { worst.into() }
    }
}

/// Writes the rollouts of a cluster as documents.
pub(in crate::cmd) fn documents(rollouts: &[Rollout]) -> Vec<Value> {
    let one = |own: &Rollout| {
        json!({
            "namespace": own.namespace, "name": own.name, "revision": own.revision, "at": time(own.at),
            "images": own.images, "previous": own.previous,
        })
    };
    rollouts.iter().map(one).collect()
}

/// Says since when it burns, and what was rolled out just before.
pub(in crate::cmd) fn rolled_out(
    since: Option<Millis>,
    began: &Option<Result<Vec<Rollout>, String>>,
) -> String {
    let (Some(since), Some(began)) = (since, began) else { return String::new() };
    let mut text = format!("\nit has burnt faster than it may since {}\n", time(since));
    match began {
        Err(why) => text += &format!("rollouts just before are not known: {}\n", render::escape(why)),
        Ok(rollouts) if rollouts.is_empty() => text += "nothing was rolled out in the two hours before\n",
        Ok(rollouts) => {
            for own in rollouts {
                let images = match own.previous.is_empty() {
                    true => own.images.join(", "),
                    false => format!("{} (before: {})", own.images.join(", "), own.previous.join(", ")),
                };
                let line = format!(
                    "  {} {}/{} revision {}: {images}",
                    time(own.at),
                    own.namespace,
                    own.name,
                    own.revision
                );
                text += &format!("{}\n", render::escape(&line));
            }
        }
    }
    text
}

fn name(share: &Share) -> String {
    let value = |value: &String| if value.is_empty() { "(none)".to_owned() } else { value.clone() };
    share.labels.values().map(value).collect::<Vec<_>>().join(", ")
}

fn row(share: &Share) -> Vec<String> {
    vec![
        render::escape(&name(share)).into_owned(),
        number(share.bad),
        percent(share.share),
        percent(share.points),
        share
            .before
            .map_or("-".to_owned(), |before| if before == 0.0 { "new".to_owned() } else { percent(before) }),
    ]
}

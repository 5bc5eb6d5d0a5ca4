//! The page of all SLOs.

use std::time::Duration;

use kubecheck_prometheus::query::Millis;

use super::curve::{Drawn, figure};
use super::markup::Element;
use super::parts::{self, aside, badge, paragraph, section, text};
use super::{Asked, page, sparkline};
use crate::gate::{Burn, Group, Judged, Verdict};
use crate::measure::Measured;
use crate::measure::curve::Curve;
use crate::slo::Slo;
use crate::text::{number, percent, time};

/// How the SLOs stand.
#[derive(Clone, Copy, Debug)]
pub struct StatusPage<'a> {
    /// Each of them, in the order in which they are shown.
    pub rows: &'a [Row<'a>],
    /// The instant.
    pub at: Millis,
    /// What was asked.
    pub server: &'a str,
    /// All questions.
    pub asked: &'a [Asked],
}

/// How one SLO stands.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What is promised.
    pub slo: &'a Slo,
    /// What was measured.
    pub measured: &'a Measured,
    /// What was found out.
    pub judged: &'a Judged,
    /// How the budget was eaten, or why that is not known.
    pub curve: &'a Result<Curve, String>,
    /// Since when it burns, and what to do now: sentences.
    pub advice: Vec<String>,
}

impl StatusPage<'_> {
    /// Returns the page.
    pub fn html(&self) -> String {
        let fine = self.rows.iter().filter(|row| row.is_fine()).count();
        let summary = format!("{fine} of {} SLOs are in order", self.rows.len());
        let header = Element::new("header").child(Element::new("h1").text(&summary)).child(aside(&format!(
            "at {}, asked of {}",
            time(self.at),
            self.server
        )));
        let columns = [
            ("SLO", ""),
            ("State", "w"),
            ("Left", "n"),
            ("Budget", ""),
            ("Target", "n"),
            ("SLI", "n"),
            ("Burn 1h", "n"),
            ("Burn 6h", "n"),
            ("Data", "n"),
            ("Period", "w"),
        ];
        let rows = self.rows.iter().enumerate().map(|(number, row)| row.cells(number));
        let wrong = self.rows.iter().enumerate().filter(|(_, row)| !row.is_fine());
        let main = Element::new("main")
            .child(header)
            .child(parts::table("The worst first", &columns, rows))
            .children(wrong.map(|(number, row)| row.section(number)))
            .child(parts::questions(self.asked));
        page(&summary, self.at, main)
    }
}

impl Row<'_> {
    fn is_fine(&self) -> bool {
        self.judged.verdict == Verdict::Pass
    }

    fn anchor(number: usize) -> String {
        format!("slo-{}", number + 1)
    }

    fn cells(&self, number_of: usize) -> Vec<Element> {
        let worst = self.judged.groups.first();
        let share = |share: Option<f64>| text(&share.map_or("-".to_owned(), percent));
        let level = worst.and_then(|group| group.period).filter(|level| !level.is_idle());
        let title = self.slo.full_name();
        let name = match self.is_fine() {
            true => text(&title),
            false => Element::new("a").with("href", format!("#{}", Row::anchor(number_of))).text(&title),
        };
        let state = self.judged.reasons.first().map_or("ok", |reason| reason.state.name());
        let line = self.curve.as_ref().ok().zip(worst).and_then(|(curve, worst)| curve.line(&worst.labels));
        vec![
            name,
            badge(self.judged.verdict, state),
            share(worst.and_then(Group::remaining)),
            line.map_or_else(|| text("not known"), sparkline::picture),
            text(&self.slo.target.to_string()),
            share(level.map(|level| 1.0 - level.ratio())),
            burn(worst, 3600),
            burn(worst, 6 * 3600),
            share(self.measured.coverage.ratio()),
            text(&self.slo.window.to_string()),
        ]
    }

    /// Says what is wrong, and what to do now.
    fn section(&self, number: usize) -> Element {
        let description = Some(self.slo.description.as_str()).filter(|description| !description.is_empty());
        let section = section(&self.slo.full_name())
            .with("id", Row::anchor(number))
            .children(description.map(aside))
            .child(parts::reasons(&self.judged.reasons))
            .children(self.advice.iter().map(|advice| paragraph(advice)))
            .children(self.picture(number));
        section.child(aside(&self.slo.place.to_string()))
    }

    fn picture(&self, number: usize) -> Option<Element> {
        let curve = match self.curve {
            Ok(curve) => curve,
            Err(why) => return Some(aside(&format!("The budget is not drawn: {why}."))),
        };
        let worst = self.judged.groups.first()?;
        let line = curve.line(&worst.labels)?;
        let name = self.slo.full_name();
        let remaining = worst.remaining();
        Some(figure(&Drawn { id: number + 1, name: &name, curve, line, floor: 0.0, remaining }))
    }
}

fn burn(group: Option<&Group>, seconds: u64) -> Element {
    let is_it = |burn: &&Burn| burn.window == Duration::from_secs(seconds);
    let burn = group.and_then(|group| group.burns.iter().find(is_it));
    text(&burn.and_then(|burn| burn.rate).map_or("-".to_owned(), number))
}

//! How all SLOs stand.

use std::time::Duration;

use kubecheck_core::report::render::{self, Style};
use kubecheck_prometheus::query::Millis;
use serde_json::{Value, json};

use crate::cmd::status::Standing;
use crate::cmd::way::Way;
use crate::gate::{Burn, Group, State, Verdict};
use crate::page::sparkline;
use crate::slo::window::spell;
use crate::text::{number, percent, time};

/// How the SLOs stand.
pub(in crate::cmd) struct Status<'a> {
    pub(in crate::cmd) standings: &'a [Standing],
    pub(in crate::cmd) at: Millis,
    pub(in crate::cmd) way: &'a Way,
}

/// How many slices the trend of a budget has at most, a character each.
pub(in crate::cmd) const TREND: u32 = 24;
/// How many characters make a trend.
const LEAST: usize = 8;
/// The spaces between two columns.
const GAP: usize = 3;
/// The place of the trend: behind what is left.
const AFTER_LEFT: usize = 4;

const COLUMNS: [&str; 8] = ["SLO", "TARGET", "SLI", "LEFT", "BURN 1H", "BURN 6H", "DATA", "STATE"];

impl Status<'_> {
    /// Returns the table, the worst first, and below it what to do about each that is not in order.
    pub(in crate::cmd) fn text(&self, wide: bool, style: &Style) -> String {
        let worst = worst_first(self.standings);
        let mut columns = match wide {
            true => [&COLUMNS[..], &["BURN 5M", "BURN 30M", "BAD", "ALL", "PERIOD", "AT"]].concat(),
            false => COLUMNS.to_vec(),
        };
        let mut rows: Vec<Vec<String>> = worst.iter().map(|standing| row(standing, wide)).collect();
        let room = room(&columns, &rows, style);
        if room >= LEAST && worst.iter().any(|standing| standing.curve.is_some()) {
            columns.insert(AFTER_LEFT, "TREND");
            for (row, standing) in rows.iter_mut().zip(&worst) {
                row.insert(AFTER_LEFT, trend(standing, room));
            }
        }
        let mut text = render::table(&columns, &rows, style);
        for standing in worst.iter().filter(|standing| standing.judged.verdict != Verdict::Pass) {
            text += &format!("\n{}", self.todo(standing));
        }
        let fine = self.standings.iter().filter(|standing| standing.judged.verdict == Verdict::Pass).count();
        let summary = format!(
            "{fine} of {} SLOs are in order at {}; {}",
            self.standings.len(),
            time(self.at),
            self.way.name()
        );
        format!("{text}\n{summary}\n")
    }

    /// Says what is wrong with an SLO, and what to do now.
    fn todo(&self, standing: &Standing) -> String {
        let name = standing.slo.title();
        let mut text = String::new();
        for reason in &standing.judged.reasons {
            text += &format!(
                "{}: {}: {}\n",
                render::escape(&name),
                reason.state.name(),
                render::escape(&reason.message)
            );
            if let Some(help) = &reason.help {
                text += &format!("  help: {}\n", render::escape(help));
            }
        }
        for advice in burnt(standing, self.at).into_iter().chain(now(standing)) {
            text += &format!("  {}\n", render::escape(&advice));
        }
        text
    }

    /// Returns one line an SLO.
    pub(in crate::cmd) fn names(&self) -> String {
        self.standings.iter().map(|standing| format!("{}\n", standing.slo.title())).collect()
    }

    /// Returns the document; its numbers are not rounded.
    pub(in crate::cmd) fn document(&self) -> Value {
        json!({
            "apiVersion": "kubecheck/v1", "kind": "Status", "at": time(self.at), "prometheus": self.way.name(),
            "slos": self.standings.iter().map(document).collect::<Vec<_>>(),
        })
    }
}

/// Returns the SLOs, the worst first, in the order in which they were read where that does not tell.
pub(super) fn worst_first(standings: &[Standing]) -> Vec<&Standing> {
    let mut worst: Vec<&Standing> = standings.iter().collect();
    worst.sort_by_key(|standing| std::cmp::Reverse(standing.judged.verdict));
    worst
}

/// Says how long it has burnt, if it does.
pub(super) fn burnt(standing: &Standing, at: Millis) -> Option<String> {
    let since = standing.since?;
    let length = Duration::from_millis((at - since).unsigned_abs());
    Some(format!("it has burnt for {}, since {}", spell(length), time(since)))
}

/// Says what to do now, if there is something.
pub(super) fn now(standing: &Standing) -> Option<String> {
    let name = standing.slo.title();
    let is = |state| standing.judged.reasons.iter().any(|reason| reason.state == state);
    if is(State::Burning) {
        let who = format!("kubectl slocheck attribute --slo-name {name} --window 1h");
        return Some(format!("now: stop releases, and find out who it is: {who}"));
    }
    let when = format!("kubectl slocheck forecast --slo-name {name}");
    is(State::BudgetSpent).then(|| format!("now: release only what mends it; when it is over: {when}"))
}

/// Returns how many characters a terminal has room for beside a table: all that are wanted where nobody knows how wide it is, and the
/// least where it breaks the lines of the table anyway.
fn room(columns: &[&str], rows: &[Vec<String>], style: &Style) -> usize {
    let Some(width) = style.width else { return TREND as usize };
    let widest = |(column, name): (usize, &&str)| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.max().unwrap_or_default().max(name.len()) + GAP
    };
    let taken: usize = columns.iter().enumerate().map(widest).sum();
    if width + GAP < taken { LEAST } else { width.saturating_sub(taken).min(TREND as usize) }
}

/// Writes how the budget was eaten; unknown for what nobody knows.
fn trend(standing: &Standing, room: usize) -> String {
    let curve = standing.curve.as_ref().and_then(|curve| curve.as_ref().ok());
    let worst = standing.judged.groups.first();
    let line = curve.zip(worst).and_then(|(curve, worst)| curve.line(&worst.labels));
    line.map_or("-".to_owned(), |line| sparkline::blocks(line, room))
}

fn row(standing: &Standing, wide: bool) -> Vec<String> {
    let Standing { slo, judged, measured, .. } = standing;
    let worst = judged.groups.first();
    let share = |share: Option<f64>| share.map_or("-".to_owned(), percent);
    let level = worst.and_then(|group| group.period);
    let mut row = vec![
        render::escape(&slo.title()).into_owned(),
        slo.target.to_string(),
        share(level.filter(|level| !level.is_idle()).map(|level| 1.0 - level.ratio())),
        share(worst.and_then(Group::remaining)),
        burn(worst, 3600),
        burn(worst, 6 * 3600),
        share(measured.coverage.ratio()),
        judged.reasons.first().map_or("ok", |reason| reason.state.name()).to_owned(),
    ];
    if wide {
        let count = |pick: fn(crate::measure::Level) -> f64| {
            level.map_or("-".to_owned(), |level| number(pick(level)))
        };
        row.extend([
            burn(worst, 300),
            burn(worst, 1800),
            count(|level| level.bad),
            count(|level| level.total),
        ]);
        row.extend([slo.window.to_string(), render::escape(&slo.place.to_string()).into_owned()]);
    }
    row
}

fn burn(group: Option<&Group>, seconds: u64) -> String {
    let is_it = |burn: &&Burn| burn.window == Duration::from_secs(seconds);
    let burn = group.and_then(|group| group.burns.iter().find(is_it));
    burn.and_then(|burn| burn.rate).map_or("-".to_owned(), number)
}

fn document(standing: &Standing) -> Value {
    let Standing { slo, judged, measured, since, .. } = standing;
    let worst = judged.groups.first();
    let level = worst.and_then(|group| group.period);
    let reasons = judged
        .reasons
        .iter()
        .map(|reason| json!({"state": reason.state.name(), "message": reason.message, "help": reason.help}));
    let burns = worst.map(|group| {
        group.burns.iter().map(|burn| {
        json!({"window": format!("{}s", burn.window.as_secs()), "rate": burn.rate, "limit": burn.limit})
    })
    });
    json!({
        "name": slo.name, "service": slo.service, "place": slo.place.to_string(), "verdict": judged.verdict.name(),
        "target": slo.target.ratio(), "window": slo.window.to_string(), "method": measured.method.name(),
        "sli": level.filter(|level| !level.is_idle()).map(|level| 1.0 - level.ratio()),
        "remaining": worst.and_then(Group::remaining), "coverage": measured.coverage.ratio(),
        "events": level.map(|level| json!({"bad": level.bad, "total": level.total})),
        "burn": burns.map(Iterator::collect::<Vec<_>>).unwrap_or_default(),
        "burningSince": since.map(time), "reasons": reasons.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_never_breaks_lines_that_fit() {
        let columns = ["SLO", "STATE"];
        let rows = [vec!["checkout".to_owned(), "ok".to_owned()]];
        // The table is 8 + 3 + 5 wide.
        for (width, expected) in [
            (None, 24),
            (Some(15), LEAST),
            (Some(16), 0),
            (Some(26), 7),
            (Some(27), 8),
            (Some(40), 21),
            (Some(43), 24),
            (Some(200), 24),
        ] {
            let style = Style { width, ..Style::default() };
            assert_eq!(room(&columns, &rows, &style), expected, "{width:?}");
        }
    }
}

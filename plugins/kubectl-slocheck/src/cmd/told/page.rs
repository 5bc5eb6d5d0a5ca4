//! Verdicts and states as pages: what the commands found out, put together for those who draw.

use super::status::{burnt, now, worst_first};
use super::{Gate, Status};
use crate::attribute::Attribution;
use crate::measure::curve::Curve;
use crate::page::{GatePage, Row, StatusPage, Who};

impl Gate<'_> {
    /// Returns the page.
    pub(in crate::cmd) fn page(&self, curve: &Result<Curve, String>) -> String {
        let who = self.who.as_ref();
        let drawn = curve.as_ref().map(|curve| curve.queries.as_slice()).unwrap_or_default();
        let attributed = who.into_iter().flat_map(|who| who.found).flat_map(|of: &Attribution| &of.queries);
        let queries: Vec<_> = self.measured.queries.iter().chain(drawn).chain(attributed).collect();
        let page = GatePage {
            slo: self.slo,
            limits: self.limits,
            measured: self.measured,
            judged: self.judged,
            settled: self.settled,
            overridden: self.policy.reason.as_deref(),
            curve,
            who: who.map(|who| Who {
                windows: who.windows,
                found: who.found,
                since: who.since,
                began: who.began,
            }),
            server: &self.way.name(),
            asked: &self.way.asked(queries),
        };
        page.html()
    }
}

impl Status<'_> {
    /// Returns the page, the worst first.
    pub(in crate::cmd) fn page(&self) -> String {
        let worst = worst_first(self.standings);
        let unknown = Err("nobody asked how it was eaten".to_owned());
        let rows = worst.iter().map(|standing| Row {
            slo: &standing.slo,
            measured: &standing.measured,
            judged: &standing.judged,
            curve: standing.curve.as_ref().unwrap_or(&unknown),
            advice: burnt(standing, self.at).into_iter().chain(now(standing)).collect(),
        });
        let rows: Vec<Row<'_>> = rows.collect();
        let drawn = |curve: &'_ Option<Result<Curve, String>>| {
            curve.as_ref().and_then(|curve| curve.as_ref().ok()).map(|curve| curve.queries.clone())
        };
        let queries: Vec<_> = worst
            .iter()
            .flat_map(|standing| {
                [standing.measured.queries.clone(), drawn(&standing.curve).unwrap_or_default()]
            })
            .flatten()
            .collect();
        let (server, asked) = (self.way.name(), self.way.asked(&queries));
        StatusPage { rows: &rows, at: self.at, server: &server, asked: &asked }.html()
    }
}

//! Judges what was measured. Nothing is rounded before it is compared; equality passes.

use std::time::Duration;

use kubecheck_core::kube::FaultKind;
use kubecheck_prometheus::query::Millis;

use super::limits::{Limits, Pair};
use super::{Burn, Group, Judged, Reason, State, Verdict};
use crate::measure::ask::{Span, What};
use crate::measure::exact::is_within;
use crate::measure::{self, Level, Measured, Scope, Trouble};
use crate::slo::window::{millis, spell};
use crate::slo::{Method, Side, Sli, Slo};
use crate::text::{number, percent, time};

/// Judges an SLO.
pub fn judge(slo: &Slo, limits: &Limits, scope: &Scope, measured: &Measured) -> Judged {
    let mut reasons: Vec<Reason> = Vec::new();
    for reason in measured.troubles.iter().map(trouble) {
        // The same in every window is told once, and of the longest.
        let is_one = matches!(reason.state, State::MoreThanAll | State::Partial);
        let is_told = |told: &Reason| told == &reason || (is_one && told.state == reason.state);
        if !reasons.iter().any(is_told) {
            reasons.push(reason);
        }
    }
    let mut groups = Vec::new();
    for of in &measured.groups {
        let judge = Judge { slo, limits, scope, measured, of };
        let group = judge.group();
        // Good events that cannot be counted are not all bad.
        if !is_blind(slo, measured) {
            judge.period(&group, &mut reasons);
            judge.burn(&mut reasons);
        }
        groups.push(group);
    }
    if measured.groups.is_empty() && !measured.unanswered.contains(&What::Total(Span::Period)) {
        reasons.push(no_data("", measured.passed.length()).help(PASTE));
    }
    data(scope, measured, &mut reasons);
    groups.sort_by(|a, b| b.consumed.unwrap_or(f64::MAX).total_cmp(&a.consumed.unwrap_or(f64::MAX)));
    let verdict = reasons.iter().map(|reason| reason.state.verdict()).max().unwrap_or(Verdict::Pass);
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.state.verdict()));
    Judged { verdict, reasons, groups }
}

/// Tells whether good events were not counted because nothing can match their selector.
fn is_blind(slo: &Slo, measured: &Measured) -> bool {
    let is_good = matches!(&slo.sli, Sli::Events { part, .. } if part.side == Side::Good);
    let is_unmatched =
        |trouble: &Trouble| matches!(trouble, Trouble::NoBucket { .. } | Trouble::NeverMatched { .. });
    is_good && measured.troubles.iter().any(is_unmatched)
}

struct Judge<'a> {
    slo: &'a Slo,
    limits: &'a Limits,
    scope: &'a Scope,
    measured: &'a Measured,
    of: &'a measure::Group,
}

impl Judge<'_> {
    fn group(&self) -> Group {
        let budget = self.slo.target.budget();
        let rate = |level: Level| (!level.is_idle()).then(|| level.ratio() / budget);
        let burn = |(window, level): (&Duration, &Option<Level>)| Burn {
            window: *window,
            rate: level.and_then(rate),
            level: *level,
            limit: self.limit_of(*window),
        };
        Group {
            labels: self.of.labels.clone(),
            period: self.of.period,
            consumed: self.of.period.and_then(rate),
            burns: self.scope.windows.iter().zip(&self.of.windows).map(burn).collect(),
        }
    }

    /// Tells whether the question about a span has no answer, which is told as such: what it would have said is not missing once more.
    fn is_explained(&self, span: Span) -> bool {
        let explains = |what: &What| matches!(what, What::Part(own) | What::Total(own) if *own == span);
        self.measured.unanswered.iter().any(explains) || self.measured.has_more_than_all()
    }

    /// Tells whether the question about a window has no answer.
    fn is_window_explained(&self, window: Duration) -> bool {
        let at = self.scope.windows.iter().position(|own| *own == window);
        at.is_some_and(|at| self.is_explained(Span::Window(at)))
    }

    /// Says what to do where the period has no data: by slices it may have none though its windows have.
    fn help(&self) -> String {
        let counts = self.of.windows.iter().flatten().any(|level| !level.is_idle());
        match (self.measured.method, &self.slo.sli) {
            (Method::Timeslices { slice, .. } | Method::RatioTimeslices { slice }, Sli::Events { .. })
                if counts =>
            {
                format!(
                    "no slice of {} holds two scrapes with an event between them: make slices longer, or count by occurrences",
                    spell(slice)
                )
            }
            _ => PASTE.to_owned(),
        }
    }

    fn limit_of(&self, window: Duration) -> Option<f64> {
        let pair = self.limits.pairs.iter().find(|pair| pair.windows().any(|own| own == window));
        pair.map(|pair| pair.limit.number())
    }

    /// Says which group it is about, where there are several.
    fn name(&self) -> String {
        match self.of.labels.is_empty() {
            true => String::new(),
            false => {
                let labels = self.of.labels.iter().map(|(name, value)| format!("{name}={value:?}"));
                format!("{}: ", labels.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn period(&self, group: &Group, reasons: &mut Vec<Reason>) {
        let (name, window) = (self.name(), &self.slo.window);
        let Some(level) = self.of.period else {
            if !self.is_explained(Span::Period) {
                reasons.push(no_data(&name, self.measured.passed.length()).help(self.help()));
            }
            return;
        };
        let Some(consumed) = group.consumed else {
            reasons.push(Reason::new(State::NoTraffic, format!("{name}nothing happened in {window}")));
            return;
        };
        // remaining >= floor is bad <= total · budget · (1 - floor).
        let most = self.limits.most_consumed();
        if !is_within(level.bad, level.total, &[self.slo.target.exact_budget(), most]) {
            let floor = percent(1.0 - most.number());
            let message =
                format!("{name}{} of the budget is left, and {floor} must be", percent(1.0 - consumed));
            reasons.push(Reason::new(State::BudgetSpent, message));
        }
    }

    fn burn(&self, reasons: &mut Vec<Reason>) {
        // A slice or a ratio of somebody else's is no event: there is nothing to count.
        let counts = matches!(self.slo.sli, Sli::Events { .. });
        let mut passed_over = Vec::new();
        for pair in &self.limits.pairs {
            let Some(long) = self.level(pair.long) else {
                if !self.is_window_explained(pair.long) {
                    reasons.push(no_data(&self.name(), pair.long));
                }
                continue;
            };
            let least = self.limits.min_events.unwrap_or_else(|| pair.least_events(self.slo.target));
            if counts && long.total < least {
                passed_over.push((pair, long.total, least));
                continue;
            }
            self.pair(pair, long, reasons);
        }
        // Where every window has too few events, the period decides.
        let all = !self.limits.pairs.is_empty() && passed_over.len() == self.limits.pairs.len();
        let Some((pair, ..)) = passed_over.last().filter(|_| all) else { return };
        let Some(level) = self.of.period.filter(|level| !level.is_idle()) else { return };
        let least = self.limits.min_events.unwrap_or_else(|| pair.least_events(self.slo.target));
        if self.measured.method == Method::Occurrences && level.total < least {
            let message = format!(
                "{}{} events in the whole period are too few for a burn rate: one bad event in fewer than {} exceeds {}",
                self.name(),
                number(level.total),
                number(least),
                pair.limit.number(),
            );
            let help = "if that is all there is, say how many are enough with --min-events";
            reasons.push(Reason::new(State::TooFewEvents, message).help(help));
        } else if !self.is_within(level, pair) {
            reasons.push(self.burning(
                level,
                pair,
                &format!("the whole period, as there were too few events in {}", pair.spelled()),
            ));
        }
    }

    fn pair(&self, pair: &Pair, long: Level, reasons: &mut Vec<Reason>) {
        if self.is_within(long, pair) {
            return;
        }
        // Where nothing happens right now, the long window alone decides.
        let short = pair.short.and_then(|short| self.level(short)).filter(|level| !level.is_idle());
        if short.is_none_or(|short| !self.is_within(short, pair)) {
            reasons.push(self.burning(long, pair, &pair.spelled()));
        }
    }

    fn burning(&self, level: Level, pair: &Pair, over: &str) -> Reason {
        let rate = level.ratio() / self.slo.target.budget();
        let message = format!(
            "{}the budget burns {} times as fast as it may over {over}, and {} is the most",
            self.name(),
            number(rate),
            pair.limit.number()
        );
        Reason::new(State::Burning, message)
    }

    fn is_within(&self, level: Level, pair: &Pair) -> bool {
        level.is_idle() || is_within(level.bad, level.total, &[self.slo.target.exact_budget(), pair.limit])
    }

    fn level(&self, window: Duration) -> Option<Level> {
        let at = self.scope.windows.iter().position(|own| *own == window)?;
        *self.of.windows.get(at)?
    }
}

/// What to do where there are no data.
const PASTE: &str =
    "run with --show-queries and paste the query of all events into Prometheus: does its selector match?";

fn no_data(name: &str, window: Duration) -> Reason {
    Reason::new(State::NoData, format!("{name}there are no data over {}", spell(window)))
}

/// Judges whether there are data enough, and new ones. Where a question has no answer, only what is known counts.
fn data(scope: &Scope, measured: &Measured, reasons: &mut Vec<Reason>) {
    let period = spell(measured.passed.length());
    let coverage = measured.coverage;
    let is_answered = |what: What| !measured.unanswered.contains(&what);
    let is_told = !is_answered(What::Covered) || reasons.iter().any(|reason| reason.state == State::NoData);
    // No slice has data where what is scraped comes less often than slices end.
    let none = (coverage.expected > 0 && !is_told).then_some(0.0);
    match coverage.ratio().or(none) {
        Some(ratio) if ratio < scope.min_coverage => {
            let since = coverage.oldest.map(time);
            let since = since.map(|oldest| format!("; the oldest are of {oldest}")).unwrap_or_default();
            let message = format!(
                "there are data of {} of {period}, and of {} there must be{since}",
                percent(ratio),
                percent(scope.min_coverage)
            );
            let help = "where the service or its metrics are younger than that, say how much is enough with --min-coverage";
            reasons.push(Reason::new(State::Coverage, message).help(help));
        }
        None if coverage.expected == 0 => {
            reasons.push(Reason::new(State::NoData, "the period has only just begun"));
        }
        _ => {}
    }
    match measured.newest {
        Some(newest) if measured.passed.at - newest > millis(scope.max_age) => {
            let age = Duration::from_millis((measured.passed.at - newest).unsigned_abs());
            let message = format!("the newest sample is {} old", spell(Duration::from_secs(age.as_secs())));
            reasons.push(Reason::new(State::Stale, message).help("is the service still scraped?"));
        }
        None if is_answered(What::Newest) => {
            let message = format!("there was no sample in the last {}", spell(scope.max_age));
            let help = "is the service still scraped? where that is how often it is, say --max-age";
            reasons.push(Reason::new(State::Stale, message).help(help));
        }
        _ => {}
    }
    let is_old = |newest: Option<Millis>| {
        newest.is_none_or(|newest| measured.passed.at - newest > millis(scope.max_age))
    };
    let is_unmatched = reasons.iter().any(|reason| reason.state == State::NeverMatched);
    if measured.part_newest.is_some_and(is_old) && is_answered(What::PartNewest) && !is_unmatched {
        let message =
            format!("the metric that counts apart has no sample in the last {}", spell(scope.max_age));
        let help = "is it still scraped? where it is only there after an error, say --absent-errors-are-zero";
        reasons.push(Reason::new(State::Stale, message).help(help));
    }
}

/// Says what stands in the way of a verdict.
pub fn trouble(trouble: &Trouble) -> Reason {
    match trouble {
        Trouble::Fault { promql, fault } => {
            let state = match fault.kind {
                FaultKind::Forbidden => State::Forbidden,
                kind if kind.is_transient() => State::Unreachable,
                _ => State::Refused,
            };
            let about = if state == State::Refused { format!(" ({promql})") } else { String::new() };
            let reason = Reason::new(state, format!("{}{about}", fault.message));
            Reason { help: fault.hint.clone(), ..reason }
        }
        Trouble::Partial { promql, warning } => Reason::new(State::Partial, format!("{warning} ({promql})")),
        Trouble::Several { promql, count, labels } => {
            let of = if labels.is_empty() {
                String::new()
            } else {
                format!(", which differ in {}", labels.join(", "))
            };
            Reason::new(State::SeveralSeries, format!("{promql} gives {count} series{of}"))
                .help("sum them, or say by which labels the SLO is one for each group")
        }
        Trouble::NotANumber { promql, value } => {
            Reason::new(State::NotANumber, format!("{promql} gives {value}"))
        }
        Trouble::MoreThanAll { part, total, window } => Reason::new(
            State::MoreThanAll,
            format!("{} of {} events over {}", number(*part), number(*total), spell(*window)),
        )
        .help("the selector of all events must match everything that the other one does"),
        Trouble::NeverMatched { selector, why } => Reason::new(
            State::NeverMatched,
            format!("{selector} has no series: {why}"),
        )
        .help(
            "mend the selector; if there is no series before the first error, say --absent-errors-are-zero",
        ),
        Trouble::NoBucket { selector, bounds } => {
            let few: Vec<&str> = bounds.iter().take(2).map(String::as_str).collect();
            Reason::new(
                State::NoBucket,
                format!("{selector} has no series: the histogram has no such bucket"),
            )
            .help(format!("the nearest are {}", few.join(" and ")))
        }
    }
}

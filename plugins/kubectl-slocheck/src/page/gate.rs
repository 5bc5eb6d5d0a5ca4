//! The page of a verdict.

use super::bars::bar;
use super::curve::{Drawn, figure};
use super::markup::Element;
use super::parts::{self, Fact, aside, badge, paragraph, section, text, tone};
use super::{Asked, Who, page};
use crate::gate::policy::Settled;
use crate::gate::sentence::sentence;
use crate::gate::{Burn, Group, Judged, Limits};
use crate::measure::curve::Curve;
use crate::measure::exact::is_within;
use crate::measure::{Level, Measured};
use crate::slo::window::spell;
use crate::slo::{Method, Slo};
use crate::text::{number, percent, time};

/// How many times the greatest limit a bar shows.
const BEYOND: f64 = 4.0;
/// How many groups have a table.
const GROUPS: usize = 20;

/// A verdict, with all that led to it.
#[derive(Clone, Copy, Debug)]
pub struct GatePage<'a> {
    /// What is promised.
    pub slo: &'a Slo,
    /// What was compared with.
    pub limits: &'a Limits,
    /// What was measured.
    pub measured: &'a Measured,
    /// What was found out.
    pub judged: &'a Judged,
    /// What it comes to.
    pub settled: &'a Settled,
    /// Why something was passed over, if it was.
    pub overridden: Option<&'a str>,
    /// How the budget was eaten, or why that is not known.
    pub curve: &'a Result<Curve, String>,
    /// Who did it, where that was asked.
    pub who: Option<Who<'a>>,
    /// What was asked.
    pub server: &'a str,
    /// All questions.
    pub asked: &'a [Asked],
}

impl GatePage<'_> {
    /// Returns the page.
    pub fn html(&self) -> String {
        let main = Element::new("main")
            .child(self.header())
            .child(self.verdict())
            .child(parts::facts(&self.facts()))
            .children(self.reasons())
            .child(self.budget())
            .child(self.burn())
            .children(self.who.map(|who| who.section()))
            .child(parts::questions(self.asked));
        let title = format!("{}: {}", self.settled.verdict.name(), self.slo.title());
        page(&title, self.measured.passed.at, main)
    }

    fn header(&self) -> Element {
        let title = format!("May {} be released?", self.slo.title());
        let description = Some(self.slo.description.as_str()).filter(|description| !description.is_empty());
        Element::new("header")
            .child(Element::new("h1").text(&title))
            .children(description.map(aside))
            .child(aside(&format!("{}, asked of {}", self.slo.place, self.server)))
    }

    fn verdict(&self) -> Element {
        let verdict = self.settled.verdict;
        let said = sentence(self.slo, self.limits, self.judged, self.settled);
        let overridden = self.overridden.filter(|_| !self.settled.overridden.is_empty());
        Element::of("div", &format!("verdict {}", tone(verdict)))
            .with("role", "status")
            .child(badge(verdict, verdict.name()))
            .text(&said)
            .children(overridden.map(|why| aside(&format!("Overridden: {why}"))))
    }

    fn facts(&self) -> Vec<Fact> {
        let Measured { passed, method, coverage, .. } = self.measured;
        let worst = self.judged.groups.first();
        let unknown = || "not known".to_owned();
        let mut facts = vec![
            ("Budget left", worst.and_then(Group::remaining).map_or_else(unknown, percent), true),
            ("Must be left", percent(self.limits.floor.number()), false),
            ("Promised", self.slo.target.to_string(), false),
            ("Over", self.slo.window.to_string(), false),
            ("Counted by", method.name().to_owned(), false),
            ("Data of the period", coverage.ratio().map_or_else(unknown, percent), false),
            ("Up to", time(passed.at), false),
        ];
        if passed.end != passed.at {
            let share = passed.length().as_secs_f64() / passed.whole().as_secs_f64();
            facts.push(("Of the period has passed", percent(share), false));
        }
        facts
    }

    fn reasons(&self) -> Option<Element> {
        let reasons = &self.judged.reasons;
        (!reasons.is_empty()).then(|| section("Why").child(parts::reasons(reasons)))
    }

    fn budget(&self) -> Element {
        let section = section("Error budget");
        let Some(worst) = self.judged.groups.first() else {
            return section.child(aside("Nothing is known of it."));
        };
        let section = match worst.labels.is_empty() {
            true => section,
            false => section.child(paragraph(&format!("The worst group: {}", name(worst)))),
        };
        let curve = match self.curve {
            Err(why) => return section.child(aside(&format!("It is not drawn: {why}."))),
            Ok(curve) => curve,
        };
        let Some(line) = curve.line(&worst.labels) else {
            return section.child(aside("It is not drawn: there are no data of it."));
        };
        section.child(figure(&Drawn {
            id: 1,
            name: &self.slo.title(),
            curve,
            line,
            floor: self.limits.floor.number(),
            remaining: worst.remaining(),
        }))
    }

    fn burn(&self) -> Element {
        let pairs = self.limits.pairs.iter();
        let pairs: Vec<String> =
            pairs.map(|pair| format!("{} above {}", pair.spelled(), pair.limit.number())).collect();
        let rule = match pairs.is_empty() {
            true => "No limit is set.".to_owned(),
            false => format!(
                "It is denied if the budget burns faster than its limit in all windows of a pair: {}.",
                pairs.join("; ")
            ),
        };
        let groups = self.judged.groups.iter().take(GROUPS).map(|group| self.windows(group));
        let more = self.judged.groups.len().saturating_sub(GROUPS);
        section("Burn rates")
            .child(aside(&format!(
                "How many times as fast as it may the budget burns; at 1 it lasts exactly as long as the period. {rule}"
            )))
            .children(groups)
            .children((more > 0).then(|| aside(&format!("and {more} more groups"))))
    }

    fn windows(&self, group: &Group) -> Element {
        let unit = match self.measured.method {
            Method::Occurrences => ("Bad events", "All events"),
            Method::Timeslices { .. } => ("Bad (of the period: slices)", "All"),
            Method::RatioTimeslices { .. } => ("Bad (of the period: mean of slices)", "All"),
        };
        let columns = [
            ("Window", "w"),
            ("Against its limit", ""),
            ("Burn rate", "n"),
            ("Limit", "n"),
            ("", "w"),
            (unit.0, "n"),
            (unit.1, "n"),
        ];
        let scale = self.scale(group);
        let period = Burn {
            window: self.measured.passed.length(),
            rate: group.consumed,
            level: group.period,
            limit: Some(self.limits.most_consumed().number()),
        };
        let rows = std::iter::once(&period).chain(&group.burns).enumerate().map(|(number_of, burn)| {
            let is_over = self.is_over(burn, number_of == 0);
            let count =
                |pick: fn(Level) -> f64| burn.level.map_or("-".to_owned(), |level| number(pick(level)));
            vec![
                text(&if number_of == 0 {
                    format!("the period, {}", spell(burn.window))
                } else {
                    spell(burn.window)
                }),
                bar(burn.rate.unwrap_or_default(), scale, burn.limit, is_over == Some(true)),
                text(&burn.rate.map_or("-".to_owned(), number)),
                text(&burn.limit.map_or("-".to_owned(), number)),
                word(burn, is_over),
                text(&count(|level| level.bad)),
                text(&count(|level| level.total)),
            ]
        });
        let caption = if group.labels.is_empty() {
            "What was counted over the period and each window".to_owned()
        } else {
            let left = group.remaining().map(|left| format!(": {} left", percent(left)));
            format!("{}{}", name(group), left.unwrap_or_default())
        };
        parts::table(&caption, &columns, rows)
    }

    /// Returns where the bars of a group end: so that limits are told apart, whatever exceeds them by far goes on beyond.
    fn scale(&self, group: &Group) -> f64 {
        let limits = self.limits.pairs.iter().map(|pair| pair.limit.number()).fold(1.0, f64::max);
        let rates = group.burns.iter().filter_map(|burn| burn.rate).chain(group.consumed).fold(1.0, f64::max);
        rates.max(limits * 1.1).min(limits * BEYOND)
    }

    /// Tells whether a burn rate is above its limit, as exactly as the verdict; none if there is nothing to compare.
    fn is_over(&self, burn: &Burn, is_period: bool) -> Option<bool> {
        let level = burn.level.filter(|level| !level.is_idle())?;
        let limit = match is_period {
            true => self.limits.most_consumed(),
            false => {
                self.limits.pairs.iter().find(|pair| pair.windows().any(|own| own == burn.window))?.limit
            }
        };
        Some(!is_within(level.bad, level.total, &[self.slo.target.exact_budget(), limit]))
    }
}

fn word(burn: &Burn, is_over: Option<bool>) -> Element {
    match (is_over, burn.level) {
        (Some(true), _) => Element::new("strong").text("above"),
        (Some(false), _) => text("within"),
        (None, Some(level)) if level.is_idle() => text("nothing happened"),
        (None, Some(_)) => text("no limit"),
        (None, None) => text("not known"),
    }
}

fn name(group: &Group) -> String {
    group.labels.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ")
}

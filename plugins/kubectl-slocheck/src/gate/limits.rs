//! What the gate compares with.

use std::time::Duration;

use crate::measure::exact::Decimal;
use crate::slo::Target;
use crate::slo::window::spell;

/// What the gate compares with.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The share of the budget that must be left.
    pub floor: Decimal,
    /// The windows over which burn rates are compared.
    pub pairs: Vec<Pair>,
    /// How many events a burn rate needs; none for as many as make one of them bearable.
    pub min_events: Option<f64>,
}

impl Limits {
    /// Returns limits that nothing exceeds but a budget that is gone: for who only wants to know what is known.
    pub fn none() -> Limits {
        Limits { floor: Decimal { units: 0, digits: 0 }, pairs: Vec::new(), min_events: None }
    }

    /// Returns the share of the budget that may be gone, exactly.
    pub fn most_consumed(&self) -> Decimal {
        let one = 10_u64.pow(self.floor.digits);
        Decimal { units: one.saturating_sub(self.floor.units), digits: self.floor.digits }
    }

    /// Returns all windows of the pairs, each once, the longest first.
    pub fn windows(&self) -> Vec<Duration> {
        let mut windows: Vec<Duration> = self.pairs.iter().flat_map(Pair::windows).collect();
        windows.sort_by(|a, b| b.cmp(a));
        windows.dedup();
        windows
    }
}

/// Reads a share of the budget: `15%` or `0.15`. A bare `15` may mean either, and is refused.
///
/// # Errors
/// What is no share, as a fragment that shows both spellings.
pub fn share(text: &str) -> Result<Decimal, String> {
    let of_percent = text.strip_suffix('%');
    let mut share = Decimal::parse(of_percent.unwrap_or(text).trim())?;
    if of_percent.is_some() {
        share.digits += 2;
    }
    if share.digits > 18 {
        return Err(format!("{text:?} has more digits than can be compared exactly"));
    }
    if share.units > 10_u64.pow(share.digits) {
        let hint = if of_percent.is_none() {
            format!("write {text}% or {}", crate::text::number(share.number() / 100.0))
        } else {
            "100% is all of it".to_owned()
        };
        return Err(format!("{text} is more than the whole budget; {hint}"));
    }
    // 1 may be one per cent or all of it.
    if of_percent.is_none() && share.units == 10_u64.pow(share.digits) {
        return Err(format!("{text} may mean 1% or all of it; write 1% or 100%"));
    }
    Ok(share)
}

/// Windows that are compared together: the long one says that it matters, the short one that it still goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The long window.
    pub long: Duration,
    /// The short one, where there are two.
    pub short: Option<Duration>,
    /// The burn rate that is not to be exceeded.
    pub limit: Decimal,
}

/// The windows of the SRE workbook (chapter 5, "Multiwindow, Multi-Burn-Rate Alerts") that page somebody, with the percentage of the
/// budget that may be gone in the long one.
const PAGES: [(u64, u64, u64); 2] = [(3600, 300, 2), (6 * 3600, 1800, 5)];

impl Pair {
    /// Returns the workbook's windows with the burn rates that they have for a period: 14.4 and 6 for 30 days.
    pub fn usual(period: Duration) -> Vec<Pair> {
        let of = |(long, short, percent): (u64, u64, u64)| Pair {
            long: Duration::from_secs(long),
            short: Some(Duration::from_secs(short)),
            limit: rate(percent, period, long),
        };
        PAGES.map(of).to_vec()
    }

    /// Returns those of the usual pairs that mean something for a target: within the period, with a limit that can be exceeded, and of
    /// no less than 1, as what burns more slowly never spends the budget. A period of one day has none.
    pub fn sensible(period: Duration, target: Target) -> Vec<Pair> {
        let is_sensible = |pair: &Pair| {
            pair.long <= period && pair.limit.number() >= 1.0 && pair.cannot_fire(target).is_none()
        };
        Pair::usual(period).into_iter().filter(is_sensible).collect()
    }

    /// Returns the windows.
    pub fn windows(&self) -> impl Iterator<Item = Duration> {
        std::iter::once(self.long).chain(self.short)
    }

    /// Tells why the limit could never be exceeded, if so: nothing is worse than all events being bad.
    pub fn cannot_fire(&self, target: Target) -> Option<String> {
        let (limit, budget) = (self.limit.number(), target.budget());
        let most = 1.0 / budget;
        (limit * budget >= 1.0).then(|| {
            format!("a burn rate above {limit} cannot be: with a target of {target} it is {most} when every event is bad")
        })
    }

    /// Returns how many events make one bad event bearable: fewer, and a single one exceeds the limit.
    pub fn least_events(&self, target: Target) -> f64 {
        let share = self.limit.number() * target.budget();
        if share > 0.0 { (1.0 / share - 1e-9).ceil() } else { f64::INFINITY }
    }

    /// Returns the windows as they are shown: `1 hour and 5 minutes`.
    pub fn spelled(&self) -> String {
        let short = self.short.map(|short| format!(" and {}", spell(short)));
        format!("{}{}", spell(self.long), short.unwrap_or_default())
    }
}

/// Returns the burn rate that uses a percentage of the budget of a period within a window, to a thousandth.
pub(crate) fn rate(percent: u64, period: Duration, window: u64) -> Decimal {
    let units = percent * period.as_secs() * 10 / window;
    Decimal { units, digits: 3 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burn_rates_scale_with_the_period() {
        let of = |days: u64| {
            let period = Duration::from_secs(days * 86400);
            Pair::usual(period).iter().map(|pair| pair.limit.number()).collect::<Vec<_>>()
        };
        assert_eq!(of(30), [14.4, 6.0]);
        assert_eq!(of(28), [13.44, 5.6]);
        assert_eq!(of(7), [3.36, 1.4]);
    }

    #[test]
    fn what_never_spends_the_budget_is_no_limit() {
        let of = |days: u64, target: &str| {
            let target = Target::of_percent(target).expect("it is a target");
            let pairs = Pair::sensible(Duration::from_secs(days * 86400), target);
            pairs.iter().map(|pair| pair.limit.number()).collect::<Vec<_>>()
        };
        assert_eq!(of(30, "99.9"), [14.4, 6.0]);
        assert_eq!(of(30, "90"), [6.0]);
        assert_eq!(of(3, "99.9"), [1.44]);
        assert!(of(1, "99.9").is_empty());
        assert!(Pair::sensible(Duration::from_secs(1800), Target::of_percent("99.9").unwrap()).is_empty());
    }

    #[test]
    fn a_share_without_a_sign_is_a_fraction_or_refused() {
        assert_eq!(share("15%").unwrap().number(), 0.15);
        assert_eq!(share("0.15").unwrap().number(), 0.15);
        assert_eq!(share("0").unwrap().number(), 0.0);
        assert_eq!(share("100%").unwrap().number(), 1.0);
        assert_eq!(share("15").unwrap_err(), "15 is more than the whole budget; write 15% or 0.15");
        assert!(share("1").unwrap_err().contains("1% or 100%"));
        for text in ["", "%", "-1%", "101%", "abc"] {
            assert!(share(text).is_err(), "{text}");
        }
    }

    #[test]
    fn one_bad_event_must_be_bearable() {
        let pair = |limit: &str| Pair {
            long: Duration::from_secs(3600),
            short: None,
            limit: Decimal::parse(limit).expect("it is a decimal"),
        };
        let target = Target::of_percent("99.9").expect("it is a target");
        assert_eq!(pair("2.5").least_events(target), 400.0);
        assert!(pair("2.5").cannot_fire(target).is_none());
        let low = Target::of_percent("90").expect("it is a target");
        assert!(pair("14.4").cannot_fire(low).is_some());
        assert!(pair("10").cannot_fire(low).is_some());
        assert!(pair("9.99").cannot_fire(low).is_none());
    }
}

//! The period that a budget is for.

use std::fmt;
use std::time::Duration;

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, Zoned};
use kubecheck_prometheus::query::Millis;

/// The period that a budget is for.
#[derive(Clone, Debug, PartialEq)]
pub enum Window {
    /// So long, up to now.
    Rolling(Duration),
    /// A period of the calendar, which begins anew.
    Calendar(Calendar),
}

/// Periods of the calendar that follow each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// How many units a period has; at least 1.
    pub count: i64,
    /// The unit.
    pub unit: Unit,
    /// The beginning of one of them, on the clocks of the zone.
    pub anchor: DateTime,
    /// Where the clocks are.
    pub zone: TimeZone,
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A day: 23, 24 or 25 hours.
    Day,
    /// Seven days.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// The part of a period that has passed at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The beginning of the period; not part of it.
    pub start: Millis,
    /// The instant.
    pub at: Millis,
    /// The end of the period; the instant itself if it rolls.
    pub end: Millis,
}

impl Passed {
    /// Returns how long it is.
    pub fn length(self) -> Duration {
        Duration::from_millis(u64::try_from(self.at - self.start).unwrap_or_default())
    }

    /// Returns the length of the whole period.
    pub fn whole(self) -> Duration {
        Duration::from_millis(u64::try_from(self.end - self.start).unwrap_or_default())
    }
}

impl Window {
    /// Returns a period of whole days that rolls.
    pub fn days(days: u32) -> Window {
        Window::Rolling(Duration::from_secs(u64::from(days) * 86400))
    }

    /// Returns how long the period is; of the calendar, how long it usually is.
    pub fn length(&self) -> Duration {
        match self {
            Window::Rolling(length) => *length,
            Window::Calendar(calendar) => {
                let days = match calendar.unit {
                    Unit::Day => 1,
                    Unit::Week => 7,
                    Unit::Month => 30,
                    Unit::Quarter => 91,
                    Unit::Year => 365,
                };
                Duration::from_secs(days * 86400 * calendar.count.unsigned_abs())
            }
        }
    }

    /// Returns what of the period has passed at an instant.
    ///
    /// # Errors
    /// Instants and periods that no calendar has.
    pub fn passed(&self, at: Millis) -> Result<Passed, String> {
        match self {
            Window::Rolling(length) => {
                let length = i64::try_from(length.as_millis()).map_err(|error| error.to_string())?;
                Ok(Passed { start: at - length, at, end: at })
            }
            Window::Calendar(calendar) => calendar.passed(at).map_err(|error| error.to_string()),
        }
    }
}

impl Unit {
    /// Returns the span of some of them.
    fn span(self, count: i64) -> Result<Span, jiff::Error> {
        match self {
            Unit::Day => Span::new().try_days(count),
            Unit::Week => Span::new().try_weeks(count),
            Unit::Month => Span::new().try_months(count),
            Unit::Quarter => Span::new().try_months(count.saturating_mul(3)),
            Unit::Year => Span::new().try_years(count),
        }
    }

    /// Returns no more than so many of them fit between two times; the calendar tells the rest.
    fn about(self, days: i64) -> i64 {
        match self {
            Unit::Day => days,
            Unit::Week => days / 7,
            Unit::Month => days / 31,
            Unit::Quarter => days / 92,
            Unit::Year => days / 366,
        }
    }

    /// Returns its name, as `1 month` has it.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
        }
    }
}

impl Calendar {
    /// Returns periods of one unit that begin as people's calendars have it: months on the first, weeks on Monday.
    pub fn usual(unit: Unit, zone: TimeZone) -> Calendar {
        // The first of January 2024 is a Monday.
        Calendar { count: 1, unit, anchor: date(2024, 1, 1).at(0, 0, 0, 0), zone }
    }

    fn passed(&self, at: Millis) -> Result<Passed, jiff::Error> {
        let now = Timestamp::from_millisecond(at)?;
        let days = now.to_zoned(self.zone.clone()).datetime().duration_since(self.anchor).as_hours() / 24;
        let count = self.count.max(1);
        let mut number = self.unit.about(days.abs()) / count * days.signum();
        // Counted from the anchor, each in one step: a month after a month after the 31st is no longer at a month's end.
        while self.begins(number)?.timestamp() > now {
            number -= 1;
        }
        while self.begins(number + 1)?.timestamp() <= now {
            number += 1;
        }
        let millis = |at: Zoned| at.timestamp().as_millisecond();
        Ok(Passed { start: millis(self.begins(number)?), at, end: millis(self.begins(number + 1)?) })
    }

    fn begins(&self, number: i64) -> Result<Zoned, jiff::Error> {
        let span = self.unit.span(number.saturating_mul(self.count.max(1)))?;
        self.anchor.checked_add(span)?.to_zoned(self.zone.clone())
    }
}

impl fmt::Display for Window {
    /// Writes it as people say it: `30 days`, `the calendar month in Europe/Berlin`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Window::Rolling(length) => f.write_str(&spell(*length)),
            Window::Calendar(calendar) => {
                match calendar.count {
                    1 => write!(f, "the calendar {}", calendar.unit.name())?,
                    count => write!(f, "{count} calendar {}s", calendar.unit.name())?,
                }
                write!(f, " in {}", calendar.zone.iana_name().unwrap_or("UTC"))
            }
        }
    }
}

/// Returns a length of time in milliseconds; what is too long for that, as long as can be.
pub fn millis(length: Duration) -> Millis {
    Millis::try_from(length.as_millis()).unwrap_or(Millis::MAX)
}

/// Writes a length of time in its largest whole unit: `30 days`, `1 hour`, `90 minutes`.
pub fn spell(length: Duration) -> String {
    let seconds = length.as_secs();
    let (count, unit) = match seconds {
        0 => (0, "second"),
        _ if seconds.is_multiple_of(86400) => (seconds / 86400, "day"),
        _ if seconds.is_multiple_of(3600) => (seconds / 3600, "hour"),
        _ if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        text.parse::<Timestamp>().expect("it is a time").as_millisecond()
    }

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").expect("the zones are there")
    }

    #[test]
    fn a_rolling_window_ends_now() {
        let passed = Window::days(30).passed(at("2026-10-31T00:00:00Z")).unwrap();
        assert_eq!(passed.start, at("2026-10-01T00:00:00Z"));
        assert_eq!((passed.end, passed.length()), (passed.at, passed.whole()));
    }

    #[test]
    fn months_are_those_of_the_zone() {
        // With the change of clocks, this March has 743 hours.
        let month = Window::Calendar(Calendar::usual(Unit::Month, berlin()));
        let passed = month.passed(at("2026-03-30T12:00:00Z")).unwrap();
        assert_eq!(passed.start, at("2026-02-28T23:00:00Z"));
        assert_eq!(passed.whole(), Duration::from_secs(743 * 3600));
        let first = month.passed(at("2026-02-28T23:00:00Z")).unwrap();
        assert_eq!(first.length(), Duration::ZERO);
        assert_eq!(month.to_string(), "the calendar month in Europe/Berlin");
    }

    #[test]
    fn periods_before_the_anchor_count_as_well() {
        for (unit, start) in [
            (Unit::Day, "2019-05-17T00:00:00Z"),
            (Unit::Week, "2019-05-13T00:00:00Z"),
            (Unit::Month, "2019-05-01T00:00:00Z"),
            (Unit::Quarter, "2019-04-01T00:00:00Z"),
            (Unit::Year, "2019-01-01T00:00:00Z"),
        ] {
            let window = Window::Calendar(Calendar::usual(unit, TimeZone::UTC));
            assert_eq!(window.passed(at("2019-05-17T01:02:03Z")).unwrap().start, at(start), "{unit:?}");
        }
    }

    #[test]
    fn an_anchor_at_the_end_of_a_month_stays_there() {
        let anchor = date(2026, 1, 31).at(0, 0, 0, 0);
        let of = Calendar { count: 1, unit: Unit::Month, anchor, zone: TimeZone::UTC };
        let passed = Window::Calendar(of).passed(at("2026-04-02T00:00:00Z")).unwrap();
        assert_eq!((passed.start, passed.end), (at("2026-03-31T00:00:00Z"), at("2026-04-30T00:00:00Z")));
    }
}

//! Where the marks of an axis stand.

use jiff::Timestamp;
use kubecheck_prometheus::query::Millis;

/// The steps that people count in, below ten.
const NICE: [f64; 5] = [1.0, 2.0, 2.5, 5.0, 10.0];
/// About how many marks an axis of shares has.
const SHARES: f64 = 4.0;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;
/// The steps that people count time in.
const TIMES: [Millis; 14] = [
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    5 * DAY,
    10 * DAY,
    30 * DAY,
    90 * DAY,
];
/// The most marks that an axis of time has room for.
const MOST: Millis = 7;

/// Returns marks for shares, from the one below the least to the one above the greatest, which differ.
pub(super) fn shares(least: f64, greatest: f64) -> Vec<f64> {
    let raw = (greatest - least) / SHARES;
    let power = 10_f64.powf(raw.log10().floor());
    let step = NICE.iter().map(|nice| nice * power).find(|step| *step >= raw * 0.999_999).unwrap_or(raw);
    let (first, last) = ((least / step + 1e-9).floor(), (greatest / step - 1e-9).ceil());
    (0..=(last - first) as u32).map(|mark| (first + f64::from(mark)) * step).collect()
}

/// Returns marks for times between two, each with its name: a day, or a time of the day where they are nearer than that.
/// All are UTC.
pub(super) fn times(start: Millis, end: Millis) -> Vec<(Millis, String)> {
    let length = end - start;
    let years = 365 * DAY;
    let step =
        TIMES.into_iter().find(|step| length / step <= MOST).unwrap_or(length / years / MOST * years + years);
    let first = start.div_euclid(step) + 1;
    let marks = (first..=end.div_euclid(step)).map(|number| number * step);
    let format = if step < DAY { "%-d %b %H:%M" } else { "%-d %b" };
    let name = |at: Millis| {
        let time = Timestamp::from_millisecond(at).map(|time| time.strftime(format).to_string());
        (at, time.unwrap_or_default())
    };
    marks.map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_marked_in_steps_that_people_count_in() {
        assert_eq!(shares(0.0, 1.0), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(shares(-5.3, 1.0), [-6.0, -4.0, -2.0, 0.0, 2.0]);
        assert_eq!(shares(-0.1, 1.0), [-0.5, 0.0, 0.5, 1.0]);
        assert_eq!(shares(-480.0, 1.0), [-600.0, -400.0, -200.0, 0.0, 200.0]);
    }

    #[test]
    fn times_are_marked_where_days_and_hours_begin() {
        let at = |text: &str| text.parse::<Timestamp>().expect("it is a time").as_millisecond();
        let names = |start: &str, end: &str| {
            times(at(start), at(end)).into_iter().map(|(_, name)| name).collect::<Vec<_>>()
        };
        assert_eq!(
            names("2026-10-01T00:00:00Z", "2026-10-31T00:00:00Z"),
            ["4 Oct", "9 Oct", "14 Oct", "19 Oct", "24 Oct", "29 Oct"]
        );
        assert_eq!(
            names("2026-10-30T17:30:00Z", "2026-10-31T00:10:00Z"),
            [
                "30 Oct 18:00",
                "30 Oct 19:00",
                "30 Oct 20:00",
                "30 Oct 21:00",
                "30 Oct 22:00",
                "30 Oct 23:00",
                "31 Oct 00:00"
            ]
        );
        for days in [1, 2, 7, 28, 90, 365, 3660] {
            let marks = times(0, days * DAY);
            assert!((2..=9).contains(&marks.len()), "{days} days: {}", marks.len());
        }
    }
}

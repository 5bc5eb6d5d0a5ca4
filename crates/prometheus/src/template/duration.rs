//! Lengths of time as Prometheus writes them.

use std::time::Duration;

const SECOND: u64 = 1000;
const DAY: u64 = 24 * 3600 * SECOND;

/// The units: milliseconds, the letter, and whether it is only used for what it measures exactly.
const UNITS: [(u64, &str, bool); 7] = [
    (365 * DAY, "y", true),
    (7 * DAY, "w", true),
    (DAY, "d", false),
    (3600 * SECOND, "h", false),
    (60 * SECOND, "m", false),
    (SECOND, "s", false),
    (1, "ms", false),
];

/// Writes a length of time as Prometheus does: `30d`, `1h30m`, `250ms` (`model/time.go` of prometheus/common). PromQL knows
/// nothing below a millisecond, and no length of zero: what is shorter becomes one millisecond.
pub fn duration(length: Duration) -> String {
    let mut rest = u64::try_from(length.as_millis()).unwrap_or(u64::MAX).max(1);
    let mut written = String::new();
    for (unit, letter, exact) in UNITS {
        if rest >= unit && (!exact || rest.is_multiple_of(unit)) {
            written.push_str(&format!("{}{letter}", rest / unit));
            rest %= unit;
        }
    }
    written
}

/// Reads a length of time as Prometheus does: `30d`, `1h30m`, units from large to small and each once (`model/time.go` of
/// prometheus/common). None if it is no such length, zero, or longer than a hundred years.
pub fn read_duration(text: &str) -> Option<Duration> {
    let (mut rest, mut millis, mut units) = (text, 0_u64, UNITS.as_slice());
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0)?;
        let (count, behind) = rest.split_at(digits);
        let letters = behind.find(|c: char| c.is_ascii_digit()).unwrap_or(behind.len());
        let (letter, behind) = behind.split_at(letters);
        let at = units.iter().position(|(_, unit, _)| *unit == letter)?;
        millis = millis.checked_add(units[at].0.checked_mul(count.parse().ok()?)?)?;
        (rest, units) = (behind, &units[at + 1..]);
    }
    Some(Duration::from_millis(millis)).filter(|_| (1..=100 * 365 * DAY).contains(&millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_prometheus_writes_them() {
        for (millis, text) in [
            (30 * DAY, "30d"),
            (28 * DAY, "4w"),
            (365 * DAY, "1y"),
            (366 * DAY, "366d"),
            (5400 * SECOND, "1h30m"),
            (17 * SECOND, "17s"),
            (1250, "1s250ms"),
            (DAY + 1, "1d1ms"),
            (0, "1ms"),
        ] {
            assert_eq!(duration(Duration::from_millis(millis)), text);
        }
    }

    #[test]
    fn lengths_are_read_as_prometheus_reads_them() {
        for text in ["30d", "1h30m", "17s", "1s250ms", "1d1ms", "1y", "4w"] {
            assert_eq!(read_duration(text).map(duration).as_deref(), Some(text));
        }
        for text in
            ["", "5", "m", "1m1h", "1h1h", "0s", "1M", "-1h", "1.5h", "1 h", "99999999999999y", "101y", "1hm"]
        {
            assert_eq!(read_duration(text), None, "{text}");
        }
    }
}

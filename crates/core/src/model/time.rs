//! Times as Kubernetes writes them (RFC 3339), and ages as kubectl shows them.

pub use jiff::Timestamp;

/// Returns the time it is.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Reads a time such as `2026-01-02T03:04:05Z`.
pub fn parse(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// Returns the seconds from a time to a later one; negative if it is not later.
pub fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.as_second() - from.as_second()
}

/// Writes a number of seconds as kubectl writes ages (`k8s.io/apimachinery/pkg/util/duration/duration.go`, `HumanDuration`).
pub fn age(seconds: i64) -> String {
    if seconds < -1 {
        return "<invalid>".to_owned();
    }
    let seconds = seconds.max(0);
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    let (days, years) = (hours / 24, hours / 24 / 365);
    let two = |large: i64, unit: &str, small: i64, smaller: &str| match small {
        0 => format!("{large}{unit}"),
        small => format!("{large}{unit}{small}{smaller}"),
    };
    match () {
        () if seconds < 120 => format!("{seconds}s"),
        () if minutes < 10 => two(minutes, "m", seconds % 60, "s"),
        () if minutes < 180 => format!("{minutes}m"),
        () if hours < 8 => two(hours, "h", minutes % 60, "m"),
        () if hours < 48 => format!("{hours}h"),
        () if days < 8 => two(days, "d", hours % 24, "h"),
        () if years < 2 => format!("{days}d"),
        () if years < 8 => two(years, "y", days % 365, "d"),
        () => format!("{years}y"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_written_as_kubectl_writes_them() {
        let expected = [
            (-2, "<invalid>"),
            (-1, "0s"),
            (119, "119s"),
            (120, "2m"),
            (125, "2m5s"),
            (600, "10m"),
            (10_799, "179m"),
            (10_800, "3h"),
            (28_799, "7h59m"),
            (28_800, "8h"),
            (172_799, "47h"),
            (172_800, "2d"),
            (176_400, "2d1h"),
            (691_200, "8d"),
            (63_072_000, "2y"),
            (63_158_400, "2y1d"),
            (252_288_000, "8y"),
        ];
        for (seconds, text) in expected {
            assert_eq!(age(seconds), text);
        }
    }

    #[test]
    fn times_are_read_with_fractions_and_zones() {
        let first = parse("2026-01-02T03:04:05Z").unwrap();
        assert_eq!(parse("2026-01-02T04:04:05.000000+01:00"), Some(first));
        assert_eq!(parse("yesterday"), None);
    }
}

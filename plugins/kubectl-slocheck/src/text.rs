//! How numbers and times are written for people. Nothing is compared in this form.

use jiff::Timestamp;
use kubecheck_prometheus::query::Millis;

/// Writes a share as a percentage of at most six digits that count: `59.3181%`.
pub(crate) fn percent(share: f64) -> String {
    format!("{}%", number(share * 100.0))
}

/// Writes a number with at most six digits that count.
pub(crate) fn number(value: f64) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let digits = value.abs().log10().floor();
    let behind = if value == 0.0 { 0 } else { (5.0 - digits).clamp(0.0, 12.0) as usize };
    let text = format!("{value:.behind$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Writes an instant, as RFC 3339 has it: `2026-10-31T00:00:00Z`.
pub(crate) fn time(at: Millis) -> String {
    let time = Timestamp::from_millisecond(at);
    time.map_or_else(|_| format!("{at} ms"), |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_six_digits_that_count() {
        for (value, text) in [
            (0.593_181_2, "0.593181"),
            (2.54, "2.54"),
            (103_685_660.29, "103685660"),
            (0.0, "0"),
            (-0.000_000_000_000_001, "0"),
            (1234.5678, "1234.57"),
            (f64::NAN, "NaN"),
            (14.4, "14.4"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(percent(0.15), "15%");
        assert_eq!(time(1_793_404_800_000), "2026-10-31T00:00:00Z");
    }
}

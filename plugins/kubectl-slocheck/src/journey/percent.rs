//! Percentages by what is missing of them: nines are never rounded up to a hundred.

/// The most digits behind the point.
const DIGITS: i32 = 30;

/// Writes what a loss leaves, as a percentage with so many digits of the loss that count, rounded by a function: `99.840065%`.
pub(super) fn left(lost: f64, count: i32, round: impl Fn(f64) -> f64) -> String {
    let lost = lost.clamp(0.0, 1.0) * 100.0;
    if lost == 0.0 {
        return "100%".to_owned();
    }
    let behind = (count - 1 - lost.log10().floor() as i32).clamp(0, DIGITS);
    // Something is lost, so that something must be missing.
    let missing = (round(lost * 10_f64.powi(behind)) as u128).max(1);
    let behind = behind as usize;
    let units = (100 * 10_u128.pow(behind as u32)).saturating_sub(missing);
    let text = format!("{units:0>0$}", behind + 1);
    let (whole, fraction) = text.split_at(text.len() - behind);
    match fraction.trim_end_matches('0') {
        "" => format!("{whole}%"),
        fraction => format!("{whole}.{fraction}%"),
    }
}

/// Writes what a loss leaves, with six digits of the loss that count.
pub(super) fn good(lost: f64) -> String {
    left(lost, 6, f64::round)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nines_are_shown_as_they_are() {
        for (lost, text) in [
            (0.0, "100%"),
            (0.001_599_350_05, "99.840065%"),
            (0.001, "99.9%"),
            (0.25, "75%"),
            (1.0, "0%"),
            (1e-10, "99.99999999%"),
            (1.234_567e-12, "99.999999999876543%"),
            (1e-40, "99.999999999999999999999999999999%"),
            (0.999_999_999, "0%"),
        ] {
            assert_eq!(good(lost), text, "{lost}");
        }
    }
}

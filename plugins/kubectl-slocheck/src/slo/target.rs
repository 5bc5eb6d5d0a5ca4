//! Targets, as exact decimals: `1 - 0.999` in floating point is not 0.001.

use std::fmt;

use crate::measure::exact::Decimal;

/// Digits behind the point that a target may have.
const DIGITS: usize = 15;

/// A share that is promised: a decimal between 0 and 1, both excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The share in units of 10^-17: 15 digits of a percentage.
    units: u64,
}

/// One, in the units of [`Target`].
const ONE: u64 = 100_000_000_000_000_000;

impl Target {
    /// Reads a percentage: `99.9`, `99.95%`.
    ///
    /// # Errors
    /// What is no decimal between 0 and 100, both excluded; a fragment that says why.
    pub fn of_percent(text: &str) -> Result<Target, String> {
        let units = scaled(text.trim().trim_end_matches('%').trim_end(), 2)?;
        Target::new(units, text, "0 and 100")
    }

    /// Reads a ratio: `0.999`.
    ///
    /// # Errors
    /// What is no decimal between 0 and 1, both excluded; a fragment that says why.
    pub fn of_ratio(text: &str) -> Result<Target, String> {
        let units = scaled(text.trim(), 0)?;
        Target::new(units, text, "0 and 1")
    }

    fn new(units: u64, text: &str, bounds: &str) -> Result<Target, String> {
        if units == 0 || units >= ONE {
            let why = if units >= ONE { "no budget is left by it" } else { "nothing is promised by it" };
            return Err(format!("the target {text} is not between {bounds}: {why}"));
        }
        Ok(Target { units })
    }

    /// Returns the share that is promised, as the nearest number.
    pub fn ratio(self) -> f64 {
        share(self.units)
    }

    /// Returns the share that may be bad, as the nearest number: of 99.9 % that is 0.001 exactly as written.
    pub fn budget(self) -> f64 {
        share(ONE - self.units)
    }

    /// Returns the share that may be bad, as PromQL has numbers: `0.001`.
    pub fn budget_text(self) -> String {
        fraction(ONE - self.units, DIGITS + 2)
    }

    /// Returns the share that may be bad, to compare with it exactly.
    pub fn exact_budget(self) -> Decimal {
        Decimal { units: ONE - self.units, digits: DIGITS as u32 + 2 }
    }

    /// Tells whether a percentage below 1 was probably meant as a ratio: `0.999` for `99.9`.
    pub fn looks_like_a_ratio(self) -> bool {
        self.units < ONE / 100
    }
}

impl fmt::Display for Target {
    /// Writes it as a percentage without needless zeros: `99.9%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", fraction(self.units, DIGITS))
    }
}

/// Reads a decimal, moves its point to the left, and returns it in the units of [`Target`].
fn scaled(text: &str, moved: u32) -> Result<u64, String> {
    let Decimal { units, digits } = Decimal::parse(text)?;
    let most = DIGITS as u32 + 2;
    let missing = most.checked_sub(digits + moved);
    let missing =
        missing.ok_or_else(|| format!("{text:?} has more than {} digits behind the point", most - moved))?;
    units.checked_mul(10_u64.pow(missing)).ok_or_else(|| format!("{text} is more than 100"))
}

/// Writes a whole number of 10^-digits as a decimal.
fn fraction(units: u64, digits: usize) -> String {
    let text = format!("{units:0>width$}", width = digits + 1);
    let (whole, behind) = text.split_at(text.len() - digits);
    let behind = behind.trim_end_matches('0');
    if behind.is_empty() { whole.to_owned() } else { format!("{whole}.{behind}") }
}

/// Returns the number that is nearest to a share: what reading its decimal gives.
fn share(units: u64) -> f64 {
    fraction(units, DIGITS + 2).parse().expect("a decimal is a number")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_exact() {
        for (text, ratio, budget, shown) in [
            ("99.9", 0.999, 0.001, "99.9%"),
            ("99.95%", 0.9995, 0.0005, "99.95%"),
            ("99", 0.99, 0.01, "99%"),
            ("99.99999", 0.999_999_9, 0.000_000_1, "99.99999%"),
            ("0.5", 0.005, 0.995, "0.5%"),
            ("050.0", 0.5, 0.5, "50%"),
        ] {
            let target = Target::of_percent(text).unwrap();
            assert_eq!((target.ratio(), target.budget()), (ratio, budget), "{text}");
            assert_eq!(target.to_string(), shown);
        }
        assert_eq!(Target::of_ratio("0.999"), Target::of_percent("99.9"));
        assert!(Target::of_percent("0.999").unwrap().looks_like_a_ratio());
        assert!(!Target::of_percent("1").unwrap().looks_like_a_ratio());
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for text in ["", ".", "0", "0.0", "100", "100.0", "101", "-1", "1e2", "nan", "99,9", "9.9.9", "1000"]
        {
            assert!(Target::of_percent(text).is_err(), "{text}");
        }
        assert!(Target::of_ratio("1").is_err());
        assert!(Target::of_percent("99.9999999999999999").is_err());
    }
}

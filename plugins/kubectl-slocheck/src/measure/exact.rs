//! Comparisons that round nothing: a gate that rounds before it compares lets 2.54 pass where 2.5 is the limit.

/// A decimal that is not negative: so many units of 10^-digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// How many.
    pub units: u64,
    /// Which power of ten they are of.
    pub digits: u32,
}

impl Decimal {
    /// Reads a decimal without sign or exponent.
    ///
    /// # Errors
    /// What is none, or has more digits than fit.
    pub fn parse(text: &str) -> Result<Decimal, String> {
        let wrong = || format!("{text:?} is no decimal number such as 2.5");
        let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + behind.len() == 0 || !is_number(whole) || !is_number(behind) {
            return Err(wrong());
        }
        let behind = behind.trim_end_matches('0');
        let units = format!("{whole}{behind}").parse();
        let units = units.map_err(|_| format!("{text:?} has more digits than can be compared exactly"))?;
        Ok(Decimal { units, digits: u32::try_from(behind.len()).map_err(|_| wrong())? })
    }

    /// Returns the nearest number.
    pub fn number(self) -> f64 {
        format!("{}e-{}", self.units, self.digits).parse().unwrap_or(f64::NAN)
    }
}

/// Tells whether `part` is at most `whole` times all of some factors, in exact arithmetic. What is negative or no number never is.
pub fn is_within(part: f64, whole: f64, factors: &[Decimal]) -> bool {
    let (Some((part, part_exponent)), Some((whole, whole_exponent))) = (binary(part), binary(whole)) else {
        return false;
    };
    // part · 2^p · 10^digits <= whole · 2^w · units, with both exponents of two brought to the smaller one.
    let lower = part_exponent.min(whole_exponent);
    let mut left = Natural::of(part).shifted(part_exponent - lower);
    let mut right = Natural::of(whole).shifted(whole_exponent - lower);
    for factor in factors {
        for _ in 0..factor.digits {
            left = left.times(10);
        }
        right = right.times(factor.units);
    }
    left <= right
}

/// Takes a number apart: a whole number, and the power of two that it is multiplied with. None if it is negative or no number.
fn binary(number: f64) -> Option<(u64, i32)> {
    if !number.is_finite() || number < 0.0 {
        return None;
    }
    let bits = number.to_bits();
    let (exponent, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    let exponent = i32::try_from(exponent).ok()?;
    Some(match exponent {
        0 => (fraction, -1074),
        _ => (fraction | (1 << 52), exponent - 1075),
    })
}

/// A natural number of any size, its lowest 64 bits first and nothing but digits that count.
#[derive(Debug, PartialEq, Eq)]
struct Natural(Vec<u64>);

impl Natural {
    fn of(number: u64) -> Natural {
        Natural(vec![number]).trimmed()
    }

    fn times(mut self, factor: u64) -> Natural {
        let mut carry = 0u128;
        for digit in &mut self.0 {
            let product = u128::from(*digit) * u128::from(factor) + carry;
            *digit = product as u64;
            carry = product >> 64;
        }
        self.0.push(carry as u64);
        self.trimmed()
    }

    fn shifted(mut self, by: i32) -> Natural {
        let by = u32::try_from(by).unwrap_or_default();
        let zeros = vec![0; (by / 64) as usize];
        self.0.splice(0..0, zeros);
        self.times(1 << (by % 64))
    }

    fn trimmed(mut self) -> Natural {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Natural) -> Option<std::cmp::Ordering> {
        let by_length = self.0.len().cmp(&other.0.len());
        Some(by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).expect("it is a decimal")
    }

    #[test]
    fn equality_is_within_and_the_next_number_is_not() {
        let factors = [decimal("0.001"), decimal("0.85")];
        assert!(is_within(85.0, 100_000.0, &factors));
        assert!(!is_within(85.0_f64.next_up(), 100_000.0, &factors));
        assert!(is_within(85.0, 100_000.0_f64, &factors));
        assert!(!is_within(85.0, 100_000.0_f64.next_down(), &factors));
        // 0.1 + 0.2 is more than 0.3.
        assert!(!is_within(0.1 + 0.2, 1.0, &[decimal("0.3")]));
    }

    #[test]
    fn zero_is_within_everything_and_no_number_is_within_anything() {
        assert!(is_within(0.0, 0.0, &[]));
        assert!(is_within(0.0, 1.0, &[decimal("0")]));
        assert!(is_within(f64::MIN_POSITIVE, f64::MAX, &[decimal("0.5")]));
        assert!(!is_within(f64::MAX, f64::MIN_POSITIVE, &[decimal("18446744073709551615")]));
        for wrong in [f64::NAN, f64::INFINITY, -1.0] {
            assert!(!is_within(wrong, 1.0, &[]), "{wrong}");
            assert!(!is_within(1.0, wrong, &[]), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", ".", "-1", "1e3", "+1", "1,5", "inf", "99999999999999999999"] {
            assert!(Decimal::parse(text).is_err(), "{text}");
        }
        assert_eq!(decimal("02.50"), Decimal { units: 25, digits: 1 });
        assert_eq!(decimal("2.54").number(), 2.54);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// Against whole numbers, for which 128 bits are enough.
        #[test]
        fn it_is_what_whole_numbers_say(
            part in 0u32..1_000_000, whole in 0u32..1_000_000, units in 0u64..100_000, digits in 0u32..6, shift in -40i32..40,
        ) {
            let exact = u128::from(part) * 10u128.pow(digits) <= u128::from(whole) * u128::from(units);
            let scale = 2f64.powi(shift);
            let factor = Decimal { units, digits };
            prop_assert_eq!(is_within(f64::from(part) * scale, f64::from(whole) * scale, &[factor]), exact);
        }
    }
}

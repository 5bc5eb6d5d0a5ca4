//! Quantities: numbers with a unit, as resources have them (`k8s.io/apimachinery/pkg/api/resource/quantity.go`).

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// The largest whole number that a quantity holds; what is larger is cut to it, as the API server does with what it cannot read quickly.
const MOST: i128 = i64::MAX as i128 * NANO;
const NANO: i128 = 1_000_000_000;

/// A quantity, exact to a billionth, which is the smallest that Kubernetes keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    nanos: i128,
}

impl Quantity {
    /// Makes a quantity of a whole number.
    pub fn whole(value: i64) -> Quantity {
        Quantity { nanos: i128::from(value) * NANO }
    }

    /// Makes a quantity of thousandths.
    pub fn milli(value: i64) -> Quantity {
        Quantity { nanos: i128::from(value) * (NANO / 1000) }
    }

    /// Reads a quantity such as `100m`, `1.5Gi` or `2e3`; none if the API server takes it for none. What is smaller than a
    /// billionth is rounded away from zero.
    pub fn parse(text: &str) -> Option<Quantity> {
        let text = text.trim();
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        // A unit or a sign alone counts as nothing there, too.
        if text.is_empty() || fraction.contains('.') {
            return None;
        }
        let nanos = scaled(whole, fraction, suffix)?.min(MOST);
        Some(Quantity { nanos: if negative { -nanos } else { nanos } })
    }

    /// Returns the whole number, rounded away from nothing (`Value`).
    pub fn value(self) -> i64 {
        ceil(self.nanos, NANO)
    }

    /// Returns the number of thousandths, rounded away from nothing (`MilliValue`).
    pub fn milli_value(self) -> i64 {
        ceil(self.nanos, NANO / 1000)
    }

    /// Writes it for people: exactly if that takes at most four digits, else with two decimals of the largest binary unit.
    pub fn short(self) -> String {
        let exact = self.to_string();
        let value = self.nanos / NANO;
        let digits = exact.bytes().filter(u8::is_ascii_digit).count();
        let units = [("Ei", 60), ("Pi", 50), ("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)];
        match units.iter().find(|(_, shift)| value.abs() >= 1 << shift) {
            Some((unit, shift)) if digits > 4 => {
                format!("{:.2}{unit}", value as f64 / (1_i64 << shift) as f64)
            }
            _ => exact,
        }
    }

    /// Tells whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.nanos == 0
    }
}

/// Divides, away from nothing (`negativeScaleInt64`).
fn ceil(nanos: i128, unit: i128) -> i64 {
    let up = nanos / unit + (nanos % unit).signum();
    i64::try_from(up).unwrap_or(if up < 0 { i64::MIN } else { i64::MAX })
}

/// Returns billionths; what is beyond all bounds is [`MOST`].
fn scaled(whole: &str, fraction: &str, suffix: &str) -> Option<i128> {
    let (base, power): (u32, i32) = match suffix {
        "n" => (10, -9),
        "u" => (10, -6),
        "m" => (10, -3),
        "" => (10, 0),
        "k" => (10, 3),
        "M" => (10, 6),
        "G" => (10, 9),
        "T" => (10, 12),
        "P" => (10, 15),
        "E" => (10, 18),
        "Ki" => (2, 10),
        "Mi" => (2, 20),
        "Gi" => (2, 30),
        "Ti" => (2, 40),
        "Pi" => (2, 50),
        "Ei" => (2, 60),
        _ => (10, suffix.strip_prefix(['e', 'E'])?.parse().ok()?),
    };
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    // A number of so many digits that it overflows is either cut to the largest, or was a fraction that nobody keeps.
    let (kept, dropped) = digits.split_at(digits.len().min(30));
    let mut ten = 9 + dropped.len() as i64 - fraction.len() as i64;
    let mut value: i128 = kept.parse().ok()?;
    let mut rest = dropped.bytes().any(|digit| digit != b'0');
    if base == 2 {
        for _ in 0..power {
            // What goes here lies far behind the last digit that is kept.
            if value > i128::MAX / 2 {
                rest |= value % 10 != 0;
                value /= 10;
                ten += 1;
            }
            value *= 2;
        }
    } else {
        ten += i64::from(power);
    }
    Some(tens(value, ten, rest))
}

/// Multiplies by a power of ten, rounding up; `rest` tells that there is more than `value`.
fn tens(mut value: i128, power: i64, mut rest: bool) -> i128 {
    for _ in 0..power.clamp(0, 60) {
        value = value.saturating_mul(10).min(MOST);
    }
    let mut left = power;
    while left < 0 && value > 0 {
        rest |= value % 10 != 0;
        value /= 10;
        left += 1;
    }
    (value + i128::from(rest)).min(MOST)
}

impl Add for Quantity {
    type Output = Quantity;

    fn add(self, other: Quantity) -> Quantity {
        Quantity { nanos: self.nanos.saturating_add(other.nanos) }
    }
}

impl Sub for Quantity {
    type Output = Quantity;

    fn sub(self, other: Quantity) -> Quantity {
        Quantity { nanos: self.nanos.saturating_sub(other.nanos) }
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(all: I) -> Quantity {
        all.fold(Quantity::default(), Add::add)
    }
}

impl fmt::Display for Quantity {
    /// Writes a quantity with the largest binary unit that leaves a whole number, or else in thousandths, if an int64 holds them: `2Gi`, `1500m`, `3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milli = self.milli_value();
        if self.nanos % NANO != 0 && milli.checked_abs().is_some_and(|milli| milli < i64::MAX) {
            return write!(f, "{milli}m");
        }
        let value = self.value();
        let units = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"];
        let fits = units.iter().zip([60, 50, 40, 30, 20, 10]).find(|(_, shift)| {
            let unit = 1_i64 << shift;
            value != 0 && value % unit == 0
        });
        match fits {
            Some((unit, shift)) => write!(f, "{}{unit}", value >> shift),
            None => write!(f, "{value}"),
        }
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Quantity, D::Error> {
        from.deserialize_any(Reader)
    }
}

/// Reads a quantity, which may be written as a number.
struct Reader;

impl Visitor<'_> for Reader {
    type Value = Quantity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quantity such as 100m or 1Gi")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Quantity, E> {
        Quantity::parse(text).ok_or_else(|| E::custom(format!("{text:?} is no quantity such as 100m or 1Gi")))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Quantity, E> {
        Ok(Quantity::whole(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Quantity, E> {
        Ok(Quantity::whole(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Quantity, E> {
        self.visit_str(&value.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_and_rounded_up() {
        let expected = [
            ("100m", 1, 100),
            ("1", 1, 1000),
            ("1.5", 2, 1500),
            ("0.1m", 1, 1),
            ("1n", 1, 1),
            ("1Gi", 1 << 30, (1_i64 << 30) * 1000),
            ("1.5Ki", 1536, 1_536_000),
            ("2e3", 2000, 2_000_000),
            ("1E", 1_000_000_000_000_000_000, i64::MAX),
            ("-1.5", -2, -1500),
            (".5", 1, 500),
            ("5.", 5, 5000),
            ("100E", i64::MAX, i64::MAX),
            ("0", 0, 0),
            ("m", 0, 0),
        ];
        for (text, value, milli) in expected {
            let read = Quantity::parse(text).unwrap_or_else(|| panic!("{text} is a quantity"));
            assert_eq!((read.value(), read.milli_value()), (value, milli), "{text}");
        }
        for text in ["", "x", "1x", "1.2.3", "1 Gi", "--1"] {
            assert_eq!(Quantity::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn quantities_are_written_as_short_as_they_are_exact() {
        for (text, written) in [
            ("1.5", "1500m"),
            ("1024", "1Ki"),
            ("2048Mi", "2Gi"),
            ("1000", "1000"),
            ("0", "0"),
            ("250m", "250m"),
            ("1.5Gi", "1536Mi"),
        ] {
            assert_eq!(Quantity::parse(text).unwrap().to_string(), written);
        }
        for (text, written) in
            [("16G", "14.90Gi"), ("1536Mi", "1536Mi"), ("1", "1"), ("1500m", "1500m"), ("12345m", "12345m")]
        {
            assert_eq!(Quantity::parse(text).unwrap().short(), written);
        }
    }
}

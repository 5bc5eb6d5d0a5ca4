//! Minor versions of Kubernetes: the one axis of the catalogue.

use std::fmt;
use std::str::FromStr;

/// A minor version of Kubernetes, 1.N.
///
/// It may lie outside the catalogue: removals are announced some minors ahead.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Minor(pub(crate) u8);

impl Minor {
    /// The oldest minor of the catalogue.
    pub const OLDEST: Minor = Minor(16);
    /// The newest minor of the catalogue.
    pub const NEWEST: Minor = Minor(37);

    /// Gives 1.N, catalogued or not; none where N has more than two digits.
    pub const fn new(number: u8) -> Option<Minor> {
        if number < 100 { Some(Minor(number)) } else { None }
    }

    /// Lists the catalogued minors, oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Minor> + ExactSizeIterator {
        // Counted in u8 so that the length is known.
        (Minor::OLDEST.0..Minor::NEWEST.0 + 1).map(Minor)
    }

    /// Gives the N of 1.N.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Gives the minor that follows, catalogued or not.
    pub const fn next(self) -> Minor {
        Minor(self.0.saturating_add(1))
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.0)
    }
}

/// Why a text names no minor of the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MinorError {
    /// The text is not a version of Kubernetes.
    #[error(
        "not a Kubernetes version such as 1.29 or v1.28.4 (known: {} … {})",
        Minor::OLDEST,
        Minor::NEWEST
    )]
    Malformed,
    /// The text is a version, but one that the catalogue does not hold.
    #[error("outside the versions known here, {} … {}", Minor::OLDEST, Minor::NEWEST)]
    OutOfRange,
}

impl FromStr for Minor {
    type Err = MinorError;

    /// Reads `1.29`, `v1.28.4`, `1.29+`, and vendors' versions such as `v1.28.4-gke.1`, as their minor.
    fn from_str(text: &str) -> Result<Minor, MinorError> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (major, rest) = number(text).ok_or(MinorError::Malformed)?;
        let (minor, rest) = rest.strip_prefix('.').and_then(number).ok_or(MinorError::Malformed)?;
        let rest = match rest.strip_prefix('.') {
            Some(patch) => number(patch).ok_or(MinorError::Malformed)?.1,
            None => rest,
        };
        if !is_suffix(rest) {
            return Err(MinorError::Malformed);
        }
        match u8::try_from(minor).map(Minor) {
            Ok(known) if major == 1 && (Minor::OLDEST..=Minor::NEWEST).contains(&known) => Ok(known),
            _ => Err(MinorError::OutOfRange),
        }
    }
}

/// Splits the decimal number off the front of a text.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return None;
    }
    // More digits than fit are still a number, only an absurd one.
    Some((digits.parse().unwrap_or(u32::MAX), rest))
}

/// Tells whether what follows the numbers is empty or a pre-release or build suffix.
fn is_suffix(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(['-', '+'])
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | '_' | '~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_patches_and_vendors() {
        for (text, number) in [
            ("1.29", 29),
            ("v1.29", 29),
            ("1.28.4", 28),
            ("v1.28.4-gke.1", 28),
            ("v1.27.3-eks-a5565ad", 27),
            ("1.29+", 29),
            ("v1.30.2+k3s1", 30),
            ("1.16", 16),
            ("1.37.0", 37),
        ] {
            assert_eq!(text.parse(), Ok(Minor(number)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_version() {
        for text in
            ["", "v", "1", "1.", "1.x", "latest", "1.29.", "1.29.x", "1.29 ", "-1.29", "1.29-é", "vv1.29"]
        {
            assert_eq!(text.parse::<Minor>(), Err(MinorError::Malformed), "{text}");
        }
    }

    #[test]
    fn refuses_versions_beyond_the_catalogue() {
        for text in ["1.15", "1.38", "1.99", "1.285", "1.99999999999", "2.29", "0.29"] {
            assert_eq!(text.parse::<Minor>(), Err(MinorError::OutOfRange), "{text}");
        }
    }

    #[test]
    fn errors_name_the_range() {
        for error in [MinorError::Malformed, MinorError::OutOfRange] {
            assert!(error.to_string().contains("1.16 … 1.37"), "{error}");
        }
    }

    #[test]
    fn lists_every_minor_in_order() {
        let all: Vec<Minor> = Minor::all().collect();
        assert_eq!(all.len(), 22);
        assert!(all.is_sorted());
        assert_eq!((all[0], all[21]), (Minor::OLDEST, Minor::NEWEST));
    }

    #[test]
    fn goes_beyond_the_newest() {
        assert_eq!(Minor::NEWEST.next(), Minor::new(38).unwrap());
        assert_eq!(Minor::NEWEST.next().to_string(), "1.38");
        assert_eq!(Minor::new(100), None);
    }
}

//! How near two names are: what was likely meant by a typing error.

/// Counts the typing errors between two names: a letter too many, missing, wrong, or two swapped. Case is left out.
pub fn distance(a: &str, b: &str) -> usize {
    strsim::osa_distance(&a.to_ascii_lowercase(), &b.to_ascii_lowercase())
}

/// Tells whether one name was likely meant by the other: one error in four letters, three at the most.
pub fn is_close(a: &str, b: &str) -> bool {
    let allowed = (a.len().max(b.len()) / 4).clamp(1, 3);
    a.len().abs_diff(b.len()) <= allowed && distance(a, b) <= allowed
}

/// Finds the nearest of some names, if one is near enough.
pub fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    names.filter(|name| is_close(name, word)).min_by_key(|name| distance(name, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_letters_are_one_error() {
        assert_eq!(distance("Deploymnet", "Deployment"), 1);
        assert!(is_close("Deploymnet", "Deployment"));
    }

    #[test]
    fn short_names_must_match_but_for_one_letter() {
        assert!(is_close("Pod", "Pot"));
        assert!(!is_close("Pod", "Job"));
    }
}

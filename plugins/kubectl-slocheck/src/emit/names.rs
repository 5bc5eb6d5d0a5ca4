//! What objects of Kubernetes may be called (`k8s.io/apimachinery/pkg/util/validation/validation.go`).

use super::Refusal;

/// The most characters of a name (RFC 1123).
const SUBDOMAIN: usize = 253;
/// The most characters of a name that becomes the value of a label.
const LABEL: usize = 63;

/// Returns a name, if an object may have it.
///
/// # Errors
/// What no object may be called.
pub fn subdomain<'n>(what: &str, name: &'n str) -> Result<&'n str, Refusal> {
    let fits = name.len() <= SUBDOMAIN && name.split('.').all(is_part);
    if fits { Ok(name) } else { Err(refused(what, name, "letters, digits, hyphens and dots", SUBDOMAIN)) }
}

/// Returns a name, if a Job, a namespace or a container may have it.
///
/// # Errors
/// What none of them may be called.
pub fn label<'n>(what: &str, name: &'n str) -> Result<&'n str, Refusal> {
    let fits = name.len() <= LABEL && is_part(name);
    if fits { Ok(name) } else { Err(refused(what, name, "letters, digits and hyphens", LABEL)) }
}

/// Returns a name that is as near to a text as an object's may be; a stand-in if nothing of it can stay.
pub fn near(text: &str, stand_in: &str) -> String {
    let fit = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = text.chars().map(fit).take(LABEL).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { stand_in.to_owned() } else { name.to_owned() }
}

fn is_part(part: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    !part.is_empty()
        && part.bytes().all(|byte| is_plain(byte) || byte == b'-')
        && !part.starts_with('-')
        && !part.ends_with('-')
}

fn refused(what: &str, name: &str, of: &str, most: usize) -> Refusal {
    Refusal::new(format!("the {what} cannot be {name:?}"))
        .hint(format!("it may have small {of}, at most {most}, and no hyphen at either end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_the_api_server_takes() {
        for name in ["a", "slo-shop", "1a", "a.b-c.d"] {
            assert_eq!(subdomain("name", name), Ok(name));
        }
        let long = "a".repeat(254);
        for name in ["", "-a", "a-", "A", "a_b", "a..b", "ü", &long] {
            assert!(subdomain("name", name).is_err(), "{name}");
            assert!(label("name", name).is_err(), "{name}");
        }
        assert!(label("name", "a.b").is_err() && label("name", &long[..64]).is_err());
        assert_eq!(label("name", &long[..63]), Ok(&long[..63]));
    }

    #[test]
    fn any_text_has_a_name_near_it() {
        for (text, name) in [("shop/Check out", "shop-check-out"), ("-ü-", "x"), ("a.b", "a-b")] {
            assert_eq!(near(text, "x"), name);
        }
        assert_eq!(near(&"ab/".repeat(40), "x").len(), 62);
    }
}

//! What the API server demands of names, namespaces, label keys and values, annotation keys and finalizers.
//!
//! The sources are named at each item; paths are those of k8s.io/kubernetes or, where said, of apimachinery. The rules
//! of 1.36 were compared with a running API server, kind by kind; older ones were read in the sources of each minor.

use std::net::IpAddr;

/// How long a DNS subdomain may be.
const SUBDOMAIN: usize = 253;
/// How long a DNS label, the name part of a label key, and a label value may be.
const LABEL: usize = 63;
/// The server cuts `generateName` to this length before it appends five characters (apiserver
/// `pkg/storage/names/generate.go`).
const GENERATED_FROM: usize = 58;

/// Which form the name of an object must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameRule {
    /// The kind is not stored, and its name is ignored.
    Ignored,
    /// The kind is not stored, and a name is refused.
    Absent,
    /// Anything that can be one segment of a URL path.
    PathSegment,
    /// Lower-case labels joined by dots, at most so many characters in all.
    Subdomain(usize),
    /// One lower-case label, which may begin with a digit.
    Label,
    /// One lower-case label that begins with a letter.
    Label1035,
    /// Letters of both cases, digits, `-`, `_` and `.`, as in the keys of a ConfigMap.
    ConfigKey,
    /// An IP address in canonical form.
    Ip,
    /// `plural.group`: a CustomResourceDefinition.
    PluralGroup,
    /// `version.group`: an APIService.
    VersionGroup,
    /// `group.resource`: a StorageVersion.
    GroupResource,
    /// A ClusterTrustBundle: a subdomain, after `signer:` if it is for a signer.
    TrustBundle,
}

/// Returns the form that the name of a kind must have at the minor version 1.N.
///
/// A Job is held to 63 characters because its name becomes a label of its pods; one with `spec.manualSelector: true` has
/// the plain rule, `Subdomain(253)`. A custom resource's name is a subdomain.
///
/// Sources: `pkg/apis/*/validation/validation.go`, apiextensions-apiserver `pkg/registry/customresource/validator.go`;
/// kinds that validate no name of their own fall back to `validatePathSegment` in apiserver
/// `pkg/registry/rest/create.go`.
pub fn name_rule(group: &str, version: &str, kind: &str, minor: u8) -> NameRule {
    match (group, kind) {
        ("authentication.k8s.io", "TokenReview" | "SelfSubjectReview") => NameRule::Ignored,
        ("authorization.k8s.io", "SelfSubjectRulesReview") => NameRule::Ignored,
        (
            "authorization.k8s.io",
            "SubjectAccessReview" | "SelfSubjectAccessReview" | "LocalSubjectAccessReview",
        ) => NameRule::Absent,
        ("", "Event") | ("policy", "PodDisruptionBudget") => NameRule::PathSegment,
        ("events.k8s.io", "Event") if version == "v1beta1" => NameRule::PathSegment,
        ("rbac.authorization.k8s.io", "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding") => {
            NameRule::PathSegment
        }
        ("certificates.k8s.io", "CertificateSigningRequest") => NameRule::PathSegment,
        ("certificates.k8s.io", "ClusterTrustBundle") => NameRule::TrustBundle,
        // The name was lower-cased before it was checked.
        ("storage.k8s.io", "CSIDriver") if minor < 20 => NameRule::PathSegment,
        ("", "Namespace") | ("networking.k8s.io", "ClusterCIDR") => NameRule::Label,
        // The feature RelaxedServiceNameValidation.
        ("", "Service") if minor >= 36 => NameRule::Label,
        ("", "Service") => NameRule::Label1035,
        ("apps", "StatefulSet") if minor >= 27 => NameRule::Label,
        ("batch", "Job") => NameRule::Subdomain(LABEL),
        // A Job's name adds eleven characters to that of its CronJob.
        ("batch", "CronJob") => NameRule::Subdomain(LABEL - 11),
        ("coordination.k8s.io", "LeaseCandidate") => NameRule::ConfigKey,
        ("networking.k8s.io", "IPAddress") => NameRule::Ip,
        ("apiextensions.k8s.io", "CustomResourceDefinition") => NameRule::PluralGroup,
        ("apiregistration.k8s.io", "APIService") => NameRule::VersionGroup,
        ("internal.apiserver.k8s.io", "StorageVersion") => NameRule::GroupResource,
        _ => NameRule::Subdomain(SUBDOMAIN),
    }
}

/// Tells whether the server refuses an object of a kind that has neither `name` nor `generateName`.
///
/// It names a LimitRange itself (`pkg/registry/core/limitrange/strategy.go`).
pub fn needs_name(group: &str, kind: &str) -> bool {
    let stored = !matches!(name_rule(group, "", kind, u8::MAX), NameRule::Ignored | NameRule::Absent);
    stored && (group, kind) != ("", "LimitRange")
}

/// Returns the two fields whose values, joined by a dot, must be the object's name, if its rule names any.
pub fn composed_of(rule: NameRule) -> Option<[&'static [&'static str]; 2]> {
    match rule {
        NameRule::PluralGroup => Some([&["spec", "names", "plural"], &["spec", "group"]]),
        NameRule::VersionGroup => Some([&["spec", "version"], &["spec", "group"]]),
        _ => None,
    }
}

/// Checks `metadata.name`. The error is a fragment that says what is wrong, and where.
pub fn check_name(rule: NameRule, name: &str) -> Result<(), String> {
    match rule {
        NameRule::Ignored => Ok(()),
        NameRule::Absent if name.is_empty() => Ok(()),
        NameRule::Absent => Err("a review takes no name".to_owned()),
        _ if name.is_empty() => Err("is empty".to_owned()),
        NameRule::PathSegment | NameRule::VersionGroup => path_segment(name),
        NameRule::Subdomain(longest) => subdomain(name, 0, longest),
        NameRule::PluralGroup => subdomain(name, 0, SUBDOMAIN),
        NameRule::Label => label(name, 0),
        NameRule::Label1035 => label_1035(name, 0),
        NameRule::ConfigKey => config_key(name),
        NameRule::Ip => ip(name),
        NameRule::GroupResource => match name.rsplit_once('.') {
            Some((group, resource)) => {
                subdomain(group, 0, SUBDOMAIN)?;
                label_1035(resource, group.chars().count() + 1)
            }
            None => Err("no '.': the name is the group, a dot and the resource".to_owned()),
        },
        NameRule::TrustBundle => {
            path_segment(name)?;
            let own = name.rsplit(':').next().unwrap_or(name);
            subdomain(own, name.chars().count() - own.chars().count(), SUBDOMAIN)
        }
    }
}

/// Checks `metadata.generateName`, from which the server makes a name.
///
/// Sources: apimachinery `pkg/api/validation/generic.go` (a final dash is not held against the prefix), apiserver
/// `pkg/storage/names/generate.go`.
pub fn check_generate_name(rule: NameRule, prefix: &str) -> Result<(), String> {
    if prefix.is_empty() || rule == NameRule::Ignored {
        return Ok(());
    }
    // Nothing is appended to an address (`pkg/registry/networking/ipaddress/strategy.go`).
    if rule == NameRule::Ip {
        return check_name(rule, prefix);
    }
    if matches!(rule, NameRule::PluralGroup | NameRule::VersionGroup) {
        return Err("a kind whose name is prescribed cannot have it generated".to_owned());
    }
    match rule {
        // The rest of the name may make a prefix such as '.' good.
        NameRule::PathSegment => path_segment(&format!("{prefix}x"))?,
        NameRule::ConfigKey | NameRule::GroupResource => check_name(rule, prefix)?,
        NameRule::Subdomain(_) => check_name(NameRule::Subdomain(SUBDOMAIN), &masked(prefix))?,
        rule => check_name(rule, &masked(prefix))?,
    }
    let cut = (0..=GENERATED_FROM.min(prefix.len())).rev().find(|at| prefix.is_char_boundary(*at));
    check_name(rule, &format!("{}xxxxx", &prefix[..cut.unwrap_or(0)]))
        .map_err(|problem| format!("{problem} (in the name made of it, five characters longer)"))
}

/// Overwrites a final dash and what stands before it, as the server does before it looks at a prefix
/// (`maskTrailingDash`); what is wrong with that character shows in the whole name.
fn masked(prefix: &str) -> String {
    let Some(stem) = prefix.strip_suffix('-') else { return prefix.to_owned() };
    match stem.char_indices().next_back() {
        Some((last, _)) => format!("{}a", &stem[..last]),
        None => prefix.to_owned(),
    }
}

/// Checks `metadata.namespace`; an empty one counts as absent.
pub fn check_namespace(namespace: &str) -> Result<(), String> {
    if namespace.is_empty() { Ok(()) } else { label(namespace, 0) }
}

/// Checks the key of a label, as also used in selectors (apimachinery `pkg/api/validate/content/kube.go`).
pub fn check_label_key(key: &str) -> Result<(), String> {
    let (prefix, name) = match key.split_once('/') {
        Some(("", _)) => return Err("nothing before the '/'".to_owned()),
        Some((_, name)) if name.contains('/') => return Err("more than one '/'".to_owned()),
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if let Some(prefix) = prefix {
        subdomain(prefix, 0, SUBDOMAIN).map_err(|problem| format!("before the '/': {problem}"))?;
    }
    match (name, prefix) {
        ("", Some(_)) => Err("nothing after the '/'".to_owned()),
        (name, Some(prefix)) => {
            length(name, LABEL).map_err(|problem| format!("after the '/': {problem}"))?;
            qualified(name, prefix.chars().count() + 1)
        }
        (name, None) => {
            length(name, LABEL)?;
            qualified(name, 0)
        }
    }
}

/// Checks the value of a label; an empty one is fine.
pub fn check_label_value(value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Ok(());
    }
    length(value, LABEL)?;
    qualified(value, 0)
}

/// Checks the key of an annotation: a label's key, but the part before the `/` may have upper case (apimachinery
/// `pkg/api/validation/objectmeta.go`).
pub fn check_annotation_key(key: &str) -> Result<(), String> {
    check_label_key(&key.to_lowercase())
}

/// How many bytes the keys and values of an object's annotations may have together.
pub const ANNOTATIONS_SIZE: usize = 256 << 10;

/// Checks an entry of `metadata.finalizers`: qualified by a domain, or one that Kubernetes made (apimachinery
/// `pkg/api/validation/objectmeta.go`, `ValidateFinalizerName` in `pkg/apis/core/validation/validation.go`).
pub fn check_finalizer(finalizer: &str) -> Result<(), String> {
    check_label_key(finalizer)?;
    let standard = matches!(finalizer, "kubernetes" | "orphan" | "foregroundDeletion");
    if standard || finalizer.contains('/') {
        return Ok(());
    }
    Err("no domain: a finalizer is written domain/name".to_owned())
}

/// Tells whether the finalizers of a built-in kind must name a domain or be standard ones ([`check_finalizer`]).
///
/// `ValidateObjectMeta` of `pkg/apis/core/validation` asks for it; the kinds here are validated by that of apimachinery,
/// as custom resources are, which takes any label key. Tried on 1.36, kind by kind.
pub fn finalizers_need_domain(group: &str, kind: &str) -> bool {
    !matches!(
        (group, kind),
        ("admissionregistration.k8s.io" | "apiextensions.k8s.io" | "apiregistration.k8s.io", _)
            | ("authentication.k8s.io" | "coordination.k8s.io" | "node.k8s.io", _)
            | ("authorization.k8s.io", "SelfSubjectRulesReview")
            | ("policy", "Eviction" | "PodDisruptionBudget")
            | ("", "Binding" | "Event")
    )
}

/// Checks a DNS subdomain; here and below, `at` characters stand before the text.
///
/// Sources of this and of what follows: apimachinery `pkg/api/validate/content/{dns,kube,path}.go` and
/// `pkg/util/validation/validation.go`.
fn subdomain(name: &str, at: usize, longest: usize) -> Result<(), String> {
    length(name, longest)?;
    allowed(name, at, |c| lower(c) || matches!(c, '-' | '.'), "a-z, 0-9, '-' and '.'")?;
    if let Some(dots) = name.find("..") {
        return Err(format!("two dots in a row at character {}", at + dots + 1));
    }
    let mut start = at;
    for part in name.split('.') {
        if part.is_empty() {
            return Err(if start == at { "begins with '.'" } else { "ends with '.'" }.to_owned());
        }
        ends(part, start, lower, "a-z or 0-9")?;
        start += part.len() + 1;
    }
    Ok(())
}

fn label(name: &str, at: usize) -> Result<(), String> {
    length(name, LABEL)?;
    allowed(name, at, |c| lower(c) || c == '-', "a-z, 0-9 and '-'")?;
    ends(name, at, lower, "a-z or 0-9")
}

fn label_1035(name: &str, at: usize) -> Result<(), String> {
    label(name, at)?;
    ends(&name[..1], at, |c| c.is_ascii_lowercase(), "a-z")
}

fn path_segment(name: &str) -> Result<(), String> {
    if matches!(name, "." | "..") {
        return Err("stands for a folder in a path".to_owned());
    }
    match name.chars().enumerate().find(|(_, c)| matches!(c, '/' | '%')) {
        Some((at, c)) => Err(format!("{c:?} at character {}: a name is one segment of a URL path", at + 1)),
        None => Ok(()),
    }
}

fn config_key(name: &str) -> Result<(), String> {
    length(name, SUBDOMAIN)?;
    if name == "." || name.starts_with("..") {
        return Err("begins like a path to a folder".to_owned());
    }
    let wanted = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    allowed(name, 0, wanted, "letters, digits, '-', '_' and '.'")
}

fn qualified(text: &str, at: usize) -> Result<(), String> {
    let wanted = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    allowed(text, at, wanted, "letters, digits, '-', '_' and '.'")?;
    ends(text, at, |c| c.is_ascii_alphanumeric(), "a letter or a digit")
}

/// Source: `IsValidIP` in apimachinery `pkg/util/validation/ip.go`.
fn ip(name: &str) -> Result<(), String> {
    match name.parse::<IpAddr>() {
        Err(_) => Err("no IP address".to_owned()),
        Ok(IpAddr::V6(address)) if address.to_ipv4_mapped().is_some() => {
            Err("an IPv4 address in the form of IPv6".to_owned())
        }
        Ok(address) if address.to_string() != name => Err(format!("the canonical form is {address}")),
        Ok(_) => Ok(()),
    }
}

fn lower(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

/// Lengths are counted in bytes; where other characters than ASCII are allowed, none is limited.
fn length(text: &str, longest: usize) -> Result<(), String> {
    match text.len() {
        0 => Err("is empty".to_owned()),
        n if n > longest => Err(format!("{n} characters, at most {longest} are allowed")),
        _ => Ok(()),
    }
}

/// Finds the first character that is not wanted.
fn allowed(text: &str, at: usize, wanted: impl Fn(char) -> bool, which: &str) -> Result<(), String> {
    match text.chars().enumerate().find(|(_, c)| !wanted(*c)) {
        Some((n, c)) => Err(format!("{c:?} at character {}: only {which} are allowed", at + n + 1)),
        None => Ok(()),
    }
}

/// Checks the first and the last character.
fn ends(text: &str, at: usize, wanted: impl Fn(char) -> bool, which: &str) -> Result<(), String> {
    let last = text.chars().count();
    for (n, c) in [(1, text.chars().next()), (last, text.chars().next_back())] {
        if let Some(c) = c.filter(|c| !wanted(*c)) {
            let place = if n == 1 { "begin" } else { "end" };
            return Err(format!("{c:?} at character {}: it must {place} with {which}", at + n));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(result: Result<(), String>) -> String {
        result.expect_err("it is refused")
    }

    /// Checks that a rule takes the good names and refuses the bad ones, as a server of 1.36 did.
    fn judged(rule: NameRule, good: &[&str], bad: &[&str]) {
        for name in good {
            assert_eq!(check_name(rule, name), Ok(()), "{name}");
        }
        for name in bad {
            assert!(check_name(rule, name).is_err(), "{name}");
        }
    }

    #[test]
    fn most_names_are_subdomains() {
        let rule = name_rule("", "v1", "ConfigMap", 36);
        let long = "a".repeat(253);
        judged(
            rule,
            &["a.b", "1a", "a-b.c", &long],
            &["", "a:b", "A", "a_b", "-a", "a-", "a..b", "a.-b", ".a", "a.", "é"],
        );
        assert_eq!(
            problem(check_name(rule, "foo_bar")),
            "'_' at character 4: only a-z, 0-9, '-' and '.' are allowed"
        );
        assert_eq!(problem(check_name(rule, &format!("{long}a"))), "254 characters, at most 253 are allowed");
        assert_eq!(problem(check_name(rule, "a.b-")), "'-' at character 4: it must end with a-z or 0-9");
        assert_eq!(problem(check_name(rule, "ab..c")), "two dots in a row at character 3");
    }

    #[test]
    fn some_names_are_shorter() {
        judged(name_rule("batch", "v1", "CronJob", 36), &["a.b", &"a".repeat(52)], &[&"a".repeat(53)]);
        judged(name_rule("batch", "v1", "Job", 36), &["a.b", &"a".repeat(63)], &[&"a".repeat(64)]);
        judged(name_rule("", "v1", "Namespace", 36), &["1a", &"a".repeat(63)], &["a.b", &"a".repeat(64)]);
    }

    #[test]
    fn services_begin_with_a_letter_before_1_36() {
        judged(name_rule("", "v1", "Service", 36), &["1a", "a1"], &["a.b"]);
        judged(name_rule("", "v1", "Service", 35), &["a1"], &["1a", "a.b"]);
        assert_eq!(
            problem(check_name(NameRule::Label1035, "1a")),
            "'1' at character 1: it must begin with a-z"
        );
    }

    #[test]
    fn stateful_sets_had_dots_before_1_27() {
        judged(name_rule("apps", "v1", "StatefulSet", 27), &["a"], &["a.b"]);
        judged(name_rule("apps", "v1", "StatefulSet", 26), &["a.b"], &[]);
    }

    #[test]
    fn names_of_rbac_are_path_segments() {
        let rule = name_rule("rbac.authorization.k8s.io", "v1", "ClusterRole", 36);
        judged(
            rule,
            &["system:x", "A", "a_b", "...", "a b", &"a".repeat(300)],
            &["", ".", "..", "a/b", "a%b"],
        );
        assert_eq!(
            problem(check_name(rule, "a/b")),
            "'/' at character 2: a name is one segment of a URL path"
        );
    }

    #[test]
    fn events_of_the_core_group_and_disruption_budgets_are_not_checked_further() {
        judged(name_rule("", "v1", "Event", 36), &["A:b"], &["a/b"]);
        judged(name_rule("events.k8s.io", "v1", "Event", 36), &["a.b"], &["A:b"]);
        judged(name_rule("policy", "v1", "PodDisruptionBudget", 36), &["A:b"], &["a/b"]);
    }

    #[test]
    fn an_ip_address_is_canonical() {
        judged(
            NameRule::Ip,
            &["10.9.9.9", "2001:db8::1", "::", "1:0:2:3:4:5:6:7", "1:2:3:4:5:6:7:8"],
            &[
                "010.9.9.9",
                "10.9.9",
                "2001:DB8::1",
                "2001:db8:0::1",
                "::ffff:1.2.3.4",
                "::1.2.3.4",
                "1::2:3:4:5:6:7",
                "x",
            ],
        );
        assert_eq!(problem(check_name(NameRule::Ip, "0::1")), "the canonical form is ::1");
    }

    #[test]
    fn the_remaining_kinds_have_rules_of_their_own() {
        judged(NameRule::ConfigKey, &["A", "a_b", "-a", "a..b"], &["a:b", ".", "..", "..a", "..."]);
        judged(NameRule::GroupResource, &["a.bs", "a.b.c"], &["bs", "A.b", "a.1b", "a.B"]);
        judged(NameRule::TrustBundle, &["x", "a.b:c:x"], &["a.b:c:X", "a/b"]);
        judged(NameRule::Absent, &[""], &["x"]);
        judged(NameRule::Ignored, &["", "a/b"], &[]);
        assert_eq!(
            problem(check_name(NameRule::TrustBundle, "a:b:cD")),
            "'D' at character 6: only a-z, 0-9, '-' and '.' are allowed"
        );
    }

    #[test]
    fn a_limit_range_needs_no_name() {
        assert!(needs_name("", "Pod"));
        assert!(!needs_name("", "LimitRange"));
        assert!(!needs_name("authentication.k8s.io", "TokenReview"));
    }

    #[test]
    fn definitions_are_named_after_their_parts() {
        let rule = name_rule("apiextensions.k8s.io", "v1", "CustomResourceDefinition", 36);
        assert_eq!(composed_of(rule), Some([&["spec", "names", "plural"][..], &["spec", "group"][..]]));
        assert_eq!(composed_of(NameRule::Label), None);
    }

    #[test]
    fn a_generated_name_may_follow_a_dash() {
        let rule = NameRule::Subdomain(253);
        for prefix in ["a-", "a", "a--", &"x".repeat(58), &format!("{}-", "x".repeat(252))] {
            assert_eq!(check_generate_name(rule, prefix), Ok(()), "{prefix}");
        }
        for prefix in ["a.", "a.-", "a-.", "A-", "a_", "a_-", "-", "--", "-a", "a/", &"x".repeat(300)] {
            assert!(check_generate_name(rule, prefix).is_err(), "{prefix}");
        }
    }

    #[test]
    fn a_prefix_is_held_to_the_length_of_its_rule() {
        assert_eq!(check_generate_name(NameRule::Label, &format!("{}-", "x".repeat(63))), Ok(()));
        assert!(check_generate_name(NameRule::Label, &"x".repeat(64)).is_err());
        assert_eq!(check_generate_name(NameRule::Subdomain(52), &"x".repeat(47)), Ok(()));
        assert!(check_generate_name(NameRule::Subdomain(52), &"x".repeat(48)).is_err());
        assert_eq!(check_generate_name(NameRule::PathSegment, &"X_".repeat(200)), Ok(()));
        assert!(check_generate_name(NameRule::PluralGroup, "a").is_err());
        assert_eq!(check_generate_name(NameRule::Ip, "10.0.0.1"), Ok(()));
    }

    #[test]
    fn namespaces_are_labels() {
        assert_eq!(check_namespace("1a"), Ok(()));
        assert_eq!(check_namespace(""), Ok(()));
        assert_eq!(problem(check_namespace("a.b")), "'.' at character 2: only a-z, 0-9 and '-' are allowed");
    }

    #[test]
    fn label_keys_have_a_name_and_may_have_a_domain() {
        for key in ["a", "A", "a_b", "a..b", "a/b", "a.b/C", "1/2", &format!("{}/b", "a".repeat(253))] {
            assert_eq!(check_label_key(key), Ok(()), "{key}");
        }
        for key in [
            "",
            "-a",
            "a-",
            "A.b/c",
            "a/b/c",
            "/a",
            "a/",
            "a_b/c",
            "é",
            "a:b",
            "a..b/c",
            "a/_b",
            &"a".repeat(64),
        ] {
            assert!(check_label_key(key).is_err(), "{key}");
        }
        assert_eq!(
            problem(check_label_key("a.b/c d")),
            "' ' at character 6: only letters, digits, '-', '_' and '.' are allowed"
        );
        assert_eq!(
            problem(check_label_key("A.b/c")),
            "before the '/': 'A' at character 1: only a-z, 0-9, '-' and '.' are allowed"
        );
    }

    #[test]
    fn label_values_may_be_empty() {
        for value in ["", "a", "A_b", "1.0", "a..b", &"a".repeat(63)] {
            assert_eq!(check_label_value(value), Ok(()), "{value}");
        }
        for value in ["-a", "a-", "a/b", "a b", " ", "é", "\"a\"", &"a".repeat(64)] {
            assert!(check_label_value(value).is_err(), "{value}");
        }
    }

    #[test]
    fn annotation_keys_may_have_upper_case_before_the_slash() {
        assert_eq!(check_annotation_key("A.B/C"), Ok(()));
        assert!(check_annotation_key("a/b/c").is_err());
        assert!(check_annotation_key("_a").is_err());
    }

    #[test]
    fn some_kinds_take_finalizers_without_a_domain() {
        assert!(finalizers_need_domain("", "ConfigMap"));
        assert!(!finalizers_need_domain("apiextensions.k8s.io", "CustomResourceDefinition"));
    }

    #[test]
    fn finalizers_have_a_domain_or_are_known() {
        for finalizer in ["a.b/c", "kubernetes", "orphan", "foregroundDeletion"] {
            assert_eq!(check_finalizer(finalizer), Ok(()), "{finalizer}");
        }
        for finalizer in ["a", "", "a b", "A.b/c", "a/b/c"] {
            assert!(check_finalizer(finalizer).is_err(), "{finalizer}");
        }
    }
}

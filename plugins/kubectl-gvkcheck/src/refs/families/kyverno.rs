//! The kinds that Kyverno's policies match and exclude (kyverno/kyverno, `pkg/utils/kube/kind.go`, ParseKindSelector):
//! `Kind`, `version/Kind`, `group/version/Kind`, each with a subresource behind `/` or `.`, with wildcards. Only the forms
//! with a group say which kind they mean: a kind alone, or with a version, is that of any group.

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use super::{Family, Found, Reference, Written, list, text};
use crate::refs::kinds::Named;

static FAMILY: Family = Family {
    name: "kyverno",
    versioned: true,
    listed: true,
    dead: "the rule matches nothing by this entry, and such resources pass unchecked",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    for rule in list(object.root, &["spec", "rules"]) {
        for block in ["match", "exclude"].into_iter().filter_map(|name| rule.get(name)) {
            let filters = list(block, &["any"]).chain(list(block, &["all"])).chain([block]);
            let kinds = filters.flat_map(|filter| list(filter, &["resources", "kinds"]));
            found.extend(kinds.filter_map(kind).map(Found::Reference));
        }
    }
}

fn kind(value: Value<'_>) -> Option<Reference<'_>> {
    let (group, version, kind) = parse(text(Some(value))?)?;
    if [group, kind].iter().any(|part| part.contains(['*', '?']) || part.is_empty()) {
        return None;
    }
    let version = Some(version).filter(|version| !version.contains(['*', '?']));
    let named = Named { group, version, kind };
    let (at, here) = (value.id(), Some(value));
    Some(Reference { family: &FAMILY, at, named, group_at: here, kind_at: here, written: Written::Text })
}

/// Splits an entry into group, version and kind; none if it leaves the group open.
fn parse(text: &str) -> Option<(&str, &str, &str)> {
    let mut parts: Vec<&str> = text.split('/').collect();
    let last = parts.pop()?;
    parts.extend(last.split('.'));
    match parts.as_slice() {
        [group, version, kind] | [group, version, kind, _] if !is_version(group) => {
            Some((group, version, kind))
        }
        _ => None,
    }
}

/// Tells whether Kyverno takes the first part for a version.
fn is_version(text: &str) -> bool {
    let rest = text.strip_prefix('v').unwrap_or_default();
    text.ends_with('*') || rest.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_parts_and_more_name_a_group() {
        assert_eq!(parse("apps/v1/Deployment"), Some(("apps", "v1", "Deployment")));
        assert_eq!(parse("apps/v1/Deployment/scale"), Some(("apps", "v1", "Deployment")));
        assert_eq!(parse("apps/v1/Deployment.scale"), Some(("apps", "v1", "Deployment")));
        for any in ["Pod", "v1/Pod", "v1/Pod.status", "v1/Pod/status", "*/Deployment", "Pod/exec", "*/*"] {
            assert_eq!(parse(any), None, "{any}");
        }
    }
}

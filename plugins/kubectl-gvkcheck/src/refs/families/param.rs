//! `spec.paramKind` of admission policies.
//!
//! Group, kind and version are mapped together (apiserver, `pkg/admission/plugin/policy/generic/policy_source.go`,
//! ensureParamsForPolicyLocked); without a mapping the policy has a configuration error, which its failurePolicy decides.

use kubecheck_core::model::object::Object;

use super::{Family, Found, by_api_version, dig};

static FAMILY: Family = Family {
    name: "param-kind",
    versioned: true,
    mapper: true,
    dead: "the policy cannot find its parameters (\"failed to find resource referenced by paramKind\"): with failurePolicy Fail, \
           the default, every request that it matches is denied",
    ..Family::PLAIN
};

pub(super) fn find<'a>(object: &Object<'a>, found: &mut Vec<Found<'a>>) {
    let kind = dig(object.root, &["spec", "paramKind"]).filter(|kind| kind.get("apiVersion").is_some());
    found.extend(kind.and_then(|kind| by_api_version(&FAMILY, kind, ("", ""))));
}

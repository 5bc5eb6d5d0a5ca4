//! One file a rule: its metadata, its page and the wording of its own case.
//!
//! To add a rule, see CONTRIBUTING.md; to see every rule, read [`CHECKS`].

use kubecheck_core::check::Check;
use kubecheck_core::check::rule::Rule;
use kubecheck_core::report::finding::{Finding, Gap};

use crate::closed;
use crate::facts::Gvkcheck;

pub mod absent;
pub mod cel_rule;
pub mod config_kind;
pub mod dead_admission_rule;
pub mod dead_rbac_rule;
pub mod dead_reference;
pub mod deprecated_field;
pub mod deprecated_version;
pub mod differs_live;
pub mod duplicate_key;
pub mod duplicate_list_key;
pub mod helm_release;
pub mod invalid_crd;
pub mod invalid_name;
pub mod invalid_value;
pub mod kind_case;
pub mod kustomize;
pub mod malformed_gvk;
pub mod misplaced_key;
pub mod missing_field;
pub mod missing_in_cluster;
pub mod missing_reference;
pub mod not_in_cluster;
pub mod not_persisted;
pub mod not_served_here;
pub mod not_yet_served;
pub mod off_by_default;
pub mod old_storage_version;
pub mod openshift_legacy;
pub mod plural_kind;
pub mod removed_last_applied;
pub mod removed_managed_fields;
pub mod removed_version;
pub mod requested_deprecated_api;
pub mod selector_mismatch;
pub mod stale;
pub mod stored_differs;
pub mod stored_not_shown;
pub mod stored_version;
pub mod unguarded;
pub mod unknown_custom;
pub mod unknown_field;
pub mod unknown_key;
pub mod unknown_kind;
pub mod unknown_version;
pub mod unreadable_value;
pub mod words;
pub mod wrong_group;
pub mod wrong_type;
pub mod yaml_syntax;

/// Every check, in the order of the documentation.
pub static CHECKS: &[Check<Gvkcheck>] = &[
    wrong_group::CHECK,
    unknown_version::CHECK,
    removed_version::CHECK,
    not_yet_served::CHECK,
    kind_case::CHECK,
    plural_kind::CHECK,
    unknown_kind::CHECK,
    malformed_gvk::CHECK,
    openshift_legacy::CHECK,
    deprecated_version::CHECK,
    off_by_default::CHECK,
    unknown_custom::CHECK,
    config_kind::CHECK,
    yaml_syntax::CHECK,
    unknown_field::CHECK,
    wrong_type::CHECK,
    missing_field::CHECK,
    duplicate_key::CHECK,
    duplicate_list_key::CHECK,
    invalid_name::CHECK,
    selector_mismatch::CHECK,
    deprecated_field::CHECK,
    dead_rbac_rule::CHECK,
    dead_admission_rule::CHECK,
    dead_reference::CHECK,
    invalid_value::CHECK,
    cel_rule::CHECK,
    invalid_crd::CHECK,
    missing_reference::CHECK,
    not_served_here::CHECK,
    not_in_cluster::CHECK,
    differs_live::CHECK,
    differs_live::UNREAD,
    removed_last_applied::CHECK,
    removed_managed_fields::CHECK,
    old_storage_version::CHECK,
    helm_release::CHECK,
    requested_deprecated_api::CHECK,
    missing_in_cluster::CHECK,
];

/// Every rule, in the order of the documentation.
pub static RULES: &[&Rule] = &[
    &wrong_group::RULE,
    &unknown_version::RULE,
    &removed_version::RULE,
    &not_yet_served::RULE,
    &kind_case::RULE,
    &plural_kind::RULE,
    &unknown_kind::RULE,
    &malformed_gvk::RULE,
    &openshift_legacy::RULE,
    &deprecated_version::RULE,
    &off_by_default::RULE,
    &unknown_custom::RULE,
    &config_kind::RULE,
    &yaml_syntax::RULE,
    &unknown_field::RULE,
    &wrong_type::RULE,
    &missing_field::RULE,
    &duplicate_key::RULE,
    &duplicate_list_key::RULE,
    &invalid_name::RULE,
    &selector_mismatch::RULE,
    &deprecated_field::RULE,
    &dead_rbac_rule::RULE,
    &dead_admission_rule::RULE,
    &dead_reference::RULE,
    &invalid_value::RULE,
    &cel_rule::RULE,
    &invalid_crd::RULE,
    &missing_reference::RULE,
    &not_served_here::RULE,
    &not_in_cluster::RULE,
    &differs_live::RULE,
    &removed_last_applied::RULE,
    &removed_managed_fields::RULE,
    &old_storage_version::RULE,
    &helm_release::RULE,
    &requested_deprecated_api::RULE,
    &missing_in_cluster::RULE,
    &not_persisted::RULE,
    &stored_not_shown::RULE,
    &stored_differs::RULE,
    &misplaced_key::RULE,
    &stored_version::RULE,
    &unknown_key::RULE,
    &unreadable_value::RULE,
];

/// What the checks keep of an object until all have been seen.
pub enum Note {
    /// An object lacks a field, which is an error unless it is a patch.
    Missing {
        /// What to say unless the object is a patch.
        finding: Box<Finding>,
        /// Whether a comment silences it.
        ignored: bool,
        /// Whether the field is the selector of a workload, which kustomize can fill.
        selector: bool,
    },
    /// What a kustomization does with files.
    Kustomization(kustomize::Kustomization),
    /// What could not be read of an object from the cluster.
    Unread(Gap),
    /// What an object defines and needs, where the input is the whole world.
    Closed(closed::Note),
    /// The digest of a name that others may name, in a cluster.
    Name(u64),
    /// What objects of a cluster remember of versions that are gone.
    Stale(Box<stale::Stale>),
    /// What a release of Helm tells.
    Helm(Box<helm_release::Told>),
    /// What goes past a dead rule of admission.
    Unguarded(Box<unguarded::Unguarded>),
    /// What a cluster does not have.
    Lacking(Box<closed::live::Missing>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_lists_its_rules_in_order() {
        let mut listed: Vec<&str> = CHECKS.iter().map(|check| check.rules[0].name).collect();
        listed.dedup();
        // What is stored in etcd is no manifest, and its rules have no check here.
        let of_objects = RULES.iter().filter(|rule| !rule.summary.ends_with(" (etcd)"));
        let rules: Vec<&str> = of_objects.map(|rule| rule.name).collect();
        assert_eq!(listed, rules);
    }

    #[test]
    fn ids_are_unique_and_in_order() {
        assert!(RULES.is_sorted_by(|a, b| a.id < b.id));
    }
}

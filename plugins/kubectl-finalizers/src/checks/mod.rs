//! The rules, one file each with its page.

pub mod cache;
pub mod cache_behind;
pub mod cache_missing;
pub mod cache_stale;
pub mod field_co_owned;
pub mod field_fight;
pub mod lease_expired;
pub(crate) mod owner;
pub mod owner_absent;
pub mod owner_cycle;
pub mod owner_identity;
pub mod owner_namespace;
pub mod reconcile_stalled;
pub(crate) mod stall;
pub mod workqueue_growing;
pub mod workqueue_stalled;

use kubecheck_core::check::rule::Rule;

/// All rules, in the order of the documentation.
pub static RULES: &[&Rule] = &[
    &owner_absent::RULE,
    &owner_namespace::RULE,
    &owner_identity::RULE,
    &owner_cycle::RULE,
    &field_fight::RULE,
    &field_co_owned::RULE,
    &cache_missing::RULE,
    &cache_stale::RULE,
    &cache_behind::RULE,
    &reconcile_stalled::RULE,
    &lease_expired::RULE,
    &workqueue_stalled::RULE,
    &workqueue_growing::RULE,
];

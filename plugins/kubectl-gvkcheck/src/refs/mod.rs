//! References to other kinds and resources inside objects: who names what, and whether it answers.
//!
//! [`families`] finds references to kinds, one small file a family; [`kinds`] judges them. [`rbac`] and [`admission`] read
//! rules, [`resources`] judges the resources they name. Nothing here words a finding; that is what `checks` do.

pub mod admission;
pub mod families;
pub mod grid;
pub mod group;
pub mod kinds;
pub mod rbac;
pub mod resources;
pub mod virtuals;

use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;

use crate::facts::{Facts, claim};
use crate::identity::builtin;
use families::Found;

/// Returns the rules of a Role or ClusterRole.
pub fn rbac_rules<'a>(object: &Object<'a>) -> impl Iterator<Item = Value<'a>> + use<'a> {
    let named = matches!(object.kind_name(), Some("Role" | "ClusterRole"));
    let is_role = named && claim(object).is_some_and(|claim| claim.group == "rbac.authorization.k8s.io");
    let rules = object.root.get("rules").filter(|_| is_role);
    rules.into_iter().flat_map(|rules| rules.items())
}

/// Tells whether an object can only be judged when all CRDs of the input are known: it names something in a group that is
/// not built in.
pub fn waits(object: &Object<'_>, facts: &Facts) -> bool {
    if facts.is_list {
        return false;
    }
    let custom = |group: &str| group.contains('.') && !builtin::is_group(group);
    rbac_rules(object).any(rbac::waits)
        || admission::rules(object).iter().any(|rule| rbac::waits(rule.value))
        || families::find(object, facts).iter().any(|found| match found {
            Found::Reference(reference) => custom(reference.named.group),
            Found::Fault(_) => false,
        })
}

//! Who may take finalizers off, by RBAC: service accounts that are allowed to write the finalizers of a resource, or the resource, by
//! name. Who may write everything tells nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::reads::Reads;

const GROUP: &str = "rbac.authorization.k8s.io";

/// A service account: its namespace and name.
pub(super) type Account = (String, String);

/// What service accounts are allowed.
#[derive(Debug, Default)]
pub(super) struct Grants {
    grants: Vec<(Account, Vec<Value>)>,
}

impl Grants {
    /// Reads roles and bindings: those of the whole cluster, and those in a namespace.
    pub(super) fn read(namespace: Option<&str>, reads: &Reads<'_>) -> Result<Grants, String> {
        let mut roles: BTreeMap<(Option<String>, String), Vec<Value>> = BTreeMap::new();
        let mut bindings = Vec::new();
        let of_namespace = namespace.map(|namespace| ("roles", "rolebindings", Some(namespace)));
        for (of_roles, of_bindings, within) in
            [("clusterroles", "clusterrolebindings", None)].into_iter().chain(of_namespace)
        {
            for role in &reads.list(GROUP, of_roles, within)?.objects {
                let name = role["metadata"]["name"].as_str().unwrap_or_default().to_owned();
                let rules = role["rules"].as_array().cloned().unwrap_or_default();
                roles.insert((within.map(str::to_owned), name), rules);
            }
            let list = reads.list(GROUP, of_bindings, within)?;
            bindings.extend(list.objects.iter().map(|binding| (within, binding.clone())));
        }
        let grant = |(within, binding): &(Option<&str>, Value)| {
            let reference = &binding["roleRef"];
            let place = if reference["kind"] == "ClusterRole" { None } else { within.map(str::to_owned) };
            let rules = roles
                .get(&(place, reference["name"].as_str().unwrap_or_default().to_owned()))
                .cloned()
                .unwrap_or_default();
            let subjects = binding["subjects"].as_array().cloned().unwrap_or_default();
            subjects
                .into_iter()
                .filter_map(move |subject| Some((account(&subject)?, rules.clone())))
                .collect::<Vec<_>>()
        };
        Ok(Grants { grants: bindings.iter().flat_map(grant).collect() })
    }

    /// Returns who may write a resource by name: those who may write its finalizers, or else those who may write it.
    pub(super) fn writers(&self, group: &str, plural: &str) -> BTreeSet<Account> {
        let finalizers = self.allowed(|rule| {
            may_write(rule, group) && has(&rule["resources"], &format!("{plural}/finalizers"))
        });
        match finalizers.is_empty() {
            true => self.allowed(|rule| may_write(rule, group) && has(&rule["resources"], plural)),
            false => finalizers,
        }
    }

    /// Returns who may write anything of a group by name.
    pub(super) fn writers_of_group(&self, group: &str) -> BTreeSet<Account> {
        self.allowed(|rule| may_write(rule, group))
    }

    fn allowed(&self, is: impl Fn(&Value) -> bool) -> BTreeSet<Account> {
        let grants = self.grants.iter().filter(|(_, rules)| rules.iter().any(&is));
        grants.map(|(account, _)| account.clone()).collect()
    }
}

fn account(subject: &Value) -> Option<Account> {
    let text = |field: &str| subject[field].as_str().map(str::to_owned);
    (subject["kind"] == "ServiceAccount").then_some(())?;
    Some((text("namespace")?, text("name")?))
}

fn may_write(rule: &Value, group: &str) -> bool {
    has(&rule["apiGroups"], group) && ["update", "patch", "*"].iter().any(|verb| has(&rule["verbs"], verb))
}

fn has(list: &Value, name: &str) -> bool {
    list.as_array().into_iter().flatten().any(|own| own == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn grant(name: &str, rule: Value) -> (Account, Vec<Value>) {
        (("n".to_owned(), name.to_owned()), vec![rule])
    }

    #[test]
    fn who_is_named_for_finalizers_comes_first_and_everything_counts_for_nothing() {
        let rule = |groups: &[&str], resources: &[&str], verbs: &[&str]| json!({"apiGroups": groups, "resources": resources, "verbs": verbs});
        let mut grants = Grants {
            grants: vec![
                grant("admin", rule(&["*"], &["*"], &["*"])),
                grant("reader", rule(&["example.com"], &["widgets", "widgets/finalizers"], &["get"])),
                grant("writer", rule(&["example.com"], &["widgets"], &["patch"])),
            ],
        };
        let names =
            |accounts: BTreeSet<Account>| accounts.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names(grants.writers("example.com", "widgets")), ["writer"]);
        grants.grants.push(grant("owner", rule(&["example.com"], &["widgets/finalizers"], &["update"])));
        assert_eq!(names(grants.writers("example.com", "widgets")), ["owner"]);
        assert_eq!(names(grants.writers_of_group("example.com")), ["owner", "writer"]);
        assert!(grants.writers("", "pods").is_empty());
    }
}

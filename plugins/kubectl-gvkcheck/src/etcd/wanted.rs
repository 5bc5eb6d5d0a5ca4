//! The key of an object that somebody names: `kind/name`, `kind name`, `kind.group/name`, or the key itself.

use kubecheck_catalog as catalog;
use kubecheck_core::model::query::{self, Query};
use kubecheck_core::model::served;
use kubecheck_core::source::etcd::{Meaning, path};

use super::Known;
use crate::identity::builtin;

/// A resource whose objects have keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The group; empty for the core group.
    pub group: String,
    /// The version to ask the API server for; empty if it was not asked what it serves.
    pub version: String,
    /// The plural name.
    pub plural: String,
    /// The kind.
    pub kind: String,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
}

/// An object that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The key.
    pub key: String,
    /// What it is; none for a key that says nothing of it.
    pub resource: Option<Resource>,
    /// The namespace, if it has one.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
}

/// Finds out what is asked for. `words` are what was typed, `namespace` is the one to look into.
///
/// # Errors
/// Says what cannot be understood: a fragment, and what to do.
pub fn find(
    words: &[String],
    namespace: &str,
    known: &Known,
    served: Option<&served::Served>,
) -> Result<Wanted, (String, String)> {
    if let [key] = words
        && key.starts_with('/')
    {
        return Ok(of_key(key, known, served));
    }
    let (query, name) = query::object(words).map_err(|why| (why, query::OBJECT_FORM.to_owned()))?;
    named(&query, name, namespace, known, served).ok_or_else(|| {
        let hint = "kubectl gvkcheck resolve lists what there is; custom kinds are known from the CRDs in etcd, and the key \
                    itself can be named as well";
        (format!("nothing is called {:?} here", words[0].split('/').next().unwrap_or_default()), hint.to_owned())
    })
}

/// Finds out where an object of a kind is stored; none if nobody knows the kind. `namespace` is the one to look into.
pub fn named(
    query: &Query<'_>,
    name: &str,
    namespace: &str,
    known: &Known,
    served: Option<&served::Served>,
) -> Option<Wanted> {
    let resource =
        live(query, served).or_else(|| custom(query, known)).or_else(|| known_builtin(query, known))?;
    let namespace = resource.namespaced.then(|| namespace.to_owned());
    let within = namespace.as_ref().map(|namespace| format!("{namespace}/")).unwrap_or_default();
    let key = format!("{}{}{within}{name}", known.prefix, path(&resource.group, &resource.plural));
    Some(Wanted { key, resource: Some(resource), namespace, name: name.to_owned() })
}

/// Returns what a key that was named itself stands for.
fn of_key(key: &str, known: &Known, served: Option<&served::Served>) -> Wanted {
    let mut wanted = Wanted { key: key.to_owned(), resource: None, namespace: None, name: String::new() };
    if let Meaning::Object(place) = known.meaning(key) {
        let query = Query { group: place.group, version: None, name: Some(place.resource) };
        wanted.resource =
            live(&query, served).or_else(|| custom(&query, known)).or_else(|| known_builtin(&query, known));
        wanted.namespace = place.namespace.map(str::to_owned);
        wanted.name = place.name.to_owned();
    }
    wanted
}

fn live(query: &Query<'_>, served: Option<&served::Served>) -> Option<Resource> {
    let found = query.find(served?)?;
    Some(Resource {
        group: found.group.name.clone(),
        version: found.version.name.clone(),
        plural: found.resource.plural.clone(),
        kind: found.resource.kind.clone(),
        namespaced: found.resource.namespaced,
    })
}

fn custom(query: &Query<'_>, known: &Known) -> Option<Resource> {
    let mut all = known.definitions.values();
    let name = query.name?;
    let found = all.find(|definition| {
        query.group.is_none_or(|group| group == definition.group)
            && [&definition.kind, &definition.plural].into_iter().any(|own| own.eq_ignore_ascii_case(name))
    })?;
    Some(Resource {
        group: found.group.clone(),
        version: String::new(),
        plural: found.plural.clone(),
        kind: found.kind.clone(),
        namespaced: found.namespaced,
    })
}

/// Finds a built-in resource: what the target serves before what other versions had.
fn known_builtin(query: &Query<'_>, known: &Known) -> Option<Resource> {
    let name = query.name?;
    let kinds = catalog::kinds().iter().filter(|kind| query.group.is_none_or(|group| group == kind.group));
    let named = kinds.filter(|kind| {
        kind.eras().any(|(_, _, resource)| {
            let own = [kind.kind, resource.plural, resource.singular].into_iter();
            own.chain(resource.short_names.iter().copied()).any(|own| own.eq_ignore_ascii_case(name))
        })
    });
    let kind = builtin::sorted(named, known.target.into()).into_iter().next()?;
    let resource = kind.at(known.target).or_else(|| kind.eras().last().map(|(_, _, resource)| resource))?;
    Some(Resource {
        group: kind.group.to_owned(),
        version: String::new(),
        plural: resource.plural.to_owned(),
        kind: kind.kind.to_owned(),
        namespaced: resource.namespaced,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::target;
    use kubecheck_core::source::etcd::{Definition, Keyspace};
    use std::collections::BTreeMap;

    fn known() -> Known {
        let definition = Definition {
            group: "stable.example.com".into(),
            plural: "crontabs".into(),
            kind: "CronTab".into(),
            namespaced: true,
            versions: Vec::new(),
        };
        let definitions =
            BTreeMap::from([((definition.group.clone(), definition.plural.clone()), definition)]);
        let keys = Keyspace { prefix: "/registry".into(), definitions, ..Keyspace::default() };
        Known { target: target(36), keys }
    }

    fn key(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        match find(&words, "shop", &known(), None) {
            Ok(wanted) => wanted.key,
            Err((why, _)) => why,
        }
    }

    #[test]
    fn every_way_to_name_an_object_finds_its_key() {
        for words in [
            &["cm/web"][..],
            &["ConfigMap", "web"],
            &["configmaps", "web"],
            &["/registry/configmaps/shop/web"],
        ] {
            assert_eq!(key(words), "/registry/configmaps/shop/web");
        }
        assert_eq!(key(&["deploy.apps/web"]), "/registry/deployments/shop/web");
        assert_eq!(key(&["no/n1"]), "/registry/minions/n1");
        assert_eq!(key(&["svc/web"]), "/registry/services/specs/shop/web");
        assert_eq!(key(&["ing/web"]), "/registry/ingress/shop/web");
        assert_eq!(key(&["crontab/x"]), "/registry/stable.example.com/crontabs/shop/x");
        assert_eq!(key(&["ev/x"]), "/registry/events/shop/x");
    }

    #[test]
    fn what_names_no_object_is_refused() {
        assert_eq!(key(&["web"]), "\"web\" names no object");
        assert_eq!(key(&["a", "b", "c"]), "\"a b c\" names no object");
        assert_eq!(key(&["foo/x"]), "nothing is called \"foo\" here");
    }
}

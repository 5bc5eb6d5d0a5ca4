//! The role that the command needs.

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Access, role};
use kubecheck_core::model::served::Served;

use super::{Args, live};
use crate::etcd::{Known, wanted};

/// Returns the role for what the arguments name.
pub(super) fn role_for(args: &Args, served: &Served, known: &Known) -> Result<String, CliError> {
    let get = |group: &str, resource: &str, namespace: Option<&str>| Access::Resource {
        group: group.to_owned(),
        resource: resource.to_owned(),
        verb: "get",
        namespace: namespace.map(str::to_owned),
    };
    let definitions = Access::Resource {
        group: "apiextensions.k8s.io".to_owned(),
        resource: "customresourcedefinitions".to_owned(),
        verb: "list",
        namespace: None,
    };
    // Which cluster it is, and which custom kinds it has.
    let mut reads = vec![get("", "namespaces", None), definitions];
    if args.object.is_empty() {
        for list in live::lists(args, served, known) {
            reads.push(Access::from(&list));
            // Before an object is accused it is read alone.
            reads.push(get(&list.group, &list.plural, list.namespace.as_deref().filter(|_| list.namespaced)));
        }
    } else {
        let namespace = args.namespaces.namespace.as_deref().unwrap_or("default");
        let wanted = wanted::find(&args.object, namespace, known, Some(served))
            .map_err(|(message, hint)| CliError::usage(message).hint(hint))?;
        if let Some(resource) = &wanted.resource {
            reads.push(get(&resource.group, &resource.plural, wanted.namespace.as_deref()));
        }
    }
    Ok(role("kubectl-gvkcheck-etcd", &reads))
}

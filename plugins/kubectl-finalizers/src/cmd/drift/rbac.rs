//! The role that the command needs.

use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Access, role};

use super::{Args, open};

/// Returns the role for what the arguments name.
pub(super) fn role_for(args: &Args) -> Result<String, CliError> {
    let get = |group: &str, resource: &str, namespace: Option<&str>| Access::Resource {
        group: group.to_owned(),
        resource: resource.to_owned(),
        verb: "get",
        namespace: namespace.map(str::to_owned),
    };
    // Which cluster it is.
    let mut reads = vec![get("", "namespaces", None)];
    for list in open(args)?.types(&args.types, args.namespaces.one())? {
        reads.push(Access::from(&list));
        // What differs is read again by name.
        reads.push(get(&list.group, &list.plural, list.namespace.as_deref().filter(|_| list.namespaced)));
    }
    Ok(role("kubectl-finalizers-drift", &reads))
}

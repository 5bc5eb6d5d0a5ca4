//! From kubectl's flags and files to a connection.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use ::kube::Config;
use ::kube::config::{
    AuthInfo, Cluster, Context, KubeConfigOptions, Kubeconfig, NamedAuthInfo, NamedCluster, NamedContext,
};
use http::Uri;

use super::args::ConnectionArgs;
use super::exec::Attended;
use super::fault::{Fault, FaultKind, chain};
use super::line::Deadline;
use super::{credentials, files, pod, proxy};

/// A connection that is not open yet.
pub(super) struct Connection {
    /// How to connect.
    pub(super) config: Config,
    /// The name to show: the context, or the server if there is none.
    pub(super) context: String,
}

/// What flags and files choose.
pub(super) struct Chosen {
    /// The name of the context; empty if there is none.
    pub(super) context: String,
    /// The cluster, before flags change it.
    pub(super) cluster: Cluster,
    /// The user, before flags change it.
    pub(super) user: AuthInfo,
    /// The namespace of the context.
    pub(super) namespace: Option<String>,
}

/// Puts flags and files together (`k8s.io/client-go/tools/clientcmd/client_config.go`). What has to be asked for that is told in
/// time, if there is an end to it.
pub(super) fn connection(
    args: &ConnectionArgs,
    attended: Attended,
    deadline: Option<Deadline>,
) -> Result<Connection, Fault> {
    let Chosen { context, mut cluster, mut user, namespace } = choose(args)?;
    override_cluster(args, &mut cluster)?;
    override_user(args, &mut user)?;
    let server = cluster.server.clone().filter(|server| !server.is_empty());
    let Some(server) = server else { return Err(wrong("the cluster of the kubeconfig has no server")) };
    let proxy = cluster.proxy_url.take().filter(|proxy| !proxy.is_empty());
    let proxy = proxy.or_else(|| proxy::from_environment(&server));
    let proxy = proxy.map(|proxy| proxy::parse(&proxy)).transpose()?;
    // The plugin is told of the proxy too.
    cluster.proxy_url = proxy.as_ref().map(ToString::to_string);
    credentials::settle(&mut user, &cluster, attended, deadline)?;
    cluster.proxy_url = None;
    let mut config = config(cluster, user, namespace, proxy, args.timeout())
        .map_err(|why| wrong(format!("cannot connect to {server} as the kubeconfig says: {why}")))?;
    config.disable_compression |= args.disable_compression;
    Ok(Connection { config, context: if context.is_empty() { server } else { context } })
}

/// Tells whether a server is on this machine.
fn is_loopback(server: &Uri) -> bool {
    let host = server.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Leads kube to what was chosen, under names that no file can spoil. To connect may take as long as is said.
pub(crate) fn config(
    cluster: Cluster,
    user: AuthInfo,
    namespace: Option<String>,
    proxy: Option<Uri>,
    connect: Option<Duration>,
) -> Result<Config, String> {
    let name = || "chosen".to_owned();
    let context = Context { cluster: name(), user: Some(name()), namespace, ..Context::default() };
    let kubeconfig = Kubeconfig {
        clusters: vec![NamedCluster { name: name(), cluster: Some(cluster), ..NamedCluster::default() }],
        auth_infos: vec![NamedAuthInfo { name: name(), auth_info: Some(user), ..NamedAuthInfo::default() }],
        contexts: vec![NamedContext { name: name(), context: Some(context), ..NamedContext::default() }],
        ..Kubeconfig::default()
    };
    let options = KubeConfigOptions { context: Some(name()), ..KubeConfigOptions::default() };
    // Nothing in it waits: it is a future only for compatibility.
    let config = futures_executor(Config::from_custom_kubeconfig(kubeconfig, &options));
    let mut config = config.map_err(|error| chain(&error))?;
    config.proxy_url = proxy;
    // Requests bound themselves and are repeated only where that is safe; see `line`.
    config.default_retry = false;
    config.read_timeout = None;
    config.connect_timeout = connect.or(config.connect_timeout);
    // On the same machine packing an answer takes longer than passing it on.
    config.disable_compression |= is_loopback(&config.cluster_url);
    Ok(config)
}

/// Finds the context, or the cluster that this runs in.
fn choose(args: &ConnectionArgs) -> Result<Chosen, Fault> {
    let kubeconfig = files::read(args.kubeconfig.as_deref())?;
    let given = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
    let (server, cluster, user) = (given(&args.server), given(&args.cluster), given(&args.user));
    let context = match given(&args.context).or_else(|| kubeconfig.current_context.clone()) {
        Some(name) => name,
        None if server.is_some() || cluster.is_some() => String::new(),
        None => return without_context(&kubeconfig),
    };
    let found = kubeconfig.contexts.iter().find(|named| named.name == context);
    let found = match found {
        Some(named) => named.context.clone().unwrap_or_default(),
        None if context.is_empty() => Context::default(),
        None => return Err(no_context(&kubeconfig, &context)),
    };
    // A server that a flag gives needs no cluster beside it.
    let needs_cluster = cluster.is_some() || server.is_none();
    let cluster = match cluster.unwrap_or(found.cluster) {
        name if name.is_empty() => Cluster::default(),
        name => match cluster_named(&kubeconfig, &name) {
            Err(_) if !needs_cluster => Cluster::default(),
            found => found?,
        },
    };
    let user = match user.or(found.user).filter(|name| !name.is_empty()) {
        Some(name) => user_named(&kubeconfig, &name)?,
        None => AuthInfo::default(),
    };
    let namespace = found.namespace.filter(|name| !name.is_empty());
    Ok(Chosen { context, cluster, user, namespace })
}

fn cluster_named(kubeconfig: &Kubeconfig, name: &str) -> Result<Cluster, Fault> {
    let found = kubeconfig.clusters.iter().find(|named| named.name == name);
    let names = kubeconfig.clusters.iter().map(|named| named.name.as_str());
    found.map(|named| named.cluster.clone().unwrap_or_default()).ok_or_else(|| {
        wrong(format!("no cluster named {name:?} in the kubeconfig")).hint(there_are("clusters", names))
    })
}

fn user_named(kubeconfig: &Kubeconfig, name: &str) -> Result<AuthInfo, Fault> {
    let found = kubeconfig.auth_infos.iter().find(|named| named.name == name);
    let names = kubeconfig.auth_infos.iter().map(|named| named.name.as_str());
    found.map(|named| named.auth_info.clone().unwrap_or_default()).ok_or_else(|| {
        wrong(format!("no user named {name:?} in the kubeconfig")).hint(there_are("users", names))
    })
}

/// Looks around where no context is chosen: inside a cluster, or not at all.
fn without_context(kubeconfig: &Kubeconfig) -> Result<Chosen, Fault> {
    if !kubeconfig.contexts.is_empty() {
        let names = kubeconfig.contexts.iter().map(|named| named.name.as_str());
        return Err(wrong("no cluster is configured: the kubeconfig names no current context")
            .hint(format!("choose one with --context NAME; {}", there_are("contexts", names))));
    }
    pod::inside().ok_or_else(|| {
        wrong("no cluster is configured: there is no kubeconfig, and this is no pod")
            .hint("name one with --kubeconfig FILE or $KUBECONFIG")
    })
}

/// Returns what a flag says; an empty value is as if the flag was not there, as with kubectl.
fn said(flag: &Option<String>) -> Option<&String> {
    flag.as_ref().filter(|value| !value.is_empty())
}

fn override_cluster(args: &ConnectionArgs, cluster: &mut Cluster) -> Result<(), Fault> {
    if let Some(server) = said(&args.server) {
        cluster.server = Some(server.clone());
    }
    // `k8s.io/client-go/rest/url_utils.go`, `DefaultServerURL`.
    cluster.server = cluster.server.take().map(|server| match server.contains("://") {
        false if !server.is_empty() => format!("http://{server}"),
        _ => server,
    });
    if let Some(file) = &args.certificate_authority {
        cluster.certificate_authority = Some(readable(file, "certificate authority")?);
        cluster.certificate_authority_data = None;
    }
    if args.insecure_skip_tls_verify {
        cluster.insecure_skip_tls_verify = Some(true);
        (cluster.certificate_authority, cluster.certificate_authority_data) = (None, None);
    }
    if let Some(name) = said(&args.tls_server_name) {
        cluster.tls_server_name = Some(name.clone());
    }
    cluster.tls_server_name = cluster.tls_server_name.take().filter(|name| !name.is_empty());
    Ok(())
}

fn override_user(args: &ConnectionArgs, user: &mut AuthInfo) -> Result<(), Fault> {
    if let Some(token) = said(&args.token) {
        user.token = Some(token.clone().into());
        (user.token_file, user.exec, user.auth_provider) = (None, None, None);
        (user.username, user.password) = (None, None);
    }
    if let Some(file) = &args.client_certificate {
        user.client_certificate = Some(readable(file, "client certificate")?);
        user.client_certificate_data = None;
    }
    if let Some(file) = &args.client_key {
        user.client_key = Some(readable(file, "client key")?);
        user.client_key_data = None;
    }
    if let Some(name) = said(&args.impersonate) {
        user.impersonate = Some(name.clone());
    }
    if let Some(uid) = said(&args.impersonate_uid) {
        user.impersonate_uid = Some(uid.clone());
    }
    if !args.impersonate_group.is_empty() {
        user.impersonate_groups = Some(args.impersonate_group.clone());
    }
    // A key of the flags takes the place of the kubeconfig's.
    for (key, _) in &args.impersonate_extra {
        let of_key = args.impersonate_extra.iter().filter(|(own, _)| own == key);
        let values = of_key.map(|(_, value)| value.clone()).collect();
        user.impersonate_user_extra.get_or_insert_default().insert(key.clone(), values);
    }
    let others = user.impersonate_groups.is_some()
        || user.impersonate_uid.is_some()
        || user.impersonate_user_extra.is_some();
    if user.impersonate.is_none() && others {
        // client-go refuses this as well (`k8s.io/client-go/transport`, `HTTPWrappersForConfig`).
        return Err(wrong("groups, a UID or more of a user are to be impersonated, but no user")
            .hint("name the user with --as"));
    }
    Ok(())
}

fn readable(file: &Path, what: &str) -> Result<String, Fault> {
    std::fs::metadata(file)
        .map(|_| file.display().to_string())
        .map_err(|error| wrong(format!("cannot read the {what} {}: {error}", file.display())))
}

fn no_context(kubeconfig: &Kubeconfig, name: &str) -> Fault {
    let names = kubeconfig.contexts.iter().map(|named| named.name.as_str());
    wrong(format!("no context named {name:?} in the kubeconfig")).hint(there_are("contexts", names))
}

fn there_are<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { format!("it has no {what}") } else { format!("{what} there: {}", names.join(", ")) }
}

fn wrong(message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Configuration, message)
}

/// Runs a future that never waits.
fn futures_executor<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime without drivers needs nothing of the system").block_on(future)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        let is_so = |server: &str| is_loopback(&server.parse().expect("it is an address"));
        for server in ["https://127.0.0.1:6443", "https://[::1]:6443", "http://localhost:8080/path"] {
            assert!(is_so(server), "{server}");
        }
        for server in ["https://10.0.0.1:6443", "https://localhost.example.com", "https://[fd00::1]"] {
            assert!(!is_so(server), "{server}");
        }
    }
}

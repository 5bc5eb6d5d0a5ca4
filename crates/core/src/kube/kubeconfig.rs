//! From kubectl's flags and files to a connection.

use std::env;
use std::path::{Path, PathBuf};

use ::kube::Config;
use ::kube::config::{
    AuthInfo, Cluster, Context, KubeConfigOptions, Kubeconfig, NamedAuthInfo, NamedCluster,
};

use super::args::ConnectionArgs;
use super::fault::{Fault, FaultKind};
use super::proxy;

/// A connection that is not open yet.
pub(super) struct Connection {
    /// How to connect.
    pub(super) config: Config,
    /// The name to show: the context, or the server if there is none.
    pub(super) context: String,
}

/// The contexts of a kubeconfig.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    /// Their names, as they stand in the files.
    pub names: Vec<String>,
    /// The one that is used if none is named.
    pub current: Option<String>,
}

/// Returns the contexts that flags and environment lead to.
///
/// # Errors
/// A file that cannot be read.
pub fn contexts(args: &ConnectionArgs) -> Result<Contexts, Fault> {
    let config = read(args.kubeconfig.as_deref())?;
    Ok(Contexts {
        names: config.contexts.into_iter().map(|named| named.name).collect(),
        current: config.current_context.filter(|name| !name.is_empty()),
    })
}

/// Puts flags and files together (`k8s.io/client-go/tools/clientcmd/client_config.go`).
pub(super) fn connection(args: &ConnectionArgs) -> Result<Connection, Fault> {
    let mut kubeconfig = read(args.kubeconfig.as_deref())?;
    let asked = args.context.clone().filter(|name| !name.is_empty());
    let current = kubeconfig.current_context.clone().filter(|name| !name.is_empty());
    let context = match asked.or(current) {
        Some(name) => name,
        None if args.server.is_some() || args.cluster.is_some() => String::new(),
        None => return without_context(args, &kubeconfig),
    };
    let names = Names::of(args, &kubeconfig, &context)?;
    let (mut cluster, mut user) = (names.cluster(&kubeconfig)?, names.user(&kubeconfig)?);
    override_cluster(args, &mut cluster)?;
    override_user(args, &mut user)?;
    let server = cluster.server.clone().filter(|server| !server.is_empty());
    let Some(server) = server else {
        return Err(wrong(format!("cluster {:?} of the kubeconfig has no server", names.cluster)));
    };
    let proxy = cluster.proxy_url.take().filter(|proxy| !proxy.is_empty());
    let proxy = proxy.or_else(|| proxy::from_environment(&server));
    // Only what was chosen is left, under names that no file can spoil.
    kubeconfig.clusters =
        vec![NamedCluster { name: "chosen".to_owned(), cluster: Some(cluster), ..NamedCluster::default() }];
    kubeconfig.auth_infos =
        vec![NamedAuthInfo { name: "chosen".to_owned(), auth_info: Some(user), ..NamedAuthInfo::default() }];
    let chosen = Context {
        cluster: "chosen".to_owned(),
        user: Some("chosen".to_owned()),
        namespace: names.namespace.clone(),
        ..Context::default()
    };
    kubeconfig.contexts = vec![::kube::config::NamedContext {
        name: "chosen".to_owned(),
        context: Some(chosen),
        ..::kube::config::NamedContext::default()
    }];
    let options = KubeConfigOptions { context: Some("chosen".to_owned()), ..KubeConfigOptions::default() };
    // Nothing in it waits: it is a future only for compatibility.
    let config = futures_executor(Config::from_custom_kubeconfig(kubeconfig, &options));
    let mut config = config.map_err(|error| {
        wrong(format!("cannot connect to {server} as the kubeconfig says: {}", chain(&error)))
    })?;
    config.proxy_url = match proxy {
        Some(proxy) => Some(proxy.parse().map_err(|_| wrong(format!("the proxy {proxy:?} is no URL")))?),
        None => None,
    };
    let context = if context.is_empty() { server } else { context };
    Ok(finish(args, config, context))
}

/// What the context names.
struct Names {
    cluster: String,
    user: Option<String>,
    namespace: Option<String>,
}

impl Names {
    fn of(args: &ConnectionArgs, kubeconfig: &Kubeconfig, context: &str) -> Result<Names, Fault> {
        let found = kubeconfig.contexts.iter().find(|named| named.name == context);
        let found = match found {
            Some(named) => named.context.clone().unwrap_or_default(),
            None if context.is_empty() => Context::default(),
            None => return Err(no_context(kubeconfig, context)),
        };
        Ok(Names {
            cluster: args.cluster.clone().unwrap_or(found.cluster),
            user: args.user.clone().or(found.user).filter(|name| !name.is_empty()),
            namespace: found.namespace.filter(|name| !name.is_empty()),
        })
    }

    /// Returns the cluster; a server that is given by a flag needs none.
    fn cluster(&self, kubeconfig: &Kubeconfig) -> Result<Cluster, Fault> {
        if self.cluster.is_empty() {
            return Ok(Cluster::default());
        }
        let found = kubeconfig.clusters.iter().find(|named| named.name == self.cluster);
        let names = kubeconfig.clusters.iter().map(|named| named.name.as_str());
        found.map(|named| named.cluster.clone().unwrap_or_default()).ok_or_else(|| {
            wrong(format!("no cluster named {:?} in the kubeconfig", self.cluster))
                .hint(there_are("clusters", names))
        })
    }

    fn user(&self, kubeconfig: &Kubeconfig) -> Result<AuthInfo, Fault> {
        let Some(name) = &self.user else { return Ok(AuthInfo::default()) };
        let found = kubeconfig.auth_infos.iter().find(|named| named.name == *name);
        let names = kubeconfig.auth_infos.iter().map(|named| named.name.as_str());
        found.map(|named| named.auth_info.clone().unwrap_or_default()).ok_or_else(|| {
            wrong(format!("no user named {name:?} in the kubeconfig")).hint(there_are("users", names))
        })
    }
}

/// Connects where no context is chosen: inside a cluster, or not at all.
fn without_context(args: &ConnectionArgs, kubeconfig: &Kubeconfig) -> Result<Connection, Fault> {
    if kubeconfig.contexts.is_empty()
        && let Ok(mut config) = Config::incluster()
    {
        if let Some(user) = &args.impersonate {
            config.auth_info.impersonate = Some(user.clone());
        }
        return Ok(finish(args, config, "in-cluster".to_owned()));
    }
    let fault = wrong("no cluster is configured: the kubeconfig names no current context");
    Err(match kubeconfig.contexts.is_empty() {
        true => wrong("no cluster is configured: there is no kubeconfig, and this is no pod")
            .hint("name one with --kubeconfig FILE or $KUBECONFIG"),
        false => fault.hint(format!(
            "choose one with --context NAME; {}",
            there_are("contexts", kubeconfig.contexts.iter().map(|named| named.name.as_str()))
        )),
    })
}

fn finish(args: &ConnectionArgs, mut config: Config, context: String) -> Connection {
    // Requests bound themselves and are repeated only where that is safe; see `cluster`.
    config.default_retry = false;
    config.read_timeout = None;
    config.connect_timeout = args.timeout().or(config.connect_timeout);
    config.disable_compression |= args.disable_compression;
    Connection { config, context }
}

fn override_cluster(args: &ConnectionArgs, cluster: &mut Cluster) -> Result<(), Fault> {
    if let Some(server) = &args.server {
        cluster.server =
            Some(if server.contains("://") { server.clone() } else { format!("http://{server}") });
    }
    if let Some(file) = &args.certificate_authority {
        cluster.certificate_authority = Some(readable(file, "certificate authority")?);
        cluster.certificate_authority_data = None;
    }
    if args.insecure_skip_tls_verify {
        cluster.insecure_skip_tls_verify = Some(true);
        (cluster.certificate_authority, cluster.certificate_authority_data) = (None, None);
    }
    if let Some(name) = &args.tls_server_name {
        cluster.tls_server_name = Some(name.clone());
    }
    Ok(())
}

fn override_user(args: &ConnectionArgs, user: &mut AuthInfo) -> Result<(), Fault> {
    if let Some(token) = &args.token {
        user.token = Some(token.clone().into());
        (user.token_file, user.exec, user.auth_provider) = (None, None, None);
    }
    if let Some(file) = &args.client_certificate {
        user.client_certificate = Some(readable(file, "client certificate")?);
        user.client_certificate_data = None;
    }
    if let Some(file) = &args.client_key {
        user.client_key = Some(readable(file, "client key")?);
        user.client_key_data = None;
    }
    if let Some(name) = &args.impersonate {
        user.impersonate = Some(name.clone());
    }
    if let Some(uid) = &args.impersonate_uid {
        user.impersonate_uid = Some(uid.clone());
    }
    if !args.impersonate_group.is_empty() {
        user.impersonate_groups = Some(args.impersonate_group.clone());
    }
    for (key, value) in &args.impersonate_extra {
        let extra = user.impersonate_user_extra.get_or_insert_default();
        extra.entry(key.clone()).or_default().push(value.clone());
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

/// Reads a file, or all of $KUBECONFIG, or ~/.kube/config; what comes first wins. Files of a list may be missing, one that is
/// named may not.
fn read(named: Option<&Path>) -> Result<Kubeconfig, Fault> {
    if let Some(path) = named {
        return read_file(path);
    }
    let listed = env::var_os("KUBECONFIG").filter(|list| !list.is_empty());
    let paths: Vec<PathBuf> = match listed {
        Some(list) => env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect(),
        None => dirs::home_dir().into_iter().map(|home| home.join(".kube").join("config")).collect(),
    };
    let there = paths.iter().filter(|path| path.exists());
    there.map(|path| read_file(path)).try_fold(Kubeconfig::default(), |all, next| {
        all.merge(next?).map_err(|error| wrong(format!("cannot merge kubeconfig files: {}", chain(&error))))
    })
}

fn read_file(path: &Path) -> Result<Kubeconfig, Fault> {
    Kubeconfig::read_from(path).map_err(|error| {
        let why = chain(&error);
        wrong(format!("cannot use the kubeconfig {}: {why}", path.display()))
    })
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

/// Writes an error with its causes, each told once.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let own = error.to_string();
        if !text.contains(&own) {
            text = format!("{text}: {own}");
        }
        cause = error.source();
    }
    text
}

/// Runs a future that never waits.
fn futures_executor<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime without drivers needs nothing of the system").block_on(future)
}

//! Prometheus, or what answers as it does: at an address, or through the API server of a cluster.
//!
//! - `args` are the flags; `address` reads an address, `credentials` find out who asks;
//! - `service` is a service of a cluster, which `found` looks for;
//! - `peers` is what answers, and why it does not.

mod address;
mod args;
mod credentials;
mod found;
mod peers;
mod service;

use ::kube::config::Cluster as Target;
use futures_util::future::join_all;
use http::{HeaderName, HeaderValue};
use kubecheck_prometheus::answer::Answer;
use kubecheck_prometheus::query::Query;

use self::address::Address;
pub use self::address::shown;
pub use self::args::PrometheusArgs;
pub use self::service::Service;
use crate::cli::start;
use crate::kube::{
    Background, Cluster, ConnectionArgs, Deadline, Fault, FaultKind, JSON, Line, Question, configuration,
    proxy,
};

/// The ways to name it.
const WAYS: &str = "by its address: --prometheus URL, or PROMETHEUS_URL in the environment\n  \
    by its service, which the API server leads to: --prometheus-service NAMESPACE/NAME:PORT\n  \
    or by a label of that service, app.kubernetes.io/name=prometheus, so that it is found";

/// A Prometheus that can be asked. All that is asked, and finding it, is over at one time.
#[derive(Debug)]
pub struct Prometheus {
    way: Way,
    line: Line,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// What all paths begin with.
    below: String,
    name: String,
}

/// Where it is, and what does the work.
#[derive(Debug)]
enum Way {
    Direct { background: Background, url: String },
    Through { cluster: Box<Cluster>, service: Service },
}

impl Prometheus {
    /// Finds the Prometheus that flags and environment name, or that is in the cluster if they name none, and makes ready to ask
    /// it. Only a service without a port is looked up for that, and a Prometheus that nobody named.
    ///
    /// All of it, and all that is asked later, has to be over after a while, or at a time that other things share.
    ///
    /// # Errors
    /// What leads nowhere: flags, files, a cluster without Prometheus or with several.
    pub fn open(
        args: &PrometheusArgs,
        connection: &ConnectionArgs,
        deadline: impl Into<Deadline>,
    ) -> Result<Prometheus, Fault> {
        let deadline = deadline.into();
        let address = args.address(&variable).filter(|_| args.prometheus_service.is_none());
        let opened = match address {
            Some((text, from)) => {
                let address = address::read(&text, from)?;
                let is_documented = from == args::DOCUMENTED;
                if is_documented && args.proves() {
                    return Err(wrong(format!(
                        "credentials and headers are not sent to {}, which only a document names",
                        shown(&text)
                    ))
                    .hint("say that it is meant, with --prometheus URL"));
                }
                let none = |_: &str| None;
                direct(args, &address, if is_documented { &none } else { &variable }, deadline)?
            }
            None => through(args, connection, deadline)?,
        };
        Ok(Prometheus { headers: args.prometheus_header.clone(), ..opened })
    }

    /// Asks questions, eight at a time, and returns an answer for each in their order.
    ///
    /// A server that says when to come again is asked again then, and one that is too busy after a while, as long as there is
    /// time. What is not answered when the time is over is a [`FaultKind::Timeout`]; a question that the server does not
    /// understand or cannot evaluate is [`FaultKind::Invalid`].
    pub fn ask(&self, queries: &[Query]) -> Vec<Result<Answer, Fault>> {
        self.background(join_all(queries.iter().map(|query| self.answer(query))))
    }

    /// Returns where it is, for people: `http://127.0.0.1:9090`, or `monitoring/prometheus-k8s in context prod`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns how to ask the same question by hand: the expression, and on a second line an address for the browser, or a command
    /// line of kubectl where an API server stands between. It holds no secrets, so whoever uses it has to log in.
    pub fn show(&self, query: &Query) -> String {
        format!("{}\n{}", query.promql(), self.link(query))
    }

    /// Returns the address or command line of [`Prometheus::show`] alone.
    pub fn link(&self, query: &Query) -> String {
        match &self.way {
            Way::Direct { url, .. } => format!("{url}{}", query.path()),
            Way::Through { cluster, .. } => {
                let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
                let is_named = cluster.context != cluster.server && cluster.context != "in-cluster";
                let context =
                    if is_named { format!("--context {} ", quoted(&cluster.context)) } else { String::new() };
                format!("kubectl {context}get --raw {}", quoted(&format!("{}{}", self.below, query.path())))
            }
        }
    }

    fn background<T>(&self, future: impl Future<Output = T>) -> T {
        match &self.way {
            Way::Direct { background, .. } => background.wait(future),
            Way::Through { cluster, .. } => cluster.wait(future),
        }
    }

    async fn answer(&self, query: &Query) -> Result<Answer, Fault> {
        let request = query.request();
        let path = format!("{}{}", self.below, request.path);
        let question = Question::new(&path, JSON)
            .named(query.endpoint())
            .form(request.form.as_deref())
            .headers(&self.headers);
        let body =
            self.line.fetch(question).await.map_err(|fault| self.allowed(fault, request.form.is_some()))?;
        Answer::parse(&body).map_err(|error| peers::fault(error, query.endpoint()))
    }

    /// Says which right is missing, if the API server lets nobody through.
    fn allowed(&self, fault: Fault, is_posted: bool) -> Fault {
        match &self.way {
            Way::Through { service, .. } if fault.kind == FaultKind::Forbidden && fault.hint.is_none() => {
                let verbs = if is_posted { "\"get\", \"create\"" } else { "\"get\"" };
                fault.hint(format!(
                    "a Role in the namespace {} needs apiGroups: [\"\"], resources: [\"services/proxy\"], resourceNames: \
                     [{:?}], verbs: [{verbs}]",
                    service.namespace,
                    service.proxied()
                ))
            }
            _ => fault,
        }
    }
}

/// Leads to an address; the kubeconfig is not even read.
fn direct(
    args: &PrometheusArgs,
    address: &Address,
    variable: &dyn Fn(&str) -> Option<String>,
    deadline: Deadline,
) -> Result<Prometheus, Fault> {
    let user = credentials::of(args, address, variable)?;
    let url = &address.url;
    let proxy = proxy::from_environment(url).map(|proxy| proxy::parse(&proxy)).transpose()?;
    let target = Target {
        server: Some(url.clone()),
        certificate_authority: args.prometheus_ca.as_ref().map(|path| path.display().to_string()),
        insecure_skip_tls_verify: Some(args.prometheus_insecure_skip_tls_verify),
        tls_server_name: args.prometheus_tls_server_name.clone().filter(|name| !name.is_empty()),
        ..Target::default()
    };
    let is_tls_to_proxy = proxy.as_ref().is_some_and(|proxy| proxy.scheme_str() == Some("https"));
    let mut config = configuration(target, user, None, proxy, Some(deadline.left()))
        .map_err(|why| wrong(format!("cannot connect to {url}: {why}")))?;
    if let (Some(path), Some([])) = (&args.prometheus_ca, config.root_cert.as_deref()) {
        return Err(wrong(format!("{} holds no certificate in PEM", path.display())));
    }
    if args.prometheus_insecure_skip_tls_verify || (address.is_plain() && !is_tls_to_proxy) {
        // Whom this machine trusts need not be known, and takes long to read.
        config.root_cert = Some(Vec::new());
    }
    let background = Background::start()?;
    let line = Line::open(&background, config, url, &peers::DIRECT, None)?.quiet().until(deadline);
    let way = Way::Direct { background, url: url.clone() };
    Ok(Prometheus { way, line, headers: Vec::new(), below: String::new(), name: url.clone() })
}

/// Leads through the API server of a cluster.
fn through(
    args: &PrometheusArgs,
    connection: &ConnectionArgs,
    deadline: Deadline,
) -> Result<Prometheus, Fault> {
    let cluster = Cluster::until(connection, deadline).map(Cluster::quiet);
    let (cluster, service) = match &args.prometheus_service {
        Some(service) if service.port.is_some() => (cluster?, service.clone()),
        Some(service) => {
            let cluster = cluster?;
            let service = found::port(&cluster, service.clone())?;
            (cluster, service)
        }
        None => {
            let cluster = cluster.map_err(|fault| found::unseen(fault, "a cluster"))?;
            let service = found::look(&cluster)?;
            let context = &cluster.context;
            start::tell(&format!(
                "asking Prometheus in the cluster of {context}: --prometheus-service {service}"
            ));
            (cluster, service)
        }
    };
    let line = cluster.line().clone().to(&peers::BEHIND);
    let name = format!("{}/{} in context {}", service.namespace, service.name, cluster.context);
    let below = service.path();
    let way = Way::Through { cluster: Box::new(cluster), service };
    Ok(Prometheus { way, line, headers: Vec::new(), below, name })
}

/// Returns a variable of the environment; an empty one is none.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn wrong(message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Configuration, message)
}

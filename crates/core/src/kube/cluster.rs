//! One cluster: sends requests to its API server, so many at once, each bounded in time.

use serde::{Deserialize, Serialize};

use super::args::ConnectionArgs;
use super::background::Background;
use super::exec::Attended;
use super::fault::Fault;
use super::kubeconfig::{self, Connection};
use super::line::{Answer, Deadline, JSON, Line, Sent, read};
use super::peer::API_SERVER;

/// A cluster that can be asked.
#[derive(Debug)]
pub struct Cluster {
    background: Background,
    pub(super) line: Line,
    /// The kubeconfig context, or the server where there is none.
    pub context: String,
    /// The address of the API server.
    pub server: String,
    /// The namespace of the context.
    pub namespace: String,
    pub(super) chunk_size: u32,
    pub(super) cache_dir: Option<std::path::PathBuf>,
}

/// The version of an API server (`/version`).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// The major version, `1`.
    pub major: String,
    /// The minor version; some providers put a `+` behind it.
    pub minor: String,
    /// The whole version, such as `v1.36.3-eks-1`.
    pub git_version: String,
}

impl Version {
    /// Returns the minor version as a number.
    pub fn minor(&self) -> Option<u8> {
        let digits = self.minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.minor.len());
        self.minor[..digits].parse().ok().filter(|_| self.major == "1")
    }
}

impl Cluster {
    /// Makes ready to ask the cluster that the flags name; nothing is sent yet.
    ///
    /// # Errors
    /// A kubeconfig or flags that lead nowhere.
    pub fn new(args: &ConnectionArgs) -> Result<Cluster, Fault> {
        Cluster::of(args, kubeconfig::connection(args, Attended::Yes, None)?)
    }

    /// Makes ready to ask a cluster while nobody looks: a credential plugin cannot ask back, and what it says is not shown.
    ///
    /// # Errors
    /// A kubeconfig or flags that lead nowhere.
    pub fn unattended(args: &ConnectionArgs) -> Result<Cluster, Fault> {
        Cluster::of(args, kubeconfig::connection(args, Attended::No, None)?)
    }

    /// Makes ready to ask the cluster that the flags name until a time is over; a credential plugin that takes longer is ended.
    ///
    /// # Errors
    /// A kubeconfig or flags that lead nowhere.
    pub fn until(args: &ConnectionArgs, deadline: Deadline) -> Result<Cluster, Fault> {
        let cluster = Cluster::of(args, kubeconfig::connection(args, Attended::Yes, Some(deadline))?)?;
        Ok(Cluster { line: cluster.line.until(deadline), ..cluster })
    }

    fn of(args: &ConnectionArgs, connection: Connection) -> Result<Cluster, Fault> {
        let background = Background::start()?;
        let server = connection.config.cluster_url.to_string().trim_end_matches('/').to_owned();
        let namespace = connection.config.default_namespace.clone();
        let line = Line::open(&background, connection.config, &server, &API_SERVER, args.timeout())?;
        let cache_dir = args.cache_dir.clone().or_else(super::cache::default_dir);
        Ok(Cluster {
            background,
            line,
            context: connection.context,
            server,
            namespace,
            chunk_size: args.chunk_size,
            cache_dir,
        })
    }

    /// Keeps the server's warnings to itself: where everything is read, they are about versions that nobody chose.
    pub fn quiet(mut self) -> Cluster {
        self.line = self.line.quiet();
        self
    }

    /// Returns the way to the API server.
    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    /// Asks for a path, as `kubectl get --raw` does.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn get(&self, path: &str) -> Result<Answer, Fault> {
        self.wait(self.line.get(path, JSON, None))
    }

    /// Asks for the version of the API server.
    ///
    /// # Errors
    /// Why there is no answer, or that it makes no sense.
    pub fn version(&self) -> Result<Version, Fault> {
        let answer = self.get("/version")?;
        read(&answer.text, "/version")
    }

    /// Sends a request that changes something, once; see [`Sent`].
    pub(crate) fn send(&self, sent: &Sent<'_>) -> Result<Answer, Fault> {
        self.wait(self.line.send(sent))
    }

    /// Waits for something that is asked in the background.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.background.wait(future)
    }

    /// Lets something be asked in the background.
    pub(super) fn begin<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) {
        self.background.begin(future);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minor_version_may_have_a_plus() {
        let of = |major: &str, minor: &str| {
            Version { major: major.into(), minor: minor.into(), git_version: String::new() }.minor()
        };
        assert_eq!(of("1", "29+"), Some(29));
        assert_eq!(of("1", "36"), Some(36));
        assert_eq!(of("2", "1"), None);
        assert_eq!(of("1", ""), None);
    }
}

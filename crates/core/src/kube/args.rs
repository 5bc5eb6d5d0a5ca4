//! kubectl's connection flags, with kubectl's names and meaning.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

/// How to reach a cluster (`k8s.io/cli-runtime/pkg/genericclioptions/config_flags.go`).
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Cluster")]
pub struct ConnectionArgs {
    /// The kubeconfig file; otherwise the files of $KUBECONFIG, then ~/.kube/config
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub kubeconfig: Option<PathBuf>,
    /// The context of the kubeconfig
    #[arg(long, value_name = "CONTEXT")]
    pub context: Option<String>,
    /// The cluster of the kubeconfig, instead of the context's
    #[arg(long, value_name = "CLUSTER")]
    pub cluster: Option<String>,
    /// The user of the kubeconfig, instead of the context's
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// The address and port of the API server
    #[arg(short, long, value_name = "URL")]
    pub server: Option<String>,
    /// The bearer token to authenticate with
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
    /// The user to impersonate
    #[arg(long = "as", value_name = "NAME")]
    pub impersonate: Option<String>,
    /// A group to impersonate; may be repeated
    #[arg(long = "as-group", value_name = "GROUP")]
    pub impersonate_group: Vec<String>,
    /// The UID to impersonate
    #[arg(long = "as-uid", value_name = "UID")]
    pub impersonate_uid: Option<String>,
    /// What else to say of the user to impersonate; may be repeated
    #[arg(long = "as-user-extra", value_name = "KEY=VALUE", value_parser = extra)]
    pub impersonate_extra: Vec<(String, String)>,
    /// The file with the certificate authority of the server
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub certificate_authority: Option<PathBuf>,
    /// The file with the client certificate
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub client_certificate: Option<PathBuf>,
    /// The file with the key of the client certificate
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub client_key: Option<PathBuf>,
    /// The name to expect in the server's certificate
    #[arg(long, value_name = "NAME")]
    pub tls_server_name: Option<String>,
    /// Do not verify the server's certificate; makes the connection insecure
    #[arg(long)]
    pub insecure_skip_tls_verify: bool,
    /// Do not ask for compressed answers
    #[arg(long)]
    pub disable_compression: bool,
    /// How long one request may take, such as 30, 30s or 1m; 0 for no bound [default: 1m]
    #[arg(long, value_name = "DURATION", value_parser = timeout, hide_default_value = true)]
    pub request_timeout: Option<Timeout>,
    /// Where what discovery says is kept [default: ~/.kube/cache]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath, hide_default_value = true)]
    pub cache_dir: Option<PathBuf>,
    /// How many objects to ask for at once; 0 for all
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub chunk_size: u32,
}

/// Which namespaces to look at.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Cluster")]
pub struct NamespaceArgs {
    /// Look only into this namespace
    #[arg(short, long, value_name = "NAMESPACE")]
    pub namespace: Option<String>,
    /// Look into all namespaces; wins over -n
    #[arg(short = 'A', long)]
    pub all_namespaces: bool,
}

impl NamespaceArgs {
    /// Returns the one namespace to look into; none for the whole cluster.
    pub fn one(&self) -> Option<&str> {
        // An empty name is what an unset variable of a script leaves, and means none, as with every flag here.
        self.namespace.as_deref().filter(|name| !name.is_empty() && !self.all_namespaces)
    }
}

/// How long one request may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout(
    /// The bound; none for as long as it takes.
    pub Option<Duration>,
);

/// The bound if none was given. kubectl has none; a tool for pipelines must not hang on one broken aggregated API.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

impl ConnectionArgs {
    /// Returns how long one request may take; none for as long as it takes.
    pub fn timeout(&self) -> Option<Duration> {
        self.request_timeout.map_or(Some(DEFAULT_TIMEOUT), |timeout| timeout.0)
    }

    /// Returns the flags that lead to the cluster, with a space before each, for a command that is to be typed next.
    pub fn flags(&self) -> String {
        let kubeconfig = self.kubeconfig.as_ref().map(|path| path.display().to_string());
        let flags = [
            ("kubeconfig", kubeconfig.as_ref()),
            ("context", self.context.as_ref()),
            ("cluster", self.cluster.as_ref()),
            ("user", self.user.as_ref()),
            ("server", self.server.as_ref()),
            ("as", self.impersonate.as_ref()),
        ];
        let given =
            flags.into_iter().filter_map(|(name, value)| Some(format!(" --{name} {}", quoted(value?))));
        given.collect()
    }
}

/// Quotes a word for a shell, if it has to be.
pub fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@=,+".contains(&byte);
    let is_bare = !word.is_empty() && word.bytes().all(is_plain);
    if is_bare { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// Reads a time-out as kubectl does (`k8s.io/client-go/tools/clientcmd/overrides.go`, `ParseTimeout`): seconds, or a duration
/// of Go's.
fn timeout(text: &str) -> Result<Timeout, String> {
    let duration = duration(text).map_err(|why| format!("{why}; 0 for no bound"))?;
    Ok(Timeout((!duration.is_zero()).then_some(duration)))
}

/// Reads how long something takes: seconds, or a duration of Go's; for the flags of commands.
///
/// # Errors
/// What is neither: what to write instead.
pub fn duration(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<u32>().ok().map(|seconds| Duration::from_secs(seconds.into()));
    seconds
        .or_else(|| go_duration(text))
        .ok_or_else(|| "write seconds (30) or a duration (30s, 1m30s)".to_owned())
}

/// Reads a duration as Go writes it (`time.ParseDuration`), such as `1h30m` or `1.5s`; not a negative one.
pub fn go_duration(text: &str) -> Option<Duration> {
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    let mut total = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        total += number
            * match &rest[..unit] {
                "ns" => 1e-9,
                "us" | "µs" | "μs" => 1e-6,
                "ms" => 1e-3,
                "s" => 1.0,
                "m" => 60.0,
                "h" => 3600.0,
                _ => return None,
            };
        rest = &rest[unit..];
    }
    if text.is_empty() { None } else { Duration::try_from_secs_f64(total).ok() }
}

fn extra(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_outs_are_read_as_kubectl_reads_them() {
        let seconds = |text| timeout(text).map(|timeout| timeout.0.map(|bound| bound.as_secs_f64()));
        assert_eq!(seconds("0"), Ok(None));
        assert_eq!(seconds("0s"), Ok(None));
        assert_eq!(seconds("30"), Ok(Some(30.0)));
        assert_eq!(seconds("1m30.5s"), Ok(Some(90.5)));
        for wrong in ["", "1d", "-1s", "s", "1 s", "1.2.3s"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn all_namespaces_win() {
        let args = NamespaceArgs { namespace: Some("a".to_owned()), all_namespaces: true };
        assert_eq!(args.one(), None);
    }

    #[test]
    fn what_is_to_be_typed_leads_to_the_same_cluster() {
        let connection = ConnectionArgs {
            kubeconfig: Some("/home/a b/config".into()),
            context: Some("arn:aws:eks:x:1:cluster/prod".to_owned()),
            ..ConnectionArgs::default()
        };
        let expected = " --kubeconfig '/home/a b/config' --context arn:aws:eks:x:1:cluster/prod";
        assert_eq!(connection.flags(), expected);
        assert_eq!(quoted("a'b"), r"'a'\''b'");
    }
}

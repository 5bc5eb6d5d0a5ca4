//! A real Prometheus, with data that were computed rather than lived through: what is true of them is known without PromQL.

mod counter;
mod data;
mod feed;
mod flow;
mod histogram;
mod http;
mod latency;
mod options;
mod programs;
mod scrapes;
mod selector;
mod sli;
mod world;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::controlplane::kept::{Kept, Start, free_port, on_free_ports};
use crate::once::Once;

pub use counter::Counter;
pub use data::{Buckets, Data, Native, STALE};
pub use flow::Flow;
pub use histogram::Histogram;
pub use latency::Latency;
pub use options::Options;
pub use programs::{PROMETHEUS_VERSION, prometheus, promtool, promtool_path};
pub use scrapes::{DAY, END, HOUR, MINUTE, START, Scrapes, Window, at};
pub use selector::Selector;
pub use sli::{Events, Part, Sli};
pub use world::{BOUNDS, GAP, LEGACY, OUTAGE, RESTART, ROLLED, SLOW, SMS, World};

/// A running Prometheus. It ends when this value is dropped, or with the process, however that ends; its files go with it.
pub struct Prometheus {
    address: String,
    options: Options,
    folder: PathBuf,
    _kept: Kept,
}

impl Prometheus {
    /// Returns the server with the month of [`World`] that all tests of this process share; the first call starts it.
    ///
    /// # Panics
    /// If it cannot be built or started.
    pub fn shared() -> &'static Prometheus {
        static SHARED: Once<Prometheus> = Once::new();
        SHARED.get(|| Prometheus::start(&World::new().data()))
    }

    /// Starts a server with some data; that takes less than a second and what it takes to write the data.
    ///
    /// # Panics
    /// If it cannot be built or started.
    pub fn start(data: &Data) -> Prometheus {
        Prometheus::start_with(data, &Options::new())
    }

    /// Starts a server that differs from others.
    ///
    /// # Panics
    /// If it cannot be built or started, as with rules that cannot be read; the message has the end of its log.
    pub fn start_with(data: &Data, options: &Options) -> Prometheus {
        let folder = tempfile::Builder::new().prefix("kubecheck-prometheus-").tempdir();
        let folder = folder.unwrap_or_else(|error| panic!("cannot create a folder: {error}"));
        let store = folder.path().join("data");
        data.write(&store);
        let mut flags = options.write(folder.path());
        flags.push(format!("--storage.tsdb.path={}", store.display()));
        // Who starts it sees to that.
        flags.push("--storage.tsdb.no-lockfile".to_owned());
        flags.push("--log.level=warn".to_owned());
        let (address, kept) = on_free_ports("prometheus", || listen(folder.path(), options, flags.clone()));
        // From here on its keeper removes it.
        Prometheus { address, options: options.clone(), folder: folder.keep(), _kept: kept }
    }

    /// Returns the address, `http://127.0.0.1:PORT`, without credentials.
    pub fn url(&self) -> String {
        url(&self.options, &self.address, "")
    }

    /// Returns the file of the certificate authority of a server that speaks TLS.
    pub fn ca(&self) -> PathBuf {
        self.folder.join("pki/ca.crt")
    }

    /// Returns the folder with its files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes what promtool needs to ask it, as `--http.config.file`: the user and the certificate authority.
    pub fn client_config(&self) -> PathBuf {
        self.options.write_client(&self.folder)
    }

    /// Gets a path, `/api/v1/rules`, as the user who may, and returns the status and the answer; a text if it is no JSON.
    ///
    /// # Panics
    /// If there is no answer, or the server speaks TLS: that is for promtool and the programs under test.
    pub fn get(&self, path: &str) -> (u16, Value) {
        self.get_as(path, self.options.user.as_ref())
    }

    /// Gets a path as nobody.
    ///
    /// # Panics
    /// As [`Prometheus::get`].
    pub fn get_as_nobody(&self, path: &str) -> (u16, Value) {
        self.get_as(path, None)
    }

    fn get_as(&self, path: &str, user: Option<&(String, String)>) -> (u16, Value) {
        assert!(!self.options.tls, "{} speaks TLS; ask it with promtool", self.url());
        let answer = http::get(&self.address, &format!("{}{path}", self.options.prefix), user);
        let (status, body) = answer.unwrap_or_else(|error| panic!("no answer to {path}: {error}"));
        (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    }

    /// Asks for the value of an expression at a moment and returns the whole answer: its `data`, and `warnings` and `infos`.
    ///
    /// # Panics
    /// If the server refuses it.
    pub fn query(&self, expression: &str, time: i64) -> Value {
        let (status, answer) =
            self.get(&format!("/api/v1/query?query={}&time={time}", http::escaped(expression)));
        assert!(status == 200, "{expression} at {time}: {status}: {answer}");
        answer
    }

    /// Returns the one number that an expression has at a moment; none if there is no series.
    ///
    /// # Panics
    /// If the server refuses it, or there are several series.
    pub fn number(&self, expression: &str, time: i64) -> Option<f64> {
        let mut numbers = self.numbers(expression, time);
        assert!(numbers.len() <= 1, "{expression} at {time}: {numbers:?}");
        numbers.pop().map(|(_, number)| number)
    }

    /// Returns the numbers that an expression has at a moment, each with the labels of its series as JSON, in their order.
    ///
    /// # Panics
    /// If the server refuses it, or the answer is no vector and no scalar.
    pub fn numbers(&self, expression: &str, time: i64) -> Vec<(String, f64)> {
        let answer = self.query(expression, time);
        let (kind, result) = (&answer["data"]["resultType"], &answer["data"]["result"]);
        let parse = |sample: &Value| sample[1].as_str().and_then(|number| number.parse::<f64>().ok());
        let numbers: Option<Vec<(String, f64)>> = match kind.as_str() {
            Some("scalar") => parse(result).map(|number| vec![("{}".to_owned(), number)]),
            Some("vector") => result.as_array().and_then(|series| {
                series
                    .iter()
                    .map(|series| Some((series["metric"].to_string(), parse(&series["value"])?)))
                    .collect()
            }),
            _ => None,
        };
        let mut numbers =
            numbers.unwrap_or_else(|| panic!("{expression} at {time} has no numbers: {answer}"));
        numbers.sort_by(|(one, _), (other, _)| one.cmp(other));
        numbers
    }
}

/// Starts a server on a free port and returns its address.
fn listen(folder: &Path, options: &Options, mut arguments: Vec<String>) -> Result<(String, Kept), String> {
    let address = format!("127.0.0.1:{}", free_port());
    arguments.push(format!("--web.listen-address={address}"));
    let user = options.user.as_ref();
    let user = user.map_or_else(String::new, |(name, password)| {
        format!("{}:{}@", http::escaped(name), http::escaped(password))
    });
    let ready = format!("{}/-/ready", url(options, &address, &user));
    let log = folder.join("prometheus.log");
    let start = Start { program: prometheus(), arguments, log, ready, remove: Some(folder) };
    let mut kept = Kept::start(&start);
    kept.ready()?;
    Ok((address, kept))
}

fn url(options: &Options, address: &str, user: &str) -> String {
    let scheme = if options.tls { "https" } else { "http" };
    format!("{scheme}://{user}{address}{}", options.prefix)
}

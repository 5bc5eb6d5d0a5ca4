//! The way to Prometheus, and the instant that everything is asked for.

use std::collections::BTreeSet;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::Args as ClapArgs;
use jiff::Timestamp;
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::{Cluster, ConnectionArgs, Deadline, Fault};
use kubecheck_core::source::prometheus::{Prometheus, PrometheusArgs, shown};
use kubecheck_prometheus::answer::Answer;
use kubecheck_prometheus::query::{Millis, Query};
use kubecheck_prometheus::template::read_duration;
use serde_json::{Value, json};

use crate::page::Asked;
use crate::slo::Slo;

/// The flags.
#[derive(ClapArgs, Clone, Debug)]
pub(super) struct WayArgs {
    /// The instant to judge, as RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = instant, help_heading = "Prometheus")]
    at: Option<Millis>,
    /// How long everything may take together
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = span, help_heading = "Prometheus")]
    timeout: Duration,
    /// When the program began.
    #[arg(skip = Instant::now())]
    begun: Instant,
    #[command(flatten)]
    pub(super) prometheus: PrometheusArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
}

/// Reads a length of time as Prometheus has them (`5m`, `1h30m`, `3d`), or a number of seconds.
pub(super) fn span(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().map(Duration::from_secs);
    seconds
        .or_else(|| read_duration(text))
        .ok_or_else(|| "write a length of time such as 5m, 1h30m or 3d".to_owned())
}

/// Reads an instant.
fn instant(text: &str) -> Result<Millis, String> {
    let hint = || "write Unix seconds, as in 1793404800, or RFC 3339, as in 2026-10-31T00:00:00Z".to_owned();
    if let Ok(seconds) = text.parse::<f64>() {
        // Above that it is in milliseconds, and below 1973 nobody asks.
        let is_likely = (1e8..1e11).contains(&seconds);
        return if is_likely { Ok((seconds * 1000.0).round() as Millis) } else { Err(hint()) };
    }
    text.parse().map(|time: Timestamp| time.as_millisecond()).map_err(|_| hint())
}

/// The way to Prometheus.
pub(super) struct Way(Prometheus);

impl WayArgs {
    /// Returns the instant: that of the flag, or now.
    pub(super) fn at(&self) -> Millis {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        self.at.unwrap_or_else(|| Millis::try_from(now()).unwrap_or(Millis::MAX))
    }

    /// Opens the way to what the specs of some SLOs name, or the flags.
    ///
    /// # Errors
    /// SLOs of several servers: each is asked for itself.
    pub(super) fn open_for(&self, slos: &[Slo]) -> Result<Way, CliError> {
        let addresses: BTreeSet<&str> = slos.iter().filter_map(|slo| slo.address.as_deref()).collect();
        if addresses.len() > 1 && !self.prometheus.is_named() {
            let all: Vec<String> = addresses.into_iter().map(shown).collect();
            return Err(CliError::usage(format!("the SLOs are of several servers: {}", all.join(", ")))
                .hint("choose SLOs with --slo-name, or say whom to ask with --prometheus"));
        }
        self.open(addresses.into_iter().next())
    }

    /// Opens the way: that of the flags, or the address that a spec names.
    pub(super) fn open(&self, address: Option<&str>) -> Result<Way, CliError> {
        let documented = address.map(str::to_owned);
        let args = PrometheusArgs { documented, ..self.prometheus.clone() };
        Ok(Way(Prometheus::open(&args, &self.connection, self.deadline())?))
    }

    /// Makes ready to ask the cluster, in the same time that everything has together.
    pub(super) fn cluster(&self) -> Result<Cluster, Fault> {
        Cluster::until(&self.connection, self.deadline())
    }

    fn deadline(&self) -> Deadline {
        Deadline::since(self.begun, self.timeout)
    }
}

impl Way {
    /// Asks questions, and returns the answers in their order.
    pub(super) fn ask(&self, queries: &[Query]) -> Vec<Result<Answer, Fault>> {
        self.0.ask(queries)
    }

    /// Returns a question as it can be pasted into a browser: the expression, and the address with it, without secrets.
    pub(super) fn show(&self, query: &Query) -> String {
        self.0.show(query)
    }

    /// Returns questions as documents have them.
    pub(super) fn documents(&self, queries: &[Query]) -> Vec<Value> {
        queries.iter().map(|query| json!({"promql": query.promql(), "link": self.0.link(query)})).collect()
    }

    /// Returns questions as pages have them.
    pub(super) fn asked<'a>(&self, queries: impl IntoIterator<Item = &'a Query>) -> Vec<Asked> {
        let asked = |query: &Query| Asked { promql: query.promql().to_owned(), way: self.0.link(query) };
        queries.into_iter().map(asked).collect()
    }

    /// Returns what answers.
    pub(super) fn name(&self) -> String {
        self.0.name().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_seconds_or_a_time() {
        assert_eq!(instant("1793404800"), Ok(1_793_404_800_000));
        assert_eq!(instant("1793404800.5"), Ok(1_793_404_800_500));
        assert_eq!(instant("2026-10-31T00:00:00Z"), Ok(1_793_404_800_000));
        assert_eq!(instant("2026-10-31T01:00:00+01:00"), Ok(1_793_404_800_000));
        for text in ["", "now", "1793404800000", "12", "2026-10-31", "inf", "nan", "-5"] {
            assert!(instant(text).is_err(), "{text}");
        }
    }
}

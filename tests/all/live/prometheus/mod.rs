//! The way to Prometheus: at an address, and through the API server of a cluster.

mod direct;
mod found;
mod odd;
mod through;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use kubecheck_core::kube::{ConnectionArgs, Fault};
use kubecheck_core::source::prometheus::{Prometheus, PrometheusArgs};
use kubecheck_prometheus::answer::{Answer, Data};
use kubecheck_prometheus::query::Query;
use kubecheck_test_support::prometheus::END;
use libtest_mimic::{Failed, Trial};

pub(super) fn trials() -> Vec<Trial> {
    [direct::trials(), odd::trials(), through::trials(), found::trials()].into_iter().flatten().collect()
}

/// Long enough for machines that do much else.
const PATIENT: Duration = Duration::from_secs(60);

fn at(url: &str) -> PrometheusArgs {
    PrometheusArgs { prometheus: Some(url.to_owned()), ..PrometheusArgs::default() }
}

/// Opens what is at an address; a kubeconfig would not be found.
fn reach(args: &PrometheusArgs) -> Result<Prometheus, Fault> {
    let nowhere = ConnectionArgs { kubeconfig: Some("/nowhere/config".into()), ..ConnectionArgs::default() };
    Prometheus::open(args, &nowhere, PATIENT)
}

fn instant(promql: &str) -> Query {
    Query::Instant { promql: promql.to_owned(), at: END * 1000 }
}

/// Asks one question.
fn ask(prometheus: &Prometheus, query: Query) -> Result<Answer, Fault> {
    prometheus.ask(&[query]).pop().expect("each question has an answer")
}

/// The one number of an answer.
fn number(answer: Result<Answer, Fault>) -> Result<f64, Failed> {
    match told(answer)?.data {
        Data::Scalar(_, value) => Ok(value),
        Data::Vector(samples) if samples.len() == 1 => {
            samples[0].value.ok_or_else(|| "a histogram is no number".into())
        }
        other => Err(format!("no number: {other:?}").into()),
    }
}

/// Lets a fault fail a trial.
fn told<T>(result: Result<T, Fault>) -> Result<T, Failed> {
    result.map_err(|fault| format!("{fault}\nhint: {:?}", fault.hint).into())
}

/// What a fault says, with what it advises.
fn text(fault: &Fault) -> String {
    format!("{:?}: {}\n{}", fault.kind, fault.message, fault.hint.as_deref().unwrap_or_default())
}

fn write(folder: &Path, name: &str, content: &str) -> Result<PathBuf, Failed> {
    let path = folder.join(name);
    fs::write(&path, content)?;
    Ok(path)
}

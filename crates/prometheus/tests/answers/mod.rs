//! What must hold for any answer, and how a server writes one; tests and the fuzz target share it.

#![allow(dead_code, reason = "each of them uses a part")]

use kubecheck_prometheus::answer::{Answer, Data, Error};
use serde_json::{Value, json};

/// Reads bytes as an answer: they are read or refused with a reason, and what was read is read again from what a server would
/// write for it.
pub(crate) fn check(bytes: &[u8]) {
    match Answer::parse(bytes) {
        Ok(answer) => {
            let again = Answer::parse(&write(&answer)).expect("what was read once is an answer");
            assert_eq!(plain(&again), plain(&answer));
        }
        Err(Error::Nonsense(why)) => assert!(!why.is_empty(), "the reason is not told"),
        Err(Error::Server { kind, .. }) => assert!(!kind.is_empty(), "the kind of failure is not told"),
    }
}

/// Writes an answer that can be compared although NaN is not equal to itself.
pub(crate) fn plain(answer: &Answer) -> String {
    format!("{answer:?}")
}

/// Writes an answer as Prometheus does.
pub(crate) fn write(answer: &Answer) -> Vec<u8> {
    let result = |kind: &str, result: Value| json!({"resultType": kind, "result": result});
    let data = match &answer.data {
        Data::Vector(samples) => {
            let sample = |sample: &kubecheck_prometheus::answer::Sample| match sample.value {
                Some(value) => json!({"metric": sample.labels, "value": [seconds(sample.at), number(value)]}),
                None => {
                    let histogram = json!({"count": "1", "sum": "2", "buckets": [[0, "1", "2", "1"]]});
                    json!({"metric": sample.labels, "histogram": [seconds(sample.at), histogram]})
                }
            };
            result("vector", samples.iter().map(sample).collect())
        }
        Data::Matrix(series) => {
            let series = series.iter().map(|series| {
                let values = series.values.iter().map(|(at, value)| json!([seconds(*at), number(*value)]));
                json!({"metric": series.labels, "values": values.collect::<Vec<_>>()})
            });
            result("matrix", series.collect())
        }
        Data::Scalar(at, value) => result("scalar", json!([seconds(*at), number(*value)])),
        Data::Text(at, text) => result("string", json!([seconds(*at), text])),
        Data::Labels(series) => json!(series),
    };
    let mut document = json!({"status": "success", "data": data});
    if !answer.warnings.is_empty() {
        document["warnings"] = json!(answer.warnings);
    }
    if !answer.infos.is_empty() {
        document["infos"] = json!(answer.infos);
    }
    document.to_string().into_bytes()
}

#[allow(clippy::cast_precision_loss, reason = "seconds and milliseconds have few digits")]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1000.0
}

fn number(value: f64) -> String {
    match value {
        value if value.is_nan() => "NaN".to_owned(),
        f64::INFINITY => "+Inf".to_owned(),
        f64::NEG_INFINITY => "-Inf".to_owned(),
        value => format!("{value:e}"),
    }
}

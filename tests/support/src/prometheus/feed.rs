//! The way of series into a block, through `tests/prometheus/feed.go`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use super::data::{Samples, Series};
use super::programs::backfill;
use super::scrapes::Scrapes;

/// Writes series into a block in a folder. Without any sample there is no block.
pub(super) fn write(scrapes: &Scrapes, series: &[Series], folder: &Path) {
    crate::go::create(folder);
    let times: Vec<i64> = scrapes.times().collect();
    let mut command = Command::new(backfill());
    command.arg("block").arg(folder).env("TMPDIR", folder);
    command.stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
    let mut feed = child.stdin.take().expect("standard input is a pipe");
    // If it does not take them all, it says why itself.
    let sent = series.iter().try_for_each(|series| feed.write_all(&record(series, &times)));
    drop(feed);
    let ended =
        child.wait_with_output().unwrap_or_else(|error| panic!("cannot wait for {command:?}: {error}"));
    let why = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "cannot write {}: {why}", folder.display());
    sent.unwrap_or_else(|error| panic!("cannot write {}: {error}: {why}", folder.display()));
}

/// Returns a series as the program reads it: a line of JSON, then words of eight bytes.
fn record(series: &Series, times: &[i64]) -> Vec<u8> {
    let mut words = Vec::new();
    let mut samples = 0;
    let mut native = None;
    match &series.samples {
        Samples::Numbers(value) => {
            for &time in times {
                let Some(value) = value(time) else { continue };
                samples += 1;
                words.extend(milliseconds(time));
                words.extend(value.to_bits().to_le_bytes());
            }
        }
        Samples::Natives(buckets, value) => {
            native = Some(json!({"Schema": buckets.schema, "Buckets": buckets.indices}));
            for &time in times {
                let Some(value) = value(time) else { continue };
                assert_eq!(value.counts.len(), buckets.indices.len(), "counts of {:?}", series.labels);
                samples += 1;
                words.extend(milliseconds(time));
                words.extend(value.sum.to_bits().to_le_bytes());
                words.extend(value.counts.iter().flat_map(|count| count.to_le_bytes()));
            }
        }
    }
    let head = json!({"Labels": series.labels, "Samples": samples, "Native": native});
    let mut record = format!("{head}\n").into_bytes();
    record.extend(words);
    record
}

fn milliseconds(time: i64) -> [u8; 8] {
    (1000 * time).to_le_bytes()
}

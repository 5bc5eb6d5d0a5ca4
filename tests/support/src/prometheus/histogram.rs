//! Histograms of how long events took, classic and native, as one program shows both.

use std::sync::Arc;

use super::counter::Counter;
use super::data::{Buckets, Data, Native};
use super::flow::Flow;
use super::latency::Latency;

/// A histogram of the events of a flow, in seconds.
pub struct Histogram {
    name: String,
    labels: Vec<(String, String)>,
    of: Flow,
    latency: Arc<Latency>,
    resets: Vec<i64>,
}

/// How many buckets a native histogram has between a number and its double: 2 to the power of this.
const SCHEMA: i32 = 3;

impl Histogram {
    /// Returns a histogram that is there once the flow has had an event, and whose process starts anew at some moments.
    pub fn new(
        name: &str,
        labels: &[(&str, &str)],
        of: &Flow,
        latency: Latency,
        resets: &[i64],
    ) -> Histogram {
        let labels = labels.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (name, resets) = (name.to_owned(), resets.to_vec());
        Histogram { name, labels, of: of.clone(), latency: Arc::new(latency), resets }
    }

    /// Returns the series of a classic histogram with some bounds: milliseconds, and how the label `le` says them.
    pub fn classic(&self, bounds: &[(u64, &str)]) -> Vec<Counter> {
        let bucket = |flow: &Flow, le: &str| self.counter("_bucket", Some(le), flow);
        let buckets = bounds.iter().map(|&(bound, le)| bucket(&Flow::below(&self.latency, bound), le));
        let sum = self.counter("_sum", None, &Flow::milliseconds(&self.latency)).thousandths();
        let rest = [bucket(&self.of, "+Inf"), self.counter("_count", None, &self.of), sum];
        buckets.chain(rest).collect()
    }

    /// Adds the native histogram to the data of a store.
    ///
    /// # Panics
    /// If two values fall into one bucket.
    pub fn native(&self, data: Data) -> Data {
        let indices: Vec<i32> = self.latency.values().iter().map(|value| index(*value)).collect();
        assert!(indices.is_sorted_by(|one, next| one < next), "values too close to each other: {indices:?}");
        let starts: Vec<(i64, Vec<u64>)> =
            self.resets.iter().map(|&reset| (reset, self.latency.counts(reset))).collect();
        let (latency, of) = (Arc::clone(&self.latency), self.of.clone());
        data.native(&self.name, &self.labels(), Buckets { schema: SCHEMA, indices }, move |time| {
            if of.count(time) == 0 {
                return None;
            }
            let mut counts = latency.counts(time);
            if let Some((_, before)) = starts.iter().rfind(|(reset, _)| *reset <= time) {
                counts.iter_mut().zip(before).for_each(|(count, before)| *count -= before);
            }
            let sum: u64 = counts.iter().zip(latency.values()).map(|(count, value)| count * value).sum();
            Some(Native { sum: sum as f64 / 1000.0, counts })
        })
    }

    fn counter(&self, ending: &str, le: Option<&str>, flow: &Flow) -> Counter {
        let mut labels = self.labels();
        labels.extend(le.map(|le| ("le", le)));
        Counter::new(&format!("{}{ending}", self.name), &labels, flow).once(&self.of).reset(&self.resets)
    }

    fn labels(&self) -> Vec<(&str, &str)> {
        self.labels.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// Returns the index of the bucket of a native histogram that takes so many milliseconds: the least one that does not end
/// before them.
fn index(milliseconds: u64) -> i32 {
    let seconds = milliseconds as f64 / 1000.0;
    // Indices of milliseconds are far within its range.
    (seconds.log2() * f64::from(1 << SCHEMA)).ceil() as i32
}

#[cfg(test)]
mod tests {
    use super::index;

    #[test]
    fn powers_of_two_end_their_buckets() {
        assert_eq!([1000, 1001, 500, 501, 4000, 250].map(index), [0, 1, -8, -7, 16, -16]);
    }
}

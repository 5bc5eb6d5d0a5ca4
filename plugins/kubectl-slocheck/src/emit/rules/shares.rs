//! The expressions that are recorded: which share of what happened was bad.

use std::time::Duration;

use kubecheck_prometheus::template::duration;

use super::{Subject, names};
use crate::measure::ask;
use crate::slo::{Method, Side, Sli};

impl Subject<'_> {
    /// Returns the share of what happened in a window that was bad. Nothing bad that was ever counted is none, and where nothing
    /// happened there is no share.
    pub(super) fn share(&self, window: Duration) -> String {
        match &self.slo.sli {
            Sli::Events { part, total } => ask::ratio(part, total, window),
            Sli::Ratio { promql, of } => mean(promql, *of, window),
        }
    }

    /// Returns the share of the whole period that was bad, counted as the gate counts it.
    pub(super) fn share_of_period(&self) -> String {
        let Sli::Events { part, total } = &self.slo.sli else { return self.share(self.period) };
        match self.method {
            Method::Occurrences => self.share(self.period),
            // As sloth has it; the same as asking again for every slice, without its cost.
            Method::RatioTimeslices { slice } if slice == ask::SLICE => {
                let recorded = self.names.select(&names::ratio(slice));
                let range = format!("{recorded}[{}]", duration(self.period));
                format!("sum_over_time({range}) / count_over_time({range})")
            }
            method => {
                let (bad, all) = ask::counts(part, total, method, self.period);
                match method {
                    Method::RatioTimeslices { .. } => bad,
                    _ => format!("({bad}) / ({all} > 0)"),
                }
            }
        }
    }

    /// Says what the share of the period means, and what it costs.
    pub(super) fn of_cost(&self) -> Option<String> {
        let record = names::ratio(self.period);
        match (&self.slo.sli, self.method) {
            (Sli::Ratio { .. }, _) => Some(format!(
                "{record} is the mean of a ratio that others compute, by the server's evaluation_interval; NaN is passed over"
            )),
            (_, Method::Occurrences) => Some(format!(
                "{record} divides all bad events of the period by all of its events, from the first evaluation on; sloth has the\n  \
                 mean of the ratios of 5 minutes there, in which a quiet night weighs as much as a busy day. Each evaluation reads\n  \
                 every sample of the period: where that is too much, --method ratio-timeslices does as sloth does"
            )),
            (_, Method::RatioTimeslices { slice }) if slice == ask::SLICE => Some(format!(
                "{record} is the mean of the ratios of 5 minutes, as sloth has it: it is known as far back as these are recorded"
            )),
            (_, Method::RatioTimeslices { .. } | Method::Timeslices { .. }) => Some(format!(
                "{record} asks for every slice of the period at each evaluation, which is expensive"
            )),
        }
    }
}

/// Returns the mean of what is bad by a ratio that others compute. Its samples that are no number, where nothing happened, are passed
/// over: one of them would make the mean of a whole window no number.
fn mean(promql: &str, of: Side, window: Duration) -> String {
    let mean = format!("avg_over_time((({promql}) >= 0)[{}:])", duration(window));
    match of {
        Side::Bad => mean,
        Side::Good => format!("clamp_min(1 - {mean}, 0)"),
    }
}

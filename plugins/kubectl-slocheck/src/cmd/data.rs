//! What is demanded of data before anything is said of them.

use std::time::Duration;

use clap::Args as ClapArgs;
use kubecheck_prometheus::query::Millis;

use super::way::span;
use crate::gate::limits::share;
use crate::measure::Scope;
use crate::measure::exact::Decimal;

/// The flags.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Data")]
pub(super) struct DataArgs {
    /// The share of the period that must have data
    #[arg(long, value_name = "SHARE", default_value = "90%", value_parser = share)]
    pub(super) min_coverage: Decimal,
    /// How old the newest sample may be
    #[arg(long, value_name = "DURATION", default_value = "5m", value_parser = span)]
    max_age: Duration,
    /// Take errors that no series ever counted for none, rather than for a slip of the pen
    #[arg(long)]
    absent_errors_are_zero: bool,
}

impl DataArgs {
    /// Returns what is measured at an instant, over some windows beside the period.
    pub(super) fn scope(&self, at: Millis, windows: Vec<Duration>) -> Scope {
        Scope {
            at,
            windows,
            min_coverage: self.min_coverage.number(),
            max_age: self.max_age,
            absent_is_zero: self.absent_errors_are_zero,
        }
    }
}

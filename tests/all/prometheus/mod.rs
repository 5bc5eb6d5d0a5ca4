//! What the harness promises of its Prometheus, each promise kept by the real programs; above all, that what it calls true of
//! the month is what the server finds in it, as far as PromQL can.

mod faults;
mod histograms;
mod month;
mod series;
mod server;

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{Events, Part, Sli, Window, World};
use libtest_mimic::{Failed, Trial};

/// Every trial on a Prometheus.
pub(crate) fn trials() -> Vec<Trial> {
    let parts = [server::trials(), series::trials(), month::trials(), faults::trials(), histograms::trials()];
    parts.into_iter().flatten().collect()
}

/// The month, as it was.
fn world() -> &'static World {
    static WORLD: std::sync::LazyLock<World> = std::sync::LazyLock::new(World::new);
    &WORLD
}

/// The shared server's answer; fails if there is none.
fn number(expression: &str, time: i64) -> Result<f64, Failed> {
    let number = Prometheus::shared().number(expression, time);
    number.ok_or_else(|| format!("{expression} at {time} is empty").into())
}

/// Bad events and all events of a window, as the shared server computes them from what it scraped.
fn increases(sli: &Sli, window: Window) -> Result<(f64, f64), Failed> {
    let increase = |selector: &dyn std::fmt::Display| {
        number(&format!("sum(increase({selector}[{}s]))", window.length), window.end)
    };
    let total = increase(&sli.total)?;
    Ok(match &sli.part {
        Part::Bad(bad) => (increase(bad)?, total),
        Part::Good(good) => (total - increase(good)?, total),
    })
}

/// Fails unless the server finds what is true of a window, but for a share.
fn agree(sli: &Sli, window: Window, share: f64) -> Result<Events, Failed> {
    let (bad, total) = increases(sli, window)?;
    let truth = sli.events(window);
    near("bad events", bad, truth.bad as f64, share * truth.bad as f64)?;
    near("events", total, truth.total as f64, share * truth.total as f64)?;
    Ok(truth)
}

/// Fails unless two numbers are as near to each other as is said.
pub(crate) fn near(what: &str, found: f64, expected: f64, within: f64) -> Result<(), Failed> {
    if (found - expected).abs() <= within {
        return Ok(());
    }
    Err(format!("{what}\n   found: {found}\nexpected: {expected} ± {within}").into())
}

//! Series of a test's own, of any kind.

use std::panic::catch_unwind;

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::{
    Buckets, Data, END, HOUR, MINUTE, Native, STALE, START, Scrapes, Window, promtool,
};
use libtest_mimic::{Failed, Trial};

use super::{near, world};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("prometheus/series are functions of time", are_functions_of_time),
        Trial::test("prometheus/series may be native histograms", may_be_native_histograms),
        Trial::test("prometheus/series may be what rules would have recorded", may_be_recorded),
        Trial::test("prometheus/series are refused twice", are_refused_twice),
        Trial::test("prometheus/series need not be", need_not_be),
        Trial::test("prometheus/series are a block that promtool reads", are_a_block),
    ]
}

fn are_functions_of_time() -> Result<(), Failed> {
    let scrapes = Scrapes::new(START, START + HOUR, 15);
    let data = Data::scraped(scrapes)
        .series("temperature", &[("room", "a \"b\"\n")], |time| Some((time - START) as f64 / 4.0))
        .series("brief", &[], |time| match time - START {
            0..60 => Some(f64::NEG_INFINITY),
            60 => Some(STALE),
            _ => None,
        });
    let server = Prometheus::start(&data);
    equal("temperature", server.number("temperature{room=\"a \\\"b\\\"\\n\"}", START + 30), Some(7.5))?;
    // Prometheus 3 leaves out the sample on the left edge.
    equal("samples", server.number("count_over_time(temperature[1m])", START + 60), Some(4.0))?;
    equal("before its end", server.number("brief", START + 59), Some(f64::NEG_INFINITY))?;
    equal("after its end", server.number("brief", START + 60), None)
}

fn may_be_native_histograms() -> Result<(), Failed> {
    // Runs with a gap between them: (½, 1], (1, 2] and (8, 16].
    let buckets = Buckets { schema: 0, indices: vec![0, 1, 4] };
    let data = Data::new().native("size", &[], buckets, |time| {
        let minutes = (time - START).unsigned_abs() / 60;
        Some(Native { sum: minutes as f64 * 14.0, counts: vec![minutes, 2 * minutes, minutes] })
    });
    let server = Prometheus::start(&data);
    let time = START + HOUR;
    equal("count", server.number("histogram_count(size)", time), Some(4.0 * 59.0))?;
    equal("sum", server.number("histogram_sum(size)", time), Some(14.0 * 59.0))?;
    for (bound, share) in [("0.5", 0.0), ("1", 0.25), ("2", 0.75), ("8", 0.75), ("16", 1.0)] {
        let fraction = server.number(&format!("histogram_fraction(0, {bound}, size)"), time);
        equal(bound, fraction, Some(share))?;
    }
    Ok(())
}

fn may_be_recorded() -> Result<(), Failed> {
    let (sli, name) = (world().requests("checkout"), "slo:sli_error:ratio_rate5m");
    let truth = sli.clone();
    let data = Data::new().series(name, &[("sloth_id", "checkout-availability")], move |time| {
        // As the rule: nothing where there was no traffic.
        truth.events(Window::new(time, 5 * MINUTE)).ratio()
    });
    let server = Prometheus::start(&data);
    let slices = sli.slices(Window::new(END, 6 * HOUR), 5 * MINUTE);
    let mean = slices.iter().filter_map(|slice| slice.ratio()).sum::<f64>() / slices.len() as f64;
    let found = server.number(&format!("avg_over_time({name}[6h])"), END).ok_or("no average")?;
    near("mean of the slices", found, mean, 1e-6)
}

fn are_refused_twice() -> Result<(), Failed> {
    let twice = || {
        let data = Data::new().series("x", &[], |_| Some(1.0)).series("x", &[], |_| Some(2.0));
        let folder = tempfile::tempdir().expect("a folder can be made");
        data.write(folder.path());
    };
    let why = catch_unwind(twice).err().ok_or("it was written")?;
    let why = why.downcast::<String>().map_err(|_| "no message")?;
    contains(&why, "{__name__=\"x\"} at ")
}

fn need_not_be() -> Result<(), Failed> {
    let server = Prometheus::start(&Data::new());
    equal("series", server.number("count({__name__=~\".+\"})", END), None)
}

fn are_a_block() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    Data::new().series("x", &[], |_| Some(1.0)).write(folder.path());
    let listed = promtool(&["tsdb".as_ref(), "list".as_ref(), folder.path().as_os_str()]).succeeded();
    let block = listed.lines().nth(1).ok_or(format!("no block: {listed}"))?;
    contains(block, "719h59m0.001s")?;
    contains(block, " 43200 ")
}

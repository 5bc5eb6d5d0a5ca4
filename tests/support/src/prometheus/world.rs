//! The month that all tests share: a shop's services, and everything that makes their error budgets hard to tell.

use std::ops::Range;
use std::sync::Arc;

use super::counter::Counter;
use super::data::Data;
use super::flow::Flow;
use super::histogram::Histogram;
use super::latency::Latency;
use super::scrapes::{DAY, END, START, Scrapes, at};
use super::selector::Selector;
use super::sli::{Part, Sli};

/// When the processes of `checkout` started anew, and with them their counters.
pub const RESTART: i64 = at(12, 3, 0);
/// From when until when nothing was scraped.
pub const GAP: (i64, i64) = (at(20, 6, 0), at(20, 12, 0));
/// From when until when 30 % of all requests of `checkout` failed, in its quietest hour.
pub const OUTAGE: (i64, i64) = (at(25, 0, 0), at(25, 0, 40));
/// From when on the SMS provider was too slow at times; until then there was no series of such errors.
pub const SMS: i64 = at(3, 10, 1);
/// From when until when a fifth of the requests of `checkout` was slow.
pub const SLOW: (i64, i64) = (at(15, 12, 0), at(15, 14, 0));
/// When the last pod of `legacy` ended.
pub const LEGACY: i64 = END - 2 * DAY;
/// When the pod `catalog-c` made place for `catalog-d`.
pub const ROLLED: i64 = at(16, 12, 0);

/// The bounds of `http_request_duration_seconds`: milliseconds, and what the label says, as Prometheus 3 writes it.
pub const BOUNDS: [(u64, &str); 7] =
    [(50, "0.05"), (100, "0.1"), (300, "0.3"), (500, "0.5"), (800, "0.8"), (1000, "1.0"), (2500, "2.5")];

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";

/// The month, of which the data of a server and the truth are made.
pub struct World {
    scrapes: Arc<Scrapes>,
    counters: Arc<Vec<Counter>>,
    histograms: Vec<Histogram>,
}

impl World {
    /// Returns the month.
    pub fn new() -> World {
        let histograms = durations();
        let mut counters = checkout();
        counters.extend(histograms.iter().flat_map(|histogram| histogram.classic(&BOUNDS)));
        counters.extend([catalog(), reports(), legacy(), payments(), invoices()].concat());
        let scrapes = Arc::new(Scrapes::default().without(GAP.0, GAP.1));
        World { scrapes, counters: Arc::new(counters), histograms }
    }

    /// Returns what a server has of it.
    pub fn data(&self) -> Data {
        let step = self.scrapes.step();
        let data = Data::scraped(Scrapes::clone(&self.scrapes));
        let data = self.counters.iter().fold(data, |data, counter| counter.add(data, step));
        let data = self.histograms.iter().fold(data, |data, histogram| histogram.native(data));
        // Who computes a ratio itself has none when nobody comes.
        data.series("search_success_ratio", &[("job", "search")], |time| {
            let hour = (time - START).rem_euclid(DAY) / 3600;
            Some(if (4..22).contains(&hour) { 0.9995 } else { f64::NAN })
        })
    }

    /// Returns what is true of the series that selectors name.
    pub fn sli(&self, part: Part, total: Selector) -> Sli {
        Sli { total, part, counters: Arc::clone(&self.counters), scrapes: Arc::clone(&self.scrapes) }
    }

    /// Returns the requests of a job by their codes, of `checkout`, `catalog`, `reports` or `legacy`.
    pub fn requests(&self, job: &str) -> Sli {
        let total = Selector::new(REQUESTS).is("job", job);
        self.sli(Part::Bad(total.clone().one_of("code", &["500", "503"])), total)
    }

    /// Returns those requests of `checkout` that took longer than a bound, a label of [`BOUNDS`].
    pub fn slower(&self, le: &str) -> Sli {
        let count = Selector::new(&format!("{DURATION}_count")).is("job", "checkout");
        let bucket = Selector::new(&format!("{DURATION}_bucket")).is("job", "checkout");
        self.sli(Part::Good(bucket.is("le", le)), count)
    }

    /// Returns those requests of `checkout` that failed or took longer than a bound.
    pub fn failed_or_slower(&self, le: &str) -> Sli {
        let count = Selector::new(&format!("{DURATION}_count")).is("job", "checkout");
        let bucket = Selector::new(&format!("{DURATION}_bucket")).is("job", "checkout");
        self.sli(Part::Good(bucket.is("code", "200").is("le", le)), count)
    }

    /// Returns the jobs of `invoices`, 1800 in the month, of which 36 failed; none by night.
    pub fn invoices(&self) -> Sli {
        let [bad, total] = ["batch_jobs_failed_total", "batch_jobs_total"]
            .map(|name| Selector::new(name).is("job", "invoices"));
        self.sli(Part::Bad(bad), total)
    }

    /// Returns a pair of selectors that do not belong together: failures on every route, requests on one. There are more
    /// failures than requests.
    pub fn payments(&self) -> Sli {
        let requests = Selector::new(REQUESTS).is("job", "payments");
        self.sli(Part::Bad(requests.clone().is("code", "500")), requests.is("route", "/pay"))
    }
}

impl Default for World {
    fn default() -> World {
        World::new()
    }
}

/// Requests an hour to the service `auth` of `checkout`, from midnight on; `sms` has a quarter of them.
const AUTH: [u64; 24] = [
    36_000, 30_000, 27_000, 27_000, 36_000, 60_000, 108_000, 165_000, 225_000, 258_000, 270_000, 264_000,
    252_000, 258_000, 267_000, 264_000, 255_000, 252_000, 246_000, 234_000, 210_000, 168_000, 120_000,
    87_000,
];

/// The requests of a service, and those that fail.
struct Service {
    good: Flow,
    bad: Flow,
}

impl Service {
    fn new(all: &Flow, shares: &[(i64, u64)]) -> Service {
        let bad = all.share(shares);
        Service { good: all.without(&bad), bad }
    }
}

fn auth() -> Service {
    // Four fifths of all requests, so 30 % of all is three eighths of these.
    Service::new(&Flow::daily(AUTH), &[(START, 120), (OUTAGE.0, 375_000), (OUTAGE.1, 120)])
}

fn sms() -> Service {
    Service::new(&Flow::daily(AUTH.map(|hourly| hourly / 4)), &[(SMS, 1000)])
}

/// Two services, whose errors have reasons. Only `auth` shows that it has not had any yet.
fn checkout() -> Vec<Counter> {
    let services = [("auth", auth(), "500", "redis_pool"), ("sms", sms(), "503", "sms_timeout")];
    let counters = services.iter().flat_map(|(service, Service { good, bad }, code, reason)| {
        let labels = [("job", "checkout"), ("service", *service), ("code", "200")];
        let failed = [("job", "checkout"), ("service", *service), ("code", *code), ("error_type", *reason)];
        let failed = Counter::new(REQUESTS, &failed, bad);
        let failed = if *service == "sms" { failed.once(bad) } else { failed };
        [Counter::new(REQUESTS, &labels, good), failed]
    });
    counters.map(|counter| counter.reset(&[RESTART])).collect()
}

/// How long requests to `checkout` took, in milliseconds.
const TOOK: [u64; 14] = [20, 40, 70, 90, 150, 200, 280, 350, 450, 600, 700, 900, 1500, 4000];
/// How many of a thousand took so long, as a rule and when it was slow.
const RULE: [usize; 14] = [180, 220, 200, 120, 120, 80, 50, 12, 8, 4, 2, 2, 1, 1];
const SLOWLY: [usize; 14] = [80, 120, 200, 120, 120, 110, 50, 60, 60, 40, 20, 10, 6, 4];
/// Who waits for a connection in vain waits for a second and a half, or is turned away at once; the SMS provider has four.
const POOL: [usize; 14] = [600, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 400, 0];
const PROVIDER: [usize; 14] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000];

/// What [`Latency::new`] takes.
type Phases<'a> = &'a [(i64, &'a [usize])];

/// The same requests as [`checkout`] has, by their codes.
fn durations() -> Vec<Histogram> {
    let (auth, sms) = (auth(), sms());
    let good = Flow::sum(vec![auth.good, sms.good]);
    let rule: Phases<'_> = &[(START, &RULE), (SLOW.0, &SLOWLY), (SLOW.1, &RULE)];
    let codes: [(&str, Flow, Phases<'_>); 3] =
        [("200", good, rule), ("500", auth.bad, &[(START, &POOL)]), ("503", sms.bad, &[(START, &PROVIDER)])];
    let histogram = |(code, of, phases): (&str, Flow, Phases<'_>)| {
        let latency = Latency::new(&of, &TOOK, phases);
        Histogram::new(DURATION, &[("job", "checkout"), ("code", code)], &of, latency, &[RESTART])
    };
    codes.map(histogram).into()
}

/// Several pods, started anew one after the other; one ends and another takes its place.
fn catalog() -> Vec<Counter> {
    let ever = i64::MAX;
    let pods = [
        ("catalog-a", 9000, START, ever, &[at(7, 14, 20)][..]),
        ("catalog-b", 8800, START, ever, &[at(7, 14, 25)]),
        ("catalog-c", 9200, START, ROLLED, &[at(7, 14, 30)]),
        ("catalog-d", 9200, ROLLED, ever, &[]),
    ];
    let counters = pods.iter().flat_map(|&(pod, hourly, from, until, resets)| {
        let Service { good, bad } = Service::new(&Flow::steady(hourly), &[(START, 200)]);
        [("200", good), ("500", bad)].map(|(code, flow)| {
            let labels = [("job", "catalog"), ("pod", pod), ("code", code)];
            Counter::new(REQUESTS, &labels, &flow).from(from).until(until).reset(resets)
        })
    });
    counters.collect()
}

/// Four requests an hour by day, of which two failed all month.
fn reports() -> Vec<Counter> {
    let Service { good, bad } = Service::new(&by_day(7..19, 4), &[(START, 1389)]);
    by_code("reports", &good, &bad)
}

/// A service that was switched off two days before the end.
fn legacy() -> Vec<Counter> {
    let Service { good, bad } = Service::new(&Flow::steady(3600), &[(START, 500)]);
    by_code("legacy", &good, &bad).into_iter().map(|counter| counter.until(LEGACY)).collect()
}

fn by_code(job: &str, good: &Flow, bad: &Flow) -> Vec<Counter> {
    let codes = [("200", good), ("500", bad)];
    codes.map(|(code, flow)| Counter::new(REQUESTS, &[("job", job), ("code", code)], flow)).into()
}

/// Payments that fail are tried again on another route.
fn payments() -> Vec<Counter> {
    let counter = |route: &str, code: &str, flow: &Flow| {
        Counter::new(REQUESTS, &[("job", "payments"), ("route", route), ("code", code)], flow)
    };
    let Service { good, bad } = Service::new(&Flow::steady(1200), &[(START, 30_000)]);
    let retries = Flow::steady(2000);
    vec![counter("/pay", "200", &good), counter("/pay", "500", &bad), counter("/retry", "500", &retries)]
}

/// Six jobs an hour from 08:00 to 18:00, of which one in fifty fails.
fn invoices() -> Vec<Counter> {
    let jobs = by_day(8..18, 6);
    let failed = jobs.share(&[(START, 20_000)]);
    let labels = [("job", "invoices")];
    vec![
        Counter::new("batch_jobs_total", &labels, &jobs),
        Counter::new("batch_jobs_failed_total", &labels, &failed),
    ]
}

/// Returns a flow of so many events in each of some hours of the day.
fn by_day(hours: Range<usize>, hourly: u64) -> Flow {
    Flow::daily(std::array::from_fn(|hour| if hours.contains(&hour) { hourly } else { 0 }))
}

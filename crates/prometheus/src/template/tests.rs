//! What people write and what becomes of it.

use std::time::Duration;

use proptest::prelude::*;

use super::forms::{self, Comparison};
use super::share::Share;
use super::*;

fn counter(text: &str) -> String {
    match Template::of_counter(text) {
        Ok(template) => template.over(Duration::from_secs(30 * 86400)),
        Err(error) => format!("{error}"),
    }
}

fn windowed(text: &str) -> String {
    match Template::of_windowed(text, "window") {
        Ok(template) => template.over(Duration::from_secs(3600)),
        Err(error) => format!("{error}"),
    }
}

#[test]
fn counters_become_increases_within_the_sum() {
    for (text, over) in [
        ("http_requests_total", "sum(increase(http_requests_total[30d]))"),
        (r#"x{code=~"5..", a!="b"}"#, r#"sum(increase(x{code=~"5..",a!="b"}[30d]))"#),
        ("sum(x)", "sum(increase(x[30d]))"),
        ("(sum(x))", "sum(increase(x[30d]))"),
        ("sum by (l) (x)", "sum by (l) (increase(x[30d]))"),
        ("sum(x) by (l)", "sum by (l) (increase(x[30d]))"),
        ("sum(rate(x[5m]))", "sum(increase(x[30d]))"),
        ("sum(irate(x[5m] offset 1h))", "sum(increase(x[30d] offset 1h))"),
        ("rate(x[5m])", "sum(increase(x[30d]))"),
        ("sum(increase(x[1h])) # per hour", "sum(increase(x[30d]))"),
        ("sum(a) - sum(b)", "sum(increase(a[30d])) - sum(increase(b[30d]))"),
        ("sum(a) + (sum(b) or vector(0))", "sum(increase(a[30d])) + (sum(increase(b[30d])) or vector(0))"),
        ("sum(a) or vector(0)", "sum(increase(a[30d]))"),
        ("sum(a or b)", "sum(increase(a[30d]) or increase(b[30d]))"),
        ("2 * sum(rate(a[5m]))", "2 * sum(increase(a[30d]))"),
        ("sum(max by (pod) (x))", "sum(max by (pod) (increase(x[30d])))"),
        ("histogram_count(sum(x))", "histogram_count(sum(increase(x[30d])))"),
        ("sum(sum_over_time((up == bool 1)[1h:1m]))", "sum(sum_over_time((up == bool 1)[30d:1m]))"),
        (r#"{__name__="a.b", c="d"}"#, r#"sum(increase({__name__="a.b",c="d"}[30d]))"#),
        (r#"x_bucket{le="0.3"}"#, r#"sum(increase(x_bucket{le=~"0?[.]30*|3([.]0*)?[eE]-0*1"}[30d]))"#),
        (r#"x_bucket{le="+Inf"}"#, r#"sum(increase(x_bucket{le="+Inf"}[30d]))"#),
    ] {
        assert_eq!(counter(text), over, "{text}");
    }
}

#[test]
fn what_counts_nothing_is_refused() {
    for (text, why) in [
        ("", "it is empty"),
        ("sum(", "it is no PromQL"),
        ("increase(sum(x))", "increase takes the range of one selector"),
        ("rate(x)", "rate takes the range of one selector"),
        ("rate(sum(x)[5m:])", "rate of a subquery"),
        ("increase(x[1h:1m])", "increase of a subquery"),
        ("sum(x[5m])", "it is no PromQL: expected type vector"),
        ("x[5m]", "it is a range, not a number"),
        ("avg(x)", "an average over series"),
        ("quantile(0.9, x)", "quantile over series"),
        ("topk(3, x)", "topk over series"),
        ("count(x)", "count over series"),
        ("histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))", "a quantile counts no events"),
        (r#"x{quantile="0.9"}"#, r#"x{quantile="0.9"} is a quantile of a summary"#),
        ("42", "there is no metric in it"),
        ("vector(0)", "there is no metric in it"),
        ("0 * x", "it is always zero"),
        ("1 - sum(x)", "one side of - counts events and the other does not"),
        (
            "sum(rate(a[5m])) + sum(increase(b[5m]))",
            "one side of + counts events and the other events a second",
        ),
        ("sum(a) / sum(b)", "it is a ratio, and counts no events"),
        ("sum(a) * sum(b)", "it multiplies or divides counts"),
        ("sum(a) and sum(b)", "it picks series by the state of others (and)"),
        ("sum(a) > 5", "> leaves out counts"),
        ("log2(sum(a))", "log2 of a count is no count"),
        ("delta(x[5m])", "delta tells how a gauge moves"),
        ("avg_over_time(x[5m])", "it counts no events in the window"),
        ("sum_over_time(rate(x[5m])[1h:5m])", "it adds up counts of moments"),
        ("sum by (a) (x) - sum(y)", "the sides of - never pair: one has the labels a, the other no labels"),
        ("sum(x @ 5)", "it looks at an instant of its own"),
        ("sum(x[5m] @ end())", "it is no PromQL"),
        (r#"sum(x{a="b" or c="d"})"#, "matchers joined by \"or\""),
        ("sum(rate(x[{{.window}}]))", "it has a template in it"),
        (
            r#"sum by (l) (rate(x{status=~"5.."}[5m]) / rate(x[5m]))"#,
            "it divides x by itself series by series: each series of x{status=~\"5..\"} meets the one",
        ),
        ("sum(rate(a[5m]) / rate(b[5m]))", "it adds up the ratios of single series"),
        ("sum(a) / 0", "it divides by zero"),
    ] {
        let told = counter(text);
        assert!(told.starts_with(why), "{text}: {told}");
    }
}

#[test]
fn counters_must_be_told_apart_from_gauges() {
    let over = |text: &str| Template::of_rate(text).map(|template| template.over(Duration::from_secs(60)));
    assert_eq!(over("sum(rate(x[5m]))"), Ok("sum(increase(x[1m]))".to_owned()));
    let told = over("sum(rate(x[5m])) - sum(y)").unwrap_err();
    assert_eq!(told.why, "y has no range, and nobody says that it is a counter");
    assert_eq!(told.hint.unwrap(), "take rate(y[5m]), if it is one");
}

#[test]
fn a_refusal_says_what_to_write() {
    let hint = |text: &str| Template::of_counter(text).unwrap_err().hint.unwrap();
    assert!(hint("increase(sum(x))").contains("sum(increase(metric[5m]))"));
    let twin = r#"sum by (reason) (rate(x{status=~"5.."}[5m]) / rate(x[5m]))"#;
    assert_eq!(hint(twin), r#"take the sums first: sum(rate(x{status=~"5.."}[5m])) / sum(rate(x[5m]))"#);
}

#[test]
fn the_variable_of_a_rule_is_the_window() {
    for (text, over) in [
        ("sum(rate(x[{{.window}}]))", "sum(increase(x[1h]))"),
        ("sum(increase(x[{{ .window }}]))", "sum(increase(x[1h]))"),
        ("sum(rate(x[{{- .window -}}])) or vector(0)", "sum(increase(x[1h]))"),
        ("sum(rate(x[{{.window}}:{{.step}}]))", "it has a template in it, {{…}}, that is not filled in"),
        ("sum(rate(x[{{ .Window }}]))", "it has no [{{.window}}], so it cannot be asked over any window"),
        ("sum(rate(x[5m]))", "it has no [{{.window}}], so it cannot be asked over any window"),
        ("sum(rate(x[{{.window}}])) - sum(rate(y[5m]))", "it always looks at 5m, whatever the window"),
        (
            "(sum(rate(x[{{.window}}])) - sum(rate(y[{{.window}}])))",
            "sum(increase(x[1h])) - sum(increase(y[1h]))",
        ),
        (
            "sum(rate(x[{{.window}}]) * on (pod) group_left (team) kube_pod_labels)",
            "sum(increase(x[1h]) * on (pod) group_left (team) kube_pod_labels)",
        ),
        (
            "sum(rate(x[{{.window}}]) and on (pod) kube_pod_labels)",
            "sum(increase(x[1h]) and on (pod) kube_pod_labels)",
        ),
        ("sum(rate(x[{{.window}}])) > 0", "sum(increase(x[1h])) > 0"),
        ("clamp_min(sum(rate(x[{{.window}}])), 0)", "clamp_min(sum(increase(x[1h])), 0)"),
        ("sum_over_time((sum(y) < bool 7)[{{.window}}:5m])", "sum_over_time((sum(y) < bool 7)[1h:5m])"),
        ("count_over_time((y)[{{.window}}:])", "sum(count_over_time((y)[1h:]))"),
        ("sum(x)", "it has no [{{.window}}], so it cannot be asked over any window"),
        (r#"sum(rate(x{a="{{.window}}"}[{{.window}}]))"#, "{{.window}} stands where no range is"),
    ] {
        let text = windowed(text);
        assert!(text == over || text.starts_with(over), "{text}");
    }
}

#[test]
fn groups_are_known() {
    let labels = |text: &str| Template::of_counter(text).unwrap().labels().map(<[String]>::to_vec);
    assert_eq!(labels("x"), Some(vec![]));
    assert_eq!(labels("sum by (b, a) (x)"), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(labels("sum without (b) (x)"), None);
    assert_eq!(labels("sum without (b) (sum by (a, b) (x))"), Some(vec!["a".to_owned()]));
    let doubts = |text: &str| Template::of_counter(text).unwrap().doubts().len();
    assert_eq!((doubts("x"), doubts("sum(job:x:sum)")), (0, 1));
    let refused = Template::of_counter("a - b").unwrap_err();
    assert!(refused.why.contains("without a twin"), "{refused}");
}

#[test]
fn a_term_without_series_does_not_take_the_others_with_it() {
    let filled = |text: &str| Template::of_counter(text).unwrap().filled().over(Duration::from_secs(60));
    let (a, b) = ("sum(increase(a[1m]))", "sum(increase(b[1m]))");
    assert_eq!(filled("sum(a) + sum(b)"), format!("({a} or ({b} * 0)) + ({b} or ({a} * 0))"));
    assert_eq!(filled("sum(a) - sum(b)"), format!("({a} or ({b} * 0)) - ({b} or ({a} * 0))"));
    assert_eq!(filled("sum(a)"), a);
    let (a, b) = ("sum by (l) (increase(a[1m]))", "sum by (l) (increase(b[1m]))");
    assert_eq!(filled("sum by (l) (a) + sum by (l) (b)"), format!("({a} or ({b} * 0)) + ({b} or ({a} * 0))"));
}

#[test]
fn counts_are_split_by_labels() {
    let by = |text: &str| match Template::of_counter(text).and_then(|template| template.by(&["l"])) {
        Ok(template) => template.over(Duration::from_secs(60)),
        Err(error) => error.to_string(),
    };
    assert_eq!(by("x"), "sum by (l) (increase(x[1m]))");
    assert_eq!(by("sum by (a) (x) or vector(0)"), "sum by (a, l) (increase(x[1m]))");
    assert_eq!(by("sum(max by (pod) (x))"), "sum by (l) (max by (l, pod) (increase(x[1m])))");
    assert_eq!(by("sum(a - b)"), "sum by (l) (increase(a[1m]) - increase(b[1m]))");
    let (a, b) = ("sum by (l) (increase(a[1m]))", "sum by (l) (increase(b[1m]))");
    assert_eq!(by("sum(a) - sum(b)"), format!("({a} or ({b} * 0)) - ({b} or ({a} * 0))"));
    assert_eq!(
        by("sum(a) or sum(b)"),
        "the right side of \"or\" stands in where the left is absent, which differs by part"
    );
    assert_eq!(by("sum without (l) (x)"), "sum without (l) takes that label away");
    assert_eq!(by("sum without (m) (x)"), "sum without (m) (increase(x[1m]))");
    assert!(by("sum_over_time((sum(y) < bool 7)[5m:1m])").starts_with("it judges a sum at each step"));
    let name = Template::of_counter("x").unwrap().by(&["__name__"]);
    assert!(name.is_err());
    let pair = forms::native_latency(&Selector::new("h"), "0.3", &[]).unwrap();
    assert_eq!(
        pair.good.by(&["l"]).unwrap().over(Duration::from_secs(60)),
        "histogram_count(sum by (l) (increase(h[1m]))) * histogram_fraction(0, 0.3, sum by (l) (increase(h[1m])))"
    );
}

#[test]
fn selectors_can_be_asked_for_and_narrowed() {
    let template = Template::of_counter(r#"sum(a{x="1"}) - sum(b) + sum(a{x="1"})"#).unwrap();
    let shown: Vec<String> = template.selectors().iter().map(Selector::to_string).collect();
    assert_eq!(shown, [r#"a{x="1"}"#, "b"]);
    let narrow = template.with(&Matcher::equal("job", "j"));
    assert!(narrow.over(Duration::from_secs(60)).contains(r#"a{x="1",job="j"}[1m]"#));
    assert!(Selector::parse("a + b").is_err() && Selector::parse("a offset 5m").is_err());
    assert_eq!(Selector::parse(r#"{__name__="a"}"#), Ok(Selector::new("a")));
}

#[test]
fn histograms_count_what_is_within_a_bound() {
    let selector = Selector::parse(r#"h_bucket{job="a",le="1"}"#).unwrap();
    let pair = forms::classic_latency(&selector, "0.5", &["l".to_owned()]).unwrap();
    let hour = Duration::from_secs(3600);
    assert_eq!(
        pair.good.over(hour),
        r#"sum by (l) (increase(h_bucket{job="a",le=~"0?[.]50*|5([.]0*)?[eE]-0*1"}[1h]))"#
    );
    assert_eq!(pair.total.over(hour), r#"sum by (l) (increase(h_count{job="a"}[1h]))"#);
    assert_eq!(pair.good.selectors()[0].bound(), Some("0.5"));
    assert!(forms::classic_latency(&selector, "fast", &[]).is_err());
    assert!(forms::native_latency(&selector, "-1", &[]).is_err());
    let native = forms::native_latency(&Selector::new("h"), "0.30", &[]).unwrap();
    let sum = "sum(increase(h[1h]))";
    assert_eq!(native.good.over(hour), format!("histogram_count({sum}) * histogram_fraction(0, 0.3, {sum})"));
    assert_eq!(native.total.over(hour), format!("histogram_count({sum})"));
}

#[test]
fn gauges_count_moments() {
    let hour = Duration::from_secs(3600);
    let up = forms::true_gauge(&Selector::new("up"), &[]).unwrap();
    assert_eq!(up.good.over(hour), "sum(sum_over_time(up[1h]))");
    assert_eq!(up.total.over(hour), "sum(count_over_time(up[1h]))");
    let below = |text: &str| {
        let minute = Duration::from_secs(60);
        forms::threshold(text, Comparison::LessOrEqual, -0.5, minute, &[])
    };
    let pair = below("lag - 1").unwrap();
    assert_eq!(pair.good.over(hour), "sum(sum_over_time(((lag - 1) <= bool -0.5)[1h:1m]))");
    assert_eq!(pair.total.over(hour), "sum(count_over_time(((lag - 1) >= -Inf)[1h:1m]))");
    assert!(below("histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))").is_ok());
    let written = forms::compared("max(lag) < 0.05", Duration::from_secs(60), &[]).unwrap();
    assert_eq!(written.good.over(hour), "sum(sum_over_time((max(lag) < bool 0.05)[1h:1m]))");
    for text in ["lag", "lag == 1", "lag < other", "1 < lag"] {
        assert!(forms::compared(text, Duration::from_secs(60), &[]).is_err(), "{text}");
    }
    for (text, why) in [
        ("1", "there is no metric in it"),
        ("x[5m]", "it has no series with one value"),
        ("scalar(x)", "it has no series with one value"),
        (r#"avg(x{quantile="0.9"})"#, "it adds up x{quantile=\"0.9\"}"),
        ("rate(x[5m]) / rate(x[5m])", "it divides x by itself"),
    ] {
        let told = below(text).unwrap_err().to_string();
        assert!(told.starts_with(why), "{text}: {told}");
    }
}

#[test]
fn ratios_are_taken_apart_where_their_events_are_known() {
    let slice = Duration::from_secs(300);
    let of = |text: &str| match Share::of_windowed(text, "window", slice).unwrap() {
        Share::Counts { part, total, is_rest } => {
            format!("{is_rest} {} | {}", part.over(slice), total.over(slice))
        }
        Share::Series { promql, .. } => promql,
    };
    let (a, b) = ("sum(rate(a[{{.window}}]))", "sum(rate(b[{{.window}}]))");
    assert_eq!(of(&format!("{a} / {b}")), "false sum(increase(a[5m])) | sum(increase(b[5m]))");
    assert_eq!(of(&format!("1 - ({a} / {b})")), "true sum(increase(a[5m])) | sum(increase(b[5m]))");
    assert_eq!(of(&format!("clamp_max({a} / {b}, 1)")), "clamp_max(sum(rate(a[5m])) / sum(rate(b[5m])), 1)");
    let recorded = Share::of_series(r#"slo:sli_error:ratio_rate5m{sloth_id="a-b"}"#).unwrap();
    assert!(matches!(recorded, Share::Series { labels: None, .. }));
    let recorded = Share::of_series("sum(job:errors:rate5m) / sum(job:requests:rate5m)").unwrap();
    assert!(matches!(recorded, Share::Series { labels: Some(labels), .. } if labels.is_empty()));
    let live = Share::of_series("sum(rate(a[5m])) / sum(rate(b[5m]))").unwrap();
    assert!(matches!(live, Share::Counts { is_rest: false, .. }));
    for (text, why) in [
        ("sum(rate(a[5m]))", "it is no ratio but a count"),
        ("0.5", "there is no metric in it"),
        ("rate(a{x=\"y\"}[5m]) / rate(a[5m])", "it divides a by itself"),
        ("sum(rate(a[5m]) / rate(b[5m]))", "it adds up the ratios"),
        ("sum by (x) (rate(a[5m])) / sum(rate(b[5m]))", "the sides of / never pair"),
    ] {
        let told = Share::of_series(text).unwrap_err().to_string();
        assert!(told.starts_with(why), "{text}: {told}");
    }
}

#[test]
fn numbers_match_all_their_spellings() {
    let matches = |number: &str, spelt: &str| {
        let pattern = format!("^(?:{})$", number::spellings(number).unwrap());
        regex::Regex::new(&pattern).unwrap().is_match(spelt)
    };
    for (number, spelt) in [
        ("1", "1"),
        ("1", "1.0"),
        ("1.0", "1"),
        ("1", "1e0"),
        ("1", "1e+00"),
        ("1", "1.0E0"),
        ("0.3", "0.3"),
        ("0.3", ".3"),
        ("0.3", "0.30"),
        ("0.3", "3e-1"),
        ("0.3", "3.0E-01"),
        ("10", "10"),
        ("10", "10.0"),
        ("10", "1e1"),
        ("10", "1e+01"),
        ("2.5", "2.50"),
        ("2.5", "25e-1"),
        ("0.0005", "5.0E-4"),
        ("0.0005", "0.0005"),
        ("1e6", "1000000"),
        ("1e6", "1e+06"),
        ("0", "0.0"),
        ("-2", "-2.0"),
        ("-10", "-1e1"),
    ] {
        // The one form that no writer of metrics has: two digits before the exponent.
        assert_eq!(matches(number, spelt), spelt != "25e-1", "{number} and {spelt}");
    }
    for (number, other) in
        [("1", "10"), ("1", "11"), ("1", "1.01"), ("0.3", "0.03"), ("10", "1"), ("2.5", "25"), ("1", "-1")]
    {
        assert!(!matches(number, other), "{number} and {other}");
    }
    assert!(number::spellings("NaN").is_none() && number::spellings("+Inf").is_none());
}

#[test]
fn what_no_person_writes_is_refused() {
    let deep = format!("{}x{}", "(".repeat(5000), ")".repeat(5000));
    let long = vec!["x"; 2000].join(" + ");
    let words = vec!["x"; 2000].join(" or ");
    let minus = format!("{}x", "-".repeat(5000));
    for text in [deep, long, words, minus, "x".repeat(20_000)] {
        assert!(counter(&text).starts_with("it has more than") || counter(&text).starts_with("it is longer"));
    }
    for length in ["1e30", "Inf", "9999999999999999s", "99999999999", "1e+30", "inf", "+Inf", "5000000000ms"]
    {
        let told = counter(&format!("sum(rate(x[{length}]))"));
        assert!(!told.starts_with("sum("), "{length}: {told}");
        assert!(!counter(&format!("sum(x offset {length})")).starts_with("sum("), "{length}");
    }
    assert_eq!(counter("sum(rate(x[300]))"), "sum(increase(x[30d]))");
}

/// Expressions that mostly make sense.
fn expression() -> impl Strategy<Value = String> {
    let selector = prop::sample::select(vec![
        "x",
        "y_total",
        r#"z{a="b",c=~"d|e"}"#,
        r#"{__name__="n.m"}"#,
        r#"q{le="1.0"}"#,
        r#"u{"l.m"!="\"ä\n"}"#,
    ]);
    let leaf = (
        selector,
        prop::sample::select(vec!["{}", "rate({}[5m])", "increase({}[1h30m])", "sum({} offset 5m)"]),
    )
        .prop_map(|(selector, form)| form.replace("{}", selector));
    leaf.prop_recursive(4, 24, 2, |inner| {
        let forms = prop::sample::select(vec![
            "sum({})",
            "sum by (a, b) ({})",
            "sum without (c) ({})",
            "max({})",
            "({})",
            "-{}",
            "abs({})",
            "{} + {1}",
            "{} - {1}",
            "{} * 2",
            "{} / {1}",
            "{} or {1}",
            "{} or vector(0)",
            "{} > 0",
            "{} * on (a) group_left (b) {1}",
            "{} ^ 2",
            "sum_over_time(({} < bool 5)[1h:1m])",
            r#"label_replace({}, "a", "$1", "b", "(.*)")"#,
            "count({})",
        ]);
        (forms, inner.clone(), inner)
            .prop_map(|(form, left, right)| form.replace("{}", &left).replace("{1}", &right))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn what_is_printed_is_read_back(text in expression(), seconds in 1_u64..100_000_000) {
        if let Ok(template) = Template::of_counter(&text) {
            let over = template.over(Duration::from_millis(seconds));
            prop_assert!(promql_parser::parser::parse(&over).is_ok(), "{over}");
            // Counting again changes nothing: it is one already.
            let again = Template::of_counter(&over).expect("what counts can be read again");
            prop_assert_eq!(again.over(Duration::from_millis(seconds)), over);
            for split in template.by(&["l"]).into_iter() {
                let over = split.over(Duration::from_secs(300));
                prop_assert!(promql_parser::parser::parse(&over).is_ok(), "{over}");
            }
        }
        let hole = text.replace("[5m]", "[{{.window}}]");
        if let Ok(template) = Template::of_windowed(&hole, "window") {
            prop_assert!(promql_parser::parser::parse(&template.over(Duration::from_secs(seconds))).is_ok());
        }
        let _ = Share::of_series(&text);
    }

    #[test]
    fn no_text_makes_it_panic(text in r#"[a-z0-9\[\](){}=~!<>"'`\\.,:@#+*/^% -]{0,60}|\PC{0,40}"#) {
        let _ = Template::of_counter(&text);
        let _ = Template::of_windowed(&text, "window");
        let _ = Share::of_series(&text);
        let _ = Selector::parse(&text);
    }

    #[test]
    fn no_soup_of_words_makes_it_panic(words in prop::collection::vec(prop::sample::select(vec![
        "sum", "rate", "(", ")", "[", "]", "{", "}", "5m", "1e30", "0x1F", "Inf", "NaN", ":", ",", "by", "on", "x", "offset", "@",
        "-", "+", "and", "bool", "\"a\"", "=", "=~", "{{", "}}", ".window", "start", "end", "1", "08", "1_000", "group_left", "vector",
    ]), 0..16)) {
        let text = words.join(" ");
        let _ = Template::of_counter(&text);
        let _ = Template::of_windowed(&text, "window");
        let _ = Template::of_counter(&words.concat());
    }
}

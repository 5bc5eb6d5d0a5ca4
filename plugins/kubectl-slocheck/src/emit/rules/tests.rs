//! Which rules an SLO is made into, and what is refused.

use kubecheck_prometheus::template::Template;

use super::*;
use crate::slo::window::{Calendar, Unit};
use crate::slo::{Alert, Family, Part, Place, Side, Sli, Target};

fn slo(target: &str, days: u32) -> Slo {
    let count = |text: &str| Template::of_counter(text).expect("it counts");
    Slo {
        name: "requests".to_owned(),
        service: "checkout".to_owned(),
        description: String::new(),
        target: Target::of_percent(target).expect("it is a target"),
        window: Window::days(days),
        method: None,
        sli: Sli::Events {
            part: Part { side: Side::Bad, count: count("http_requests_total{code=~\"5..\"}") },
            total: count("http_requests_total"),
        },
        group_by: Vec::new(),
        alerts: Vec::new(),
        address: None,
        family: Family::Sloth,
        place: Place { origin: "slo.yaml".into(), line: 3, column: 1 },
    }
}

fn made(slo: &Slo) -> Rules {
    rules(std::slice::from_ref(slo), &Options::default()).expect("nothing is refused")
}

fn refused(slo: &Slo, options: &Options) -> Vec<Refusal> {
    rules(std::slice::from_ref(slo), options).expect_err("it is refused")
}

fn each(rules: &Rules) -> Vec<&Value> {
    let of = |group: &'_ Value| group["rules"].as_array().expect("a group has rules").len();
    let all: Vec<&Value> =
        rules.groups.iter().flat_map(|group| group["rules"].as_array().into_iter().flatten()).collect();
    assert_eq!(all.len(), rules.groups.iter().map(of).sum::<usize>());
    all
}

fn records(rules: &Rules) -> Vec<&str> {
    each(rules).into_iter().filter_map(|rule| rule["record"].as_str()).collect()
}

fn expression<'r>(rules: &'r Rules, name: &str) -> &'r str {
    let mut all = each(rules).into_iter();
    let found = all.find(|rule| rule["record"] == name || rule["alert"] == name);
    found.and_then(|rule| rule["expr"].as_str()).unwrap_or_else(|| panic!("{name} is missing in {rules:#?}"))
}

#[test]
fn the_records_are_those_of_sloth() {
    let rules = made(&slo("99.9", 30));
    assert_eq!(
        records(&rules),
        [
            "slo:sli_error:ratio_rate5m",
            "slo:sli_error:ratio_rate30m",
            "slo:sli_error:ratio_rate1h",
            "slo:sli_error:ratio_rate2h",
            "slo:sli_error:ratio_rate6h",
            "slo:sli_error:ratio_rate1d",
            "slo:sli_error:ratio_rate3d",
            "slo:objective:ratio",
            "slo:error_budget:ratio",
            "slo:time_period:days",
            "slo:current_burn_rate:ratio",
            "sloth_slo_info",
            "slo:sli_error:ratio_rate30d",
            "slo:period_burn_rate:ratio",
            "slo:period_error_budget_remaining:ratio",
        ]
    );
    assert_eq!(
        each(&rules)[0]["labels"],
        json!({
            "sloth_id": "checkout-requests", "sloth_service": "checkout", "sloth_slo": "requests", "sloth_window": "5m",
        })
    );
    assert_eq!(
        each(&rules)[0]["expr"],
        "\
((sum(increase(http_requests_total{code=~\"5..\"}[5m]))) or (sum(increase(http_requests_total[5m]))) * 0) / \
((sum(increase(http_requests_total[5m]))) > 0)"
    );
    assert_eq!(rules.warnings, [] as [String; 0]);
}

#[test]
fn numbers_are_exact() {
    let rules = made(&slo("99.9", 30));
    assert_eq!(expression(&rules, "slo:objective:ratio"), "vector(0.999)");
    assert_eq!(expression(&rules, "slo:error_budget:ratio"), "vector(0.001)");
    assert_eq!(expression(&rules, "slo:time_period:days"), "vector(30)");
    let selector = "{sloth_id=\"checkout-requests\", sloth_service=\"checkout\", sloth_slo=\"requests\"}";
    assert_eq!(
        expression(&rules, "slo:current_burn_rate:ratio"),
        format!("slo:sli_error:ratio_rate5m{selector} / 0.001")
    );
    let mut fine = slo("99.99995", 30);
    fine.window = Window::Rolling(Duration::from_secs(12 * 3600));
    let rules = made(&fine);
    assert_eq!(expression(&rules, "slo:objective:ratio"), "vector(0.9999995)");
    assert_eq!(expression(&rules, "slo:error_budget:ratio"), "vector(0.0000005)");
    assert_eq!(expression(&rules, "slo:time_period:days"), "vector(43200 / 86400)");
}

#[test]
fn thresholds_scale_with_the_period() {
    for (days, page, ticket, lasts) in [
        (30, ["14.4", "6"], ["3", "1"], "50 hours"),
        (28, ["13.44", "5.6"], ["2.8", "0.933"], "50 hours"),
        (7, ["3.36", "1.4"], ["0.7", "0.233"], "50 hours"),
    ] {
        let rules = made(&slo("99.9", days));
        for (name, limits) in [("ErrorBudgetBurnsFast", page), ("ErrorBudgetBurns", ticket)] {
            let expression = expression(&rules, name);
            let count = |limit: &str| expression.matches(&format!("> ({limit} * 0.001)")).count();
            assert_eq!(limits.map(count), [2, 2], "{days} days: {expression}");
        }
        let page = each(&rules)
            .into_iter()
            .find(|rule| rule["alert"] == "ErrorBudgetBurnsFast")
            .expect("it is there");
        let told = page["annotations"]["description"].as_str().expect("it is a text");
        assert!(told.contains(&format!("at which rate it lasts {lasts}")), "{told}");
        assert_eq!(page["labels"]["severity"], "page");
    }
}

#[test]
fn windows_longer_than_the_period_are_left_out() {
    let rules = made(&slo("99.9", 1));
    let ratios: Vec<&str> = records(&rules).into_iter().filter(|name| name.contains("ratio_rate")).collect();
    assert_eq!(ratios.len(), 6, "{ratios:?}");
    assert_eq!(ratios.last(), Some(&"slo:sli_error:ratio_rate1d"));
    let comments = rules.comments.join("\n");
    assert!(comments.contains("left out: ErrorBudgetBurns over 3 days and 6 hours"), "{comments}");
    assert!(!expression(&rules, "ErrorBudgetBurns").contains("3d"));
}

#[test]
fn what_could_never_fire_is_refused_or_left_out_loudly() {
    // Of 90 %, a tenth may be bad: no burn rate is above 10.
    let refusals = refused(&slo("90", 30), &Options::default());
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    let message = &refusals[0].message;
    assert!(
        message.starts_with("checkout/requests (slo.yaml:3:1): ErrorBudgetBurnsFast over 1 hour"),
        "{message}"
    );
    let skip = Options { skip_unfireable: true, ..Options::default() };
    let rules = rules(&[slo("90", 30)], &skip).expect("it may be left out");
    assert!(!expression(&rules, "ErrorBudgetBurnsFast").contains("ratio_rate1h"));
    assert!(expression(&rules, "ErrorBudgetBurnsFast").contains("(6 * 0.1)"));
    assert_eq!(rules.warnings.len(), 1);
    assert!(rules.comments.iter().any(|comment| comment.contains("LEFT OUT")));
}

#[test]
fn an_slo_without_any_alert_says_so() {
    let skip = Options { skip_unfireable: true, ..Options::default() };
    let rules = rules(&[slo("0.1", 60)], &skip).expect("it may be left out");
    assert!(
        rules.warnings.last().is_some_and(|warning| warning.ends_with("no alert on its burn rate is left"))
    );
    let alerts: Vec<&Value> = each(&rules).into_iter().filter(|rule| rule["alert"].is_string()).collect();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
}

#[test]
fn calendars_and_twins_are_refused() {
    let mut monthly = slo("99.9", 30);
    monthly.window = Window::Calendar(Calendar::usual(Unit::Month, jiff::tz::TimeZone::UTC));
    assert!(refused(&monthly, &Options::default())[0].message.contains("begins anew"));
    let mut other = slo("99", 30);
    (other.service, other.name) = ("checkout-requests".to_owned(), String::new());
    (other.name, other.service) = (std::mem::take(&mut other.service), other.name);
    let refusals = rules(&[slo("99.9", 30), other], &Options::default()).expect_err("they have one id");
    assert!(refusals[0].message.ends_with("both have the sloth_id checkout-requests"), "{refusals:?}");
}

#[test]
fn the_alerts_of_a_spec_take_the_place_of_the_usual_ones() {
    let mut own = slo("99.9", 30);
    let alert = |name: &str, burn_rate: f64| Alert {
        name: name.to_owned(),
        burn_rate,
        lookback: Duration::from_secs(4 * 3600),
        lasting: Duration::from_secs(300),
    };
    own.alerts = vec![alert("fast", 7.5), alert("slow", 2.0)];
    let rules = made(&own);
    assert!(records(&rules).contains(&"slo:sli_error:ratio_rate4h"));
    let alerts: Vec<&Value> = each(&rules).into_iter().filter(|rule| rule["alert"].is_string()).collect();
    let told =
        |rule: &&Value| (rule["alert"].clone(), rule["labels"]["severity"].clone(), rule["for"].clone());
    assert_eq!(
        alerts.iter().map(told).collect::<Vec<_>>(),
        [
            (json!("fast"), json!("page"), json!("5m")),
            (json!("slow"), json!("ticket"), json!("5m")),
            (json!("ErrorBudgetUnknown"), json!("ticket"), json!("15m")),
        ]
    );
    own.alerts[0].burn_rate = f64::INFINITY;
    assert_eq!(refused(&own, &Options::default()).len(), 1);
}

#[test]
fn the_method_decides_what_a_period_is() {
    let with = |method: &str| {
        let options = Options { method: Some(method.to_owned()), ..Options::default() };
        let rules = rules(&[slo("99.9", 30)], &options).expect("it can be counted so");
        expression(&rules, "slo:sli_error:ratio_rate30d").to_owned()
    };
    assert!(with("occurrences").contains("http_requests_total[30d]"));
    let mean = with("ratio-timeslices");
    assert!(
        mean.starts_with("sum_over_time(slo:sli_error:ratio_rate5m{") && mean.contains("[30d]) / "),
        "{mean}"
    );
    let options = Options { method: Some("timeslices".to_owned()), ..Options::default() };
    assert!(refused(&slo("99.9", 30), &options)[0].message.contains("--method timeslices"));
}

#[test]
fn names_of_others_are_no_templates_and_no_shell() {
    let mut odd = slo("99.9", 30);
    odd.name = "it's {{ $x }} \"q\"".to_owned();
    let rules = made(&odd);
    let alert =
        each(&rules).into_iter().find(|rule| rule["alert"] == "ErrorBudgetBurns").expect("it is there");
    let [summary, command] =
        ["summary", "command"].map(|key| alert["annotations"][key].as_str().expect("a text"));
    assert!(summary.contains("it's {{ \"{{\" }} $x }} \"q\""), "{summary}");
    assert!(command.ends_with(r#"--slo-name 'checkout/it'\''s {{ "{{" }} $x }} "q"'"#), "{command}");
    assert!(expression(&rules, "ErrorBudgetBurns").contains(r#"sloth_slo="it's {{ $x }} \"q\"""#));
}

#[test]
fn the_command_says_how_to_ask_again() {
    let command = |slo: &Slo| wording::command(slo);
    let mut asked = slo("99.9", 30);
    let named = "kubectl slocheck gate -f slo.yaml --slo-name checkout/requests";
    assert_eq!(command(&asked).as_deref(), Some(named));
    asked.place = Place { origin: "prometheusservicelevel/shop/checkout".into(), ..Place::default() };
    assert_eq!(command(&asked).as_deref(), Some("kubectl slocheck gate --slo-name checkout/requests"));
    (asked.place, asked.family) = (Place::default(), Family::Flags);
    assert_eq!(
        command(&asked).as_deref(),
        Some(
            "kubectl slocheck gate --total 'sum(increase(http_requests_total[5m]))' --bad \
             'sum(increase(http_requests_total{code=~\"5..\"}[5m]))' --target 99.9 --budget-days 30"
        )
    );
}

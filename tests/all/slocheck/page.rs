//! The pages show what is true of the data, and nothing on them comes from elsewhere.

use std::fs;

use kubecheck_test_support::prometheus::{DAY, END, GAP, HOUR, OUTAGE, Window, World};
use libtest_mimic::{Failed, Trial};
use roxmltree::{Document, Node, ParsingOptions};

use super::{ALL, BAD, shell};
use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    let name = |what| format!("slocheck/page {what}");
    vec![
        Trial::test(name("draws the budget as it was eaten"), curve),
        Trial::test(name("says what the verdict says, and who did it"), verdict),
        Trial::test(name("of what is not known draws nothing"), unknown),
        Trial::test(name("shows all SLOs, and more of those that are not in order"), status),
        Trial::test(name("replaces its own file only, with the same page"), file),
    ]
}

fn gate(at: i64, more: &str) -> String {
    format!(
        "kubectl slocheck gate --slo-name checkout {ALL} {BAD} --remaining-burn=15% --at {at} {more} -o html"
    )
}

fn read(page: &str) -> Result<Document<'_>, Failed> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(page, options).map_err(|error| format!("{error}: {page}"))?;
    for node in document.descendants() {
        let name = node.tag_name().name();
        equal("no element that fetches", ["script", "link", "img", "iframe", "use"].contains(&name), false)?;
        equal("only links lead elsewhere", node.has_attribute("href") && name != "a", false)?;
        equal("nothing has a source", node.has_attribute("src"), false)?;
    }
    Ok(document)
}

fn of<'a>(document: &'a Document<'_>, name: &str, class: &str) -> Vec<Node<'a, 'a>> {
    let is_it = |node: &Node<'_, '_>| node.has_tag_name(name) && node.attribute("class") == Some(class);
    document.descendants().filter(is_it).collect()
}

fn text(document: &Document<'_>) -> String {
    document.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect::<Vec<_>>().join(" ")
}

/// The points of a path of straight lines, `M1 2L3 4`.
fn points(path: &Node<'_, '_>) -> Result<Vec<(f64, f64)>, Failed> {
    let path = path.attribute("d").ok_or("a path has points")?;
    let mut points = Vec::new();
    for point in path.trim_start_matches('M').split('L') {
        let (x, y) = point.split_once(' ').ok_or("a point has two coordinates")?;
        points.push((x.parse()?, y.parse()?));
    }
    Ok(points)
}

/// Every point of the line is where the truth is, in time and in what is left.
fn curve() -> Result<(), Failed> {
    let page = shell(&gate(END, "")).stdout;
    let document = read(&page)?;
    let picture = of(&document, "svg", "curve").first().copied().ok_or("there is a picture")?;
    // The marks of 0 % and 100 % tell where shares are; they are as long as the period.
    let number =
        |node: &Node<'_, '_>, name: &str| node.attribute(name).and_then(|value| value.parse::<f64>().ok());
    let zero = picture
        .descendants()
        .find(|node| node.attribute("class") == Some("zero"))
        .ok_or("there is a zero")?;
    let (left, right, bottom) = (number(&zero, "x1"), number(&zero, "x2"), number(&zero, "y1"));
    let (left, right, bottom) = (left.ok_or("x1")?, right.ok_or("x2")?, bottom.ok_or("y1")?);
    let lines = of(&document, "path", "line").iter().map(points).collect::<Result<Vec<_>, _>>()?;
    // It breaks where nothing was scraped.
    equal("lines", lines.len(), 2)?;
    let top = lines.first().and_then(|line| line.first()).ok_or("a line begins")?.1;
    let sli = World::new().requests("checkout");
    let slices = sli.slices(Window::new(END, 30 * DAY), 2 * HOUR);
    let budget = 0.001 * slices.iter().map(|events| events.total as f64).sum::<f64>();
    let mut compared = 0;
    for (x, y) in lines.into_iter().flatten() {
        let hours = (x - left) / (right - left) * 720.0;
        let passed = (hours / 2.0).round() as usize;
        equal("a slice ends there", (hours / 2.0 - passed as f64).abs() < 0.05, true)?;
        let gone: f64 = slices.iter().take(passed).map(|events| events.bad as f64).sum();
        let (truth, drawn) = (1.0 - gone / budget, (bottom - y) / (bottom - top));
        if (truth - drawn).abs() > 0.005 {
            return Err(format!("after {hours} hours {drawn} is drawn, and {truth} was left").into());
        }
        compared += 1;
    }
    let missing = (GAP.1 - GAP.0) / (2 * HOUR);
    // Each of the two lines begins with a point of its own.
    equal("points", compared, 360 - missing + 2)?;
    let from = "2026-10-26T00:00:00Z and 2026-10-26T02:00:00Z";
    contains(&text(&document), &format!("is that between {from}"))
}

fn verdict() -> Result<(), Failed> {
    let ended = shell(&gate(OUTAGE.1, "--min-coverage=75% --max-burn-rate=2.5"));
    equal("exit code", ended.code, 1)?;
    let document = read(&ended.stdout)?;
    let text = text(&document);
    contains(&text, "checkout may not be released: the budget burns 13")?;
    contains(&text, "redis_pool")?;
    contains(&text, "It has burnt faster than it may since 2026-10-26T00:00:00Z.")?;
    contains(&text, "Rollouts just before are not known: ")?;
    contains(&text, "sum(increase(http_requests_total{job=\"checkout\",code=~\"5..\"}[2h]))")?;
    equal("verdicts", of(&document, "div", "verdict bad").len(), 1)?;
    // One hour, five minutes, six hours and thirty minutes are above; the period is not.
    let above = document.descendants().filter(|node| node.has_tag_name("strong")).count();
    equal("windows above their limits", above, 4)?;
    let links = document.descendants().filter_map(|node| node.attribute("href"));
    equal("links are queries", links.filter(|link| !link.contains("/api/v1/")).count(), 0)
}

fn unknown() -> Result<(), Failed> {
    for (more, told, code) in [
        ("--prometheus http://127.0.0.1:1", "unreachable", 4),
        ("--budget-days 1 --bad 'http_requests_totals{job=\"checkout\"}'", "never-matched", 3),
    ] {
        let line = match more.contains("--bad") {
            true => format!("kubectl slocheck gate {ALL} --target 99.9 --at {END} {more} -o html"),
            false => gate(END, more),
        };
        let ended = shell(&line);
        equal(&format!("exit code: {}", ended.stderr), ended.code, code)?;
        let document = read(&ended.stdout)?;
        contains(&text(&document), told)?;
        equal("pictures", of(&document, "svg", "curve").len(), 0)?;
        equal("verdicts", of(&document, "div", "verdict open").len(), 1)?;
    }
    Ok(())
}

fn status() -> Result<(), Failed> {
    let slos = process::root().join("examples/slo");
    let line =
        format!("kubectl slocheck status -f {} --min-coverage=75% -o html --at {}", slos.display(), OUTAGE.1);
    let ended = shell(&line);
    equal("exit code", ended.code, 1)?;
    let document = read(&ended.stdout)?;
    contains(&text(&document), "1 of 2 SLOs are in order")?;
    contains(&text(&document), "now: stop releases")?;
    equal("small pictures", of(&document, "svg", "spark").len(), 2)?;
    equal("pictures", of(&document, "svg", "curve").len(), 1)?;
    // A pipe has no trend: its columns are the same everywhere.
    let table = shell(&line.replace(" -o html", "")).stdout;
    equal("no trend", table.contains("TREND"), false)
}

fn file() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("gate.html");
    let line = gate(END, "").replace("-o html", &format!("-o {}", page.display()));
    equal("exit code", shell(&line).code, 0)?;
    let first = fs::read_to_string(&page)?;
    equal("exit code of a second run", shell(&line).code, 0)?;
    equal("the same page", fs::read_to_string(&page)? == first, true)?;
    fs::write(&page, "<html><body>mine</body></html>")?;
    let refused = shell(&line);
    contains(&refused.stderr, "is no report of kubecheck, so it is not overwritten")?;
    equal("exit code of a file of somebody else's", refused.code, 2)?;
    let ended = shell("kubectl slocheck attribute --total x_total --bad x_total --target 99.9 -o html");
    contains(&ended.stderr, "unknown output format \"html\"")
}

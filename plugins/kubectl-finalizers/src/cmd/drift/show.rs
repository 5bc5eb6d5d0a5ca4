//! How a round looks.

use kubecheck_core::cli::CliError;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::start;
use kubecheck_core::report::finding::Report;
use kubecheck_core::report::render::{self, Format};
use serde_json::Value;

use crate::drift::{Look, Round, Server, Shown, Sides, Stored};

/// The first minor version whose consistent lists come from the watch cache (KEP-2340).
const CONSISTENT_LISTS_FROM_CACHE: u8 = 31;

/// Writes a round: the caches that are not as they should be, the findings, and what was compared with what.
pub(super) fn show(sides: &Sides, round: &Round, report: &Report, output: &Output) -> Result<(), CliError> {
    match output.format() {
        Format::Table | Format::Wide => {
            let is_wide = *output.format() == Format::Wide;
            let is_shown = |state: &str| is_wide || !["current", "idle", "not cached"].contains(&state);
            let rows = round.caches().filter(|(look, shown)| is_shown(shown.state(look.at, round.max_lag)));
            let rows: Vec<Vec<String>> = rows.map(|(look, shown)| row(look, shown, round, sides)).collect();
            if !rows.is_empty() {
                let columns =
                    ["TYPE", "SERVER", "OBJECTS", "STORED", "REVISION", "LAG", "MISSING", "STALE", "STATE"];
                output.text(&(render::table(&columns, &rows, output.style()) + "\n"))?;
            }
            output.report(report)?;
        }
        Format::Json | Format::Yaml | Format::JsonPath(_) => output.value(&document(sides, round, report))?,
        _ => output.report(report)?,
    }
    if let Some(limits) = limits(sides) {
        start::say("note", &limits);
    }
    Ok(())
}

/// Returns a round as programs read it: the report, and what each cache shows.
pub(super) fn document(sides: &Sides, round: &Round, report: &Report) -> Value {
    let mut document = render::value(report);
    document["drift"] = round.document(sides);
    document["drift"]["proves"] = limits(sides).map_or(Value::Null, Value::String);
    document
}

fn row(look: &Look, shown: &Shown, round: &Round, sides: &Sides) -> Vec<String> {
    let (missing, stale) = shown.counts();
    let more = if shown.more == 0 { String::new() } else { format!(", {} more not read again", shown.more) };
    vec![
        look.wanted.qualified(),
        sides.servers[shown.server].name.clone(),
        shown.objects.to_string(),
        look.objects.to_string(),
        shown.revision.to_string(),
        shown.lag(look.at).to_string(),
        missing.to_string(),
        stale.to_string(),
        shown.state(look.at, round.max_lag).to_owned() + &more,
    ]
}

/// Says what was compared with what.
pub(super) fn target(sides: &Sides, namespace: Option<&str>) -> String {
    let name = |server: &Server| {
        let version = server.version.as_ref().map(|version| format!(" ({})", version.git_version));
        let context = if server.name.contains("://") { "" } else { "context " };
        format!("{context}{}{}", server.name, version.unwrap_or_default())
    };
    let servers: Vec<String> = sides.servers.iter().map(name).collect();
    let against = match &sides.stored {
        Stored::Servers if servers.len() == 1 => "its consistent reads".to_owned(),
        Stored::Servers => "consistent reads of the first that answers".to_owned(),
        Stored::Etcd(_, keys) => {
            format!("etcd ({} at revision {})", keys.origin, keys.revision.unwrap_or_default())
        }
    };
    let scope = namespace.map_or("all namespaces".to_owned(), |name| format!("namespace {name}"));
    format!("{}, {scope}: watch caches against {against}", servers.join(", "))
}

/// Says what a comparison cannot show, if there is something.
fn limits(sides: &Sides) -> Option<String> {
    let [server] = sides.servers.as_slice() else { return None };
    let Stored::Servers = sides.stored else { return None };
    let minor = server.version.as_ref().and_then(kubecheck_core::kube::Version::minor);
    if minor.is_some_and(|minor| minor < CONSISTENT_LISTS_FROM_CACHE) {
        return None;
    }
    Some(
        "since Kubernetes 1.31 consistent lists come from the same watch cache, once it has caught up: this shows whether it \
         does, not what it lost; name another API server (--other-server, --contexts) or etcd (--endpoints, --snapshot) to see \
         that too"
            .to_owned(),
    )
}

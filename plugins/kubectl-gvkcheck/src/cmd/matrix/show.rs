//! The matrix as tables and as a document.

use std::collections::BTreeSet;

use kubecheck_core::cli::CliError;
use kubecheck_core::cli::output::Output;
use kubecheck_core::report::finding::{Gap, Report};
use kubecheck_core::report::render::{self, Format, escape};
use serde_json::{Value, json};

use super::Matrix;
use super::ask::{self, Column, Judged};
use super::rows::{Refusal, Row, refusals};

/// Writes the matrix in the format that was asked for.
pub(super) fn show(matrix: &Matrix, output: &Output) -> Result<(), CliError> {
    let wide = *output.format() == Format::Wide;
    let rows: Vec<Vec<String>> = matrix.shown().map(|row| cells(row, wide)).collect();
    let columns = columns(matrix, wide);
    match output.format() {
        Format::Table | Format::Wide => {
            let table =
                if rows.is_empty() { String::new() } else { render::table(&columns, &rows, output.style()) };
            let refusals = refusals(&matrix.columns);
            let refused: Vec<Vec<String>> = refusals.iter().map(refused_cells).collect();
            let refused = match refused.as_slice() {
                [] => String::new(),
                rows => {
                    let gap = if table.is_empty() { "" } else { "\n" };
                    format!("{gap}{}\n", render::table(&refused_columns(matrix), rows, output.style()))
                }
            };
            output.text(&format!("{table}{refused}{}", end(matrix, output.style().color)))
        }
        Format::Markdown => output.text(&markdown(matrix, &columns, &rows)),
        Format::Csv => output.text(&csv(matrix)).map(|()| tell_gaps(matrix)),
        Format::Name => output.text(&names(matrix)).map(|()| tell_gaps(matrix)),
        _ => output.value(&document(matrix)),
    }
}

fn columns(matrix: &Matrix, wide: bool) -> Vec<&str> {
    let first: &[&str] =
        if wide { &["KIND", "APIVERSION", "RESOURCE", "NAMESPACED"] } else { &["KIND", "APIVERSION"] };
    first.iter().copied().chain(matrix.columns.iter().map(|column| column.context.as_str())).collect()
}

fn cells(row: &Row, wide: bool) -> Vec<String> {
    let mut cells = vec![row.kind.clone(), row.api_version()];
    if wide {
        cells.extend([row.resource.plural.clone(), row.resource.namespaced.to_string()]);
    }
    cells.extend(row.served.iter().map(|served| word(*served).to_owned()));
    cells
}

fn refused_columns(matrix: &Matrix) -> Vec<&str> {
    let contexts = matrix.columns.iter().map(|column| column.context.as_str());
    ["PLACE", "OBJECT", "RULE"].into_iter().chain(contexts).chain(["MESSAGE"]).collect()
}

fn refused_cells(refusal: &Refusal<'_>) -> Vec<String> {
    let finding = refusal.finding;
    let object = finding.place.object.as_ref().map_or_else(|| "-".to_owned(), render::object);
    let word = |refused: &Option<bool>| match refused {
        Some(true) => "refused",
        Some(false) => "ok",
        None => "?",
    };
    let words = refusal.refused.iter().map(|refused| word(refused).to_owned());
    let first = [render::place(&finding.place), object, finding.rule.name.to_owned()];
    first.into_iter().chain(words).chain([finding.message.clone()]).collect()
}

/// Says whether something is so; a cluster that did not answer says neither.
fn word(served: Option<bool>) -> &'static str {
    match served {
        Some(true) => "yes",
        Some(false) => "no",
        None => "?",
    }
}

/// Returns the gaps and the summary, as they stand below a table.
fn end(matrix: &Matrix, color: bool) -> String {
    let report = Report { gaps: gaps(matrix), ..Report::default() };
    let gaps = render::gaps(&report, color).into_iter().map(|line| line + "\n");
    gaps.collect::<String>() + &escape(&summary(matrix)) + "\n"
}

fn gaps(matrix: &Matrix) -> Vec<Gap> {
    ask::gaps(&matrix.columns)
}

/// Tells the gaps where the answer itself has no room for them.
fn tell_gaps(matrix: &Matrix) {
    for gap in gaps(matrix) {
        kubecheck_core::cli::start::say("gap", &format!("{}: {}", gap.what, gap.why));
    }
}

/// Says in one line what was compared and what came of it.
fn summary(matrix: &Matrix) -> String {
    let clusters: Vec<String> = matrix.columns.iter().map(named).collect();
    let all = matrix.rows.len();
    let differ = matrix.rows.iter().filter(|row| row.differs()).count();
    let kinds = format!("{all} kind{} in a version", if all == 1 { "" } else { "s" });
    let differ = match (matrix.columns.len(), differ) {
        (1, _) => String::new(),
        (_, 0) => ", the same in all that answered".to_owned(),
        (_, 1) => ", 1 differs".to_owned(),
        (_, differ) => format!(", {differ} differ"),
    };
    let hidden = all - matrix.shown().count();
    let hidden = if hidden > 0 { format!("; --all shows the other {hidden}") } else { String::new() };
    let gaps = match gaps(matrix).len() {
        0 => String::new(),
        1 => "; 1 gap".to_owned(),
        gaps => format!("; {gaps} gaps"),
    };
    format!("{}: {kinds}{differ}{hidden}{}{gaps}", clusters.join(", "), judged(matrix))
}

/// Says how many objects the clusters would refuse.
fn judged(matrix: &Matrix) -> String {
    let judged: Vec<&Judged> = matrix.columns.iter().filter_map(Column::judged).collect();
    let Some(objects) = judged.iter().map(|judged| judged.objects).max() else { return String::new() };
    let refused: BTreeSet<_> = judged.iter().flat_map(|judged| judged.objects_refused()).collect();
    let plural = if objects == 1 { "" } else { "s" };
    match refused.len() {
        0 => format!("; {objects} object{plural}, none refused"),
        some => format!("; {objects} object{plural}, {some} refused by some"),
    }
}

fn named(column: &Column) -> String {
    let version = match &column.answer {
        Ok(answer) => answer.version.as_deref().unwrap_or("?"),
        Err(_) => "?",
    };
    format!("{} ({version})", column.context)
}

/// Returns a page; its first line marks it as ours, so that a later run may replace it.
fn markdown(matrix: &Matrix, columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut page = "<!-- kubecheck/v1 -->\n### gvkcheck: clusters compared\n\n".to_owned();
    page += &render::cells(&["Summary"], &[vec![summary(matrix)]]);
    if !rows.is_empty() {
        page += &format!("\n{}", render::cells(columns, rows));
    }
    let refused: Vec<Vec<String>> = refusals(&matrix.columns).iter().map(refused_cells).collect();
    if !refused.is_empty() {
        page += &format!("\n{}", render::cells(&refused_columns(matrix), &refused));
    }
    let gaps = gaps(matrix);
    if !gaps.is_empty() {
        let rows: Vec<Vec<String>> = gaps.into_iter().map(|gap| vec![gap.what, gap.why]).collect();
        page += &format!("\n{}", render::cells(&["Gap", "Why"], &rows));
    }
    page
}

fn csv(matrix: &Matrix) -> String {
    let first = ["GROUP", "VERSION", "KIND", "RESOURCE", "NAMESPACED"];
    let columns: Vec<&str> =
        first.into_iter().chain(matrix.columns.iter().map(|column| column.context.as_str())).collect();
    let row = |row: &Row| {
        let own = [&row.group, &row.version, &row.kind, &row.resource.plural].map(String::clone);
        let served = row.served.iter().map(|served| word(*served).to_owned());
        own.into_iter().chain([row.resource.namespaced.to_string()]).chain(served).collect()
    };
    render::csv(&columns, &matrix.shown().map(row).collect::<Vec<_>>())
}

/// Returns each resource of the rows once, as `kubectl api-resources -o name` prints it.
fn names(matrix: &Matrix) -> String {
    let mut names: Vec<String> = matrix
        .shown()
        .map(|row| match row.group.as_str() {
            "" => format!("{}\n", row.resource.plural),
            group => format!("{}.{group}\n", row.resource.plural),
        })
        .collect();
    names.dedup();
    names.concat()
}

/// Returns the document. It has every row, whether or not the clusters differ in it: what is missing is served nowhere.
fn document(matrix: &Matrix) -> Value {
    let mut kinds: Vec<(&Row, Vec<Value>)> = Vec::new();
    for row in &matrix.rows {
        let version = json!({"version": row.version, "served": row.served});
        match kinds.last_mut() {
            Some((first, versions)) if first.group == row.group && first.kind == row.kind => {
                versions.push(version)
            }
            _ => kinds.push((row, vec![version])),
        }
    }
    let kinds = kinds.into_iter().map(|(row, versions)| {
        let resource = &row.resource;
        json!({
            "group": row.group, "kind": row.kind, "resource": resource.plural, "namespaced": resource.namespaced,
            "versions": versions,
        })
    });
    let gaps = gaps(matrix);
    let gaps = gaps.iter().map(|gap| json!({"what": gap.what, "why": gap.why, "neededFor": gap.needed_for}));
    json!({
        "apiVersion": "kubecheck/v1",
        "kind": "ClusterMatrix",
        "tool": {"name": "gvkcheck", "version": env!("CARGO_PKG_VERSION")},
        "columns": matrix.columns.iter().map(|column| column.context.as_str()).collect::<Vec<_>>(),
        "clusters": matrix.columns.iter().map(cluster).collect::<Vec<_>>(),
        "kinds": kinds.collect::<Vec<_>>(),
        "refused": refusals(&matrix.columns).iter().map(refusal).collect::<Vec<_>>(),
        "gaps": gaps.collect::<Vec<_>>(),
    })
}

/// Returns a reason to refuse a manifest; its fields are those of a finding of a report.
fn refusal(refusal: &Refusal<'_>) -> Value {
    let finding = refusal.finding;
    let (place, object) = (&finding.place, finding.place.object.as_ref());
    let start = place.span.map(|span| span.start);
    json!({
        "rule": finding.rule.name, "id": finding.rule.id, "severity": finding.severity.name(), "message": finding.message,
        "place": {
            "file": place.file.as_deref(), "document": place.document,
            "line": start.map(|start| start.line), "column": start.map(|start| start.column), "pointer": place.pointer,
            "object": object.map(|object| json!({
                "apiVersion": object.api_version, "kind": object.kind,
                "namespace": object.namespace, "name": object.name,
            })),
        },
        "help": finding.help,
        "refused": refusal.refused,
    })
}

fn cluster(column: &Column) -> Value {
    let answer = column.answer.as_ref().ok();
    let version = answer.and_then(|answer| answer.version.as_deref());
    json!({
        "context": column.context,
        "server": answer.map(|answer| answer.server.as_str()),
        "version": version,
        "answered": answer.is_some(),
    })
}

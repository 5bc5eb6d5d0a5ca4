//! The matrix as tables and as a document.

use kubecheck_core::cli::CliError;
use kubecheck_core::cli::output::Output;
use kubecheck_core::report::finding::{Gap, Report};
use kubecheck_core::report::render::{self, Format, escape};
use serde_json::{Value, json};

use super::Matrix;
use super::ask::Column;
use super::rows::Row;

/// Writes the matrix in the format that was asked for.
pub(super) fn show(matrix: &Matrix, output: &Output) -> Result<(), CliError> {
    let wide = *output.format() == Format::Wide;
    let rows: Vec<Vec<String>> = matrix.shown().map(|row| cells(row, wide)).collect();
    let columns = columns(matrix, wide);
    match output.format() {
        Format::Table | Format::Wide => {
            let table =
                if rows.is_empty() { String::new() } else { render::table(&columns, &rows, output.style()) };
            output.text(&format!("{table}{}", end(matrix, output.style().color)))
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
    matrix.columns.iter().flat_map(Column::gaps).collect()
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
    format!("{}: {kinds}{differ}{hidden}{gaps}", clusters.join(", "))
}

fn named(column: &Column) -> String {
    let version = match &column.answer {
        Ok(answer) => answer.version.as_ref().map_or("?", |version| version.git_version.as_str()),
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
        "refused": [],
        "gaps": gaps.collect::<Vec<_>>(),
    })
}

fn cluster(column: &Column) -> Value {
    let answer = column.answer.as_ref().ok();
    let version = answer.and_then(|answer| answer.version.as_ref().ok());
    json!({
        "context": column.context,
        "server": answer.map(|answer| answer.server.as_str()),
        "version": version.map(|version| version.git_version.as_str()),
        "answered": answer.is_some(),
    })
}

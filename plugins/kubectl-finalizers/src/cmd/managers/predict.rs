//! What a server-side apply of some files would conflict with.

use std::collections::BTreeMap;

use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{self, Access, Cluster, Depth, Fault, Wanted};
use kubecheck_core::model::query::Query;
use kubecheck_core::model::served::Found;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render::{self, Format};
use kubecheck_core::source::{self, Inputs};
use serde_json::{Value, json};

use super::{Args, access, namespace, unread};
use crate::managers::named;
use crate::managers::object::short;
use crate::managers::predict::{Apply, Conflict, value_at};
use crate::world::World;
use kubecheck_core::cli::told::Told;

/// Predicts for all objects of the files.
pub(super) fn run(args: &Args, output: &Output) -> Result<Exit, CliError> {
    let read = source::objects(source::list(&Inputs { paths: args.predict.clone(), ..Inputs::default() })?)?;
    if read.objects.is_empty() {
        let broken: Vec<String> = read.broken.iter().map(|(file, why)| format!("{file}: {why}")).collect();
        return Err(CliError::usage(format!("there is no object in {}", args.predict.join(", "))).hint(
            if broken.is_empty() {
                "--predict names manifests, as kubectl apply takes them".to_owned()
            } else {
                broken.join("; ")
            },
        ));
    }
    let world = World::open(&args.world, &args.connection)?;
    let Some(cluster) = world.cluster() else {
        return Err(CliError::usage("--predict asks a cluster for its objects and schemas"));
    };
    let mut run = Run { args, world: &world, cluster, schemas: BTreeMap::new(), gaps: read.gaps };
    run.gaps.extend(read.broken.iter().map(|(file, why)| gap(file.to_string(), why.clone())));
    if args.print_rbac {
        output.text(&run.role(&read.objects))?;
        return Ok(Exit::Clean);
    }
    let answers: Vec<Answer> = read.objects.iter().map(|object| run.answer(object)).collect();
    run.told(&answers, output).tell(output, args.exit.policy(None))
}

struct Run<'a> {
    args: &'a Args,
    world: &'a World,
    cluster: &'a Cluster,
    /// The schemas of each group and version, or why there are none.
    schemas: BTreeMap<String, Result<Value, String>>,
    gaps: Vec<Gap>,
}

/// What applying one object would meet.
struct Answer {
    api_version: String,
    kind: String,
    namespace: Option<String>,
    name: String,
    verdict: &'static str,
    conflicts: Vec<Row>,
}

struct Row {
    conflict: Conflict,
    live: Value,
    applied: Value,
}

impl Answer {
    fn object(&self) -> String {
        let name = format!("{}/{}", self.kind, self.name);
        self.namespace.as_ref().map_or(name.clone(), |namespace| format!("{namespace}/{name}"))
    }
}

fn gap(what: String, why: String) -> Gap {
    Gap { what, why, needed_for: vec!["managers --predict".to_owned()], is_transient: false }
}

impl Run<'_> {
    fn served(&self, object: &Value) -> Option<Found<'_>> {
        let api_version = object["apiVersion"].as_str().unwrap_or_default();
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let name = object["kind"].as_str();
        Query { group: Some(group), version: Some(version), name }.find(self.world.served())
    }

    fn answer(&mut self, applied: &Value) -> Answer {
        let text =
            |pointer: &str| applied.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut answer = Answer {
            api_version: text("/apiVersion"),
            kind: text("/kind"),
            namespace: None,
            name: text("/metadata/name"),
            verdict: "unknown",
            conflicts: Vec::new(),
        };
        match self.judge(applied, &mut answer) {
            Ok(verdict) => answer.verdict = verdict,
            Err(why) => self.gaps.push(Gap { what: answer.object(), ..why }),
        }
        answer
    }

    /// Predicts for one object; what stands in the way is a gap.
    fn judge(&mut self, applied: &Value, answer: &mut Answer) -> Result<&'static str, Gap> {
        let unknown = |why: String| gap(String::new(), why);
        if answer.name.is_empty() {
            return Err(unknown("it has no metadata.name, so nothing can be applied to it".to_owned()));
        }
        let Some(found) = self.served(applied) else {
            return Err(unknown(format!(
                "{} serves no {} in {}",
                self.world.name(),
                answer.kind,
                answer.api_version
            )));
        };
        let (of, has_status) = (Wanted::all(found, Depth::Full), has_status(&found));
        if of.namespaced {
            let own = applied["metadata"]["namespace"].as_str().filter(|name| !name.is_empty());
            answer.namespace = Some(own.map_or_else(|| namespace(self.args, self.world), str::to_owned));
        }
        let live = self.world.get(&of, answer.namespace.as_deref(), &answer.name);
        let refused = |fault: Fault| unread(fault, &of).gap("", &["managers --predict"]);
        let Some(live) = live.map_err(refused)? else { return Ok("create") };
        let args = self.args;
        let manager = &args.field_manager;
        let schemas = self.schemas(&of).map_err(unknown)?;
        let mut applied = applied.clone();
        if let (Some(namespace), Some(metadata)) = (&answer.namespace, applied["metadata"].as_object_mut()) {
            metadata.insert("namespace".to_owned(), namespace.as_str().into());
        }
        let apply = Apply { schemas, live: &live, applied: &applied, manager, has_status };
        let predicted = apply.predict().map_err(unknown)?;
        let is_secret = of.kind == "Secret" && of.group.is_empty();
        let row = |conflict: Conflict| {
            let shown = |object: &Value| match value_at(object, &conflict.field) {
                Some(value) if !is_secret => value.clone(),
                _ => Value::Null,
            };
            Row { live: shown(&live), applied: shown(&applied), conflict }
        };
        answer.conflicts = predicted.conflicts.into_iter().map(row).collect();
        if let Some(untold) = predicted.untold.first() {
            let why = format!(
                "{} manages fields in {}, and what they are in {} only the server can tell",
                named(untold),
                untold.api_version,
                answer.api_version
            );
            self.gaps.push(gap(answer.object(), why));
        }
        Ok(match (answer.conflicts.is_empty(), predicted.untold.is_empty()) {
            (false, _) => "conflict",
            (true, true) => "clean",
            (true, false) => "unknown",
        })
    }

    /// Reads the schemas of a group and version once.
    fn schemas(&mut self, of: &Wanted) -> Result<&Value, String> {
        let version = of.api_version();
        let cluster = self.cluster;
        let read = || {
            let root = if of.group.is_empty() { "api" } else { "apis" };
            let path = format!("/openapi/v3/{root}/{version}");
            let why = |why: String| format!("the schemas of {version} cannot be read: {why}");
            let answer = cluster.get(&path).map_err(|fault| why(fault.message))?;
            let mut document: Value =
                serde_json::from_str(&answer.text).map_err(|error| why(error.to_string()))?;
            Ok(document["components"]["schemas"].take())
        };
        let schemas = self.schemas.entry(version.clone()).or_insert_with(read);
        schemas.as_ref().map_err(String::clone)
    }

    fn role(&self, objects: &[Value]) -> String {
        let own = |object: &Value| object["metadata"]["namespace"].as_str().map(str::to_owned);
        let read = |object: &Value| {
            let of = Wanted::all(self.served(object)?, Depth::Full);
            let namespace = own(object).unwrap_or_else(|| namespace(self.args, self.world));
            Some(access(&of, "get", Some(&namespace)))
        };
        let reads = objects.iter().filter_map(read);
        let reads: Vec<Access> = reads.chain([Access::Path("/openapi/v3/*")]).collect();
        kube::role("kubectl-finalizers-managers", &reads)
    }

    fn told(self, answers: &[Answer], output: &Output) -> Told {
        let wide = *output.format() == Format::Wide;
        let conflicts = answers.iter().map(|answer| answer.conflicts.len()).sum::<usize>();
        let of = |verdict| answers.iter().filter(|answer| answer.verdict == verdict).count();
        let mut text = String::new();
        if conflicts > 0 {
            let columns = ["OBJECT", "FIELD", "MANAGER", "LIVE", "APPLIED"];
            let rows: Vec<Vec<String>> = answers.iter().flat_map(|answer| rows(answer, wide)).collect();
            let columns = if wide { &columns[..] } else { &columns[..3] };
            text = format!("{}\n", render::table(columns, &rows, output.style()));
        }
        text = format!(
            "{text}{} applied by {}: {} with conflicts, {} without, {} new, {} unknown\n",
            plural(answers.len(), "object"),
            self.args.field_manager,
            of("conflict"),
            of("clean"),
            of("create"),
            of("unknown"),
        );
        let names = answers.iter().filter(|answer| answer.verdict == "conflict");
        Told {
            text,
            names: names.map(|answer| format!("{}\n", answer.object())).collect(),
            document: json!({
                "apiVersion": "kubecheck/v1", "kind": "Conflicts", "context": self.world.context(),
                "fieldManager": self.args.field_manager,
                "objects": answers.iter().map(document).collect::<Vec<_>>(),
            }),
            gaps: self.gaps,
            worst: (conflicts > 0).then_some(Severity::Error),
        }
    }
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Tells whether the status is written through a subresource, so that an apply of the object passes it over.
fn has_status(found: &Found<'_>) -> bool {
    found.resource.subresources.iter().any(|below| below.name == "status")
}

fn rows(answer: &Answer, wide: bool) -> Vec<Vec<String>> {
    let row = |row: &Row| {
        let mut cells = vec![answer.object(), row.conflict.field.to_string(), named(&row.conflict.manager)];
        if wide {
            cells.extend([row.live.to_string(), row.applied.to_string()]);
        }
        cells
    };
    answer.conflicts.iter().map(row).collect()
}

fn document(answer: &Answer) -> Value {
    let conflict = |row: &Row| {
        json!({
            "field": row.conflict.field.to_string(), "message": row.conflict.message(),
            "manager": short(&row.conflict.manager), "live": row.live, "applied": row.applied,
        })
    };
    json!({
        "object": {
            "apiVersion": answer.api_version, "kind": answer.kind,
            "namespace": answer.namespace, "name": answer.name,
        },
        "verdict": answer.verdict,
        "conflicts": answer.conflicts.iter().map(conflict).collect::<Vec<_>>(),
    })
}

//! One object: who manages it, and which fields of it.

use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{self, Access, Wanted};
use kubecheck_core::model::managed::Managed;
use kubecheck_core::model::query::{self, OBJECT_FORM};
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render::{self, Format};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Args, access, all, namespace, unread};
use crate::managers::cluster::{self, Found, Item, Subject};
use crate::managers::{managed, object};
use crate::world::World;
use kubecheck_core::cli::told::Told;

/// Shows one object.
pub(super) fn run(args: &Args, output: &Output) -> Result<Exit, CliError> {
    let (query, name) = query::object(&args.object).map_err(|why| CliError::usage(why).hint(OBJECT_FORM))?;
    let world = World::open(&args.world, &args.connection)?;
    let of = world.find(&query)?;
    let namespace = of.namespaced.then(|| namespace(args, &world));
    if args.print_rbac {
        let verbs: &[&'static str] = if args.interval.is_some() { &["get", "watch"] } else { &["get"] };
        let reads: Vec<Access> = verbs.iter().map(|verb| access(&of, verb, namespace.as_deref())).collect();
        output.text(&kube::role("kubectl-finalizers-managers", &reads))?;
        return Ok(Exit::Clean);
    }
    all::may_wait(args)?;
    let found = world.get(&of, namespace.as_deref(), name).map_err(|fault| unread(fault, &of))?;
    let Some(found) = found else {
        let error =
            CliError::usage(format!("there is no {} {name} in {}", of.kind, place(&world, namespace)));
        return Err(if world.is_whole() { error } else { error.exiting(Exit::Incomplete) });
    };
    if let (Some(interval), Some(cluster)) = (args.interval, world.cluster()) {
        let item = Item::deserialize(&found).unwrap_or_default();
        let subject = Subject { of: &of, state: item.metadata };
        let mut found = Found { findings: subject.shared(&world), objects: 1, ..Found::default() };
        cluster::watch(&world, cluster, &[subject], interval, &mut found);
        return all::report(args, &world, found, output);
    }
    told(args, &world, &of, &found, output).tell(output, args.exit.policy(None))
}

fn place(world: &World, namespace: Option<String>) -> String {
    namespace
        .map_or_else(|| world.name(), |namespace| format!("the namespace {namespace} of {}", world.name()))
}

fn told(args: &Args, world: &World, of: &Wanted, found: &Value, output: &Output) -> Told {
    let managers = managed(found);
    let wide = *output.format() == Format::Wide;
    let text = if args.fields {
        render::table(&object::FIELDS, &object::field_rows(&managers), output.style())
    } else {
        let columns = if wide { &object::MANAGERS[..] } else { &object::MANAGERS[..5] };
        let mut rows = object::managers(&managers, world.now);
        rows.iter_mut().for_each(|row| row.truncate(columns.len()));
        render::table(columns, &rows, output.style())
    };
    let (own, fields) = object::document(&managers);
    let meta = &found["metadata"];
    Told {
        text,
        names: managers.iter().map(|own| format!("{}\n", own.manager)).collect(),
        document: json!({
            "apiVersion": "kubecheck/v1", "kind": "Managers", "context": world.context(),
            "object": {
                "apiVersion": of.api_version(), "kind": of.kind,
                "namespace": meta["namespace"], "name": meta["name"],
            },
            "managers": own, "fields": fields,
        }),
        gaps: gaps(world, &managers),
        worst: None,
    }
}

/// kubectl leaves managed fields out unless it is told to show them.
fn gaps(world: &World, managers: &[Managed]) -> Vec<Gap> {
    if world.is_whole() || !managers.is_empty() {
        return Vec::new();
    }
    vec![Gap {
        what: "metadata.managedFields".to_owned(),
        why: "the files have none of the object; write them with kubectl get -o yaml --show-managed-fields"
            .to_owned(),
        needed_for: vec!["managers".to_owned()],
        is_transient: false,
    }]
}

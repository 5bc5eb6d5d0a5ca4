//! `kubectl finalizers owners OBJ`

use std::collections::BTreeMap;

use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::exit::Policy as ExitPolicy;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::start::say;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::report::finding::{Gap, Report};
use kubecheck_core::report::render::{self, Format};
use serde_json::{Value, json};

use super::{Cascade, picture, tree};
use crate::graph::Policy;
use crate::owners::{Family, Member, Outlook, State};
use crate::world::World;

/// What is asked of an object.
pub(super) struct Asked<'a> {
    pub(super) words: &'a [String],
    pub(super) namespace: Option<&'a str>,
    pub(super) if_deleted: Option<Cascade>,
    pub(super) exit: ExitPolicy,
}

/// Shows what owns an object and what it owns, or what becomes of it.
pub(super) fn run(world: &World, asked: &Asked<'_>, output: &OutputArgs) -> Result<Exit, CliError> {
    let picture: Option<fn(&Family) -> String> = match output.output.as_str() {
        "dot" => Some(picture::dot),
        "mermaid" => Some(picture::mermaid),
        _ => None,
    };
    // A picture is a text like a table.
    let format = if picture.is_some() { "table".to_owned() } else { output.output.clone() };
    let output = Output::new(&OutputArgs { output: format, ..output.clone() })?;
    let family = Family::of(world, asked.words, asked.namespace)?;
    let outlook = asked.if_deleted.map(|cascade| (cascade, family.outlook(world, cascade.policy())));
    let gaps = outlook.iter().flat_map(|(_, outlook)| &outlook.gaps);
    let gaps: Vec<Gap> = family.gaps.iter().chain(gaps).cloned().collect();
    let report = Report { gaps, ..Report::default() };
    let is_table = matches!(output.format(), Format::Table | Format::Wide);
    if let Some(picture) = picture {
        for gap in &report.gaps {
            say("gap", &format!("{}: {}", render::escape(&gap.what), render::escape(&gap.why)));
        }
        output.text(&picture(&family))?;
    } else if is_table {
        let mut text = match &outlook {
            None => render::table(&["OBJECT", "STATE"], &tree::rows(&family), output.style()),
            Some((_, outlook)) => {
                render::table(&["OUTCOME", "OBJECT", "WHY"], &outcome(&family, outlook), output.style())
            }
        };
        for (at, gap) in render::gaps(&report, output.style().color).iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { "" });
            text.push_str(&format!("{gap}\n"));
        }
        output.text(&text)?;
    } else {
        output.value(&document(&family, outlook.as_ref(), &report.gaps))?;
    }
    Ok(asked.exit.judge(&report))
}

/// Returns the rows that say what becomes of the objects.
fn outcome(family: &Family, outlook: &Outlook) -> Vec<Vec<String>> {
    let name = |at: &usize| render::object(&family.members[*at].object);
    let holds: BTreeMap<usize, &(usize, Vec<String>, bool)> =
        outlook.holds.iter().map(|hold| (hold.0, hold)).collect();
    let goes = outlook.goes.iter().map(|at| {
        let hold = holds.get(at);
        let why = match hold {
            Some((_, finalizers, is_waited_for)) => {
                let names =
                    if finalizers.is_empty() { "its finalizers".to_owned() } else { finalizers.join(", ") };
                let first = if *is_waited_for && *at != 0 { "; the deletion waits for it" } else { "" };
                format!("when somebody takes off {names}{first}")
            }
            None if *at == 0 => contents(family).to_owned(),
            None => "no owner is left".to_owned(),
        };
        let word = if hold.is_some() { "blocks" } else { "goes" };
        vec![word.to_owned(), name(at), why]
    });
    let stays = outlook.stays.iter().map(|at| {
        let owner = |at: &usize| match family.members[*at].state {
            State::Unknown => format!("{} (not known)", name(at)),
            State::There | State::Gone => name(at),
        };
        let left: Vec<String> = left(family, outlook, *at).iter().map(owner).collect();
        let why = if left.is_empty() {
            "it is let go of".to_owned()
        } else {
            format!("owned by {}", left.join(", "))
        };
        vec!["stays".to_owned(), name(at), why]
    });
    goes.chain(stays).collect()
}

/// Says what goes with an object though it does not own it.
fn contents(family: &Family) -> &'static str {
    match family.members[0].object.kind.as_deref() {
        Some("Namespace") => "all that is in the namespace goes as well, owned or not",
        Some("CustomResourceDefinition") => "all objects of the kind go as well, owned or not",
        _ => "",
    }
}

/// Returns the owners that an object keeps.
fn left(family: &Family, outlook: &Outlook, at: usize) -> Vec<usize> {
    let owners = family.links.iter().filter(|link| link.dependent == at).map(|link| link.owner);
    owners
        .filter(|owner| !outlook.goes.contains(owner) && family.members[*owner].state != State::Gone)
        .collect()
}

fn document(family: &Family, outlook: Option<&(Cascade, Outlook)>, gaps: &[Gap]) -> Value {
    let objects = family.members.iter().enumerate().map(|(at, member)| self::object(at, member));
    let references = family.links.iter().map(|link| {
        json!({
            "owner": link.owner, "dependent": link.dependent, "controller": link.controller,
            "blockOwnerDeletion": link.blocks,
        })
    });
    let forecast = outlook.map(|(cascade, outlook)| {
        let stays =
            outlook.stays.iter().map(|at| json!({"object": at, "owners": left(family, outlook, *at)}));
        let holds = outlook.holds.iter().map(|(at, finalizers, is_waited_for)| {
            json!({"object": at, "finalizers": finalizers, "isWaitedFor": is_waited_for})
        });
        json!({
            "policy": cascade.name(), "goes": outlook.goes, "stays": stays.collect::<Vec<_>>(),
            "blocks": holds.collect::<Vec<_>>(),
        })
    });
    let gap = |gap: &Gap| json!({"what": gap.what, "why": gap.why, "neededFor": gap.needed_for});
    json!({
        "apiVersion": "kubecheck/v1", "kind": "Owners",
        "objects": objects.collect::<Vec<_>>(), "references": references.collect::<Vec<_>>(),
        "ifDeleted": forecast, "gaps": gaps.iter().map(gap).collect::<Vec<_>>(),
    })
}

fn object(at: usize, member: &Member) -> Value {
    let state = match member.state {
        State::There => "there",
        State::Gone => "gone",
        State::Unknown => "unknown",
    };
    let object = &member.object;
    json!({
        "id": at, "apiVersion": object.api_version, "kind": object.kind, "namespace": object.namespace,
        "name": object.name, "state": state, "isBeingDeleted": member.is_going, "hasFinalizers": member.is_held,
    })
}

impl Cascade {
    fn policy(self) -> Policy {
        match self {
            Cascade::Background => Policy::Background,
            Cascade::Foreground => Policy::Foreground,
            Cascade::Orphan => Policy::Orphan,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Cascade::Background => "Background",
            Cascade::Foreground => "Foreground",
            Cascade::Orphan => "Orphan",
        }
    }
}

//! As it happens: a line for each cause when it comes, and one when it is gone.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::start::tell;
use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::model::time;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::report::render;
use serde_json::{Value, json};

use super::read::{Kept, Seen, look, more};
use super::show::cause;
use super::{Args, flags, name};
use crate::start::group::{Group, groups};
use crate::start::needs;
use crate::start::there::Names;
use crate::start::told::{Images, Scene};
use crate::world::World;

/// How long nothing may happen before it is looked again: time itself makes causes of what only took long.
const TICK: Duration = Duration::from_secs(1);
/// How long it is known of other objects whether they are there.
const KEPT: Duration = Duration::from_secs(15);
/// How long the first lists may take.
const FIRST: Duration = Duration::from_secs(60);

/// A cause that was told, and how it looks when it is gone.
struct Told {
    pods: String,
    rule: &'static str,
    value: Value,
}

type Causes = BTreeMap<String, Told>;

/// Follows until the time is over, or for ever.
pub(super) fn run(args: &Args, world: &World, output: &Output) -> Result<Exit, CliError> {
    let (is_json, is_wide) = match args.common.output.output.as_str() {
        "table" => (false, false),
        "wide" => (false, true),
        "json" => (true, false),
        other => {
            return Err(CliError::usage(format!("-w does not print {other:?}"))
                .hint("with -w the output is lines of text (table, wide) or, a document a line, json"));
        }
    };
    let follow = world.follow(&needs::FIRST, args.common.namespaces.one());
    let Some(mut live) = follow else {
        return Err(CliError::usage("files do not change").hint("leave -w out, or -f"));
    };
    let begun = Instant::now();
    while !live.is_complete() && begun.elapsed() < FIRST {
        live.wait(TICK);
    }
    let objects = live.objects();
    let (pods, place) = (objects.pods.len(), args.common.place(world));
    tell(&format!("following {pods} pods in {place}; ^C ends it"));
    let (mut before, mut gaps, mut kept, mut read_at) =
        (Causes::new(), Vec::new(), Kept::default(), Instant::now());
    loop {
        if read_at.elapsed() > KEPT {
            kept = Kept::default();
            read_at = Instant::now();
        }
        let mut objects = live.objects();
        let found_gaps = std::mem::take(&mut objects.gaps);
        let seen = Seen { objects, whole: Default::default(), snapshot: None, gaps: found_gaps };
        let mut seen = more(&args.asked(), world, seen, &mut kept);
        let now_gaps = std::mem::take(&mut seen.gaps);
        let (now, lines) = step(args, world, &seen, &before, (is_json, is_wide));
        let mut text: String =
            now_gaps.iter().filter(|gap| !gaps.contains(*gap)).map(|gap| gap_line(gap, is_json)).collect();
        text += &lines;
        (before, gaps) = (now, now_gaps);
        let is_read = text.is_empty() || output.line(&text)?;
        let left = args.timeout.map(|timeout| timeout.saturating_sub(begun.elapsed()));
        if !is_read || left.is_some_and(|left| left.is_zero()) {
            return Ok(exit(args, &before, &gaps));
        }
        live.wait(left.map_or(TICK, |left| left.min(TICK)));
    }
}

/// Looks once, and returns the causes with the lines for what is new and what is gone.
fn step(
    args: &Args,
    world: &World,
    seen: &Seen,
    before: &Causes,
    (is_json, is_wide): (bool, bool),
) -> (Causes, String) {
    let look = look(&args.asked(), world, seen);
    let mut found = look.all(args.common.namespaces.one());
    if let Some(pod) = &args.pod {
        found.stuck.retain(|one| one.subject.kind == "Pod" && one.subject.name == name(pod));
    }
    let (images, flags) = (Images::new(&seen.objects), flags(args));
    let names = Names { objects: &seen.objects, whole: &seen.whole };
    let scene = Scene { look: &look, names, images: &images, flags: &flags };
    let at = format!("{:.0}", look.now);
    let (mut causes, mut lines) = (Causes::new(), String::new());
    for group in groups(&found, &scene) {
        let key = key(&group);
        if !before.contains_key(&key) {
            lines += &match is_json {
                true => document(&at, "new", cause(&group)),
                false => line(&at, &group, is_wide),
            };
        }
        causes.insert(key, Told { pods: group.pods(), rule: group.rule.name, value: cause(&group) });
    }
    for (_, told) in before.iter().filter(|(key, _)| !causes.contains_key(*key)) {
        lines += &match is_json {
            true => document(&at, "gone", told.value.clone()),
            false => format!("{at}  - {}: {} is gone\n", render::escape(&told.pods), told.rule),
        };
    }
    (causes, lines)
}

/// Names a cause by what does not change while it lasts.
fn key(group: &Group<'_>) -> String {
    let subject = group.subject();
    let of = match (&subject.owner, subject.made) {
        (Some(owner), None) => owner.to_string(),
        _ => format!("{}/{}", subject.kind, subject.name),
    };
    format!("{} {of} {} {}", subject.namespace, group.rule.id, group.words.message)
}

fn line(at: &str, group: &Group<'_>, is_wide: bool) -> String {
    let words = &group.words;
    let (pods, message) = (group.pods(), words.message.as_str());
    let more = if is_wide { format!("; {}; next: {}", words.then, words.next) } else { String::new() };
    let line = format!("{at}  + {pods}: {}: {message}{more}", group.rule.name);
    render::escape(&line).into_owned() + "\n"
}

fn document(at: &str, change: &str, mut value: Value) -> String {
    value["apiVersion"] = json!("kubecheck/v1");
    value["kind"] = json!("PodCause");
    value["time"] = json!(at);
    value["change"] = json!(change);
    value.to_string() + "\n"
}

fn gap_line(gap: &Gap, is_json: bool) -> String {
    match is_json {
        true => json!({"apiVersion": "kubecheck/v1", "kind": "Gap", "what": gap.what, "why": gap.why, "neededFor": gap.needed_for})
            .to_string()
            + "\n",
        false => format!("{:.0}  gap: {}: {}\n", time::now(), render::escape(&gap.what), render::escape(&gap.why)),
    }
}

/// Ends as if it was looked once, at the end.
fn exit(args: &Args, causes: &Causes, gaps: &[Gap]) -> Exit {
    let policy = args.common.policy();
    let is_error = causes.values().any(|told| told.value["severity"] == "error");
    match () {
        () if policy.exit_zero => Exit::Clean,
        () if is_error => Exit::Findings,
        () if policy.allow_gaps || gaps.is_empty() => Exit::Clean,
        () if gaps.iter().any(|gap| gap.is_transient) => Exit::Transient,
        () => Exit::Incomplete,
    }
}

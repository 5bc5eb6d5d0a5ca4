//! The examples of the rule pages do what the pages say.
//!
//! In a page's Example each `yaml` block is a file: `example.yaml`, or what `file=NAME` says. What it prints is a
//! `console` block, run in a folder with these files. What stands in `cluster.yaml` is no file, but lives in the cluster that
//! the commands find; where the command is `cluster`, all of it does. Where it is `drift`, what stands in `later.yaml` is applied
//! after the API server of the context `cp-2` was cut off from etcd.

use std::fs;
use std::path::{Path, PathBuf};

use kubecheck_core::check::rule::Rule;
use kubecheck_core::cli::verbs::Plugin;
use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use crate::suite::PLUGINS;
use crate::{live, process, transcript};

/// The headings of every page, in their order.
const HEADINGS: [&str; 6] =
    ["What it finds", "Why it matters", "Example", "What it prints", "How to fix", "Limits"];

/// A page has at most this many lines: it is read by somebody in a hurry.
const LONGEST: usize = 75;

/// One trial a page.
pub(crate) fn trials() -> Vec<Trial> {
    let trial = |plugin: &'static Plugin, rule: &'static Rule| {
        Trial::test(format!("pages/{}", rule.name), move || page(plugin, rule))
    };
    let trials = |plugin: &'static Plugin| plugin.rules.iter().map(move |rule| trial(plugin, rule));
    PLUGINS.into_iter().flat_map(trials).collect()
}

fn page(plugin: &Plugin, rule: &Rule) -> Result<(), Failed> {
    let file = path(plugin, rule);
    let text = fs::read_to_string(&file)?;
    form(rule, &text)?;
    let folder = tempfile::tempdir()?;
    for block in transcript::blocks(&text) {
        if block.heading == "Example" {
            fs::write(folder.path().join(block.file().unwrap_or("example.yaml")), block.body)?;
        }
    }
    let printed = |block: &transcript::Block<'_>| block.heading == "What it prints";
    if text.contains("$ kubectl gvkcheck cluster") {
        live::example(&text, &mut || transcript::check(&file, printed, folder.path()), folder.path())?;
    } else if text.contains("$ kubectl finalizers drift") {
        let check = &mut |before: &str| transcript::check_after(before, &file, printed, folder.path());
        live::drift_example(&text, check, folder.path())?;
    } else {
        transcript::check_after(&cluster(folder.path())?, &file, printed, folder.path())?;
    }
    shows_its_rule(plugin, rule, &fs::read_to_string(&file)?)
}

/// Puts what a page has in `cluster.yaml` into a real cluster. Returns the shell that lets commands find it.
fn cluster(folder: &Path) -> Result<String, Failed> {
    let Ok(lives) = fs::read_to_string(folder.join("cluster.yaml")) else { return Ok(String::new()) };
    let plane = ControlPlane::shared();
    plane.apply(&lives);
    fs::remove_file(folder.join("cluster.yaml"))?;
    let config = plane.kubeconfig();
    Ok(format!("export KUBECONFIG={} KUBECACHEDIR={}\n", config.display(), folder.join("cache").display()))
}

/// Returns where a rule's page lies: beside its code, under the same name.
pub(crate) fn path(plugin: &Plugin, rule: &Rule) -> PathBuf {
    let name = format!("{}.md", rule.name.replace('-', "_"));
    process::root().join(format!("plugins/{}/src/checks", plugin.program)).join(Path::new(&name))
}

/// Demands the title, a first sentence, the headings in order and a bounded length.
fn form(rule: &Rule, text: &str) -> Result<(), Failed> {
    let mut lines = text.lines();
    if lines.next() != Some(&format!("# {}", rule.name)) {
        return Err(format!("the page must begin with \"# {}\"", rule.name).into());
    }
    let first = lines.find(|line| !line.is_empty()).unwrap_or_default();
    if first.starts_with(['#', '`']) || !first.ends_with(['.', ',']) && first.len() < 40 {
        return Err("a sentence must follow the title".into());
    }
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    if headings != HEADINGS {
        return Err(format!("the headings are {headings:?}, and must be {HEADINGS:?}").into());
    }
    match text.lines().count() {
        count if count > LONGEST => Err(format!("the page has {count} lines, more than {LONGEST}").into()),
        _ => Ok(()),
    }
}

/// Demands that what the page prints is a finding of its rule, with an exit code.
fn shows_its_rule(plugin: &Plugin, rule: &Rule, text: &str) -> Result<(), Failed> {
    let blocks = transcript::blocks(text);
    let mut printed =
        blocks.iter().filter(|block| block.heading == "What it prints" && block.language() == "console");
    let block = printed.next().ok_or("there is no console block under \"What it prints\"")?;
    let command = format!("$ kubectl {} ", plugin.name);
    let demanded = [command.as_str(), "$ echo $?", rule.name];
    match demanded.iter().find(|demanded| !block.body.contains(**demanded)) {
        Some(missing) => Err(format!("the console block does not show {missing:?}").into()),
        None => Ok(()),
    }
}

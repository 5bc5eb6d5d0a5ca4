//! A rule is two files of one name and one line of the list. What its page must look like is tested with the page.

use std::collections::BTreeSet;

use kubecheck_core::cli::verbs::Plugin;
use libtest_mimic::Failed;

use super::texts;
use crate::process;
use crate::suite::PLUGINS;

pub(super) fn are_unique() -> Result<Vec<String>, Failed> {
    let mut seen = BTreeSet::new();
    let rules = PLUGINS.into_iter().flat_map(|plugin| plugin.rules);
    let keys = rules.flat_map(|rule| [rule.id, rule.name]);
    Ok(keys.filter(|key| !seen.insert(*key)).map(|key| format!("two rules are called {key}")).collect())
}

pub(super) fn have_files() -> Result<Vec<String>, Failed> {
    let mut broken = Vec::new();
    for plugin in PLUGINS {
        broken.append(&mut files_of(plugin)?);
    }
    Ok(broken)
}

fn files_of(plugin: &Plugin) -> Result<Vec<String>, Failed> {
    let mut broken = Vec::new();
    let checks = format!("plugins/{}/src/checks", plugin.program);
    let stem = |name: &str| name.replace('-', "_");
    for rule in plugin.rules {
        for ending in ["rs", "md"] {
            let path = format!("{checks}/{}.{ending}", stem(rule.name));
            if !process::root().join(&path).is_file() {
                broken.push(format!("{path} is missing"));
            }
        }
    }
    let known: BTreeSet<String> =
        plugin.rules.iter().map(|rule| format!("{checks}/{}.md", stem(rule.name))).collect();
    let pages = texts(&checks, &["md"])?.into_iter().filter(|(path, _)| !known.contains(path));
    broken.extend(pages.map(|(path, _)| format!("{path} is the page of no rule")));
    let declaring =
        texts(&checks, &["rs"])?.into_iter().filter(|(_, text)| text.contains("pub static RULE:"));
    let unlisted = declaring.filter(|(path, _)| !known.contains(&path.replace(".rs", ".md")));
    broken.extend(unlisted.map(|(path, _)| format!("{path} holds a rule that is not in RULES")));
    Ok(broken)
}

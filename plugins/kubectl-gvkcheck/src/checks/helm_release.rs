//! `helm-release`: what Helm has deployed is in a version that the server no longer serves, or soon will not.

use kubecheck_catalog::Minor;
use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Late, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::Value;
use kubecheck_core::report::finding::{Finding, Gap};

use crate::checks::Note;
use crate::facts::{Facts, Gvkcheck};
use crate::live::known::{Age, Known};
use crate::live::release::Release;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK036",
    name: "helm-release",
    summary: "What Helm has deployed is in a version that the cluster no longer serves, or soon will not",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("helm_release.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Fold { see, end } };

/// What a release tells.
pub enum Told {
    /// It has something old.
    Finding(Box<Finding>),
    /// It cannot be read.
    Gap(Gap),
}

fn see(object: &Object<'_>, facts: &Facts, findings: &Findings<'_>, notes: &mut Vec<Note>) {
    let Some(known) = &facts.live else { return };
    let Some((data, is_secret)) = release(object, facts) else { return };
    let mut tell = |told| notes.push(Note::Helm(Box::new(told)));
    let text = data.as_str().unwrap_or_default();
    let read = Release::read(text, is_secret).and_then(|release| {
        let mut olds: Vec<Old> = Vec::new();
        let read = release.objects(&mut |version, kind, name, line| {
            let age = known.age(version, kind);
            if matches!(age, Age::Gone(_) | Age::Going(_)) {
                add(&mut olds, age, [version, kind, name], line);
            }
        });
        for old in olds {
            let draft = old.draft(&release, data, known);
            findings.hold(draft).into_iter().for_each(|finding| tell(Told::Finding(Box::new(finding))));
        }
        read
    });
    if let Err(why) = read {
        let (namespace, name) = (object.namespace().unwrap_or_default(), object.name().unwrap_or_default());
        tell(Told::Gap(Gap {
            what: format!("the Helm release in {namespace}/{name} in context {}", known.context),
            why,
            needed_for: vec![RULE.name.to_owned()],
            ..Gap::default()
        }));
    }
}

/// Returns what a Secret or ConfigMap of Helm's holds, and whether it is a Secret.
fn release<'a>(object: &Object<'a>, facts: &Facts) -> Option<(Value<'a>, bool)> {
    let labels = object.metadata()?.get("labels")?;
    let is = |label: &str, wanted: &str| labels.get(label).and_then(|value| value.as_str()) == Some(wanted);
    let of_helm = !object.is_partial() && is("owner", "helm") && is("status", "deployed");
    let kind = facts.kind().filter(|kind| of_helm && kind.group.is_empty())?;
    let is_secret = match kind.kind {
        "Secret" => true,
        "ConfigMap" => false,
        _ => return None,
    };
    Some((object.root.get("data")?.get("release")?, is_secret))
}

/// What a release has of one version of a kind.
struct Old {
    version: String,
    kind: String,
    age: Age,
    /// Names and lines.
    objects: Vec<(String, u32)>,
}

fn add(olds: &mut Vec<Old>, age: Age, [version, kind, name]: [&str; 3], line: u32) {
    let object = (name.to_owned(), line);
    match olds.iter_mut().find(|old| old.version == version && old.kind == kind) {
        Some(old) => old.objects.push(object),
        None => {
            let (version, kind) = (version.to_owned(), kind.to_owned());
            olds.push(Old { version, kind, age, objects: vec![object] });
        }
    }
}

impl Old {
    fn draft(&self, release: &Release, at: Value<'_>, known: &Known) -> Draft {
        let Old { version, kind, .. } = self;
        let (name, line) = &self.objects[0];
        let more = match self.objects.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let (severity, said) = match self.age {
            Age::Going(removed) => {
                (severity_of(removed, known), format!("which is not served from {removed} on"))
            }
            Age::Gone(Some(since)) => (Severity::Error, format!("which is no longer served since {since}")),
            _ => (Severity::Error, "which is not served".to_owned()),
        };
        let message = format!(
            "release {} (chart {}, revision {}) has {version} {kind}/{name}{more}, {said} (line {line} of its manifest)",
            release.name,
            release.chart(),
            release.version
        );
        let fails = "helm upgrade and rollback fail with \"unable to build kubernetes objects from current release manifest\"";
        let instead = known.instead(version, kind).map(|instead| format!(" that has {instead}"));
        let chart = format!("a version of the chart{}", instead.unwrap_or_default());
        let help = if severity == Severity::Error {
            format!("{fails}: rewrite what Helm stored (helm plugin mapkubeapis), then upgrade to {chart}")
        } else {
            format!("upgrade to {chart} before the cluster is upgraded; after it, {fails}")
        };
        Draft::new(&RULE, at.id(), message).severity(severity).help(help).secret(true)
    }
}

/// What goes with the next minor is a warning, what goes later is worth knowing.
fn severity_of(removed: Minor, known: &Known) -> Severity {
    let next = known.target.map(Minor::next);
    if next.is_some_and(|next| removed <= next) { Severity::Warning } else { Severity::Info }
}

fn end(_: &Gvkcheck, notes: &[Note]) -> Late {
    let mut late = Late::default();
    for note in notes {
        match note {
            Note::Helm(told) => match &**told {
                Told::Finding(finding) => late.findings.push(Finding::clone(finding)),
                Told::Gap(gap) => late.gaps.push(gap.clone()),
            },
            _ => continue,
        }
    }
    late
}

//! Instances of a CRD (`k8s.io/apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go`).

use kubecheck_core::kube::{Depth, Wanted};
use serde_json::Value;

use super::Subject;
use crate::evidence::Blocker;
use crate::evidence::reads::Reads;
use crate::evidence::shown::{self, Shown};

/// Shows whether the type still has instances. Every served version is listed, which proves that conversion works.
pub(super) fn show(subject: Subject<'_>, reads: &Reads<'_>) -> Shown {
    let versions = versions(subject.object);
    if versions.is_empty() {
        return Shown::Unseen("no version of it is served, so its instances cannot be listed".to_owned());
    }
    let mut unread = None;
    for wanted in &versions {
        match reads.count(wanted) {
            Ok((0, _)) => {}
            Ok((count, first)) => return left(count, first, wanted),
            Err(why) => unread = Some(why),
        }
    }
    match unread {
        Some(why) => Shown::Unseen(why),
        None if reads.world.is_whole() => Shown::holds("it has no instance", versions[0].qualified()),
        None => Shown::Unseen(format!("{} need not hold all instances", reads.world.name())),
    }
}

fn left(count: usize, first: Vec<Blocker>, wanted: &Wanted) -> Shown {
    let mut names: Vec<String> = first.iter().map(Blocker::label).collect();
    names.resize(count, String::new());
    let is = if count == 1 { "is" } else { "are" };
    Shown::fails(format!("{} {is} still there", shown::list(names, first.len())), wanted.qualified())
        .because_of(first)
}

/// Wants the instances in every served version. A CRD that goes is still served; what it says is nearer than discovery.
fn versions(definition: &Value) -> Vec<Wanted> {
    let spec = &definition["spec"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let served =
        spec["versions"].as_array().into_iter().flatten().filter(|version| version["served"] == true);
    let wanted = |version: &Value| Wanted {
        namespaced: spec["scope"] == "Namespaced",
        depth: Depth::Metadata,
        ..Wanted::new(
            &text(&spec["group"]),
            &text(&version["name"]),
            &text(&spec["names"]["plural"]),
            &text(&spec["names"]["kind"]),
        )
    };
    served.map(wanted).collect()
}

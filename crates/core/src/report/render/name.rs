//! One line for each object that has findings, in the words `kubectl -o name` uses.

use std::collections::BTreeSet;
use std::io;

use super::{escape, place};
use crate::report::finding::{ObjectRef, Place, Report};

/// Writes each object once, in the order of the findings; what is no object is told by its file.
pub(super) fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut told = BTreeSet::new();
    for finding in &report.findings {
        let name = finding.place.object.as_ref().and_then(object);
        let namespace = finding.place.object.as_ref().and_then(|object| object.namespace.as_deref());
        let line = name.unwrap_or_else(|| fallback(&finding.place));
        if told.insert((finding.place.context.as_deref(), namespace, line.clone())) {
            writeln!(out, "{}", escape(&line))?;
        }
    }
    Ok(())
}

/// Names an object as `kind.group/name`, in lower case; the core group has no name.
fn object(object: &ObjectRef) -> Option<String> {
    let kind = object.kind.as_ref()?.to_lowercase();
    let name = object.name.as_ref()?;
    let group = object.api_version.as_deref().and_then(|version| version.split_once('/'));
    Some(match group {
        Some((group, _)) => format!("{kind}.{}/{name}", group.to_lowercase()),
        None => format!("{kind}/{name}"),
    })
}

fn fallback(at: &Place) -> String {
    at.file.as_deref().map_or_else(|| place::place(at), |name| place::file(name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::testing;

    fn names(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("output is UTF-8")
    }

    #[test]
    fn an_object_is_told_once_in_kubectls_words() {
        let mut core = testing::wrong_group();
        core.place.object = Some(testing::object("v1", "ConfigMap", None, "x"));
        let report = testing::report(vec![testing::deprecated(), testing::deprecated(), core]);
        assert_eq!(names(&report), "poddisruptionbudget.policy/web\nconfigmap/x\n");
    }

    #[test]
    fn the_same_name_in_another_namespace_is_another_object() {
        let mut other = testing::deprecated();
        other.place.object.as_mut().expect("it has one").namespace = Some("test".to_owned());
        let report = testing::report(vec![testing::deprecated(), other]);
        assert_eq!(names(&report).lines().count(), 2);
    }

    #[test]
    fn what_has_no_name_is_told_by_its_file() {
        let mut nameless = testing::wrong_group();
        nameless.place.object.as_mut().expect("it has one").name = None;
        let mut broken = testing::wrong_group();
        broken.place.object = None;
        assert_eq!(names(&testing::report(vec![nameless, broken])), "a.yaml\n");
    }
}

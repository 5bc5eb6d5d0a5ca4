//! A dump: objects that somebody printed of a cluster.

use std::collections::BTreeSet;

use kubecheck_core::cli::CliError;
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{self, Inputs, Part};

use super::items;
use super::kinds::Kind;
use super::objects::Objects;

/// The objects of a dump.
#[derive(Debug)]
pub(super) struct Dump {
    files: Vec<String>,
    objects: Objects,
}

impl Dump {
    /// Reads files and folders. What of them cannot be read is a gap.
    pub(super) fn read(paths: &[String], recursive: bool) -> Result<Dump, CliError> {
        let listing = source::list(&Inputs { paths: paths.to_vec(), recursive, ..Inputs::default() })?;
        let mut objects = Objects { gaps: listing.gaps, ..Objects::default() };
        for input in &listing.inputs {
            if let Some(found) = items::read(input)? {
                objects.append(found);
                continue;
            }
            let name = input.origin.name.clone();
            let ended = source::read(input, &mut |part| match part {
                Part::Document(document) => {
                    document.objects().iter().for_each(|object| take(&mut objects, object));
                }
                Part::Broken(broken) => {
                    let at = broken.span.start;
                    objects
                        .gaps
                        .push(gap(format!("{name}:{}:{}", at.line, at.column), broken.message.clone()));
                }
                Part::Template(_) => {}
                Part::Gap(gap) => objects.gaps.push(gap),
            });
            match ended {
                Ok(()) => {}
                Err(error) if input.origin.named => return Err(error.into()),
                Err(error) => objects.gaps.push(gap(name.to_string(), error.message)),
            }
        }
        if objects.read.is_empty() {
            return Err(CliError::usage(format!(
                "there is no object in {} that is looked at here",
                paths.join(", ")
            ))
            .hint("-f names what kubectl get -o yaml or -o json printed, or a folder of such files"));
        }
        Ok(Dump { files: paths.to_vec(), objects })
    }

    pub(super) fn name(&self) -> String {
        self.files.join(", ")
    }

    /// Returns the objects of some kinds.
    pub(super) fn objects(&self, kinds: &[Kind], namespace: Option<&str>) -> Objects {
        let wanted: BTreeSet<Kind> = kinds.iter().copied().collect();
        self.objects.only(&wanted, namespace)
    }
}

/// Takes an object in. A list that names the kind of its items tells that the kind was read, even if it has none.
fn take(objects: &mut Objects, object: &Object<'_>) {
    let (Some(version), Some(kind)) = (object.api_version_name(), object.kind_name()) else { return };
    let (group, version) = version.split_once('/').unwrap_or(("", version));
    let Some(kind) = Kind::find(group, kind).filter(|kind| kind.resource().version == version) else {
        return;
    };
    objects.read.insert(kind);
    if object.is_list {
        return;
    }
    if let Err(why) = objects.take(kind, object.root) {
        objects.gaps.push(gap(
            format!("{}:{why}", object.document.origin.name),
            format!("no {}", kind.resource().kind),
        ));
    }
}

fn gap(what: String, why: String) -> Gap {
    Gap { what, why, needed_for: Vec::new(), is_transient: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells whether a file says that nodes were read.
    fn has_nodes(text: &str) -> bool {
        let folder = tempfile::tempdir().expect("there is room");
        let pod = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}"#;
        for (name, text) in [("pod.json", pod), ("nodes.json", text)] {
            std::fs::write(folder.path().join(name), text).expect("it can be written");
        }
        let dump = Dump::read(&[folder.path().display().to_string()], true).expect("it can be read");
        let objects = dump.objects(&[Kind::Pod, Kind::Node], None);
        assert!(objects.has(Kind::Pod) && objects.nodes.is_empty());
        objects.has(Kind::Node)
    }

    #[test]
    fn an_empty_list_of_a_kind_tells_that_there_are_none() {
        assert!(has_nodes(r#"{"apiVersion":"v1","kind":"NodeList","items":[]}"#));
        assert!(has_nodes("{\"apiVersion\":\"v1\",\"kind\":\"NodeList\",\"items\":[]}\n---\n"));
        assert!(has_nodes("apiVersion: v1\nitems: []\nkind: NodeList\n"));
        assert!(has_nodes("apiVersion: v1\nkind: NodeList\nitems: null\n"));
        assert!(!has_nodes(r#"{"apiVersion":"v1","kind":"List","items":[]}"#));
        assert!(!has_nodes(r#"{"apiVersion":"v2","kind":"NodeList","items":[]}"#));
    }
}

//! A dump: objects that somebody printed of a cluster.

use std::collections::BTreeSet;

use kubecheck_core::cli::CliError;
use kubecheck_core::model::object::Object;
use kubecheck_core::report::finding::Gap;
use kubecheck_core::source::{self, Input, Inputs, Part, SourceError};

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
            match read(input, &mut objects) {
                Ok(()) => {}
                Err(error) if input.origin.named => return Err(error.into()),
                Err(error) => objects.gaps.push(gap(input.origin.name.to_string(), error.message)),
            }
        }
        objects.keep_once();
        if objects.read.is_empty() {
            if let Some(first) = objects.gaps.first() {
                let more = match objects.gaps.len() {
                    1 => String::new(),
                    many => format!("; and {} more", many - 1),
                };
                return Err(CliError::usage(format!("{}: {}{more}", first.what, first.why))
                    .hint("nothing of what -f names could be read"));
            }
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

/// Reads a file of manifests as a whole. Also names what makes pods and is of no kind that is read here.
pub(super) fn manifests(path: &str) -> Result<(Objects, Vec<String>), CliError> {
    let listing = source::list(&Inputs { paths: vec![path.to_owned()], ..Inputs::default() })?;
    let (mut objects, mut others) = (Objects { gaps: listing.gaps, ..Objects::default() }, Vec::new());
    for input in &listing.inputs {
        parts(input, &mut objects, &mut |object| others.extend(maker(object)))?;
    }
    objects.keep_once();
    Ok((objects, others))
}

/// Reads a file. What of it is no object, or cannot be read, is a gap.
fn read(input: &Input, objects: &mut Objects) -> Result<(), SourceError> {
    if let Some(found) = items::read(input)? {
        objects.append(found);
        return Ok(());
    }
    parts(input, objects, &mut |_| {})
}

/// Names an object that has a template of pods, and is of no kind that is read here.
fn maker(object: &Object<'_>) -> Option<String> {
    let (version, kind) = (object.api_version_name()?, object.kind_name()?);
    let spec = object.root.get("spec")?;
    let has_template = spec.get("jobTemplate").is_some()
        || spec.get("template").and_then(|template| template.get("spec")?.get("containers")).is_some();
    let name = object.root.get("metadata").and_then(|metadata| metadata.get("name")?.as_str());
    (has_template && Kind::of(version, kind).is_none())
        .then(|| format!("{kind} {}", name.unwrap_or_default()))
}

/// Reads a file as a whole; `see` looks at each object as well.
fn parts(input: &Input, objects: &mut Objects, see: &mut dyn FnMut(&Object<'_>)) -> Result<(), SourceError> {
    let name = &input.origin.name;
    source::read(input, &mut |part| match part {
        Part::Document(document) => {
            for object in &document.objects() {
                take(objects, object);
                see(object);
            }
        }
        Part::Broken(broken) => {
            let at = broken.span.start;
            objects.gaps.push(gap(format!("{name}:{}:{}", at.line, at.column), broken.message.clone()));
        }
        Part::Template(template) => {
            let why = "a template is no object: give what helm template prints of it";
            objects.gaps.push(gap(format!("{name}:{}", template.first_line), why.to_owned()));
        }
        Part::Gap(gap) => objects.gaps.push(gap),
    })
}

/// Takes an object in. A list that names the kind of its items tells that the kind was read, even if it has none.
fn take(objects: &mut Objects, object: &Object<'_>) {
    let (version, kind) = (object.api_version_name(), object.kind_name());
    let at = object.root.span().start;
    let here = || format!("{}:{}:{}", object.document.origin.name, at.line, at.column);
    let (Some(version), Some(kind)) = (version, kind) else {
        // Folders hold other files, too.
        let is_meant = object.document.origin.named || version.or(kind).is_some();
        let why = "it has no apiVersion or no kind, and was left out".to_owned();
        if is_meant {
            objects.gaps.push(gap(here(), why));
        }
        return;
    };
    let Some(found) = Kind::of(version, kind) else {
        if let Some(meant) = Kind::nearly(version, kind) {
            let own = meant.resource();
            let group = if own.group.is_empty() { String::new() } else { format!("{}/", own.group) };
            let why = format!(
                "only {} of {group}{} is read here, and not {kind} of {version}",
                own.kind, own.version
            );
            objects.gaps.push(gap(here(), why));
        }
        return;
    };
    objects.read.insert(found);
    if object.is_list {
        return;
    }
    if let Err(why) = objects.take(found, object.root) {
        objects.gaps.push(gap(
            format!("{}:{why}", object.document.origin.name),
            format!("no {}", found.resource().kind),
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

    #[test]
    fn an_object_that_is_in_two_files_is_one() {
        let pod = |uid: &str| {
            format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: shop, uid: '{uid}'}}\n")
        };
        let of = |files: &[String]| {
            let folder = tempfile::tempdir().expect("there is room");
            for (at, text) in files.iter().enumerate() {
                std::fs::write(folder.path().join(format!("{at}.yaml")), text).expect("it can be written");
            }
            let dump = Dump::read(&[folder.path().display().to_string()], true).expect("it can be read");
            dump.objects(&[Kind::Pod], None)
        };
        let once = of(&[pod("1"), pod("1")]);
        assert_eq!((once.pods.len(), once.gaps.len()), (1, 0));
        let two = of(&[pod("1"), pod("2")]);
        assert_eq!((two.pods.len(), two.pods[0].metadata.uid.as_str(), two.gaps.len()), (1, "2", 1));
    }

    #[test]
    fn what_is_left_out_is_a_gap() {
        let gaps = |text: &str| {
            let folder = tempfile::tempdir().expect("there is room");
            let path = folder.path().join("x.yaml");
            let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";
            std::fs::write(&path, format!("{pod}---\n{text}")).expect("it can be written");
            let dump = Dump::read(&[path.display().to_string()], false).expect("it can be read");
            let objects = dump.objects(&Kind::ALL, None);
            objects.gaps.iter().map(|gap| gap.why.clone()).collect::<Vec<_>>().join("\n")
        };
        assert!(
            gaps(
                "apiVersion: v1\nkind: Node\nmetadata:\n  {{- if .Values.name }}\n  name: a\n  {{- end }}\n"
            )
            .contains("template")
        );
        assert!(gaps("kind: Pod\nmetadata: {name: b}\n").contains("no apiVersion"));
        assert!(gaps("apiVersion: v1\nkind: pod\nmetadata: {name: b}\n").contains("only Pod of v1"));
        assert!(gaps("apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\n").contains("policy/v1"));
        assert_eq!(gaps("apiVersion: example.com/v1\nkind: Other\n"), "");
    }
}

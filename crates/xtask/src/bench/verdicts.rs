//! Compares what the two programs say of every object, and groups what they differ in.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::corpus::{Corpus, entries};
use super::tools::Pair;

/// An object as both programs name it: file, apiVersion, kind and name.
type Object = (String, String, String, String);

/// What a program refuses, and the reasons: rule (or what stands for it) and message.
type Refused = BTreeMap<Object, Vec<(String, String)>>;

/// What their program says of an object, whether or not it is refused.
#[derive(Default)]
struct Theirs {
    refused: Refused,
    skipped: BTreeSet<Object>,
    judged: usize,
}

/// Compares the verdicts and writes the differences: grouped to the terminal, all of them to a file.
pub(crate) fn compare(pair: &Pair, corpus: &Corpus, list: &Path, out: &mut dyn Write) -> Result<()> {
    let ours = ours(&pair.ours.report(&corpus.once, &[])?, &corpus.once);
    let theirs = theirs(&pair.theirs.report(&corpus.once, &["-verbose"])?, &corpus.once);
    ensure_judged(&theirs, &pair.schemas)?;
    let (both, only_ours) = split(&ours, |object| among(object, theirs.refused.keys()));
    let (_, only_theirs) = split(&theirs.refused, |object| among(object, ours.keys()));
    let (skipped, passed) = split(&only_ours, |object| among(object, theirs.skipped.iter()));
    writeln!(out, "\nverdicts on {} objects: both refuse {}", theirs.judged, both.len())?;
    let mut all = std::fs::File::create(list).with_context(|| list.display().to_string())?;
    groups("only gvkcheck refuses, kubeconform passes", &passed, out, &mut all)?;
    groups("only gvkcheck refuses, kubeconform skips for want of a schema", &skipped, out, &mut all)?;
    groups("only kubeconform refuses", &only_theirs, out, &mut all)?;
    writeln!(out, "\nevery difference: {}", list.display())?;
    Ok(())
}

/// Parts what is refused by a condition: the objects that meet it, then the others.
fn split(refused: &Refused, meets: impl Fn(&Object) -> bool) -> (Refused, Refused) {
    refused.clone().into_iter().partition(|(object, _)| meets(object))
}

/// Tells whether an object is among some, though of two names of an object one program tells the one that begins the other.
fn among<'a>(object: &Object, mut objects: impl Iterator<Item = &'a Object>) -> bool {
    let (file, version, kind, name) = object;
    objects.any(|(f, v, k, n)| {
        let begins = !n.is_empty() && !name.is_empty() && (n.starts_with(name) || name.starts_with(n));
        (f, v, k) == (file, version, kind)
            && (n == name || begins && (n.ends_with('-') || name.ends_with('-')))
    })
}

/// Writes groups of differences, largest first, and each difference to the list.
fn groups(title: &str, refused: &Refused, out: &mut dyn Write, list: &mut dyn Write) -> Result<()> {
    let mut groups: BTreeMap<(&str, String), Vec<&Object>> = BTreeMap::new();
    writeln!(list, "# {title}")?;
    for (object, reasons) in refused {
        let (file, version, kind, name) = object;
        for (rule, message) in reasons {
            writeln!(list, "{file}: {version} {kind} {name:?}: {rule}: {message}")?;
            let group = groups.entry((rule, outline(message))).or_default();
            if group.last() != Some(&object) {
                group.push(object);
            }
        }
    }
    writeln!(out, "\n{title}: {} objects", refused.len())?;
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, objects)| std::cmp::Reverse(objects.len()));
    for ((rule, message), objects) in groups {
        writeln!(out, "  {:4}  {rule}: {message}", objects.len())?;
        if let Some((file, ..)) = objects.first() {
            writeln!(out, "        such as {file}")?;
        }
    }
    Ok(())
}

/// Reads the objects of our report in which there is an error.
fn ours(report: &Value, folder: &Path) -> Refused {
    let mut refused = Refused::new();
    for finding in entries(&report["findings"]).filter(|finding| finding["severity"] == "error") {
        let place = &finding["place"];
        let object = &place["object"];
        let key = key(folder, [&place["file"], &object["apiVersion"], &object["kind"], &object["name"]]);
        let reason =
            (text(&finding["rule"]), format!("{} at {}", text(&finding["message"]), text(&place["pointer"])));
        refused.entry(key).or_default().push(reason);
    }
    refused
}

/// Reads what their report says.
fn theirs(report: &Value, folder: &Path) -> Theirs {
    let mut theirs = Theirs::default();
    for resource in entries(&report["resources"]) {
        let object =
            key(folder, [&resource["filename"], &resource["version"], &resource["kind"], &resource["name"]]);
        theirs.judged += usize::from(resource["status"] != "");
        match resource["status"].as_str() {
            Some("statusInvalid" | "statusError") => {
                theirs.refused.entry(object).or_default().extend(reasons(resource));
            }
            Some("statusSkipped") => drop(theirs.skipped.insert(object)),
            _ => {}
        }
    }
    theirs
}

/// Gives the reasons of their report for one object.
fn reasons(resource: &Value) -> Vec<(String, String)> {
    let status = text(&resource["status"]).trim_start_matches("status").to_lowercase();
    let message = text(&resource["msg"]).replace('\n', " ");
    // The list of errors names only the outermost place; the message has them all.
    let places: Vec<_> = message.split(" - at ").skip(1).filter(|part| !part.ends_with("failed")).collect();
    let places = if places.is_empty() { vec![message.as_str()] } else { places };
    places.into_iter().map(|place| (status.clone(), place.trim().to_owned())).collect()
}

/// Fails if an object was skipped for which there is a schema: then that schema would be at fault, and it is ours.
fn ensure_judged(theirs: &Theirs, schemas: &Path) -> Result<()> {
    for (file, version, kind, _) in &theirs.skipped {
        let (group, version) = version.rsplit_once('/').unwrap_or(("", version));
        let group = group.split('.').next().filter(|group| !group.is_empty());
        let name =
            [Some(kind.as_str()), group, Some(version)].into_iter().flatten().collect::<Vec<_>>().join("-");
        let path = schemas.join(format!("{}.json", name.to_lowercase()));
        ensure!(!path.exists(), "kubeconform skipped {kind} in {file} although there is {}", path.display());
    }
    Ok(())
}

fn key(folder: &Path, [file, version, kind, name]: [&Value; 4]) -> Object {
    let file = text(file);
    let file =
        Path::new(&file).strip_prefix(folder).map_or(file.clone(), |below| below.display().to_string());
    let name = text(name);
    // How each of them tells a name that the server shall make.
    let name = name.strip_suffix("{{ generateName }}").or(name.strip_suffix('*')).unwrap_or(&name);
    (file, text(version), text(kind), name.to_owned())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Leaves out of a message what differs from object to object: what is quoted, and numbers that stand alone.
fn outline(message: &str) -> String {
    let mut outline = String::new();
    // What stands between quotes is every second part.
    for (at, part) in message.split(['"', '\'']).enumerate() {
        if at % 2 == 1 {
            outline.push('…');
            continue;
        }
        for word in part.split_inclusive(|letter: char| !letter.is_alphanumeric() && letter != '.') {
            let number = word.trim_end_matches(|letter: char| !letter.is_alphanumeric());
            let stands_alone = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            outline.push_str(if stands_alone { "#" } else { number });
            outline.push_str(&word[number.len()..]);
        }
    }
    outline
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_object_has_one_name_in_both_reports() {
        let place = json!({"file": "c/a.yaml", "pointer": "/spec/x",
            "object": {"apiVersion": "v1", "kind": "Pod", "name": "web-*"}});
        let finding =
            json!({"severity": "error", "rule": "unknown-field", "message": "no x", "place": place});
        let resource = json!({"filename": "c/a.yaml", "version": "v1", "kind": "Pod", "status": "statusInvalid",
            "name": "web-{{ generateName }}", "msg": "failed with 'pod.json' - at '/spec': additional properties 'x'"});
        let ours = ours(&json!({"findings": [finding]}), Path::new("c"));
        let theirs = theirs(&json!({"resources": [resource]}), Path::new("c"));
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.refused.keys().collect::<Vec<_>>());
        assert_eq!(ours.values().next().unwrap()[0].1, "no x at /spec/x");
        assert_eq!(theirs.refused.values().next().unwrap()[0].1, "'/spec': additional properties 'x'");
    }

    #[test]
    fn messages_that_differ_in_names_and_numbers_alone_are_one_group() {
        assert_eq!(outline("field \"a\" at item 12"), outline("field \"bc\" at item 3"));
        assert_ne!(outline("field \"a\" is refused"), outline("field \"a\" is missing"));
    }
}

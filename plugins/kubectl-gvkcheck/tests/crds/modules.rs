//! CRDs and objects of well-known projects, as their Go modules carry them, and what becomes of the objects if one thing in
//! them changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use kubecheck_test_support::{Oracle, go_module_dir};
use serde_json::{Value, json};
use walkdir::WalkDir;

use crate::compare::{Both, ask, ask_crd};

/// The CRDs and the objects of a module: the text of each CRD by group and kind, and its objects.
struct Module {
    crds: BTreeMap<(String, String), String>,
    objects: BTreeMap<(String, String), Vec<Value>>,
}

/// Reads a module. Of several CRDs of a kind, the first is taken.
fn read(oracle: &mut Oracle, name: &str, version: &str) -> Module {
    let mut module = Module { crds: BTreeMap::new(), objects: BTreeMap::new() };
    let folder = go_module_dir(name, version);
    for path in files(&folder) {
        let Ok(text) = fs::read_to_string(path) else { continue };
        if !text.contains("apiVersion") || text.contains("{{") {
            continue;
        }
        let Ok(answer) = oracle.try_ask(text.as_bytes()) else { continue };
        for object in answer["objects"].as_array().into_iter().flatten() {
            module.take(object);
        }
    }
    module
}

fn files(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let yaml = |path: &Path| path.extension().is_some_and(|own| own == "yaml" || own == "yml");
    walk.map(walkdir::DirEntry::into_path).filter(move |path| yaml(path))
}

impl Module {
    fn take(&mut self, object: &Value) {
        let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let (api_version, kind) = (text("/apiVersion"), text("/kind"));
        let Some((group, _)) = api_version.split_once('/') else { return };
        if (api_version, kind) == ("apiextensions.k8s.io/v1", "CustomResourceDefinition") {
            let key = (text("/spec/group").to_owned(), text("/spec/names/kind").to_owned());
            // Patches of CRDs have neither.
            if key.0.is_empty() {
                return;
            }
            self.crds.entry(key).or_insert_with(|| object.to_string());
        } else if !group.ends_with(".k8s.io") || group.contains("gateway") || group.contains("x-k8s") {
            self.objects.entry((group.to_owned(), kind.to_owned())).or_default().push(object.clone());
        }
    }
}

/// The most changed objects of one CRD that are asked about.
const MOST: usize = 600;

/// Makes objects that differ from one in a single place: a value is gone, or another one; or there is a field more.
pub(crate) fn changed(object: &Value) -> Vec<Value> {
    let mut pointers = Vec::new();
    collect(object, String::new(), &mut pointers);
    let others = [
        json!(null),
        json!(0),
        json!(-1),
        json!(70000),
        json!("x"),
        json!(""),
        json!("A_b"),
        json!(true),
        json!([]),
        json!({}),
        json!(1.5),
    ];
    let mut all = Vec::new();
    for pointer in pointers {
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer begins with a slash");
        let mut gone = object.clone();
        match gone.pointer_mut(parent) {
            Some(Value::Object(map)) => drop(map.remove(&name.replace("~1", "/").replace("~0", "~"))),
            Some(Value::Array(list)) => {
                let at: usize = name.parse().expect("an index");
                let again = list[at].clone();
                let mut twice = object.clone();
                if let Some(Value::Array(list)) = twice.pointer_mut(parent) {
                    list.push(again);
                }
                all.push(twice);
                list.remove(at);
            }
            _ => continue,
        }
        all.push(gone);
        for other in &others {
            let mut different = object.clone();
            if let Some(value) = different.pointer_mut(&pointer) {
                *value = other.clone();
            }
            all.push(different);
        }
        let mut more = object.clone();
        if let Some(Value::Object(map)) = more.pointer_mut(&pointer) {
            map.insert("zzz".to_owned(), json!(1));
            all.push(more);
        }
    }
    all
}

/// Lists the pointers of all values that are not apiVersion or kind of the object itself.
fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    if !pointer.is_empty() && pointer != "/apiVersion" && pointer != "/kind" {
        pointers.push(pointer.clone());
    }
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                collect(value, format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), pointers);
            }
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                collect(value, format!("{pointer}/{at}"), pointers);
            }
        }
        _ => {}
    }
}

/// What came of a module.
#[derive(Debug, Default)]
struct Result {
    objects: usize,
    refused: usize,
    open: usize,
    alarms: Vec<String>,
    misses: Vec<String>,
}

fn compare(name: &str, version: &str) -> Result {
    let module = read(&mut Oracle::new("split"), name, version);
    let mut oracle = Oracle::new("crd");
    let mut result = Result::default();
    for (key, crd) in &module.crds {
        let originals = module.objects.get(key).map_or(&[][..], Vec::as_slice);
        let mut objects: Vec<&Value> = originals.iter().collect();
        let changed: Vec<Value> = originals.iter().flat_map(changed).collect();
        // Spread over all objects, as the changes of each stand together.
        let step = changed.len().div_ceil(MOST).max(1);
        objects.extend(changed.iter().step_by(step));
        let texts: Vec<String> = objects.iter().map(|object| object.to_string()).collect();
        let both = ask_crd(&mut oracle, crd);
        if both.is_false_alarm() {
            result.alarms.push(format!("the CRD of {key:?}: {:?}", both.ours));
        }
        let answers = ask(&mut oracle, crd, &texts);
        if !answers.refused.is_empty() {
            result.misses.push(format!("the server refuses the CRD of {key:?}: {:?}", answers.refused));
        }
        for (both, text) in answers.objects.iter().zip(&texts) {
            result.take(both, text);
        }
    }
    result
}

impl Result {
    fn take(&mut self, both: &Both, text: &str) {
        self.objects += 1;
        self.refused += usize::from(!both.theirs.is_empty());
        self.open += usize::from(both.open);
        if both.is_false_alarm() {
            self.alarms.push(format!("{:?}\n    {text}", both.ours));
        }
        if both.is_miss() {
            self.misses.push(format!("{:?}\n    {text}", both.theirs));
        }
    }
}

/// Compares a module, and returns how many objects were open.
fn agree(name: &str, version: &str) -> Result {
    let result = compare(name, version);
    let show = |list: &[String]| list.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    let Result { objects, alarms, misses, .. } = &result;
    assert!(alarms.is_empty(), "of {objects} objects, {} false alarms:\n{}", alarms.len(), show(alarms));
    assert!(misses.is_empty(), "of {objects} objects, {} misses:\n{}", misses.len(), show(misses));
    assert!(result.objects > 1000 && result.refused > 500, "too little was compared: {result:?}");
    result
}

#[test]
fn gateway_api() {
    let result = agree("sigs.k8s.io/gateway-api", "v1.6.3");
    // Most of its rules are in CEL; hardly one may be left open.
    assert!(result.open * 100 < result.objects, "{result:?}");
}

#[test]
fn prometheus_operator() {
    agree("github.com/prometheus-operator/prometheus-operator", "v0.85.0");
}

#[test]
fn kueue() {
    agree("sigs.k8s.io/kueue", "v0.15.0");
}

#[test]
fn kwok() {
    agree("sigs.k8s.io/kwok", "v0.8.0");
}

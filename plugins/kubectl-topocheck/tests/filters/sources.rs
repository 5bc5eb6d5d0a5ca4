//! The sources of Kubernetes, as its modules have them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kubecheck_test_support::go_module_dir;
use regex::Regex;

/// A version of Kubernetes whose sources are read.
pub(super) struct Sources {
    /// The minor and the patch.
    pub(super) version: (u8, u16),
    kubernetes: PathBuf,
    /// What may stand in the words of any filter.
    libraries: Option<Words>,
    /// What may stand in those of a filter.
    plugins: BTreeMap<String, Words>,
}

/// What stands in quotation marks.
#[derive(Default)]
struct Words {
    /// What is said as it stands, where anything may stand for a verb such as `%s`.
    whole: Vec<Regex>,
    /// What is said before an error that comes from elsewhere, and where that is.
    around: Vec<Regex>,
}

/// The libraries whose words filters repeat.
const LIBRARIES: [(&str, &[&str]); 4] = [
    ("k8s.io/apimachinery", &["pkg/api/errors"]),
    ("k8s.io/component-helpers", &["storage"]),
    ("k8s.io/csi-translation-lib", &["plugins"]),
    ("k8s.io/dynamic-resource-allocation", &["resourceclaim", "structured"]),
];

impl Words {
    fn add(&mut self, more: Words) {
        self.whole.extend(more.whole);
        self.around.extend(more.around);
    }
}

impl Sources {
    /// Fetches the sources of a version.
    pub(super) fn of(minor: u8, patch: u16) -> Sources {
        let kubernetes = go_module_dir("k8s.io/kubernetes", &format!("v1.{minor}.{patch}"));
        Sources { version: (minor, patch), kubernetes, libraries: None, plugins: BTreeMap::new() }
    }

    /// Reads the libraries of a version.
    fn libraries(kubernetes: &Path, (minor, patch): (u8, u16)) -> Words {
        let mut all = words(&kubernetes.join("pkg/scheduler/util"));
        for (module, folders) in LIBRARIES {
            let module = go_module_dir(module, &format!("v0.{minor}.{patch}"));
            folders.iter().for_each(|folder| all.add(words(&module.join(folder))));
        }
        all
    }

    /// Returns a file.
    pub(super) fn read(&self, path: &str) -> String {
        let path = self.kubernetes.join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Tells whether a filter may say some words.
    pub(super) fn says(&mut self, filter: &str, said: &str) -> bool {
        // Both of its parts are in one package, which has no name of its own.
        let package =
            if filter == "NodeResourcesFit" { "noderesources".to_owned() } else { filter.to_lowercase() };
        let folder = self.kubernetes.join("pkg/scheduler/framework/plugins").join(&package);
        let own = self.plugins.entry(package).or_insert_with(|| words(&folder));
        let libraries =
            self.libraries.get_or_insert_with(|| Sources::libraries(&self.kubernetes, self.version));
        is_said(&[own, libraries], said)
    }
}

/// Tells whether words stand somewhere, or around others that do.
fn is_said(all: &[&Words], said: &str) -> bool {
    all.iter().flat_map(|words| &words.whole).any(|words| words.is_match(said))
        || all
            .iter()
            .flat_map(|words| &words.around)
            .any(|around| around.captures(said).is_some_and(|found| is_said(all, &found[1])))
}

/// Returns what stands in quotation marks in the Go files of a folder and those below it. What has few letters would say too much.
fn words(folder: &Path) -> Words {
    let quoted = Regex::new(r#""((?:[^"\\\n]|\\.)*)"|`([^`]*)`"#).expect("it is one");
    let verb = Regex::new(r"%[-+#]*[a-zA-Z]").expect("it is one");
    let mut words = Words::default();
    for text in go_files(folder) {
        let literals = quoted.captures_iter(&text).map(|found| {
            let literal = found.get(1).or(found.get(2)).map_or("", |found| found.as_str());
            literal.replace("\\\"", "\"")
        });
        for literal in literals.chain(sums(&text)) {
            let escape = |text: &str| verb.split(text).map(regex::escape).collect::<Vec<_>>().join(".*");
            let letters = verb.replace_all(&literal, "").chars().filter(char::is_ascii_alphabetic).count();
            if let Some(before) = literal.strip_suffix("%w").filter(|before| before.len() > 2) {
                words.around.push(Regex::new(&format!("^{}(.*)$", escape(before))).expect("it is one"));
            } else if letters >= 8 {
                words.whole.push(Regex::new(&format!("^{}$", escape(&literal))).expect("it is one"));
            }
        }
    }
    words
}

/// Returns constants that are another and something more.
fn sums(text: &str) -> Vec<String> {
    let sum = Regex::new(r#"= (\w+) \+ "([^"\n]*)""#).expect("it is one");
    let constant = Regex::new(r#"(\w+) += "([^"\n]*)""#).expect("it is one");
    let pairs = constant.captures_iter(text).map(|found| found.extract());
    let constants: BTreeMap<&str, &str> = pairs.map(|(_, [name, value])| (name, value)).collect();
    let sums = sum.captures_iter(text).map(|found| found.extract());
    sums.filter_map(|(_, [name, more])| Some(format!("{}{more}", constants.get(name)?))).collect()
}

fn go_files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            texts.extend(go_files(&path));
        } else if name.ends_with(".go") && !name.ends_with("_test.go") {
            texts.push(fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}")));
        }
    }
    texts
}

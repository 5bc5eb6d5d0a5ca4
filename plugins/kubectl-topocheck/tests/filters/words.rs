//! What filters say, compared with the sources of the versions of Kubernetes: each word they use there, and each gate.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kubectl_topocheck::schedule::filters;
use kubectl_topocheck::schedule::filters::dynamic_resources::after::After;
use kubectl_topocheck::schedule::version::Features;
use regex::Regex;

use super::case::{Case, Said};
use super::sources::Sources;
use super::{devices, features, general, limits, restrictions, volumes, zones};

/// The versions whose sources are read: of each minor a new one, and those before a patch that changed something.
const VERSIONS: [(u8, u16); 6] = [(33, 5), (33, 13), (34, 1), (34, 4), (35, 4), (36, 3)];

/// Returns the cases of all filters.
fn cases() -> Vec<Case> {
    exact().into_iter().chain(devices::doubtful()).collect()
}

/// Returns those in which nothing is in doubt.
pub(super) fn exact() -> Vec<Case> {
    [
        devices::cases(),
        features::cases(),
        general::cases(),
        limits::cases(),
        restrictions::cases(),
        volumes::cases(),
        zones::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Kinds of which nothing may be read.
const UNREAD: [&str; 2] = ["namespaces", "volumeattachments"];

/// Runs a case as a version has it, with all gates that are alpha there.
fn run(case: &Case, minor: u8, patch: u16) -> Said {
    let features = Features::of(minor, Some(patch));
    case.run(Features { volume_limit_scaling: minor >= 35, ..features }, &[])
}

#[test]
fn each_version_has_the_words_that_are_said_of_it() {
    let cases = cases();
    for (minor, patch) in VERSIONS {
        let mut sources = Sources::of(minor, patch);
        for case in &cases {
            for words in run(case, minor, patch).reasons {
                assert!(
                    sources.says(case.filter, &words),
                    "{} of 1.{minor}.{patch} does not say: {words}\n{}: {:#?}",
                    case.filter,
                    case.what,
                    case.objects
                );
            }
        }
    }
}

#[test]
fn each_version_has_the_words_that_are_said_before_preemption() {
    for (minor, patch) in VERSIONS {
        let mut sources = Sources::of(minor, patch);
        for (what, objects, _) in devices::afterwards() {
            let After::Says(words) = devices::said_after(&objects, Features::of(minor, Some(patch))) else {
                continue;
            };
            assert!(
                sources.says("DynamicResources", words),
                "1.{minor}.{patch} does not say: {words}: {what}"
            );
        }
    }
}

#[test]
fn words_are_told_apart() {
    let mut sources = Sources::of(36, 3);
    assert!(sources.says("TaintToleration", "node(s) had untolerated taint(s)"));
    assert!(!sources.says("TaintToleration", "node(s) had untolerated taint {k: v}"));
    assert!(!sources.says("NodePorts", "node(s) had untolerated taint(s)"));
}

/// The gates of [`Features`], by their names in Kubernetes.
type Gate = (&'static str, fn(&Features) -> bool);
const GATES: [Gate; 12] = [
    ("InPlacePodVerticalScaling", |features| features.in_place_resize),
    ("PodLevelResources", |features| features.pod_level_resources),
    ("InPlacePodLevelResourcesVerticalScaling", |features| features.in_place_pod_level_resize),
    ("VolumeAttributesClass", |features| features.volume_attributes),
    ("VolumeLimitScaling", |features| features.volume_limit_scaling),
    ("DynamicResourceAllocation", |features| features.dynamic_resources),
    ("DRAExtendedResource", |features| features.extended_resource_claims),
    ("DRADeviceTaints", |features| features.device_taints),
    ("DRAPartitionableDevices", |features| features.partitioned_devices),
    ("DRAConsumableCapacity", |features| features.shared_devices),
    ("DRADeviceBindingConditions", |features| features.device_conditions),
    ("NodeDeclaredFeatures", |features| features.declared_features),
];

/// Tells whether a gate is on by default, by the table of `kube_features.go`; one that is not there is off.
fn is_on(table: &str, gate: &str, minor: u8) -> bool {
    let versions = Regex::new(r#"MustParse\("1\.(\d+)"\), Default: (true|false)"#).expect("it is one");
    let start = format!("\n\t{gate}: {{\n");
    let Some(at) = table.find(&start) else { return false };
    let block = &table[at + start.len()..];
    let block = &block[..block.find("\n\t},").unwrap_or(block.len())];
    let mut is_on = false;
    for found in versions.captures_iter(block) {
        if found[1].parse::<u8>().is_ok_and(|since| since <= minor) {
            is_on = &found[2] == "true";
        }
    }
    is_on
}

#[test]
fn gates_are_as_kubernetes_has_them_by_default() {
    for (minor, patch) in VERSIONS {
        let sources = Sources::of(minor, patch);
        let table = sources.read("pkg/features/kube_features.go");
        let features = Features::of(minor, Some(patch));
        for (gate, of) in GATES {
            assert_eq!(of(&features), is_on(&table, gate, minor), "{gate} of {:?}", sources.version);
        }
    }
}

/// What else differs between versions, and the file and text in which it shows.
type Trait = (&'static str, &'static str, fn(&Features) -> bool);
const TRAITS: [Trait; 4] = [
    ("pkg/scheduler/util/utils.go", "func GetHostPorts(", |features| features.sidecar_ports),
    ("pkg/scheduler/framework/plugins/noderesources/fit.go", "Unresolvable: ", |features| {
        features.hopeless_requests
    }),
    (
        "pkg/scheduler/framework/plugins/nodevolumelimits/utils.go",
        "MigratedPluginsAnnotationKey",
        |features| features.migrates_by_annotation,
    ),
    (
        "pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go",
        "untolerated taint {%s: %s}",
        |features| features.names_taints,
    ),
];

#[test]
fn what_else_differs_shows_in_the_sources() {
    for (minor, patch) in VERSIONS {
        let (sources, features) = (Sources::of(minor, patch), Features::of(minor, Some(patch)));
        for (file, text, of) in TRAITS {
            assert_eq!(
                of(&features),
                sources.read(file).contains(text),
                "1.{minor}.{patch}: {text} in {file}"
            );
        }
    }
}

#[test]
fn filters_come_in_the_order_of_the_default_profile() {
    for (minor, patch) in VERSIONS {
        let profile = Sources::of(minor, patch).read("pkg/scheduler/apis/config/v1/default_plugins.go");
        let all = filters::all(&Features::of(minor, Some(patch)));
        let names: Vec<&str> = all.iter().map(|filter| filter.name()).collect();
        // Those of gates are put where the code says so: devices before preemption, which refuses nothing, features at the end.
        let gated = ["DynamicResources", "NodeDeclaredFeatures"];
        let fixed: Vec<&str> = names.iter().filter(|name| !gated.contains(name)).copied().collect();
        let place =
            |name: &&str| profile.find(&format!("{{Name: names.{name}")).unwrap_or_else(|| panic!("{name}"));
        let mut sorted = fixed.clone();
        sorted.sort_by_key(place);
        assert_eq!(fixed, sorted, "1.{minor}.{patch}");
        let rest: Vec<&str> = names.into_iter().skip(fixed.len()).collect();
        let expected = match minor {
            33 => vec![],
            34 | 35 => vec!["DynamicResources"],
            _ => gated.to_vec(),
        };
        assert_eq!(rest, expected, "1.{minor}.{patch}");
    }
}

/// All texts of the filters that have a space in them are said in some case, by some version, so that none escapes the comparison.
#[test]
fn no_text_of_a_filter_is_said_by_no_case() {
    let mut said = BTreeSet::new();
    for case in cases() {
        for (minor, patch) in VERSIONS {
            let Said { reasons, causes, doubts, .. } = run(&case, minor, patch);
            said.extend(reasons.into_iter().chain(causes).chain(doubts));
        }
        said.extend(case.run(Features::of(36, None), &UNREAD).doubts);
    }
    for (_, objects, _) in devices::afterwards() {
        if let After::Says(words) | After::Fails(words) =
            devices::said_after(&objects, Features::of(36, None))
        {
            said.insert(words.to_owned());
        }
    }
    let silent: Vec<String> = texts()
        .into_iter()
        .filter(|(_, text)| {
            let parts: Vec<String> =
                Regex::new(r"\{[^{}]*\}").expect("it is one").split(text).map(regex::escape).collect();
            let meant = Regex::new(&parts.join(".*")).expect("it is one");
            !said.iter().any(|said| meant.is_match(said))
        })
        .map(|(file, text)| format!("{}: {text}", file.display()))
        .collect();
    assert!(silent.is_empty(), "no case says:\n{}", silent.join("\n"));
}

/// Returns the texts with a space in them that stand in the sources of filters, outside of comments.
fn texts() -> Vec<(PathBuf, String)> {
    let quoted = Regex::new(r#""((?:[^"\\]|\\.)*)""#).expect("it is one");
    let mut all = Vec::new();
    for path in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schedule/filters")) {
        let text = fs::read_to_string(&path).expect("it can be read");
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for found in quoted.captures_iter(&code.join("\n")) {
            let text = found[1].replace("\\\"", "\"").replace("{{", "\u{1}").replace("}}", "\u{2}");
            if text.contains(' ') {
                all.push((path.clone(), text.replace('\u{1}', "{").replace('\u{2}', "}")));
            }
        }
    }
    all
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("it is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect()
}

//! Where what `kubectl topocheck pending` says is not what the real scheduler says.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

/// Something that the scheduler says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The pod, as `namespace/name`.
    pub pod: String,
    /// The node, if it is about one.
    pub node: Option<String>,
    /// What it is about.
    pub what: &'static str,
    /// What the scheduler says.
    pub expected: Value,
    /// What we say.
    pub found: Value,
}

impl Difference {
    /// Returns what is alike in differences that have one cause: what they are about, and for verdicts the first plugin and its words
    /// that only one side has.
    pub fn kind(&self) -> String {
        let first = |these: &Value, those: &Value| {
            let said = list(these).iter().find(|said| !list(those).contains(said))?;
            let reasons: Vec<String> =
                list(&said["reasons"]).iter().map(|reason| quoted(text(reason))).collect();
            let (plugin, status, only) = (text(&said["plugin"]), text(&said["status"]), text(&said["only"]));
            Some(format!("{plugin} {status} {only}: {}", reasons.join(", ")).replace(" :", ":"))
        };
        let what = self.what;
        match (first(&self.expected, &self.found), first(&self.found, &self.expected)) {
            (Some(missing), None) => format!("{what}: {missing} is not found"),
            (None, Some(extra)) => format!("{what}: {extra} is found"),
            (Some(missing), Some(extra)) => format!("{what}: {missing} is not found, but {extra}"),
            (None, None) => what.to_owned(),
        }
    }
}

/// Leaves out what is quoted: names of objects.
fn quoted(text: &str) -> String {
    text.split('"').step_by(2).collect::<Vec<_>>().join("…")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { pod, node, what, expected, found } = self;
        let on = node.as_ref().map(|node| format!(" on {node}")).unwrap_or_default();
        write!(f, "{pod}{on}: {what}\n   found: {found}\nexpected: {expected}")
    }
}

/// What came of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// All that differs.
    pub differences: Vec<Difference>,
    /// How many pods there were.
    pub pods: usize,
    /// How many of them we say ourselves that we do not know all about.
    pub partial: usize,
}

/// The plugin whose verdicts may be partial: it runs expressions that we do not.
const DEVICES: &str = "DynamicResources";

/// Compares what the oracle answers about a world with the document `Pending` about it.
///
/// Of a pod of which we say that the verdict is partial, only what does not depend on devices is compared; and only a pod that wants
/// devices may be partial.
pub fn compare(oracle: &Value, document: &Value) -> Compared {
    let mut compared = Compared::default();
    let pods = list(&document["pods"]);
    for expected in list(&oracle["pods"]) {
        let mut pod = Pod { name: name(expected), compared: &mut compared, is_partial: false };
        match pods.iter().find(|found| name(found) == pod.name) {
            Some(found) => pod.compare(expected, found),
            None => pod.differs(None, "pod", &json!("there"), &Value::Null),
        }
    }
    let known: BTreeSet<String> = list(&oracle["pods"]).iter().map(name).collect();
    for found in pods.iter().filter(|found| !known.contains(&name(found))) {
        let mut pod = Pod { name: name(found), compared: &mut compared, is_partial: false };
        pod.differs(None, "pod", &Value::Null, &json!("there"));
    }
    compared
}

/// Returns what the scheduler would say of each node on which a filter fails before any refuses; the verdicts themselves are compared
/// node by node.
fn failures(found: &Value) -> Vec<String> {
    let nodes = list(&found["nodes"]).iter().filter_map(|node| {
        let first = list(&node["filters"]).iter().find(|filter| filter["plugin"] == node["first"])?;
        let reasons: Vec<&str> = list(&first["reasons"]).iter().map(text).collect();
        (first["status"] == "Error")
            .then(|| format!("running {} filter plugin: {}", first["plugin"], reasons.join(", ")))
    });
    nodes.collect()
}

/// Brings the failures that a message names in a list into order: nodes are tried at once, and the scheduler names what fails as it comes.
fn ordered(message: &str) -> String {
    const BEGIN: &str = "preemption: [running ";
    let list = message.split_once(BEGIN).and_then(|(head, list)| Some((head, list.strip_suffix(']')?)));
    let Some((head, list)) = list else { return message.to_owned() };
    let mut failures: Vec<&str> = list.split(", running ").collect();
    failures.sort_unstable();
    format!("{head}{BEGIN}{}]", failures.join(", running "))
}

/// One pod while it is compared.
struct Pod<'a> {
    name: String,
    compared: &'a mut Compared,
    is_partial: bool,
}

impl Pod<'_> {
    fn compare(&mut self, expected: &Value, found: &Value) {
        self.compared.pods += 1;
        self.is_partial = found["confidence"] != "exact";
        self.compared.partial += usize::from(self.is_partial);
        let wants_devices = list(&expected["preFilter"])
            .iter()
            .any(|said| said["plugin"] == DEVICES && said["code"] != "Skip");
        self.equal(
            None,
            "whether it may be partial",
            &json!(wants_devices || !self.is_partial),
            &json!(true),
        );
        self.gated(expected, found);
        self.pre_filter(expected, found);
        self.nodes(expected, found);
        if !self.is_partial {
            let message = expected["message"].as_str().filter(|text| !text.is_empty());
            // Of several nodes on which it fails, the scheduler names the one that fails first.
            let is_by_chance = |failures: &[String]| {
                let is_one = |message: Option<&str>| failures.iter().any(|own| Some(own.as_str()) == message);
                is_one(message) && is_one(found["message"].as_str())
            };
            if !is_by_chance(&failures(found)) {
                let found = found["message"].as_str().map(ordered);
                self.equal(None, "message", &json!(message.map(ordered)), &json!(found));
            }
            self.preemption(expected, found);
        }
    }

    fn gated(&mut self, expected: &Value, found: &Value) {
        let is_gated = !expected["gated"].is_null();
        self.equal(None, "whether it is gated", &json!(is_gated), &json!(found["state"] == "gated"));
        let fits = !list(&expected["fits"]).is_empty();
        let fails = expected["reason"] == "SchedulerError";
        if !is_gated && !self.is_partial && found["state"] != "nominated" {
            let state = if fails {
                "failing"
            } else if fits {
                "schedulable"
            } else {
                "unschedulable"
            };
            self.equal(None, "state", &json!(state), &found["state"]);
        }
    }

    /// Compares the plugins that refuse the pod everywhere.
    fn pre_filter(&mut self, expected: &Value, found: &Value) {
        let refuses = |said: &&Value| said["code"] != "Success" && said["code"] != "Skip";
        let expected = list(&expected["preFilter"]).iter().filter(refuses).map(verdict);
        let expected = self.known(expected.collect());
        let found = self.known(list(&found["preFilter"]).iter().map(verdict).collect());
        self.equal(None, "plugins that refuse it everywhere", &expected, &found);
    }

    fn nodes(&mut self, expected: &Value, found: &Value) {
        let names = |nodes: &Value| {
            let names = list(nodes).iter().map(|node| text(&node["node"]));
            json!(names.collect::<BTreeSet<_>>())
        };
        self.equal(None, "nodes", &names(&expected["nodes"]), &names(&found["nodes"]));
        for node in list(&expected["nodes"]) {
            let Some(told) = list(&found["nodes"]).iter().find(|told| told["node"] == node["node"]) else {
                continue;
            };
            let name = node["node"].as_str();
            let filters = self.known(list(&node["filters"]).iter().map(verdict).collect());
            let told_filters = self.known(list(&told["filters"]).iter().map(verdict).collect());
            self.equal(name, "filters", &filters, &told_filters);
            if !self.is_partial {
                let fits = list(&expected["fits"]).contains(&node["node"]);
                self.equal(name, "whether it fits", &json!(fits), &told["fits"]);
            }
        }
    }

    fn preemption(&mut self, expected: &Value, found: &Value) {
        let expected = &expected["preemption"];
        let node = expected["nominated"].as_str().filter(|node| !node.is_empty());
        let found = &found["preemption"];
        self.equal(None, "whether preemption helps", &json!(node.is_some()), &json!(found["helps"] == true));
        if node.is_none() || found["helps"] != true {
            return;
        }
        let equals = list(&expected["equals"]);
        if !equals.contains(&found["node"]) {
            self.differs(None, "node of preemption, one of", &json!(equals), &found["node"]);
            return;
        }
        let evicted = list(&expected["nodes"]).iter().find(|evicted| evicted["node"] == found["node"]);
        let evicted = evicted.unwrap_or(&Value::Null);
        let node = found["node"].as_str();
        self.equal(node, "victims", &evicted["victims"], &found["victims"]);
        self.equal(node, "violations", &evicted["violations"], &found["violations"]);
    }

    /// Leaves out what a partial verdict need not know.
    fn known(&self, verdicts: Vec<Value>) -> Value {
        let is_known = |said: &Value| !(self.is_partial && said["plugin"] == DEVICES);
        json!(verdicts.into_iter().filter(is_known).collect::<Vec<_>>())
    }

    fn equal(&mut self, node: Option<&str>, what: &'static str, expected: &Value, found: &Value) {
        if expected != found {
            self.differs(node, what, expected, found);
        }
    }

    fn differs(&mut self, node: Option<&str>, what: &'static str, expected: &Value, found: &Value) {
        self.compared.differences.push(Difference {
            pod: self.name.clone(),
            node: node.map(str::to_owned),
            what,
            expected: expected.clone(),
            found: found.clone(),
        });
    }
}

fn name(pod: &Value) -> String {
    format!("{}/{}", text(&pod["namespace"]), text(&pod["name"]))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Returns plugin, status, reasons, and when it refuses if not always, of what either side says of a plugin.
fn verdict(said: &Value) -> Value {
    let status = if said["code"].is_null() { &said["status"] } else { &said["code"] };
    let mut verdict = json!({"plugin": said["plugin"], "status": status, "reasons": list(&said["reasons"])});
    if !said["only"].is_null() {
        verdict["only"] = said["only"].clone();
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oracle() -> Value {
        json!({"pods": [{
            "namespace": "shop", "name": "web-0", "taken": true,
            "preFilter": [
                {"plugin": "NodeAffinity", "code": "Skip"},
                {"plugin": "VolumeBinding", "code": "UnschedulableAndUnresolvable", "reasons": ["gone"]},
            ],
            "nodes": [
                {"node": "a", "filters": []},
                {"node": "b", "filters": [
                    {"plugin": "NodePorts", "code": "Unschedulable", "reasons": ["taken"], "only": "alone"},
                    {"plugin": "NodeResourcesFit", "code": "Unschedulable", "reasons": ["Insufficient cpu"]},
                ]},
            ],
            "fits": ["a"], "reason": "Unschedulable", "message": "0/2 nodes are available.",
            "preemption": {"nominated": "b", "equals": ["b", "c"], "nodes": [
                {"node": "b", "victims": ["shop/x"], "violations": 1},
                {"node": "c", "victims": ["shop/y"], "violations": 1},
            ]},
        }]})
    }

    fn document() -> Value {
        json!({"pods": [{
            "namespace": "shop", "name": "web-0", "confidence": "exact", "state": "schedulable",
            "message": "0/2 nodes are available.",
            "preFilter": [{"plugin": "VolumeBinding", "status": "UnschedulableAndUnresolvable", "reasons": ["gone"]}],
            "nodes": [
                {"node": "b", "fits": false, "filters": [
                    {"plugin": "NodePorts", "status": "Unschedulable", "reasons": ["taken"], "details": [], "only": "alone"},
                    {"plugin": "NodeResourcesFit", "status": "Unschedulable", "reasons": ["Insufficient cpu"], "details": []},
                ]},
                {"node": "a", "fits": true, "filters": []},
            ],
            "preemption": {"helps": true, "node": "c", "victims": ["shop/y"], "violations": 1},
        }]})
    }

    fn told(document: &Value) -> Vec<&'static str> {
        compare(&oracle(), document).differences.iter().map(|difference| difference.what).collect()
    }

    #[test]
    fn the_same_in_other_words_does_not_differ() {
        assert_eq!(told(&document()), Vec::<&str>::new());
    }

    #[test]
    fn everything_that_differs_is_told() {
        let cases: [(&str, Value, &str); 13] = [
            ("/pods/0/name", json!("web-1"), "pod"),
            ("/pods/0/state", json!("gated"), "whether it is gated"),
            ("/pods/0/state", json!("unschedulable"), "state"),
            ("/pods/0/message", json!("0/2 nodes are available"), "message"),
            ("/pods/0/preFilter", json!([]), "plugins that refuse it everywhere"),
            ("/pods/0/nodes/1/node", json!("z"), "nodes"),
            ("/pods/0/nodes/1/fits", json!(false), "whether it fits"),
            ("/pods/0/nodes/0/filters/0/reasons", json!([]), "filters"),
            ("/pods/0/nodes/0/filters/1/status", json!("Error"), "filters"),
            ("/pods/0/nodes/0/filters/0/only", Value::Null, "filters"),
            ("/pods/0/preemption/helps", json!(false), "whether preemption helps"),
            ("/pods/0/preemption/node", json!("a"), "node of preemption, one of"),
            ("/pods/0/preemption/victims", json!([]), "victims"),
        ];
        for (pointer, value, what) in cases {
            let mut document = document();
            *document.pointer_mut(pointer).expect("the document has it") = value;
            assert!(told(&document).contains(&what), "{pointer}: {:?}", told(&document));
        }
    }

    #[test]
    fn differences_of_one_cause_are_of_one_kind() {
        let kind = |reason: &str| {
            let mut document = document();
            document["pods"][0]["nodes"][0]["filters"][1]["reasons"] = json!([reason]);
            compare(&oracle(), &document).differences[0].kind()
        };
        assert_eq!(kind("claim \"a\" is gone"), kind("claim \"b\" is gone"));
        assert_ne!(kind("claim \"a\" is gone"), kind("claim \"a\" is lost"));
        assert_eq!(
            kind("x"),
            "filters: NodeResourcesFit Unschedulable: Insufficient cpu is not found, but NodeResourcesFit Unschedulable: x"
        );
    }

    #[test]
    fn only_pods_that_want_devices_may_be_partial() {
        let mut document = document();
        document["pods"][0]["confidence"] = json!("partial");
        assert_eq!(told(&document), ["whether it may be partial"]);
        let mut oracle = oracle();
        oracle["pods"][0]["preFilter"][0]["plugin"] = json!(DEVICES);
        oracle["pods"][0]["preFilter"][0]["code"] = json!("Success");
        let refusal =
            json!({"plugin": DEVICES, "code": "UnschedulableAndUnresolvable", "reasons": ["none left"]});
        oracle["pods"][0]["nodes"][1]["filters"].as_array_mut().expect("a list").push(refusal);
        oracle["pods"][0]["message"] = json!("none left");
        let compared = compare(&oracle, &document);
        assert_eq!((compared.differences.len(), compared.partial), (0, 1), "{:?}", compared.differences);
        document["pods"][0]["confidence"] = json!("exact");
        assert!(!compare(&oracle, &document).differences.is_empty());
    }
}

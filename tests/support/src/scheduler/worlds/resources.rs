//! What containers request, in all ways that count.

use serde_json::{Map, Value, json};

use crate::dice::Dice;

/// Gives a pod its containers.
pub(super) fn of_pod(dice: &mut Dice, pod: &mut Value, is_pending: bool, has_more: bool) {
    let many = if has_more { dice.one_of(&[1, 1, 2, 3]) } else { 1 };
    let containers = (0..many).map(|number| container(dice, &format!("main-{number}"), is_pending, has_more));
    pod["spec"]["containers"] = containers.collect();
    if !has_more {
        return;
    }
    if dice.percent(35) {
        let init = (0..dice.between(1, 3)).map(|number| {
            let mut container = container(dice, &format!("init-{number}"), is_pending, true);
            if dice.percent(45) {
                container["restartPolicy"] = json!("Always");
            }
            container
        });
        pod["spec"]["initContainers"] = init.collect();
    }
    if dice.percent(15) {
        pod["spec"]["runtimeClassName"] = json!("sandboxed");
        pod["spec"]["overhead"] = json!({"cpu": dice.one_of(&["50m", "250m"]), "memory": "120Mi"});
    }
    if dice.percent(15) {
        whole(dice, pod);
    }
}

fn container(dice: &mut Dice, name: &str, is_pending: bool, has_more: bool) -> Value {
    let mut requests = Map::new();
    let mut limits = Map::new();
    if dice.percent(85) {
        let small = ["0", "1m", "100m", "500m", "750m", "0.1", "1", "1500m"];
        let large = ["50m", "250m", "500m", "0.75", "1", "1500m", "2", "3"];
        requests
            .insert("cpu".into(), json!(if is_pending { dice.one_of(&large) } else { dice.one_of(&small) }));
    }
    if dice.percent(75) {
        let small = ["64Mi", "128974848", "700Mi", "1.5Gi", "1G", "2G"];
        let large = ["128Mi", "512Mi", "1Gi", "1500M", "2Gi", "3Gi"];
        requests.insert(
            "memory".into(),
            json!(if is_pending { dice.one_of(&large) } else { dice.one_of(&small) }),
        );
    }
    if dice.percent(12) {
        requests.insert("ephemeral-storage".into(), json!(dice.one_of(&["100Mi", "500Mi", "900Mi", "2Gi"])));
    }
    if has_more {
        // Of these, requests are limits.
        if dice.percent(12) {
            limits.insert("example.com/gpu".into(), json!(dice.one_of(&["0", "1", "1", "1", "2"])));
        }
        if dice.percent(4) {
            limits.insert("example.com/fpga".into(), json!("1"));
        }
        if dice.percent(6) && requests.contains_key("cpu") {
            limits.insert("hugepages-2Mi".into(), json!(dice.one_of(&["2Mi", "64Mi", "100Mi"])));
        }
        if dice.percent(10) && !requests.contains_key("cpu") {
            // Who only gives a limit requests it.
            limits.insert("cpu".into(), json!(dice.one_of(&["300m", "1"])));
        }
    }
    json!({
        "name": name,
        "image": "registry.example.com/app:1",
        "resources": {"requests": requests, "limits": limits},
    })
}

/// Gives resources to the pod as a whole, no less than its containers request together.
fn whole(dice: &mut Dice, pod: &mut Value) {
    let mut requests = Map::new();
    for (name, most) in [("cpu", "40"), ("memory", "90Gi")] {
        if dice.percent(70) {
            let small = if name == "cpu" { least_cpu(pod) } else { least_memory(pod) };
            requests.insert(name.into(), json!(if dice.once_in(10) { most.to_owned() } else { small }));
        }
    }
    if !requests.is_empty() {
        pod["spec"]["resources"] = json!({ "requests": requests });
    }
}

/// Returns a little more than all containers request, whatever they need first.
fn least_cpu(pod: &Value) -> String {
    let millis = |text: &str| match text.strip_suffix('m') {
        Some(millis) => millis.parse().unwrap_or(0.0),
        None => text.parse::<f64>().unwrap_or(0.0) * 1000.0,
    };
    format!("{}m", sum(pod, "cpu", millis) + 100)
}

fn least_memory(pod: &Value) -> String {
    let units = [("Gi", 1024.0 * 1024.0 * 1024.0), ("Mi", 1024.0 * 1024.0), ("G", 1e9), ("M", 1e6)];
    let bytes = |text: &str| {
        let unit = units.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, bytes)));
        let (number, unit) = unit.unwrap_or((text, &1.0));
        number.parse::<f64>().unwrap_or(0.0) * unit
    };
    format!("{}", sum(pod, "memory", bytes) + 1024)
}

fn sum(pod: &Value, name: &str, read: impl Fn(&str) -> f64) -> i64 {
    let lists = ["containers", "initContainers"].map(|list| pod["spec"][list].as_array());
    let containers = lists.into_iter().flatten().flatten();
    let of = |container: &Value| {
        let resources = &container["resources"];
        let text = resources["requests"][name].as_str().or(resources["limits"][name].as_str());
        text.map_or(0.0, &read)
    };
    containers.map(of).sum::<f64>().ceil() as i64
}

//! What happens once: a cluster is made, pods are created that fit on no node of it, the scheduler and the program say why, and
//! the pods go again.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_test_support::Once;
use libtest_mimic::Failed;
use serde_json::Value;

use super::cluster::{Cluster, condition, eventually, list, text};
use super::pods::{self, Described};
use crate::process::Ended;

/// How long is waited for the scheduler to look again at pods of which it says something else than the program.
const SECOND_LOOK: Duration = Duration::from_secs(20);

/// The cluster, and what was said of the pods.
pub(super) struct Story {
    cluster: Mutex<Cluster>,
    pub(super) scenarios: Vec<Described>,
    /// The pods as the server had them when the program looked.
    pub(super) pods: BTreeMap<String, Value>,
    /// What the program said of each.
    pub(super) told: BTreeMap<String, Value>,
    /// What it could not read or judge.
    pub(super) gaps: Vec<Value>,
    /// How the program ended.
    pub(super) ended: Ended,
}

impl Story {
    /// Returns the story; the first call lets it happen.
    pub(super) fn get() -> &'static Story {
        static STORY: Once<Story> = Once::new();
        STORY.get(|| Story::happen().unwrap_or_else(|why| panic!("{}", why.message().unwrap_or_default())))
    }

    /// Returns the cluster, once no other trial has it.
    pub(super) fn cluster(&self) -> MutexGuard<'_, Cluster> {
        self.cluster.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn happen() -> Result<Story, Failed> {
        let (cluster, scenarios) = (Cluster::start()?, pods::scenarios()?);
        let refused = scenarios.iter().filter_map(|one| cluster.create(&one.manifest()).err());
        let refused: Vec<String> = refused.filter_map(|why| why.message().map(str::to_owned)).collect();
        if !refused.is_empty() {
            return Err(refused.join("\n").into());
        }
        let pods = eventually(|| judged(&cluster, &scenarios))?;
        let mut story = look(cluster, scenarios, pods)?;
        // What was said first may be older than what else has happened since. Whether it agrees at last, a trial asks.
        let begun = Instant::now();
        while story.told.values().any(|told| told["messageMatches"] == false) && begun.elapsed() < SECOND_LOOK
        {
            thread::sleep(Duration::from_secs(1));
            let Story { cluster, scenarios, .. } = story;
            let cluster = cluster.into_inner().unwrap_or_else(PoisonError::into_inner);
            let pods = judged(&cluster, &scenarios)?;
            story = look(cluster, scenarios, pods)?;
        }
        for name in story.pods.keys() {
            story.cluster().delete(name)?;
        }
        Ok(story)
    }
}

/// Returns the pods that wait, once the scheduler has said something of each at which it looks.
fn judged(cluster: &Cluster, scenarios: &[Described]) -> Result<BTreeMap<String, Value>, Failed> {
    let pods = cluster.get("/api/v1/namespaces/shop/pods")?;
    let waiting = list(&pods).iter().filter(|pod| pod["spec"]["nodeName"].is_null());
    let pods: BTreeMap<String, Value> =
        waiting.map(|pod| (text(&pod["metadata"]["name"]), pod.clone())).collect();
    let is_silent = |name: &str| pods.get(name).is_none_or(|pod| condition(pod).is_none());
    let silent = scenarios.iter().filter(|one| one.state != "gated" && is_silent(&one.name));
    let silent: Vec<&str> = silent.map(|one| one.name.as_str()).collect();
    if silent.is_empty() {
        return Ok(pods);
    }
    Err(format!("the scheduler says nothing of {silent:?}, or they have a node").into())
}

/// Lets the program look at the pods.
fn look(cluster: Cluster, scenarios: Vec<Described>, pods: BTreeMap<String, Value>) -> Result<Story, Failed> {
    let ended = cluster.run(cluster.plane.kubeconfig(), "pending --fit -o json");
    let document: Value = serde_json::from_str(&ended.stdout)
        .map_err(|error| format!("{error}: {}{}", ended.stdout, ended.stderr))?;
    let told = document["pods"].as_array().into_iter().flatten();
    Ok(Story {
        cluster: Mutex::new(cluster),
        scenarios,
        pods,
        told: told.map(|pod| (text(&pod["name"]), pod.clone())).collect(),
        gaps: document["gaps"].as_array().cloned().unwrap_or_default(),
        ended,
    })
}

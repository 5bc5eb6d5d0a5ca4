//! What the kubeconfig and the cluster know of values. Whoever waits at a word is not kept waiting, and is never told why
//! there is nothing: that is what the command itself is for.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use serde::Deserialize;

use super::typed::Typed;
use super::values::{Candidate, Files, Values};
use crate::kube::args::Timeout;
use crate::kube::{self, Cluster, ConnectionArgs, Depth, Freshness, Wanted};
use crate::model::served::Served;

/// How long a word may take in all; kubectl, which asks, needs the rest of a second.
const BUDGET: Duration = Duration::from_millis(800);

/// Returns the values of the arguments that lead to clusters and into them, by their names in the usage.
pub fn values(name: &str, typed: &Typed) -> Option<Values> {
    let of_files = |choose: fn(kube::Contexts) -> Vec<String>| {
        let found = ask(typed, move |args| kube::contexts(&args).ok().map(choose));
        found.unwrap_or_default()
    };
    let words = match name {
        "CONTEXT" => of_files(|found| found.names),
        "CLUSTER" => of_files(|found| found.clusters),
        "USER" => of_files(|found| found.users),
        "NAMESPACE" => ask(typed, |args| namespaces(&Cluster::unattended(&args).ok()?)).unwrap_or_default(),
        _ => return None,
    };
    // What holds a line end or a tab cannot be told in this protocol.
    let words = words.into_iter().filter(|word| !word.contains(char::is_control));
    let candidates = words.map(|word| Candidate::new(word, "")).collect();
    Some(Values { candidates, files: Files::No, ordered: false })
}

/// Returns what the clusters serve that the typed words lead to: those of `--contexts`, or else the one.
pub fn served(typed: &Typed) -> Vec<Served> {
    let patterns = typed.values("contexts");
    let served = ask(typed, move |args| {
        let discover = |args: &ConnectionArgs| {
            let cluster = Cluster::unattended(args).ok()?;
            cluster.discover(Freshness::Cached).ok().map(|discovered| discovered.served)
        };
        if patterns.is_empty() {
            return discover(&args).map(|served| vec![served]);
        }
        let contexts = kube::choose(&patterns, &args).ok()?;
        let found = kube::ask_each(&contexts, &args, |_, args| discover(args));
        Some(found.into_iter().flatten().collect())
    });
    served.unwrap_or_default()
}

/// Asks in the background, and leaves what does not answer in time behind: the program ends with the answer.
fn ask<T: Send + 'static>(
    typed: &Typed,
    question: impl FnOnce(ConnectionArgs) -> Option<T> + Send + 'static,
) -> Option<T> {
    let args = typed.connection().filter(|_| typed.is_now())?;
    let args = ConnectionArgs { request_timeout: Some(Timeout(Some(BUDGET))), chunk_size: 0, ..args };
    let (sender, receiver) = channel();
    thread::spawn(move || sender.send(question(args)));
    receiver.recv_timeout(BUDGET).ok().flatten()
}

fn namespaces(cluster: &Cluster) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    struct List {
        items: Vec<Item>,
    }
    #[derive(Deserialize)]
    struct Item {
        metadata: Metadata,
    }
    #[derive(Deserialize)]
    struct Metadata {
        name: String,
    }
    let wanted = Wanted {
        namespaced: false,
        depth: Depth::Metadata,
        ..Wanted::new("", "v1", "namespaces", "Namespace")
    };
    let pages = cluster.list_all(&wanted).ok()?;
    let items = pages.iter().map(|page| serde_json::from_str::<List>(page).map(|list| list.items));
    let items: Vec<Vec<Item>> = items.collect::<Result<_, _>>().ok()?;
    Some(items.into_iter().flatten().map(|item| item.metadata.name).collect())
}

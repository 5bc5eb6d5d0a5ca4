//! What all containers of a pod share: its network, its run-time class. Sources: `pkg/kubelet/kuberuntime/kuberuntime_sandbox.go` and
//! `kuberuntime_manager.go`, `pkg/kubelet/kubelet.go` (`SyncPod`); containerd's and CRI-O's `RunPodSandbox`.

use super::Look;
use super::cause::{Cause, Said, Stage, What};
use super::text::{between, quoted, steady, without_rpc};
use crate::model::event::Event;
use crate::model::pod::Pod;

/// The events that tell of what containers share.
const REASONS: [&str; 5] = [
    "FailedCreatePodSandBox",
    "NetworkNotReady",
    "FailedPrepareDynamicResources",
    "FailedCreatePodContainer",
    "FailedPodSandBoxStatus",
];

/// Finds why what containers share is not made.
pub(super) fn cause(look: &Look<'_>, pod: &Pod) -> Option<Cause> {
    let is_it = |event: &&Event| REASONS.contains(&event.reason.as_str()) || is_folder(event);
    let event = look.events.of("Pod", &pod.metadata).find(is_it)?;
    if look.events.is_beyond(&pod.metadata, event) {
        return None;
    }
    let what = read(pod, &event.reason, event.words());
    let said = Said::event(&event.reason, event.words());
    Some(Cause { stage: Stage::Sandbox, what, container: None, since: event.first(), said })
}

/// Tells whether the kubelet could not even make folders.
fn is_folder(event: &Event) -> bool {
    event.reason == "Failed" && event.message.starts_with("error making pod data directories")
}

fn read(pod: &Pod, reason: &str, said: &str) -> What {
    let class = pod.spec.runtime_class_name.clone().unwrap_or_default();
    let why = said.strip_prefix("Failed to create pod sandbox: ").unwrap_or(said);
    let why = without_rpc(why);
    if let Some(class) = quoted(why, "runtimeclass.node.k8s.io ") {
        return What::RuntimeClass { class, handler: None };
    }
    if let Some(handler) = handler(why) {
        return What::RuntimeClass { class, handler: Some(handler) };
    }
    let shown = steady(why, &pod.metadata.name);
    if reason == "NetworkNotReady" {
        let why = why.split_once("message:").map_or(why, |(_, why)| why);
        return What::Network { plugin: String::new(), why: why.trim().to_owned() };
    }
    if !is_network(why) {
        return What::Sandbox { why: shown };
    }
    let plugin = quoted(why, "plugin type=").or_else(|| quoted(why, "to CNI network ")).unwrap_or_default();
    What::Network { plugin, why: network(&shown) }
}

/// Finds the handler that a container runtime does not know.
fn handler(why: &str) -> Option<String> {
    let none = quoted(why, "no runtime for ").filter(|_| why.contains("is configured"));
    let unsupported = || quoted(why, "RuntimeHandler ").filter(|_| why.contains("not supported"));
    let crio = || between(why, "failed to find runtime handler ", " from runtime list").map(str::to_owned);
    none.or_else(unsupported).or_else(crio)
}

fn is_network(why: &str) -> bool {
    [
        "setup network",
        "set up pod",
        "network sandbox",
        "to CNI network",
        "plugin type=",
        "cni plugin",
        "set up sandbox container",
    ]
    .iter()
    .any(|mark| why.contains(mark))
}

/// Leaves out the frames around what a plug-in says.
fn network(why: &str) -> String {
    let ends = [" failed (add): ", " network: ", ": error adding pod "];
    let inside = ends
        .iter()
        .filter_map(|end| why.split_once(end))
        .map(|(_, inside)| inside)
        .min_by_key(|inside| inside.len());
    inside.unwrap_or(why).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(reason: &str, said: &str) -> What {
        let mut pod = Pod::default();
        pod.metadata.name = "web-0".to_owned();
        pod.spec.runtime_class_name = Some("gvisor".to_owned());
        read(&pod, reason, said)
    }

    fn network(plugin: &str, why: &str) -> What {
        What::Network { plugin: plugin.to_owned(), why: why.to_owned() }
    }

    #[test]
    fn what_network_plug_ins_say_is_found() {
        let id = "11ce5f00d56f731f8eada3b7cef6e743f8873ddae8e91527d1d400cd457c1eff";
        let said = format!(
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"{id}\": plugin \
             type=\"calico\" failed (add): stat /var/lib/calico/nodename: no such file or directory"
        );
        let expected = network("calico", "stat /var/lib/calico/nodename: no such file or directory");
        assert_eq!(read_of("FailedCreatePodSandBox", &said), expected);
        let said = "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to set up sandbox container \"3fe3\" network \
                    for pod \"web-0\": networkPlugin cni failed to set up pod \"web-0_shop\" network: add cmd: failed to assign an IP \
                    address to container";
        let expected = network("", "add cmd: failed to assign an IP address to container");
        assert_eq!(read_of("FailedCreatePodSandBox", said), expected);
        let said = "network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady \
                    message:Network plugin returns error: cni plugin not initialized";
        let expected = network("", "Network plugin returns error: cni plugin not initialized");
        assert_eq!(read_of("NetworkNotReady", said), expected);
    }

    #[test]
    fn run_time_classes_are_told_from_other_failures() {
        let rpc = "Failed to create pod sandbox: rpc error: code = Unknown desc = ";
        let class = |handler: Option<&str>| What::RuntimeClass {
            class: "gvisor".to_owned(),
            handler: handler.map(str::to_owned),
        };
        let said = format!("{rpc}failed to get sandbox runtime: no runtime for \"runsc\" is configured");
        assert_eq!(read_of("FailedCreatePodSandBox", &said), class(Some("runsc")));
        let said = format!("{rpc}failed to find runtime handler runsc from runtime list map[runc:0xc0]");
        assert_eq!(read_of("FailedCreatePodSandBox", &said), class(Some("runsc")));
        let said = "Failed to create pod sandbox: runtimeclass.node.k8s.io \"gvisor\" not found";
        assert_eq!(read_of("FailedCreatePodSandBox", said), class(None));
        let said =
            "Failed to create pod sandbox: open /run/systemd/resolve/resolv.conf: no such file or directory";
        let expected = What::Sandbox {
            why: "open /run/systemd/resolve/resolv.conf: no such file or directory".to_owned(),
        };
        assert_eq!(read_of("FailedCreatePodSandBox", said), expected);
    }
}

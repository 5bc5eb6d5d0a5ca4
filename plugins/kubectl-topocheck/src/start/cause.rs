//! A cause: what stops a pod, with the values that say so.

use kubecheck_core::model::time::Timestamp;

use super::image::ImageFault;
use super::refused::Refusal;

/// How far a pod has come before it stops. An earlier one is what matters: nothing behind it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It is not even made.
    Creation,
    /// It has no node.
    Scheduling,
    /// Its node does not take it, or throws it out.
    Admission,
    /// Its volumes.
    Volumes,
    /// Its network, and what all its containers share.
    Sandbox,
    /// The image of a container.
    Image,
    /// What a container is made of.
    Configuration,
    /// The first process of a container.
    Start,
    /// The containers that run before.
    Init,
    /// It runs, and does not count as ready.
    Readiness,
}

impl Stage {
    /// Returns the name that tables and documents have for it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Creation => "creation",
            Stage::Scheduling => "scheduling",
            Stage::Admission => "admission",
            Stage::Volumes => "volumes",
            Stage::Sandbox => "sandbox",
            Stage::Image => "image",
            Stage::Configuration => "configuration",
            Stage::Start => "start",
            Stage::Init => "init",
            Stage::Readiness => "readiness",
        }
    }
}

/// What stops a pod.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// How far it has come.
    pub stage: Stage,
    /// What it is.
    pub what: What,
    /// The container it is about; none if it is about the pod.
    pub container: Option<Part>,
    /// Since when it is so, as far as that is known.
    pub since: Option<Timestamp>,
    /// The words of whoever told.
    pub said: Said,
}

/// A container of a pod.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Where it stands in its list.
    pub index: usize,
    /// Whether it is an init container.
    pub is_init: bool,
}

impl Part {
    /// Returns the JSON pointer of the container in the pod.
    pub fn pointer(&self) -> String {
        let list = if self.is_init { "initContainers" } else { "containers" };
        format!("/spec/{list}/{}", self.index)
    }
}

/// The words of whoever told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Where they stand: `event FailedMount`, `status of container web`.
    pub by: String,
    /// The words, as they stand there.
    pub text: String,
}

impl Said {
    /// Quotes an event.
    pub fn event(reason: &str, text: &str) -> Said {
        Said { by: format!("event {reason}"), text: text.to_owned() }
    }

    /// Quotes the status of a container.
    pub fn status(container: &str, text: &str) -> Said {
        Said { by: format!("status of container {container}"), text: text.to_owned() }
    }
}

/// An object that a pod names: a ConfigMap, a Secret, a claim.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The kind.
    pub kind: RefKind,
    /// The name.
    pub name: String,
}

/// What kind of object a pod names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefKind {
    /// A ConfigMap.
    ConfigMap,
    /// A Secret.
    Secret,
    /// A claim.
    Claim,
}

impl RefKind {
    /// Returns the kind as the API has it.
    pub fn name(self) -> &'static str {
        match self {
            RefKind::ConfigMap => "ConfigMap",
            RefKind::Secret => "Secret",
            RefKind::Claim => "PersistentVolumeClaim",
        }
    }

    /// Returns the word that kubectl takes.
    pub fn word(self) -> &'static str {
        match self {
            RefKind::ConfigMap => "configmap",
            RefKind::Secret => "secret",
            RefKind::Claim => "pvc",
        }
    }
}

/// A volume, by whatever names are known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VolumeName {
    /// The name within the pod; empty if it is not known.
    pub volume: String,
    /// The claim; empty if it is none, or not known.
    pub claim: String,
    /// The PersistentVolume; empty if it is none, or not known.
    pub persistent: String,
}

impl std::fmt::Display for VolumeName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.volume.as_str(), self.claim.as_str(), self.persistent.as_str()) {
            ("", "", name) => write!(f, "volume {name}"),
            ("", claim, _) => write!(f, "the volume of claim {claim}"),
            (volume, "", _) => write!(f, "volume {volume}"),
            (volume, claim, _) => write!(f, "volume {volume} (claim {claim})"),
        }
    }
}

/// What it is that stops a pod.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The API server refuses to make it.
    Refused(Refusal),
    /// No node will do.
    NoNode {
        /// Why, counted by nodes; or that there are gates.
        why: String,
    },
    /// The kubelet rejects it.
    Rejected {
        /// The kubelet's word.
        reason: String,
        /// The kubelet's sentence.
        message: String,
    },
    /// It was thrown out of its node.
    Evicted {
        /// The word: `Evicted`, `Preempting`, `Terminated`, `NodeShutdown` …
        reason: String,
        /// The sentence.
        message: String,
    },
    /// Nobody works for it on its node.
    NodeSilent {
        /// What is wrong with the node.
        why: String,
    },
    /// Something that it names is not there.
    Missing {
        /// What.
        of: Reference,
        /// Where it is named: `volume config`, `the environment of container web`.
        by: String,
    },
    /// A key that it names is not there.
    KeyMissing {
        /// Of what.
        of: Reference,
        /// The key.
        key: String,
        /// Where it is named.
        by: String,
    },
    /// A volume does not come to its node.
    NotAttached {
        /// The volume.
        volume: VolumeName,
        /// Why.
        why: Attach,
    },
    /// A volume is there and cannot be mounted.
    NotMounted {
        /// The volume.
        volume: VolumeName,
        /// Why, in the words of who mounts it.
        why: String,
    },
    /// The network is not set up.
    Network {
        /// The CNI plugin; empty if it is not named.
        plugin: String,
        /// Why.
        why: String,
    },
    /// What all containers share cannot be made.
    Sandbox {
        /// Why.
        why: String,
    },
    /// The class that says how it is run leads nowhere.
    RuntimeClass {
        /// The class; empty if it is not named.
        class: String,
        /// The handler that the node does not have; none if the class itself is not there.
        handler: Option<String>,
    },
    /// An image is not to be had.
    Image(ImageFault),
    /// A container would run as it must not.
    Security {
        /// Why.
        why: String,
    },
    /// A container cannot be made.
    NotMade {
        /// Why.
        why: String,
    },
    /// What a container is to run is not there, or cannot be run.
    Command {
        /// The program.
        program: String,
        /// Why.
        why: String,
    },
    /// A container does not start.
    NotStarted {
        /// Why.
        why: String,
    },
    /// An init container takes too long.
    InitOverdue {
        /// For how many seconds it runs.
        seconds: i64,
    },
    /// An init container fails, again and again.
    InitFailing {
        /// How it ended.
        exit: String,
        /// How often it was started again.
        restarts: i64,
    },
    /// A probe says that a container has not started or is not ready.
    Probe {
        /// `startup` or `readiness`; empty if nothing says which.
        kind: &'static str,
        /// What the probe got; empty if nothing says.
        why: String,
    },
    /// Something beside its containers says that it is not ready.
    Gate {
        /// The condition.
        condition: String,
        /// What it says.
        why: String,
    },
    /// Nothing says why.
    Unknown {
        /// How it stands.
        state: String,
    },
}

/// Why a volume does not come to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attach {
    /// It is at another node, and may be at one only.
    Elsewhere {
        /// The pods that use it there, by name.
        pods: Vec<String>,
        /// The nodes, as far as they are known.
        nodes: Vec<String>,
    },
    /// Who attaches it fails.
    Failed(String),
    /// Nobody answers.
    Timeout(String),
}

//! Who leads: Leases, and the pods that hold them (`k8s.io/client-go/tools/leaderelection`).

use kubecheck_core::kube::{FaultKind, Wanted};
use kubecheck_core::model::fields::Element;
use kubecheck_core::report::finding::Gap;
use serde_json::Value;

use crate::evidence::leases::{self as lease, Clock, Held};
use crate::managers::managed;
use crate::world::World;

/// The namespace in which kubelets say that they live; they lead nothing.
const NODES: &str = "kube-node-lease";
/// The label of the leases by which API servers know each other
/// (`k8s.io/kubernetes/pkg/controlplane/apiserver`, `IdentityLeaseComponentLabelKey`).
const IDENTITY: &str = "apiserver.kubernetes.io/identity";

/// A lease, and who holds it.
#[derive(Clone, Debug)]
pub(crate) struct Led {
    /// The lease: `kube-system/cert-manager-controller`.
    pub(crate) label: String,
    /// Its namespace.
    pub(crate) namespace: String,
    /// The name under which it is renewed, or its own.
    pub(crate) manager: String,
    /// Who holds it; empty if nobody does.
    pub(crate) holder: String,
    /// How it stands.
    pub(crate) held: Held,
    /// What that is in words.
    pub(crate) what: String,
    /// When it was renewed (RFC 3339).
    pub(crate) renewed: Option<String>,
    /// The pod that holds it, if it is one.
    pub(crate) pod: Option<Value>,
}

impl Led {
    /// Returns the name of the pod that holds it, if it is one.
    pub(crate) fn pod_name(&self) -> Option<&str> {
        self.pod.as_ref().and_then(|pod| pod["metadata"]["name"].as_str())
    }
}

/// Returns the list of leases, and that of pods, of which those are read that hold one.
pub(super) fn wanted(world: &World, namespace: Option<&str>) -> Vec<Wanted> {
    let list = |group, plural| {
        let of = world.wanted(group, plural)?;
        Some(Wanted { namespace: namespace.map(str::to_owned), ..of })
    };
    [list("coordination.k8s.io", "leases"), list("", "pods")].into_iter().flatten().collect()
}

/// Reads the leases of controllers.
pub(super) fn read(world: &World, namespace: Option<&str>, gaps: &mut Vec<Gap>) -> Vec<Led> {
    let needed = ["stalls"];
    let Some(of) = wanted(world, namespace).into_iter().find(|of| of.plural == "leases") else {
        gaps.push(Gap {
            what: "leases.coordination.k8s.io".to_owned(),
            why: format!("there are none in {}", world.name()),
            needed_for: needed.map(str::to_owned).to_vec(),
            is_transient: false,
        });
        return Vec::new();
    };
    let leases = match world.list(&of) {
        Ok(leases) => leases,
        Err(fault) => {
            gaps.push(fault.gap(of.qualified(), &needed));
            return Vec::new();
        }
    };
    let clock = Clock::of(&leases, world.now, world.is_whole());
    let is_controller = |lease: &&Value| {
        lease["metadata"]["namespace"] != NODES && lease["metadata"]["labels"][IDENTITY].is_null()
    };
    let mut pods = Pods { world, of: world.wanted("", "pods"), gaps };
    leases.iter().filter(is_controller).map(|lease| led(lease, clock, &mut pods)).collect()
}

fn led(own: &Value, clock: Clock, pods: &mut Pods<'_, '_>) -> Led {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (namespace, name) = (text(&own["metadata"]["namespace"]), text(&own["metadata"]["name"]));
    let renewed = [Element::field("spec"), Element::field("renewTime")];
    let writer = managed(own).into_iter().find(|manager| manager.fields.has(&renewed));
    let holder = text(&own["spec"]["holderIdentity"]);
    let read = lease::read(own, clock);
    Led {
        label: format!("{namespace}/{name}"),
        manager: writer.map_or_else(|| name.clone(), |writer| writer.manager),
        pod: pods.holding(&namespace, &name, &holder),
        namespace,
        holder,
        held: read.held,
        what: read.what,
        renewed: read.renewed,
    }
}

/// The pods that hold leases.
struct Pods<'w, 'g> {
    world: &'w World,
    of: Option<Wanted>,
    gaps: &'g mut Vec<Gap>,
}

impl Pods<'_, '_> {
    /// Finds the pod that holds a lease: its name is the identity, which most put a random part behind; a static pod is named by what it
    /// runs and its node. That there is none says nothing: it may run elsewhere.
    fn holding(&mut self, namespace: &str, lease: &str, holder: &str) -> Option<Value> {
        let host = holder.split('_').next().filter(|host| !host.is_empty())?;
        let of = self.of.clone()?;
        for name in [host.to_owned(), format!("{lease}-{host}")] {
            match self.world.get(&of, Some(namespace), &name) {
                Ok(Some(pod)) => return Some(pod),
                Ok(None) => {}
                Err(fault) if fault.kind == FaultKind::NotFound => {}
                Err(fault) => {
                    let gap = fault.gap(format!("pods in {namespace}"), &["stalls"]);
                    if !self.gaps.iter().any(|own| own.what == gap.what) {
                        self.gaps.push(gap);
                    }
                    return None;
                }
            }
        }
        None
    }
}

//! The rest of a cluster: controllers, scheduler, and kwok in the place of kubelets.

use std::path::PathBuf;
use std::thread;

use super::ControlPlane;
use super::kept::{Kept, Start, free_port, on_free_ports};
use super::programs::{kwok, program};
use crate::once::Once;
use crate::repository;

impl ControlPlane {
    /// Returns the control plane with controllers, scheduler and kwok that all tests of this process share; the first call
    /// starts it. It has one node, `node-1`. What annotations make of pods says `tests/controlplane/kwok/stages.yaml`.
    ///
    /// # Panics
    /// If it cannot be built or started.
    pub fn full() -> &'static ControlPlane {
        static FULL: Once<ControlPlane> = Once::new();
        FULL.get(|| {
            let mut plane = ControlPlane::start(&[]);
            plane.start_controllers();
            plane.node("node-1", &[]);
            plane
        })
    }

    /// Starts controllers, scheduler and kwok.
    ///
    /// # Panics
    /// If they cannot be built or started.
    pub fn start_controllers(&mut self) {
        let companions = [self.controller_manager(), self.scheduler(), self.kwok()];
        let plane = &*self;
        let running = thread::scope(|scope| {
            let starting = companions.each_ref().map(|companion| {
                scope.spawn(move || on_free_ports(companion.name, || companion.start(plane)))
            });
            starting.map(|thread| thread.join().unwrap_or_else(|why| std::panic::resume_unwind(why)))
        });
        self.companions = running.into();
    }

    /// Returns the port of loopback on which kube-controller-manager serves its metrics; it wants HTTPS, and asks who may read them.
    ///
    /// # Panics
    /// If the control plane has none.
    pub fn controller_manager_port(&self) -> u16 {
        let own = self.companions.iter().find(|running| running.name == "kube-controller-manager");
        own.expect("controllers were started").port
    }

    /// Makes a node with labels. With controllers it becomes ready.
    ///
    /// # Panics
    /// If the server refuses.
    pub fn node(&self, name: &str, labels: &[(&str, &str)]) {
        let labels: Vec<String> = labels.iter().map(|(key, value)| format!("{key}: \"{value}\"")).collect();
        let labels = labels.join(", ");
        self.apply(&format!(
            "{{apiVersion: v1, kind: Node, metadata: {{name: {name}, labels: {{{labels}}}}}}}"
        ));
        if !self.companions.is_empty() {
            self.kubectl(&["wait", "--for=condition=Ready", &format!("node/{name}"), "--timeout=60s"]);
        }
    }

    fn controller_manager(&self) -> Companion {
        let name = "kube-controller-manager";
        let mut arguments = vec![
            self.pki.flag("service-account-private-key-file", "service-accounts.key"),
            self.pki.flag("root-ca-file", "ca.crt"),
            self.pki.flag("cluster-signing-cert-file", "ca.crt"),
            self.pki.flag("cluster-signing-key-file", "ca.key"),
            // Each controller has a role of its own; the user that all of them share may do next to nothing.
            "--use-service-account-credentials=true".to_owned(),
            // Enough for tests that do not want to wait.
            "--kube-api-qps=500".to_owned(),
            "--kube-api-burst=1000".to_owned(),
            // What a quota is used for is counted anew after 5 minutes, where a pod goes at the wrong moment.
            "--resource-quota-sync-period=10s".to_owned(),
        ];
        arguments.extend(self.component(name));
        Companion { name, program: program(name), arguments, port: "--secure-port=", scheme: "https" }
    }

    fn scheduler(&self) -> Companion {
        let name = "kube-scheduler";
        let arguments = self.component(name);
        Companion { name, program: program(name), arguments, port: "--secure-port=", scheme: "https" }
    }

    /// Returns the flags of all of Kubernetes' own components.
    fn component(&self, name: &str) -> Vec<String> {
        let kubeconfig = self.user(&format!("system:{name}"), &[]).display().to_string();
        vec![
            format!("--kubeconfig={kubeconfig}"),
            format!("--authentication-kubeconfig={kubeconfig}"),
            format!("--authorization-kubeconfig={kubeconfig}"),
            "--bind-address=127.0.0.1".to_owned(),
            "--leader-elect=false".to_owned(),
        ]
    }

    fn kwok(&self) -> Companion {
        let stages = repository().join("tests/controlplane/kwok/stages.yaml");
        let arguments = vec![
            format!("--kubeconfig={}", self.kubeconfig().display()),
            format!("--config={}", stages.display()),
            "--manage-all-nodes".to_owned(),
            "--cidr=10.200.0.0/16".to_owned(),
            "--node-ip=10.201.0.1".to_owned(),
            // Longer than any test, so that no node is lost on a slow machine.
            "--node-lease-duration-seconds=40".to_owned(),
        ];
        Companion {
            name: "kwok",
            program: kwok(),
            arguments,
            port: "--server-address=127.0.0.1:",
            scheme: "http",
        }
    }
}

/// A program beside the API server that runs.
pub(super) struct Running {
    name: &'static str,
    port: u16,
    _kept: Kept,
}

/// A program beside the API server.
struct Companion {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    /// What stands before its port.
    port: &'static str,
    /// Whether it answers with TLS or without.
    scheme: &'static str,
}

impl Companion {
    /// Starts it and waits until it is ready.
    fn start(&self, plane: &ControlPlane) -> Result<Running, String> {
        let port = free_port();
        let mut arguments = self.arguments.clone();
        arguments.push(format!("{}{port}", self.port));
        let log = plane.folder.join(format!("{}.log", self.name));
        let ready = format!("{}://127.0.0.1:{port}/healthz", self.scheme);
        let mut kept = Kept::start(&Start { program: &self.program, arguments, log, ready, remove: None });
        kept.ready()?;
        Ok(Running { name: self.name, port, _kept: kept })
    }
}

//! Where stored objects are read from, as the command line says it.

use std::path::PathBuf;

use clap::Args;

use super::{Etcd, Gateway, GatewayArgs, Output, Snapshot};
use crate::kube::{Fault, FaultKind};
use crate::report::finding::Gap;

/// Where to read stored objects from: one of a snapshot, what etcdctl printed, and a running etcd.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "etcd")]
pub struct EtcdArgs {
    /// A snapshot of etcd: what `etcdctl snapshot save` wrote, or a copy of member/snap/db
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub snapshot: Option<PathBuf>,
    /// What `etcdctl get` printed, with -w json or fields; - is standard input
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub etcdctl_output: Option<String>,
    /// How to reach a running etcd.
    #[command(flatten)]
    pub gateway: GatewayArgs,
    /// What the API server's keys begin with, as its own flag has it
    #[arg(long, value_name = "PREFIX", default_value = "/registry", help_heading = "etcd")]
    pub etcd_prefix: String,
}

impl EtcdArgs {
    /// Tells whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.snapshot.is_none() && self.etcdctl_output.is_none() && self.gateway.endpoints.is_empty()
    }

    /// Opens what is named; none if nothing is. What is wrong with it as a whole is a gap.
    ///
    /// # Errors
    /// What cannot be read, and more than one place.
    pub fn open(&self) -> Result<Option<(Etcd, Option<Gap>)>, Fault> {
        let endpoints = &self.gateway.endpoints;
        match (&self.snapshot, &self.etcdctl_output, endpoints.is_empty()) {
            (None, None, true) => Ok(None),
            (Some(file), None, true) => {
                let snapshot = Snapshot::open(file)?;
                let gap = (snapshot.is_intact() == Some(false)).then(damaged);
                Ok(Some((Etcd::Snapshot(snapshot), gap)))
            }
            (None, Some(file), true) => Ok(Some((Etcd::Output(Output::open(file)?), None))),
            (None, None, false) => Ok(Some((Etcd::Gateway(Box::new(Gateway::open(&self.gateway)?)), None))),
            _ => Err(Fault::new(FaultKind::Configuration, "stored objects are read from one place only")
                .hint("name one of --snapshot, --etcdctl-output and --endpoints")),
        }
    }
}

fn damaged() -> Gap {
    Gap {
        what: "the snapshot".to_owned(),
        why: "its SHA-256 is not the one etcdctl wrote at its end, so that anything in it may have changed"
            .to_owned(),
        needed_for: vec!["every check".to_owned()],
        is_transient: false,
    }
}

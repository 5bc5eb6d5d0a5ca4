//! Kubernetes' objects, as far as something here looks at them. The names are those of the API (`k8s.io/api`).
//!
//! All of it is read leniently: what is absent is its zero value, as in Go, and what nobody asks for is not kept.

pub mod affinity;
pub mod config;
pub mod container;
pub mod device;
pub mod event;
pub mod meta;
pub mod node;
pub mod pod;
pub mod policy;
pub mod selector;
pub mod service;
pub mod status;
pub mod storage;
pub mod template;
pub mod volume;
pub mod workload;

use std::collections::BTreeMap;

use kubecheck_core::model::quantity::Quantity;

/// Labels, annotations, node selectors.
pub type Labels = BTreeMap<String, String>;
/// Quantities by the name of the resource.
pub type ResourceList = BTreeMap<String, Quantity>;

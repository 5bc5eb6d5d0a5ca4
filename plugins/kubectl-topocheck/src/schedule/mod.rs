//! What kube-scheduler would say of a pod on every node, from all its filters instead of the first that refuses.
//!
//! [`snapshot`] is the cluster as the scheduler counts it; a [`filter`] is prepared once for a pod and then judges nodes; [`filters`]
//! are those of the default profile, one file each; [`verdict`] runs them all; [`message`] is what the scheduler would write into the
//! pod's condition; [`preempt`] is the dry run of preemption; [`judgement`] puts them together. [`version`] says what differs between minors of Kubernetes.
//!
//! Source of all rules: `k8s.io/kubernetes/pkg/scheduler` of 1.36.

pub mod cause;
pub mod claims;
pub mod classes;
pub mod filter;
pub mod filters;
pub mod judgement;
pub mod message;
pub mod migration;
pub mod node;
pub mod nominated;
pub mod pod;
pub mod preempt;
pub mod requests;
pub mod resources;
pub mod snapshot;
pub mod verdict;
pub mod version;

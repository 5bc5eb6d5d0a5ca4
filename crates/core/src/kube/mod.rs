//! The way to an API server: kubectl's flags, its discovery and its lists. Only reads; what writes is elsewhere.
//!
//! - `args` are the flags; `kubeconfig` makes a connection of them;
//! - `cluster` sends requests, in the background and so many at once, and `fault` says why one has no answer;
//! - `contexts` chooses among the contexts of a kubeconfig, and asks many clusters at once;
//! - `proxy` is the proxy that the environment names;
//! - `discovery` asks what is served, `cache` keeps that on disk;
//! - `list` reads all pages of many lists; `rbac` is the role that reading needs.

pub mod args;
mod cache;
mod cluster;
mod contexts;
mod discovery;
mod fault;
mod kubeconfig;
mod list;
mod proxy;
mod rbac;

pub use args::{ConnectionArgs, NamespaceArgs};
pub use cluster::{Answer, Cluster, Version};
pub use contexts::{ask_each, choose};
pub use discovery::{Discovered, Freshness, document};
pub use fault::{Fault, FaultKind};
pub use kubeconfig::{Contexts, contexts};
pub use list::{Depth, Page, Pages, Part, Wanted};
pub use rbac::{Access, role};

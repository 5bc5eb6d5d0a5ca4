//! The way to an API server: kubectl's flags, its discovery and its lists. Only reads; what writes is [`crate::change`].
//!
//! - `args` are the flags, `files` the kubeconfig; `kubeconfig` makes a connection of both, or `pod` of what is around;
//! - `credentials` are who asks, as `exec` is told by a plugin;
//! - `line` sends requests to a server, in the `background` and so many at once, and `fault` says why one has no answer; `peer` is
//!   what that server should be; `cluster` is one whose server is an API server;
//! - `contexts` chooses among the contexts of a kubeconfig, and asks many clusters at once;
//! - `proxy` is the proxy that the environment names;
//! - `discovery` asks what is served, `cache` keeps that on disk;
//! - `list` reads all pages of many lists, `scan` keeps of their metadata what is asked for, which `partial` reads in protobuf;
//!   `named` asks for the metadata of single objects; `rbac` is the role that reading needs;
//! - `revisions` asks a server's cache or the quorum for names and revisions alone, whose lists are cut into items as they come;
//! - `watch` reads the states of one object that follow each other, `follow` all that happens to the objects of lists, as it happens.

pub mod args;
mod background;
mod cache;
mod cluster;
mod contexts;
mod credentials;
mod discovery;
mod exec;
mod fault;
mod files;
mod follow;
mod kubeconfig;
mod line;
mod list;
mod named;
mod partial;
mod peer;
mod pod;
pub(crate) mod proxy;
mod rbac;
mod revisions;
mod scan;
mod watch;

pub use args::{ConnectionArgs, NamespaceArgs};
pub(crate) use background::Background;
pub use cluster::{Cluster, Version};
pub use contexts::{ask_each, choose};
pub use discovery::{Discovered, Freshness, document};
pub use fault::{Fault, FaultKind};
pub use files::{Contexts, contexts};
pub use follow::{Change, Following};
pub(crate) use kubeconfig::config as configuration;
pub use line::{Answer, Deadline};
pub(crate) use line::{JSON, Line, Question, Sent};
pub(crate) use list::escaped;
pub use list::{Depth, Page, Pages, Part, Wanted};
pub use named::Named;
pub use partial::Partial;
pub(crate) use peer::{Peer, Refusal, refused};
pub use rbac::{Access, role};
pub use revisions::{Listed, Reached, Read, Source, State};
pub use scan::Scanned;

//! Every kind of Kubernetes 1.16 and later: names, life cycle and structural schema, as generated data.
//!
//! The crate answers what an API server of a given minor version knows, without one: which kinds there are, how their
//! resources are called, whether they are served by default, when they come and go, and what shape their objects have.
//! The facts lie in `data/catalog.bin`, which `cargo xtask catalog` writes and nobody edits; `docs/catalogue.md` tells
//! where each fact comes from. The index is decoded at the first question about kinds, schemas at the first question
//! about schemas, and each definition when it is first touched.
//!
//! ```
//! use kubecheck_catalog::{Minor, find};
//!
//! let ingress = find("extensions", "v1beta1", "Ingress").expect("a kind of 1.16");
//! let target: Minor = "v1.28.4-gke.1".parse()?;
//! assert!(ingress.at(target).is_none());
//! assert_eq!(ingress.lifecycle.removed.map(|minor| minor.to_string()).as_deref(), Some("1.22"));
//! assert_eq!(ingress.replacement_at(target).map(|kind| kind.group), Some("networking.k8s.io"));
//! # Ok::<(), kubecheck_catalog::MinorError>(())
//! ```
//!
//! The crate knows nothing of manifests, clusters or rules, and nothing of what was gone before 1.16.

mod data;
mod index;
mod kind;
mod minor;
mod read;
mod schema;
mod store;

pub use index::{find, kinds, preferred_versions};
pub use kind::{Kind, Lifecycle, Replacement, Resource, Subresource};
pub use minor::{Minor, MinorError};
pub use schema::{DefinitionId, Field, IntFormat, List, ListKind, Object, Schema, StringFormat};
pub use store::{Schemas, schemas};

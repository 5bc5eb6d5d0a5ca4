//! What tests of several packages need: Go modules, a Go program that answers as Kubernetes' own libraries do, and a real
//! control plane.
//!
//! Everything here panics with a message for the person who runs the tests; a test has nothing else to do about it.

// Its network is a Unix socket.
#[cfg(unix)]
mod controlplane;
mod go;
mod oracle;
#[cfg(unix)]
pub mod races;
pub mod snapshot;

use std::path::{Path, PathBuf};

#[cfg(unix)]
pub use controlplane::*;
pub use go::{go_module_dir, go_program};
pub use oracle::Oracle;

/// Returns the root of the repository.
pub fn repository() -> &'static Path {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.expect("this package lies two folders below the root")
}

/// Returns the folder into which Go programs are built.
fn built() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    target.map_or_else(|| repository().join("target"), PathBuf::from).join("go")
}

//! What tests of several packages need: Go modules, a Go program that answers as Kubernetes' own libraries do, a real control
//! plane, the real scheduler's plugins, and a real Prometheus.
//!
//! Everything here panics with a message for the person who runs the tests; a test has nothing else to do about it.

// Its network is a Unix socket.
#[cfg(unix)]
mod controlplane;
pub mod dice;
mod go;
#[cfg(unix)]
mod once;
mod oracle;
#[cfg(unix)]
pub mod prometheus;
#[cfg(unix)]
pub mod races;
#[cfg(unix)]
pub mod scheduler;
pub mod snapshot;

use std::path::{Path, PathBuf};
use std::process::Command;

#[cfg(unix)]
pub use controlplane::*;
pub use go::{go_module_dir, go_program};
#[cfg(unix)]
pub use once::Once;
pub use oracle::Oracle;
#[cfg(unix)]
pub use prometheus::Prometheus;

/// Returns the root of the repository.
pub fn repository() -> &'static Path {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.expect("this package lies two folders below the root")
}

/// Returns a cargo that does not see what the cargo around this process told it: dependencies whose scripts look at that, such as
/// ring, would be built anew, and all that needs them.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Returns the folder into which Go programs are built.
fn built() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR");
    target.map_or_else(|| repository().join("target"), PathBuf::from).join("go")
}

//! The programs: Prometheus and promtool, and ours that writes blocks, all built from `tests/prometheus` on first use.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::go::GoProgram;
use crate::{Ended, repository};

/// The version of Prometheus that `tests/prometheus/go.mod` pins, where it is called v0.313.5.
pub const PROMETHEUS_VERSION: &str = "3.13.5";

/// The tags of Prometheus' own `.promu.yml`, without the pages for browsers, which its module does not carry, and without what
/// finds targets in clouds and clusters (its `plugins` folder), which nothing here scrapes.
const TAGS: &str = "netgo,remove_all_sd";

/// Returns the real Prometheus, built on first use.
///
/// # Panics
/// If it cannot be built.
pub fn prometheus() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| build("prometheus", PROMETHEUS, "four minutes"))
}

/// Runs the real promtool, built on first use, with nothing from the environment.
///
/// # Panics
/// If it cannot be built or started.
pub fn promtool<S: AsRef<OsStr>>(arguments: &[S]) -> Ended {
    Ended::of(Command::new(promtool_path()).env_clear().args(arguments), "")
}

/// Returns where promtool is, built on first use.
///
/// # Panics
/// If it cannot be built.
pub fn promtool_path() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| build("promtool", PROMTOOL, "four minutes, or two after Prometheus"))
}

/// Returns our own program, which uses Prometheus' libraries.
pub(super) fn backfill() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| build("backfill", ".", "a minute, and seconds after Prometheus"))
}

const PROMETHEUS: &str = "github.com/prometheus/prometheus/cmd/prometheus";
const PROMTOOL: &str = "github.com/prometheus/prometheus/cmd/promtool";

fn build(name: &str, package: &str, takes: &str) -> PathBuf {
    let module = &repository().join("tests/prometheus");
    // Clients may ask the server for its version.
    let version = format!("-X github.com/prometheus/common/version.Version={PROMETHEUS_VERSION}");
    let ldflags = &format!("-s -w {version}");
    GoProgram { module, package, name, tags: TAGS, ldflags, takes }.build()
}

//! What one process costs: wall time, processor time and peak memory.
//!
//! The kernel tells the peak of all children together, and counts what a child had before it became another program.
//! So each command is started by a fresh, small process of this program's own: `cargo xtask bench measure COMMAND…`.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde::{Deserialize, Serialize};

/// What a run cost.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Cost {
    /// Seconds from start to end.
    pub(crate) wall: f64,
    /// Seconds of processor time, the system's share included.
    pub(crate) cpu: f64,
    /// The most memory that was resident, in megabytes (10⁶ bytes).
    pub(crate) peak: f64,
}

/// Runs a command, throws its output away and writes its cost.
pub(crate) fn one(command: &[OsString], out: &mut dyn Write) -> Result<()> {
    let start = Instant::now();
    let status = Command::new(&command[0])
        .args(&command[1..])
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", command[0].display()))?;
    let wall = start.elapsed().as_secs_f64();
    ensure!(matches!(status.code(), Some(0 | 1)), "{} failed: {status}", command[0].display());
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("the system does not tell what was used")?;
    let cpu = usage.user_time() + usage.system_time();
    // Only Apple's systems count in bytes.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let cost =
        Cost { wall, cpu: cpu.num_microseconds() as f64 / 1e6, peak: (usage.max_rss() * unit) as f64 / 1e6 };
    serde_json::to_writer(out, &cost).context("cannot write the cost")
}

/// Runs a command with what a reader holds as its standard input, and tells its cost.
pub(crate) fn with_input(command: &[OsString], input: &mut dyn Read) -> Result<Cost> {
    let this = std::env::current_exe().context("cannot tell where this program is")?;
    let mut child = Command::new(this)
        .args(["bench", "measure", "--"])
        .args(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start this program again")?;
    let mut stdin = child.stdin.take().context("no standard input")?;
    std::io::copy(input, &mut stdin).context("the program stopped reading")?;
    drop(stdin);
    let output = child.wait_with_output().context("cannot wait")?;
    ensure!(output.status.success(), "{} could not be measured", command[0].display());
    serde_json::from_slice(&output.stdout).context("no cost was told")
}

/// Runs a command without input and tells its cost.
pub(crate) fn run(command: &[OsString]) -> Result<Cost> {
    with_input(command, &mut std::io::empty())
}

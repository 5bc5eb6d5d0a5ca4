//! Release programs whose bytes do not depend on where they were built.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use kubecheck_test_support::cargo;

use crate::krew;
use crate::plugins::Plugin;

/// Returns this machine's platform, as the compiler names it.
pub(super) fn host() -> Result<String> {
    let about = rustc(&["-vV"])?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

/// Returns krew's names for a platform.
pub(super) fn platform(target: &str) -> Result<(&'static str, &'static str)> {
    let arch = match target.split('-').next() {
        Some("x86_64") => "amd64",
        Some("aarch64") => "arm64",
        _ => "",
    };
    let parts = [("-linux-", "linux"), ("-apple-darwin", "darwin"), ("-pc-windows-", "windows")];
    let os = parts.iter().find(|(part, _)| target.contains(part)).map_or("", |(_, os)| os);
    match krew::PLATFORMS.into_iter().find(|platform| *platform == (os, arch)) {
        Some(platform) => Ok(platform),
        None => bail!("the manifests have no platform for {target}; they have {:?}", krew::PLATFORMS),
    }
}

/// Builds a program that knows its home from the sources below a folder, and returns where it lies.
pub(super) fn build(
    root: &Path,
    target_dir: &Path,
    plugin: &Plugin,
    target: &str,
    home: &str,
) -> Result<PathBuf> {
    let status = cargo()
        .args(["build", "--release", "--locked", "--package", plugin.program, "--bin", plugin.program])
        .args(["--target", target, "--target-dir"])
        .arg(target_dir)
        .current_dir(root)
        .env("KUBECHECK_REPOSITORY", home)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(root, target_dir)?)
        // Flags of the caller's shell would be for another build.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_TARGET_DIR")
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "{} does not build for {target}", plugin.program);
    let ending = if target.contains("-windows-") { ".exe" } else { "" };
    Ok(target_dir.join(target).join("release").join(format!("{}{ending}", plugin.program)))
}

/// Takes the folders of this machine out of what the program says of itself. Of two that fit, the later one counts.
fn flags(root: &Path, target_dir: &Path) -> Result<OsString> {
    let sysroot = rustc(&["--print", "sysroot"])?;
    let folders = [
        (root.to_owned(), "/kubecheck"),
        (target_dir.to_owned(), "/kubecheck/target"),
        (cargo_home()?, "/cargo"),
        (PathBuf::from(sysroot.trim()), "/rust"),
    ];
    let mut flags = OsString::new();
    for (folder, name) in folders {
        if !flags.is_empty() {
            flags.push("\u{1f}");
        }
        flags.push("--remap-path-prefix=");
        flags.push(folder);
        flags.push(format!("={name}"));
    }
    Ok(flags)
}

fn cargo_home() -> Result<PathBuf> {
    let default = || Some(env::home_dir()?.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(default).context("there is no home of cargo")
}

fn rustc(args: &[&str]) -> Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(args).output().context("cannot start rustc")?;
    ensure!(output.status.success(), "rustc failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).context("rustc prints no text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_have_the_names_of_krew() {
        assert_eq!(platform("x86_64-unknown-linux-musl").unwrap(), ("linux", "amd64"));
        assert_eq!(platform("aarch64-unknown-linux-gnu").unwrap(), ("linux", "arm64"));
        assert_eq!(platform("aarch64-apple-darwin").unwrap(), ("darwin", "arm64"));
        assert_eq!(platform("x86_64-pc-windows-msvc").unwrap(), ("windows", "amd64"));
    }

    #[test]
    fn a_platform_that_no_manifest_has_is_refused() {
        for target in ["riscv64gc-unknown-linux-gnu", "aarch64-pc-windows-msvc", "x86_64-unknown-freebsd"] {
            platform(target).expect_err(target);
        }
    }
}

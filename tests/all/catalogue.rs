//! The catalogue holds what its sources say: one minor is generated anew and compared.

use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::process;

/// One trial; all minors are compared by `cargo xtask catalog --check`, which takes minutes.
pub(crate) fn trials() -> Vec<Trial> {
    vec![Trial::test("catalogue/one minor is as its sources say", || check("1.36"))]
}

fn check(minor: &str) -> Result<(), Failed> {
    let output = Command::new(env!("CARGO"))
        .args(["xtask", "catalog", "--check", "--minor", minor])
        .current_dir(process::root())
        .output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

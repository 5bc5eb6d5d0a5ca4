//! The plugin as users get it: through the real kubectl, through krew, with completion, from one archive.

mod files;
mod hooks;
mod jobs;
mod krew;
mod kubectl;
pub(crate) mod machine;
mod shells;

use libtest_mimic::{Failed, Trial};

use crate::expect::{contains, equal};

/// The trials of all parts.
pub(crate) fn trials() -> Vec<Trial> {
    let parts = [
        files::trials(),
        kubectl::trials(),
        krew::trials(),
        shells::trials(),
        jobs::trials(),
        hooks::trials(),
    ];
    parts.into_iter().flatten().collect()
}

/// Reads YAML that is not for kubectl: a job or hooks, whose readers know the types of YAML 1.2.
#[expect(clippy::disallowed_methods, reason = "kubectl does not read these files")]
fn yaml(text: &str) -> Result<serde_json::Value, Failed> {
    Ok(serde_yaml::from_str(text)?)
}

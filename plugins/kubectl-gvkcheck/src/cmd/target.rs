//! The version of Kubernetes to judge against.

use clap::Args;
use kubecheck_catalog::Minor;
use kubecheck_core::cli::CliError;

/// The flag that names the target.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct TargetArgs {
    /// The version of Kubernetes to judge against, such as 1.29 or v1.28.4-gke.1; the newest if not given
    #[arg(long, value_name = "VERSION")]
    pub(super) k8s: Option<String>,
}

impl TargetArgs {
    /// Returns the minor version to judge against: what the flag says, or else the configuration.
    ///
    /// # Errors
    /// What is no version, or outside the catalogue.
    pub(super) fn minor(&self, configured: Option<Minor>) -> Result<Minor, CliError> {
        Ok(self.named(configured)?.unwrap_or(Minor::NEWEST))
    }

    /// Returns the minor version that the flag or else the configuration names, if one does.
    ///
    /// # Errors
    /// What is no version, or outside the catalogue.
    pub(super) fn named(&self, configured: Option<Minor>) -> Result<Option<Minor>, CliError> {
        let Some(text) = &self.k8s else { return Ok(configured) };
        text.parse()
            .map(Some)
            .map_err(|error| CliError::usage(format!("cannot judge against --k8s {text:?}")).cause(error))
    }
}

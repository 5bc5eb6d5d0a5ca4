//! What is known of custom kinds before the input is read.

use clap::Args;
use kubecheck_core::check::rule::Severity;
use kubecheck_core::cli::CliError;
use kubecheck_core::source::{self, Inputs};

use crate::world::load::Loaded;
use crate::world::{Server, World};

/// The flags about custom kinds.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Custom kinds")]
pub(super) struct KnownArgs {
    /// Files or folders with CRDs, which define kinds but are not judged themselves; may be repeated
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub(super) crds: Vec<String>,
    /// A file with what a server serves: discovery as kubectl get --raw /apis… prints it, and its CRDs
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(super) discovery: Option<String>,
    /// How bad a custom kind is that nothing defines [default: warn; error if --discovery names all groups]
    #[arg(long, value_name = "SEVERITY", value_parser = ["error", "warn", "ignore"], hide_default_value = true)]
    pub(super) missing_crd: Option<String>,
}

impl KnownArgs {
    /// Loads the CRDs and the discovery that the flags name.
    ///
    /// # Errors
    /// A path that cannot be read, or in which nothing defines a kind.
    pub(super) fn load(&self) -> Result<Loaded, CliError> {
        let mut all = Loaded::default();
        for path in &self.crds {
            all = all.and(load(path, "no CRD stands in it", "name files or folders with CRDs")?);
        }
        if let Some(path) = &self.discovery {
            let hint = "print one with: (kubectl get --raw /apis; kubectl api-versions | grep / | xargs -I{} kubectl get \
                        --raw /apis/{}; kubectl get crds -o json)";
            all = all.and(load(path, "it names no resource", hint)?);
        }
        Ok(all)
    }

    /// Returns how bad a custom kind is that nothing defines; none if nothing is to be said.
    pub(super) fn missing_crd(&self, world: &World) -> Option<Severity> {
        match self.missing_crd.as_deref() {
            Some("error") => Some(Severity::Error),
            Some("ignore") => None,
            None if world.server().is_some_and(Server::names_all) => Some(Severity::Error),
            _ => Some(Severity::Warning),
        }
    }
}

fn load(path: &str, nothing: &str, hint: &str) -> Result<Loaded, CliError> {
    let inputs = Inputs { paths: vec![path.to_owned()], recursive: true, ..Inputs::default() };
    let loaded = Loaded::read(source::list(&inputs)?);
    if loaded.is_empty() && loaded.gaps.is_empty() {
        return Err(CliError::usage(format!("cannot use {path}: {nothing}")).hint(hint));
    }
    Ok(loaded)
}

//! The plugins of the suite, as the tests go through them.

use kubecheck_core::cli::verbs::Plugin;

/// All plugins.
pub(crate) const PLUGINS: [&Plugin; 4] = [
    &kubectl_gvkcheck::cmd::PLUGIN,
    &kubectl_finalizers::cmd::PLUGIN,
    &kubectl_slocheck::cmd::PLUGIN,
    &kubectl_topocheck::cmd::PLUGIN,
];

//! The rules, one file each with its page.

use kubecheck_core::check::rule::Rule;

/// All rules, in the order of the documentation.
pub static RULES: &[&Rule] = &[];

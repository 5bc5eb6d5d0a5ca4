//! The shared core of the kubecheck plugins: **a source reads a world, checks look at it, a report is told.**
//!
//! - [`source`] reads: files, folders, standard input, kustomize output. No other module opens what is judged.
//! - [`kube`] is the way to an API server: connection flags, discovery, lists. It only reads.
//! - [`change`] writes to a cluster: steps with preconditions, tried on the server first, and what is kept before. Nothing else writes.
//! - [`diff`] compares two values field by field.
//! - [`model`] is what was read: trees with places, objects, selectors.
//! - [`check`] is how a plugin's rules are declared and run. This crate names no rule.
//! - [`report`] is what is told: findings, gaps, counts, and their renderings.
//! - [`cli`] is what the four plugins share at the terminal: exit codes, errors, colour, progress, completion.

pub mod change;
pub mod check;
pub mod cli;
pub mod diff;
pub mod kube;
pub mod model;
pub mod report;
pub mod source;

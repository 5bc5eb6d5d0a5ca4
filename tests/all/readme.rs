//! The README shows what really happens: its console blocks that begin with the plugin are run in the repository.

use libtest_mimic::Trial;

use crate::{process, transcript};

/// One trial a file.
pub(crate) fn trials() -> Vec<Trial> {
    let files = ["README.md"].into_iter().filter(|name| process::root().join(name).exists());
    files
        .map(|name| {
            Trial::test(format!("readme/{name}"), move || {
                transcript::check(&process::root().join(name), is_ours, process::root())
            })
        })
        .collect()
}

fn is_ours(block: &transcript::Block<'_>) -> bool {
    block.body.starts_with("$ kubectl gvkcheck") || block.body.starts_with("$ kubectl-gvkcheck")
}

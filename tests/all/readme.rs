//! The README shows what really happens: its console blocks that begin with the plugin are run in the repository. Those
//! that set up a repository are run in a new one, which has its manifests under `deploy/`.

use std::fs;

use libtest_mimic::{Failed, Trial};

use crate::suite::PLUGINS;
use crate::{process, slocheck, transcript};

/// The heading under which a repository is set up.
const REPOSITORY: &str = "In a repository";

/// One trial for each folder that blocks are run in.
pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("readme/README.md", shows_what_happens),
        Trial::test("readme/a repository is set up as it says", sets_up_a_repository),
    ]
}

fn shows_what_happens() -> Result<(), Failed> {
    let readme = process::root().join("README.md");
    let asks = |block: &transcript::Block<'_>| block.body.starts_with("$ kubectl slocheck ");
    transcript::check(&readme, |block| is_ours(block) && !asks(block), process::root())?;
    transcript::check_after(
        &slocheck::at_home(),
        &readme,
        |block| is_ours(block) && asks(block),
        process::root(),
    )
}

fn is_ours(block: &transcript::Block<'_>) -> bool {
    let mut plugins = PLUGINS.into_iter();
    let is_plugin = plugins.any(|plugin| block.body.starts_with(&format!("$ kubectl {} ", plugin.name)));
    is_plugin && block.heading != REPOSITORY
}

/// Writes the files that the README shows into a new repository, and runs its commands there.
fn sets_up_a_repository() -> Result<(), Failed> {
    let readme = process::root().join("README.md");
    let text = fs::read_to_string(&readme)?;
    let folder = tempfile::tempdir()?;
    fs::create_dir_all(folder.path().join(".git"))?;
    fs::create_dir(folder.path().join("deploy"))?;
    for entry in fs::read_dir(process::root().join("examples/shop"))? {
        let entry = entry?;
        fs::copy(entry.path(), folder.path().join("deploy").join(entry.file_name()))?;
    }
    let blocks = transcript::blocks(&text);
    let files = blocks.iter().filter(|block| block.heading == REPOSITORY);
    let files: Vec<_> = files.filter_map(|block| Some((block.file()?, block.body))).collect();
    if files.is_empty() {
        return Err(format!("no file is shown under {REPOSITORY:?}").into());
    }
    for (name, body) in files {
        fs::write(folder.path().join(name), body)?;
    }
    transcript::check(&readme, |block| block.heading == REPOSITORY, folder.path())
}

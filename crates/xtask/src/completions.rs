//! `cargo xtask completions`: the scripts in `completions/`.

use std::path::Path;

use anyhow::Result;
use kubecheck_core::cli::completion::{Shell, link};

use crate::plugins::{self, Plugin};
use crate::workspace::{self, Generated, Workspace};

/// The shells whose scripts are shipped; `completion elvish` prints one more.
const SHELLS: [Shell; 4] = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Powershell];

/// What to do with the scripts.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Compare with what is committed, instead of writing.
    #[arg(long)]
    check: bool,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let root = Workspace::read()?.root;
    let files: Vec<Generated> = plugins::ALL.iter().flat_map(scripts).collect();
    if args.check { workspace::check(&root, &files, "completions") } else { workspace::write(&root, &files) }
}

/// Generates the scripts of one plugin.
pub(crate) fn scripts(plugin: &Plugin) -> Vec<Generated> {
    let folder = Path::new("completions");
    let shell = |shell: Shell| {
        let script = shell.script(plugin.program, (plugin.command)(), plugin.values);
        Generated::new(folder.join(shell.file_name(plugin.program)), script)
    };
    let kubectl = Generated {
        path: folder.join(link::file_name(plugin.program)),
        content: link::script(plugin.program).into_bytes(),
        executable: true,
    };
    SHELLS.into_iter().map(shell).chain([kubectl]).collect()
}

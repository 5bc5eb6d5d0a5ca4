//! `cargo xtask man`: one manual page a plugin, its commands included.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::plugins::{self, Plugin};
use crate::workspace::{self, Generated, Workspace};

/// Where to write the pages.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder for the pages; dist/man if not given.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Result<()> {
    let folder = match &args.dir {
        Some(folder) => folder.clone(),
        None => Workspace::read()?.root.join("dist/man"),
    };
    let pages = plugins::ALL.iter().map(page).collect::<Result<Vec<_>>>()?;
    workspace::write(&folder, &pages)
}

/// Generates the page of one plugin.
pub(crate) fn page(plugin: &Plugin) -> Result<Generated> {
    let mut command = (plugin.command)().display_name(plugin.program).subcommand_value_name("command");
    command.build();
    let man = Man::new(command.clone()).title(plugin.program.to_uppercase()).manual("kubecheck");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    heading("COMMANDS").to_writer(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        write_subcommand(subcommand, &command, &mut page)?;
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    blocks(&after).try_for_each(|(title, lines)| {
        let mut roff = heading(&title.to_uppercase());
        as_typed(&mut roff, &lines);
        roff.to_writer(&mut page)
    })?;
    Ok(Generated::new(format!("{}.1", plugin.program), page))
}

/// Writes a command: what it does, how it is called, and those of its options that the main command does not have.
fn write_subcommand(command: &Command, main: &Command, page: &mut Vec<u8>) -> Result<()> {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let mut roff = Roff::new();
    roff.control("SS", [command.get_name()]);
    if let Some(about) = command.get_long_about().or(command.get_about()) {
        roff.text([roman(format!("{about}."))]);
    }
    roff.control("PP", []);
    let usage = command.clone().render_usage().to_string();
    let arguments = usage.split_once(name).map_or("", |(_, arguments)| arguments);
    roff.text([bold(name), roman(arguments)]);
    roff.to_writer(page)?;
    let is_shared = |arg: &Arg| main.get_arguments().any(|main| main.get_id() == arg.get_id());
    page.extend(options(command.clone().mut_args(|arg| if is_shared(&arg) { arg.hide(true) } else { arg }))?);
    let mut roff = Roff::new();
    let shared = command.get_arguments().filter(|arg| is_shared(arg) && arg.get_id() != "help");
    let shared: Vec<String> = shared.filter_map(|arg| Some(format!("--{}", arg.get_long()?))).collect();
    if !shared.is_empty() {
        roff.control("PP", []);
        roff.text([roman(format!("As above: {}.", shared.join(", ")))]);
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for (title, lines) in blocks(&after) {
        roff.control("PP", []);
        roff.text([roman(format!("{title}:"))]);
        as_typed(&mut roff, &lines);
    }
    Ok(roff.to_writer(page)?)
}

/// Renders the options of a command without the headings, which would end the section that they belong to.
fn options(command: Command) -> Result<Vec<u8>> {
    let mut rendered = Vec::new();
    Man::new(command).render_options_section(&mut rendered)?;
    let text = String::from_utf8(rendered).context("the manual page is no text")?;
    let lines = text.lines().filter(|line| !line.starts_with(".SH "));
    Ok(lines.flat_map(|line| [line.as_bytes(), b"\n"].concat()).collect())
}

/// Splits what stands below the help into blocks: a title with a colon, and lines.
fn blocks(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.split("\n\n").filter_map(|block| {
        let (title, lines) = block.split_once(":\n")?;
        Some((title, lines.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect()))
    })
}

fn heading(title: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    roff
}

/// Keeps the ends of lines, where the page would fill them.
fn as_typed(roff: &mut Roff, lines: &[&str]) {
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(*line)]);
    }
    roff.control("fi", []);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        let page = page(&plugins::ALL[0]).unwrap();
        assert_eq!(page.path.to_str(), Some("kubectl-gvkcheck.1"));
        String::from_utf8(page.content).unwrap()
    }

    #[test]
    fn every_command_is_on_the_page() {
        let text = text();
        let command = (plugins::ALL[0].command)();
        for subcommand in command.get_subcommands() {
            assert!(
                text.contains(&format!("\n.SS {}\n", subcommand.get_name())),
                "{}",
                subcommand.get_name()
            );
        }
    }

    #[test]
    fn examples_and_exit_codes_keep_their_lines() {
        let text = text();
        assert!(text.contains(".SH \"EXIT CODES\"\n.nf\n0  clean"), "{text}");
        assert!(text.contains(".SH EXAMPLES\n.nf\nkubectl gvkcheck"), "{text}");
    }

    #[test]
    fn options_that_commands_share_are_told_once() {
        let told = |text: &str| text.matches("Leave the headers of columns out").count();
        assert_eq!(told(&text()), 1);
    }
}

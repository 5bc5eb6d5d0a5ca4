//! Configuration files: one map of YAML, of which every word has its place.
//!
//! A typing error in a configuration must not weaken a gate unseen. So what nobody asks for is refused, with its place and
//! what was likely meant; all faults of a file are told at once. What all plugins have is in [`Common`]; each asks the
//! [`Section`] for its own keys as well.

mod common;
mod section;

use std::io::Read;

pub use common::Common;
pub use section::{Section, Word};

use crate::model::object::Origin;
use crate::model::tree::Position;
use crate::source::{self, Part, SourceError};

/// Reads a configuration. `take` asks for the keys there may be; a file that says nothing has none of them.
///
/// # Errors
/// What is no YAML, no map, unknown or of a wrong type, each with its place.
pub fn read<T>(
    name: &str,
    stream: impl Read,
    take: impl FnOnce(&mut Section<'_>) -> T,
) -> Result<T, Vec<SourceError>> {
    let origin = Origin { name: name.into(), named: true, editable: false, live: None };
    let (mut take, mut taken, mut faults) = (Some(take), None, Vec::new());
    let read = source::read_from(&origin, stream, &mut |part| match part {
        Part::Document(document) => match (take.take(), document.tree.root()) {
            (Some(take), Some(root)) => {
                let mut section = Section::new(name, root);
                taken = Some(take(&mut section));
                faults.extend(section.finish());
            }
            (_, root) => {
                let at = root.map_or(Position::default(), |root| root.span().start);
                faults.push((at, "a configuration is one document, and another begins here".to_owned()));
            }
        },
        Part::Broken(broken) => {
            let help = broken.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            faults.push((broken.span.start, format!("{}{help}", broken.message)));
        }
        Part::Template(template) => {
            let at = Position { line: template.first_line, column: 1 };
            faults.push((at, "this is a template, and a configuration is not rendered".to_owned()));
        }
        Part::Gap(gap) => faults.push((Position { line: 1, column: 1 }, gap.why)),
    });
    if let Err(error) = read {
        return Err(vec![error]);
    }
    if let Some(take) = take.filter(|_| faults.is_empty()) {
        taken = Some(take(&mut Section::empty(name)));
    }
    match taken {
        Some(taken) if faults.is_empty() => Ok(taken),
        _ => Err(told(name, faults)),
    }
}

/// Words faults with their places, in the order of the file.
fn told(name: &str, mut faults: Vec<(Position, String)>) -> Vec<SourceError> {
    faults.sort();
    let error = |(at, why): (Position, String)| SourceError {
        message: format!("{name}:{}:{}: {why}", at.line, at.column),
        hint: None,
    };
    faults.into_iter().map(error).collect()
}

#[cfg(test)]
mod tests;

//! How a journey is told: a sentence and a table for people, a document for programs, a picture.

mod document;
mod mermaid;
mod sentence;
mod table;
#[cfg(test)]
mod tests;

pub use document::document;
pub use mermaid::mermaid;
pub use sentence::{promised, sentence};
pub use table::text;

use super::plan::{Kind, Part, Plan};

/// Returns what a part is called: by its name, or else by what it is.
fn title(plan: &Plan, part: &Part) -> String {
    match (&part.kind, &part.name) {
        (Kind::Leaf(at), Some(name)) if *name != plan.leaves[*at].name => {
            format!("{name} ({})", plan.leaves[*at].name)
        }
        (Kind::Leaf(at), _) => plan.leaves[*at].name.clone(),
        (Kind::Of(operator, parts), Some(name)) => format!("{name}: {}", operator.spelled(parts.len())),
        (Kind::Of(operator, parts), None) => operator.spelled(parts.len()),
    }
}

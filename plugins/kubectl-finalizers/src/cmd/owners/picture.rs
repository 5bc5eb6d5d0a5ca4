//! What owns an object and what it owns, as a graph for Graphviz and for Mermaid.

use kubecheck_core::report::render;

use crate::owners::{Family, Member, State};

/// Writes a graph in the language of Graphviz.
pub(super) fn dot(family: &Family) -> String {
    let mut text = "digraph owners {\n  rankdir=LR;\n  node [shape=box];\n".to_owned();
    for (at, member) in family.members.iter().enumerate() {
        let style = match member.state {
            State::There if at == 0 => ", style=bold",
            State::There => "",
            State::Gone | State::Unknown => ", style=dashed",
        };
        let label = label(member).replace('\\', "\\\\").replace('"', "\\\"");
        text.push_str(&format!("  n{at} [label=\"{label}\"{style}];\n"));
    }
    for link in &family.links {
        let style = if link.blocks { "" } else { " [style=dashed]" };
        text.push_str(&format!("  n{} -> n{}{style};\n", link.owner, link.dependent));
    }
    text + "}\n"
}

/// Writes a flowchart in the language of Mermaid.
pub(super) fn mermaid(family: &Family) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (at, member) in family.members.iter().enumerate() {
        let label = label(member).replace('"', "#quot;").replace(['<', '>'], "_");
        text.push_str(&format!("  n{at}[\"{label}\"]\n"));
    }
    for link in &family.links {
        let arrow = if link.blocks { "-->" } else { "-.->" };
        text.push_str(&format!("  n{} {arrow} n{}\n", link.owner, link.dependent));
    }
    text
}

fn label(member: &Member) -> String {
    let name = render::escape(&render::object(&member.object)).into_owned();
    match member.state {
        State::There => name,
        State::Gone => format!("{name} (gone)"),
        State::Unknown => format!("{name} (not known)"),
    }
}

//! Chains as rows of a table.

use kubecheck_core::model::time;
use kubecheck_core::report::render::{self, Style};

use super::named::number;
use super::{Chain, State};
use crate::evidence::Alive;

/// How many things that hold an object a row shows.
const SHOWN: usize = 3;

/// Objects of one kind in one namespace that are held by the same things.
struct Row<'c> {
    /// The one that has been going for the longest time.
    first: &'c Chain,
    count: usize,
}

/// Writes chains as a table, the worst first; `place` names what was looked at.
pub fn write(chains: &[Chain], is_wide: bool, place: &str, gaps: usize, style: &Style) -> String {
    let missing = if gaps == 0 { String::new() } else { format!("; {}", number(gaps, "gap")) };
    if chains.is_empty() {
        return format!("nothing is being deleted in {place}{missing}\n");
    }
    let rows = rows(chains, is_wide);
    let columns = if is_wide {
        &["NAMESPACE", "OBJECT", "AGE", "STATE", "HELD BY", "OWNER", "ALIVE"][..]
    } else {
        &["NAMESPACE", "OBJECT", "AGE", "STATE", "HELD BY"]
    };
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells(is_wide)).collect();
    let mut text = render::table(columns, &cells, style);
    let states = [State::Stuck, State::Blocked, State::Unknown, State::AsDesigned, State::InProgress];
    let counts = states.iter().filter_map(|state| {
        let count = chains.iter().filter(|chain| chain.state == *state).count();
        (count > 0).then(|| format!("{count} {}", state.words()))
    });
    let (counts, total) = (counts.collect::<Vec<_>>().join(", "), number(chains.len(), "object"));
    text.push_str(&format!("{total} being deleted in {place}: {counts}{missing}\n"));
    let first = rows[0].first;
    let next = format!("next: kubectl finalizers why {}{}", first.object.typed(), first.flags);
    text.push_str(&format!("{}\n", render::escape(&next)));
    text
}

fn rows(chains: &[Chain], is_wide: bool) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for chain in chains {
        let is_same = |row: &&mut Row<'_>| {
            let (first, object) = (row.first, &row.first.object);
            (&object.api_version, &object.kind, &object.namespace, first.state, &first.held_by)
                == (
                    &chain.object.api_version,
                    &chain.object.kind,
                    &chain.object.namespace,
                    chain.state,
                    &chain.held_by,
                )
        };
        match rows.iter_mut().find(is_same).filter(|_| !is_wide) {
            Some(row) => row.count += 1,
            None => rows.push(Row { first: chain, count: 1 }),
        }
    }
    rows
}

impl Row<'_> {
    fn cells(&self, is_wide: bool) -> Vec<String> {
        let chain = self.first;
        let object = match self.count {
            1 => chain.object.to_string(),
            count => format!("{} and {} more", chain.object, count - 1),
        };
        let held_by = match chain.held_by.len().saturating_sub(SHOWN) {
            0 => chain.held_by.join(", "),
            more => format!("{} and {more} more", chain.held_by[..SHOWN].join(", ")),
        };
        let mut cells = vec![
            chain.object.namespace.clone().unwrap_or_default(),
            object,
            chain.age.map(time::age).unwrap_or_default(),
            chain.state.words().to_owned(),
            held_by,
        ];
        if is_wide {
            let worst = chain.links.iter().filter(|link| link.owner.is_some()).max_by_key(|link| link.state);
            cells.push(worst.and_then(|link| link.owner.clone()).unwrap_or_default());
            let alive = worst.map_or(Alive::Unknown, |link| link.alive);
            cells.push(super::text::alive(alive).to_owned());
        }
        cells
    }
}

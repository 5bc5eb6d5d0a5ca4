//! `owner-cycle`: objects own each other.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::report::finding::{Finding, Related};
use kubecheck_core::report::render;

use crate::owners::{Circle, place};

/// The rule.
pub static RULE: Rule = Rule {
    id: "FIN004",
    name: "owner-cycle",
    summary: "Objects own each other, so that none of them is ever collected",
    severity: Severity::Warning,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("owner_cycle.md"),
};

/// How many objects of a circle a message names.
const NAMED: usize = 6;

/// Makes a finding of objects that own each other.
pub(crate) fn finding(circle: &Circle, context: Option<&str>) -> Finding {
    let names: Vec<String> = circle.way.iter().map(render::object).collect();
    let first = names.first().cloned().unwrap_or_default();
    let message = if names.len() == 1 {
        format!("{first} owns itself")
    } else {
        let more = names.len().saturating_sub(NAMED);
        let mut way = names[..names.len() - more].to_vec();
        if more > 0 {
            way.push(format!("{more} more"));
        }
        let beside = circle.members - names.len();
        let others = if beside > 0 {
            format!("; {beside} more are owned in circles with them")
        } else {
            String::new()
        };
        format!("owned in a circle: {} -> {first}{others}", way.join(" -> "))
    };
    let members = if circle.members == 1 {
        "it".to_owned()
    } else {
        format!("{} of the {}", circle.goes, circle.members)
    };
    let help = format!(
        "nobody deletes them because nobody asked: each still has an owner; if the first is deleted (in the background, as kubectl \
         does), the garbage collector deletes {members}"
    );
    let places = circle.way.iter().zip(&circle.at).zip(&names).skip(1).take(NAMED);
    let related = places.map(|((object, at), name)| Related {
        message: format!("{name} is part of it"),
        place: place(object, *at, context),
    });
    Finding {
        rule: &RULE,
        severity: RULE.severity,
        message,
        place: place(&circle.way[0], circle.at[0], context),
        related: related.collect(),
        help: Some(help),
        fix: None,
        snippet: None,
    }
}

//! Whole runs in random worlds: restarts, gaps, errors that appear late, services that end, outages. The gate passes nowhere that
//! truth denies, and denies nowhere that truth is fine with it, as far as scrapes can tell.
//!
//! `KUBECHECK_SLO_WORLDS` says how many worlds; each has a number, which is its seed.

mod made;
mod truth;

use std::collections::BTreeMap;

use kubecheck_test_support::Prometheus;
use kubecheck_test_support::prometheus::Data;
use libtest_mimic::{Failed, Trial};

use self::made::World;
use self::truth::{Truth, truth};
use super::document;
use crate::expect::equal;

/// How many worlds there are, unless the environment says otherwise.
const WORLDS: u64 = 10;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("slocheck/worlds at random are judged as is true", random)]
}

fn random() -> Result<(), Failed> {
    let count = match std::env::var("KUBECHECK_SLO_WORLDS") {
        Ok(text) => text.parse()?,
        Err(_) => WORLDS,
    };
    let worlds: Vec<World> = (0..count).map(World::new).collect();
    let data = worlds.iter().fold(Data::scraped(made::scrapes()), |data, world| world.add(data));
    let server = Prometheus::start(&data);
    let mut told = BTreeMap::new();
    for world in &worlds {
        let verdict = judge(world, &server.url())?;
        *told.entry(verdict).or_insert(0_u64) += 1;
    }
    // Worlds in which everything is fine, or nothing known, would prove nothing.
    let few = count / 10;
    for verdict in ["pass", "deny", "insufficient"] {
        equal(
            &format!("{verdict} in {told:?}"),
            told.get(verdict).copied().unwrap_or_default() >= few,
            true,
        )?;
    }
    Ok(())
}

/// Judges a world, and compares with what is true of it.
fn judge(world: &World, url: &str) -> Result<String, Failed> {
    let (gate, code) = document(&format!("gate {} --prometheus {url}", world.flags()))?;
    let verdict = gate["verdict"].as_str().unwrap_or_default().to_owned();
    let about = |what: &str| {
        Failed::from(format!("world {}: {what}\n{}\n{}", world.number, world.flags(), gate["sentence"]))
    };
    let expected = match verdict.as_str() {
        "pass" => 0,
        "deny" => 1,
        "insufficient" => 3,
        _ => return Err(about("it makes no sense of it")),
    };
    equal(&format!("exit code of world {}", world.number), code, expected)?;
    match (truth(world), verdict.as_str()) {
        (Truth { is_bad: true, .. }, "pass") => Err(about("it passes, and truth denies")),
        (Truth { is_known: false, .. }, "pass") => Err(about("it passes, and too little is known")),
        (Truth { is_fine: true, .. }, "deny") => Err(about("it denies, and all is fine")),
        (Truth { is_fine: true, is_known: true, .. }, "insufficient") => {
            Err(about("it does not know, and all is known"))
        }
        (Truth { is_bad: true, is_known: true, .. }, "insufficient") => {
            Err(about("it does not know, and truth denies"))
        }
        _ => Ok(verdict),
    }
}

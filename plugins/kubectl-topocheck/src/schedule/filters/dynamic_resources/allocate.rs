//! Whether the devices that a node reaches are enough for claims (`k8s.io/dynamic-resource-allocation/structured`, `Allocate`).
//!
//! The scheduler tries all ways to give devices to requests. What decides it here is whether there is one at all: once with everything
//! that is not looked at in the claims' favour, and once against them. Only where both agree is something said.

use super::pools::{Reachable, Reached};
use super::wanted::{Choice, Count, Wanted};
use crate::model::device::{Device, Toleration};
use crate::schedule::version::Features;

/// How many devices a claim may have (`AllocationResultsMaxSize`).
const MOST: usize = 32;
/// How many ways to choose among alternatives are tried.
const TRIES: usize = 512;

/// Whether the devices are enough.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// They are.
    Fits,
    /// They are not.
    Lacks,
    /// Nobody can say without what is not looked at.
    Unclear,
    /// The scheduler fails, in these words.
    Fails(String),
}

/// Finds whether the devices of a node are enough for claims.
pub(super) fn allocate(reached: &Reached<'_>, wanted: &[Wanted<'_>], features: &Features) -> Outcome {
    if let Some(error) = wanted.iter().find_map(|wanted| fails(reached, wanted)) {
        return Outcome::Fails(error);
    }
    let search = |is_kind| Search { reached, wanted, features, is_kind, tries: 0 };
    let can = search(true).run();
    // Pools in error end the search of older schedulers, if they come before it is done.
    let is_sound = reached.invalid.is_none() || features.survives_invalid_pools;
    match (can, &reached.invalid) {
        (false, Some((pool, device))) if !is_sound => {
            Outcome::Fails(format!("pool {} is invalid: duplicate device name {device}", pool.1))
        }
        (false, _) => Outcome::Lacks,
        (true, _) if is_sound && search(false).run() => Outcome::Fits,
        (true, _) => Outcome::Unclear,
    }
}

/// Finds what the scheduler fails on before it looks for devices (`validateDeviceRequest`).
fn fails(reached: &Reached<'_>, wanted: &Wanted<'_>) -> Option<String> {
    let claim = &wanted.claim;
    let incomplete = reached.incomplete.map(|pool| (pool, "being updated"));
    let broken =
        incomplete.into_iter().chain(reached.invalid.as_ref().map(|(pool, _)| (*pool, "invalid"))).min();
    let mut all = wanted.requests.iter().flatten();
    if let Some((pool, state)) = broken
        && let Some(choice) = all.find(|choice| choice.count == Count::All)
    {
        let ((driver, pool), name) = (pool, choice.name);
        return Some(format!(
            "claim {claim}, request {name}: asks for all devices, but resource pool {driver}/{pool} is currently {state}"
        ));
    }
    let least = |choice: &Choice<'_>| match choice.count {
        Count::Exactly(count) => count,
        Count::All if choice.is_unclear => 0,
        Count::All => reached.devices.len(),
    };
    let least: usize =
        wanted.requests.iter().map(|choices| choices.iter().map(least).min().unwrap_or(0)).sum();
    (least > MOST).then(|| {
        format!("claim {claim}: number of requested devices {least} exceeds the claim limit of {MOST}")
    })
}

/// A search for a way to give devices to requests.
struct Search<'a> {
    reached: &'a Reached<'a>,
    wanted: &'a [Wanted<'a>],
    features: &'a Features,
    /// Whether what is not looked at is taken to be in the claims' favour.
    is_kind: bool,
    tries: usize,
}

/// For each device that must be found, which ones will do.
type Units = Vec<Vec<usize>>;

impl Search<'_> {
    fn run(mut self) -> bool {
        if !self.is_kind && self.wanted.iter().any(|wanted| wanted.is_constrained) {
            return false;
        }
        self.choose((0, 0), 0, &mut Vec::new())
    }

    /// Chooses an alternative for each request from a place on, and looks whether all devices can then be found.
    fn choose(&mut self, (claim, request): (usize, usize), devices: usize, units: &mut Units) -> bool {
        let Some(wanted) = self.wanted.get(claim) else {
            self.tries += 1;
            return if self.tries > TRIES {
                self.is_kind
            } else {
                match_all(units, self.reached.devices.len())
            };
        };
        let Some(choices) = wanted.requests.get(request) else {
            return self.choose((claim + 1, 0), 0, units);
        };
        choices.iter().any(|choice| {
            let before = units.len();
            let Some(more) = self.demand(choice, units) else {
                units.truncate(before);
                return false;
            };
            let found = devices + more <= MOST && self.choose((claim, request + 1), devices + more, units);
            units.truncate(before);
            found
        })
    }

    /// Adds the devices that must be found for a choice, and returns how many it takes; none if it cannot be had.
    fn demand(&self, choice: &Choice<'_>, units: &mut Units) -> Option<usize> {
        if !self.is_kind && (choice.is_unclear || choice.is_admin) {
            return None;
        }
        let devices = || self.reached.devices.iter().enumerate();
        let usable: Vec<usize> =
            devices().filter(|(_, device)| self.is_usable(device, choice)).map(|(at, _)| at).collect();
        let mut shared = usable.iter().filter(|at| self.reached.devices[**at].is_shared);
        let has_shared = shared.next().is_some();
        match choice.count {
            Count::Exactly(count) if choice.is_admin => (usable.len() >= count).then_some(count),
            Count::Exactly(count) if has_shared => Some(count),
            Count::Exactly(count) => {
                units.extend(std::iter::repeat_n(usable, count));
                Some(count)
            }
            // Which ones are meant is not known, but one is.
            Count::All if choice.is_unclear => (!usable.is_empty()).then_some(1),
            Count::All => {
                let is_lost = |(at, device): (usize, &Reachable<'_>)| {
                    !(usable.contains(&at) || self.is_kind && device.is_unclear)
                };
                if self.reached.devices.is_empty() || devices().any(is_lost) {
                    return None;
                }
                let alone = usable.iter().filter(|at| !self.reached.devices[**at].is_shared);
                units.extend(alone.map(|at| vec![*at]));
                Some(self.reached.devices.len())
            }
        }
    }

    fn is_usable(&self, device: &Reachable<'_>, choice: &Choice<'_>) -> bool {
        let is_clear = !device.is_unclear && !device.is_shared;
        (self.is_kind || is_clear)
            && (choice.is_admin || !device.is_taken)
            && (!self.features.device_taints || is_tolerated(device.device, choice.tolerations))
    }
}

/// Tells whether no taint keeps a claim away (`taintPreventsAllocation`).
fn is_tolerated(device: &Device, tolerations: &[Toleration]) -> bool {
    let mut hard =
        device.taints.iter().filter(|taint| matches!(taint.effect.as_str(), "NoSchedule" | "NoExecute"));
    hard.all(|taint| tolerations.iter().any(|toleration| toleration.tolerates(taint)))
}

/// Tells whether each unit can have a device of its own.
fn match_all(units: &Units, devices: usize) -> bool {
    let mut owner = vec![None; devices];
    (0..units.len()).all(|unit| give(unit, units, &mut owner, &mut vec![false; devices]))
}

/// Gives a unit a device, if need be by giving the one that has it another.
fn give(unit: usize, units: &Units, owner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for &device in &units[unit] {
        if std::mem::replace(&mut seen[device], true) {
            continue;
        }
        if owner[device].is_none_or(|other| give(other, units, owner, seen)) {
            owner[device] = Some(unit);
            return true;
        }
    }
    false
}

//! What claims want, as far as it can be told without running expressions.

use crate::model::device::{DeviceClass, ExactDeviceRequest, ResourceClaim, Toleration};
use crate::schedule::snapshot::Snapshot;

/// What a claim wants.
#[derive(Clone, Debug)]
pub(super) struct Wanted<'s> {
    /// The claim: `namespace/name`.
    pub(super) claim: String,
    /// For each request the alternatives, the first of which that can be had is taken.
    pub(super) requests: Vec<Vec<Choice<'s>>>,
    /// Whether something must hold between its devices that is not looked at.
    pub(super) is_constrained: bool,
    /// What is not looked at, in words.
    pub(super) doubts: Vec<String>,
}

/// Devices of one class.
#[derive(Clone, Debug)]
pub(super) struct Choice<'s> {
    /// The request, or the alternative.
    pub(super) name: &'s str,
    /// The class.
    pub(super) class: &'s str,
    /// How many.
    pub(super) count: Count,
    /// Whether devices in use will do.
    pub(super) is_admin: bool,
    /// The taints that are tolerated.
    pub(super) tolerations: &'s [Toleration],
    /// Whether which devices will do depends on something that is not looked at.
    pub(super) is_unclear: bool,
}

/// How many devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// So many.
    Exactly(usize),
    /// All that will do, one at least.
    All,
}

impl<'s> Wanted<'s> {
    /// Reads what a claim wants.
    pub(super) fn of(claim: &'s ResourceClaim, snapshot: &'s Snapshot) -> Wanted<'s> {
        let devices = &claim.spec.devices;
        let is_constrained = !devices.constraints.is_empty();
        let mut wanted =
            Wanted { claim: claim.metadata.key(), requests: Vec::new(), is_constrained, doubts: Vec::new() };
        if is_constrained {
            wanted.doubt("constraints between devices are not judged");
        }
        for request in &devices.requests {
            let choices: Vec<Choice<'s>> = match &request.exactly {
                Some(exactly) => vec![wanted.choice(&request.name, exactly, snapshot)],
                None => {
                    let all = request.first_available.iter();
                    all.map(|one| wanted.choice(&one.name, one, snapshot)).collect()
                }
            };
            wanted.requests.push(choices);
        }
        wanted
    }

    /// Makes what the scheduler asks for on a node in the place of extended resources.
    pub(super) fn of_classes(
        namespace: &str,
        classes: Vec<(&'s DeviceClass, i64)>,
        snapshot: &Snapshot,
    ) -> Wanted<'s> {
        let claim = format!("{namespace}/<extended-resources>");
        let mut wanted = Wanted { claim, requests: Vec::new(), is_constrained: false, doubts: Vec::new() };
        for (class, count) in classes {
            let class = class.metadata.name.as_str();
            let is_unclear = wanted.is_unclear(class, snapshot);
            let count = Count::Exactly(usize::try_from(count).unwrap_or(0));
            wanted.requests.push(vec![Choice {
                name: class,
                class,
                count,
                is_admin: false,
                tolerations: &[],
                is_unclear,
            }]);
        }
        wanted
    }

    fn choice(&mut self, name: &'s str, request: &'s ExactDeviceRequest, snapshot: &Snapshot) -> Choice<'s> {
        let class = request.device_class_name.as_str();
        let mut is_unclear = self.is_unclear(class, snapshot);
        for (is_there, what) in [
            (!request.selectors.is_empty(), "expressions in CEL are not run"),
            (request.capacity.is_some(), "shares of devices are not counted"),
            (request.admin_access == Some(true), "access to devices in use is not judged"),
        ] {
            if is_there {
                is_unclear = true;
                self.doubt(&format!("request {name}: {what}"));
            }
        }
        let count = match request.allocation_mode.as_str() {
            "All" => Count::All,
            _ => Count::Exactly(usize::try_from(request.count.unwrap_or(1)).unwrap_or(0)),
        };
        let is_admin = request.admin_access == Some(true);
        Choice { name, class, count, is_admin, tolerations: &request.tolerations, is_unclear }
    }

    /// Tells whether a class chooses its devices by expressions.
    fn is_unclear(&mut self, class: &str, snapshot: &Snapshot) -> bool {
        let found = snapshot.around.device_classes.get(class);
        let is_unclear = found.is_none_or(|class| !class.spec.selectors.is_empty());
        if is_unclear {
            self.doubt(&format!("class {class} chooses devices by expressions in CEL, which are not run"));
        }
        is_unclear
    }

    fn doubt(&mut self, what: &str) {
        self.doubts.push(format!("claim {}: {what}", self.claim));
    }

    /// Says what is wanted: `2 of class gpu.example.com`.
    pub(super) fn describe(&self) -> String {
        let choice = |choice: &Choice<'_>| match choice.count {
            Count::Exactly(count) => format!("{count} of class {}", choice.class),
            Count::All => format!("all of class {}", choice.class),
        };
        let requests =
            self.requests.iter().map(|choices| choices.iter().map(choice).collect::<Vec<_>>().join(" or "));
        requests.collect::<Vec<_>>().join(" and ")
    }
}

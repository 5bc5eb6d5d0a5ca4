//! Amounts of resources as the scheduler counts them: CPU in thousandths, all else in whole numbers (`framework/types.go`, `Resource`).

use std::collections::BTreeMap;

use kubecheck_core::model::quantity::Quantity;

use crate::model::ResourceList;

/// CPU, the one resource that is counted in thousandths.
pub const CPU: &str = "cpu";
/// Memory, in bytes.
pub const MEMORY: &str = "memory";
/// Room on the node's disk, in bytes.
pub const EPHEMERAL_STORAGE: &str = "ephemeral-storage";
/// How many pods a node takes.
pub const PODS: &str = "pods";

/// Amounts of resources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resources {
    /// CPU in thousandths.
    pub milli_cpu: i64,
    /// Memory in bytes.
    pub memory: i64,
    /// Disk in bytes.
    pub ephemeral_storage: i64,
    /// How many pods; only nodes have it.
    pub pods: i64,
    /// All else that the scheduler counts, by name.
    pub scalars: BTreeMap<String, i64>,
}

impl Resources {
    /// Counts what stands in an object, as the scheduler does: names that it does not know are left out.
    pub fn of(list: &ResourceList) -> Resources {
        let mut found = Resources::default();
        for (name, quantity) in list {
            match name.as_str() {
                CPU => found.milli_cpu = quantity.milli_value(),
                MEMORY => found.memory = quantity.value(),
                EPHEMERAL_STORAGE => found.ephemeral_storage = quantity.value(),
                PODS => found.pods = quantity.value(),
                name if is_scalar(name) => drop(found.scalars.insert(name.to_owned(), quantity.value())),
                _ => {}
            }
        }
        found
    }

    /// Counts what a pod asks for, which is never less than nothing (`SetMaxResource`).
    pub fn requested(list: &ResourceList) -> Resources {
        let mut found = Resources { pods: 0, ..Resources::of(list) };
        found.milli_cpu = found.milli_cpu.max(0);
        found.memory = found.memory.max(0);
        found.ephemeral_storage = found.ephemeral_storage.max(0);
        found.scalars.values_mut().for_each(|amount| *amount = (*amount).max(0));
        found
    }

    /// Tells whether nothing at all is asked for; an extended resource of which 0 are asked for is something.
    pub fn is_nothing(&self) -> bool {
        self.milli_cpu == 0 && self.memory == 0 && self.ephemeral_storage == 0 && self.scalars.is_empty()
    }

    /// Adds amounts, so many times; what is more than an int64 holds is cut to it.
    pub fn add(&mut self, other: &Resources, times: i64) {
        let add = |own: &mut i64, amount: i64| *own = own.saturating_add(times.saturating_mul(amount));
        add(&mut self.milli_cpu, other.milli_cpu);
        add(&mut self.memory, other.memory);
        add(&mut self.ephemeral_storage, other.ephemeral_storage);
        for (name, amount) in &other.scalars {
            add(self.scalars.entry(name.clone()).or_default(), *amount);
        }
    }

    /// Returns an amount by name.
    pub fn get(&self, name: &str) -> i64 {
        match name {
            CPU => self.milli_cpu,
            MEMORY => self.memory,
            EPHEMERAL_STORAGE => self.ephemeral_storage,
            PODS => self.pods,
            name => self.scalars.get(name).copied().unwrap_or(0),
        }
    }

    /// Returns all amounts by name, pods left out.
    pub fn all(&self) -> impl Iterator<Item = (&str, i64)> {
        let named =
            [(CPU, self.milli_cpu), (MEMORY, self.memory), (EPHEMERAL_STORAGE, self.ephemeral_storage)];
        named.into_iter().chain(self.scalars.iter().map(|(name, amount)| (name.as_str(), *amount)))
    }
}

/// Makes the quantity of a counted amount.
pub fn quantity(name: &str, amount: i64) -> Quantity {
    if name == CPU { Quantity::milli(amount) } else { Quantity::whole(amount) }
}

/// Tells whether the scheduler counts a resource by its name (`IsScalarResourceName`, `pkg/scheduler/util/utils.go`).
fn is_scalar(name: &str) -> bool {
    is_extended(name)
        || name.starts_with("hugepages-")
        || is_native(name)
        || name.starts_with("attachable-volumes-")
}

/// Tells whether a resource is of kubernetes.io (`IsPrefixedNativeResource`).
fn is_native(name: &str) -> bool {
    name.contains("kubernetes.io/")
}

/// Tells whether a resource is somebody else's (`IsExtendedResourceName`, `pkg/apis/core/v1/helper`).
pub fn is_extended(name: &str) -> bool {
    name.contains('/') && !is_native(name) && !name.starts_with("requests.")
}

/// Tells whether a limit may be larger than the request (`IsOvercommitAllowed`, `pkg/apis/core/helper`): of huge pages and of somebody
/// else's resources both are the same.
pub fn is_overcommitted(name: &str) -> bool {
    (!name.contains('/') || is_native(name)) && !name.starts_with("hugepages-")
}

//! A world while it is made.

use serde_json::{Value, json};

use super::Topic;
use crate::dice::Dice;

/// The namespaces, and how many pods of a hundred are in each.
const NAMESPACES: [(&str, i64); 3] = [("default", 70), ("team-a", 18), ("team-b", 12)];

/// A world while it is made.
pub(super) struct Land {
    seed: Dice,
    pub(super) topics: Vec<Topic>,
    /// The names of all nodes.
    pub(super) nodes: Vec<String>,
    pub(super) objects: Vec<Value>,
    count: i64,
    /// There are few nodes for many pods.
    pub(super) is_crowded: bool,
}

impl Land {
    pub(super) fn new(seed: u64, topics: Vec<Topic>) -> Land {
        let seed = Dice::new(seed);
        let is_crowded = seed.part("crowd").percent(40);
        Land { seed, topics, nodes: Vec::new(), objects: Vec::new(), count: 0, is_crowded }
    }

    /// Returns the dice of a part of this world.
    pub(super) fn dice(&self, part: &str) -> Dice {
        self.seed.part(part)
    }

    /// Tells whether the world is about a topic.
    pub(super) fn has(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }

    /// Adds an object with a UID of its own, and returns its place.
    pub(super) fn put(&mut self, mut object: Value) -> usize {
        self.count += 1;
        object["metadata"]["uid"] = json!(format!("00000000-0000-4000-8000-{:012}", self.count));
        object["metadata"]["creationTimestamp"] = json!(moment(self.count));
        self.objects.push(object);
        self.objects.len() - 1
    }

    pub(super) fn namespaces(&mut self) {
        let labels = [json!({"team": "core"}), json!({"team": "a", "env": "prod"}), json!({"team": "b"})];
        for ((name, _), mut labels) in NAMESPACES.into_iter().zip(labels) {
            labels["kubernetes.io/metadata.name"] = json!(name);
            self.put(
                json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}),
            );
        }
    }

    /// Returns how many objects there are of a kind.
    pub(super) fn of(&self, kind: &str) -> Vec<usize> {
        (0..self.objects.len()).filter(|index| self.objects[*index]["kind"] == kind).collect()
    }
}

/// Returns one of the namespaces.
pub(super) fn namespace(dice: &mut Dice) -> &'static str {
    let mut left = dice.below(100);
    for (name, share) in NAMESPACES {
        if left < share {
            return name;
        }
        left -= share;
    }
    NAMESPACES[0].0
}

/// Returns a moment of the day on which all happens; no two of different numbers are the same.
pub(super) fn moment(number: i64) -> String {
    format!("2026-03-01T{:02}:{:02}:{:02}Z", number / 3600 % 24, number / 60 % 60, number % 60)
}

/// Adds an item to a list in an object, which may not be there yet.
pub(super) fn push(list: &mut Value, item: Value) {
    match list {
        Value::Array(items) => items.push(item),
        _ => *list = json!([item]),
    }
}

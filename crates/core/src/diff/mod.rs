//! Differences between two values, field by field, each with its place.
//!
//! [`values`] compares two JSON values as Kubernetes means them: the order of fields does not count, and lists whose items have a
//! key of their own (`name`, `uid`, `key` …) are compared by it, so that an item that comes first does not make all others
//! differ. Such lists still have an order; that it changed is a difference of its own.

mod list;

use serde_json::Value;

use crate::model::pointer::push;

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where: a JSON pointer. Indices are those of the left side, of the right side for what only stands there.
    pub pointer: String,
    /// What differs.
    pub what: What,
}

/// What differs at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Only the left side has it.
    OnlyLeft(Value),
    /// Only the right side has it.
    OnlyRight(Value),
    /// Both have it, not the same.
    Differs(Value, Value),
    /// Both have the same items in another order.
    Order,
}

/// Compares two values, in the order of the left side's fields; what only the right side has comes behind.
pub fn values(left: &Value, right: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    compare(left, right, "", &mut changes);
    changes
}

fn compare(left: &Value, right: &Value, at: &str, changes: &mut Vec<Change>) {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            for (name, value) in left {
                let at = join(at, name);
                match right.get(name) {
                    Some(other) => compare(value, other, &at, changes),
                    None => add(changes, at, What::OnlyLeft(value.clone())),
                }
            }
            for (name, value) in right.iter().filter(|(name, _)| !left.contains_key(*name)) {
                add(changes, join(at, name), What::OnlyRight(value.clone()));
            }
        }
        (Value::Array(left), Value::Array(right)) => list::compare(left, right, at, changes),
        _ if same(left, right) => {}
        _ => add(changes, at.to_owned(), What::Differs(left.clone(), right.clone())),
    }
}

fn add(changes: &mut Vec<Change>, pointer: String, what: What) {
    changes.push(Change { pointer, what });
}

fn join(at: &str, token: &str) -> String {
    let mut pointer = at.to_owned();
    push(&mut pointer, token);
    pointer
}

/// Compares scalars; `1` and `1.0` are the same number.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64()
        }
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(left: Value, right: Value) -> Vec<String> {
        let tell = |change: Change| {
            let at = change.pointer;
            match change.what {
                What::OnlyLeft(value) => format!("- {at} {value}"),
                What::OnlyRight(value) => format!("+ {at} {value}"),
                What::Differs(left, right) => format!("~ {at} {left} {right}"),
                What::Order => format!("o {at}"),
            }
        };
        values(&left, &right).into_iter().map(tell).collect()
    }

    #[test]
    fn equal_values_have_no_difference_whatever_the_order_of_fields() {
        assert!(told(json!({"a": 1, "b": [1.0]}), json!({"b": [1], "a": 1.0})).is_empty());
    }

    #[test]
    fn fields_are_told_by_their_pointers() {
        let left = json!({"a": {"x/y": 1}, "b": true, "c": null});
        let right = json!({"a": {"x/y": 2}, "c": null, "d": "new"});
        assert_eq!(told(left, right), ["~ /a/x~1y 1 2", "- /b true", "+ /d \"new\""]);
    }

    #[test]
    fn another_type_is_one_difference() {
        assert_eq!(told(json!({"a": [1]}), json!({"a": {"b": 1}})), ["~ /a [1] {\"b\":1}"]);
    }

    #[test]
    fn items_are_compared_by_their_key() {
        let left = json!([{"name": "a", "v": 1}, {"name": "b", "v": 2}]);
        let right = json!([{"name": "new", "v": 0}, {"name": "a", "v": 1}, {"name": "b", "v": 3}]);
        assert_eq!(told(left, right), ["~ /1/v 2 3", "+ /0 {\"name\":\"new\",\"v\":0}"]);
    }

    #[test]
    fn a_changed_order_is_told_once() {
        let left = json!({"l": [{"name": "a"}, {"name": "b"}, {"name": "c"}]});
        let right = json!({"l": [{"name": "c"}, {"name": "a"}, {"name": "b"}]});
        assert_eq!(told(left, right), ["o /l"]);
    }

    #[test]
    fn lists_without_keys_are_compared_by_position() {
        assert_eq!(told(json!([1, 2, 3]), json!([1, 3])), ["~ /1 2 3", "- /2 3"]);
        let twice = json!([{"name": "a"}, {"name": "a", "v": 1}]);
        assert_eq!(told(twice, json!([{"name": "a"}])), ["- /1 {\"name\":\"a\",\"v\":1}"]);
    }

    #[test]
    fn ports_have_two_keys() {
        let left =
            json!([{"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53, "protocol": "TCP"}]);
        let right = json!([{"containerPort": 53, "protocol": "TCP", "hostPort": 1}]);
        assert_eq!(
            told(left, right),
            ["- /0 {\"containerPort\":53,\"protocol\":\"UDP\"}", "+ /1/hostPort 1"]
        );
    }
}

//! Label selectors (`k8s.io/apimachinery/pkg/apis/meta/v1`, `LabelSelectorAsSelector`).

use super::tree::{NodeId, Value};

/// The demands a selector makes, all of which must be met.
pub struct Selector<'t> {
    demands: Vec<Demand<'t>>,
    /// How many demands there are, those included that cannot be read.
    stated: usize,
}

/// One demand on one label.
struct Demand<'t> {
    at: NodeId,
    key: &'t str,
    operator: Operator<'t>,
}

enum Operator<'t> {
    In(Vec<&'t str>),
    NotIn(Vec<&'t str>),
    Exists,
    DoesNotExist,
}

/// A demand that labels do not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The demand's node.
    pub at: NodeId,
    /// What is demanded: `app=web`.
    pub demand: String,
    /// What the labels have instead: `have app=db`, `have no app`.
    pub found: String,
}

impl<'t> Selector<'t> {
    /// Reads a plain map of labels, as a ReplicationController or Service has it.
    pub fn of_map(map: Value<'t>) -> Self {
        let demands = map.entries().filter_map(|entry| {
            let operator = Operator::In(vec![entry.value.as_str()?]);
            Some(Demand { at: entry.value.id(), key: entry.key.name(), operator })
        });
        Selector { demands: demands.collect(), stated: map.entries().count() }
    }

    /// Reads a LabelSelector: `matchLabels` and `matchExpressions`. What cannot be read makes no demand here; the schema
    /// says what is wrong with it.
    pub fn of_label_selector(selector: Value<'t>) -> Self {
        let labels = selector.get("matchLabels").map(Selector::of_map);
        let mut whole = labels.unwrap_or(Selector { demands: Vec::new(), stated: 0 });
        for item in selector.get("matchExpressions").into_iter().flat_map(|list| list.items()) {
            whole.stated += 1;
            whole.demands.extend(expression(item));
        }
        whole
    }

    /// Tells whether nothing is demanded, so that everything is selected.
    pub fn is_empty(&self) -> bool {
        self.stated == 0
    }

    /// Returns the first demand that labels do not meet. Absent labels are an empty map.
    pub fn first_unmet(&self, labels: Option<Value<'_>>) -> Option<Unmet> {
        self.demands.iter().find_map(|demand| {
            let found = labels.and_then(|labels| labels.get(demand.key)).and_then(|value| value.as_str());
            (!demand.operator.is_met(found)).then(|| Unmet {
                at: demand.at,
                demand: demand.operator.describe(demand.key),
                found: found.map_or(format!("have no {}", demand.key), |value| {
                    format!("have {}={value}", demand.key)
                }),
            })
        })
    }
}

fn expression(item: Value<'_>) -> Option<Demand<'_>> {
    let values =
        || item.get("values").map_or(Vec::new(), |list| list.items().filter_map(|v| v.as_str()).collect());
    let operator = match item.get("operator")?.as_str()? {
        "In" => Operator::In(values()),
        "NotIn" => Operator::NotIn(values()),
        "Exists" => Operator::Exists,
        "DoesNotExist" => Operator::DoesNotExist,
        _ => return None,
    };
    Some(Demand { at: item.id(), key: item.get("key")?.as_str()?, operator })
}

impl Operator<'_> {
    fn is_met(&self, found: Option<&str>) -> bool {
        match self {
            Operator::In(values) => found.is_some_and(|found| values.contains(&found)),
            Operator::NotIn(values) => found.is_none_or(|found| !values.contains(&found)),
            Operator::Exists => found.is_some(),
            Operator::DoesNotExist => found.is_none(),
        }
    }

    fn describe(&self, key: &str) -> String {
        match self {
            Operator::In(values) if values.len() == 1 => format!("{key}={}", values[0]),
            Operator::In(values) => format!("{key} in ({})", values.join(", ")),
            Operator::NotIn(values) => format!("{key} not in ({})", values.join(", ")),
            Operator::Exists => format!("any {key}"),
            Operator::DoesNotExist => format!("no {key}"),
        }
    }
}

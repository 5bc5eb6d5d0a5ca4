//! Selectors of labels and of nodes.
//!
//! Sources: `k8s.io/apimachinery/pkg/labels/selector.go` (`NewRequirement`, `Requirement.Matches`), `meta/v1/helpers.go`
//! (`LabelSelectorAsSelector`), `k8s.io/component-helpers/scheduling/corev1/nodeaffinity`.

use std::fmt;

use serde::Deserialize;

use super::Labels;

/// A selector of labels (`LabelSelector`). Absent it selects nothing, empty everything.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelSelector {
    /// Labels that must be there with these values.
    pub match_labels: Labels,
    /// Further requirements.
    pub match_expressions: Vec<Requirement>,
}

/// One requirement on one label or field (`LabelSelectorRequirement`, `NodeSelectorRequirement`).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Requirement {
    /// The label or field.
    pub key: String,
    /// `In`, `NotIn`, `Exists`, `DoesNotExist`, and for nodes `Gt` and `Lt`.
    pub operator: String,
    /// What it is compared with.
    pub values: Vec<String>,
}

impl Requirement {
    /// Makes the requirement that a label has a value.
    pub fn equal(key: &str, value: &str) -> Requirement {
        Requirement { key: key.to_owned(), operator: "In".to_owned(), values: vec![value.to_owned()] }
    }

    /// Tells whether it means something; what does not matches nothing.
    pub fn is_valid(&self) -> bool {
        match self.operator.as_str() {
            "In" | "NotIn" => !self.values.is_empty(),
            "Exists" | "DoesNotExist" => self.values.is_empty(),
            "Gt" | "Lt" => matches!(self.values.as_slice(), [value] if value.parse::<i64>().is_ok()),
            _ => false,
        }
    }

    /// Tells whether labels meet it.
    pub fn matches(&self, labels: &Labels) -> bool {
        let found = labels.get(&self.key);
        let is_listed = || found.is_some_and(|found| self.values.contains(found));
        match self.operator.as_str() {
            "In" => is_listed(),
            "NotIn" => found.is_none() || !is_listed(),
            "Exists" => found.is_some(),
            "DoesNotExist" => found.is_none(),
            "Gt" => self.compare(found).is_some_and(|(found, bound)| found > bound),
            "Lt" => self.compare(found).is_some_and(|(found, bound)| found < bound),
            _ => false,
        }
    }

    fn compare(&self, found: Option<&String>) -> Option<(i64, i64)> {
        Some((found?.parse().ok()?, self.values.first()?.parse().ok()?))
    }
}

impl fmt::Display for Requirement {
    /// Writes a requirement as kubectl writes selectors: `zone in (a, b)`, `!gpu`, `cores > 4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, values) = (&self.key, self.values.join(", "));
        match self.operator.as_str() {
            "In" if self.values.len() == 1 => write!(f, "{key}={values}"),
            "In" => write!(f, "{key} in ({values})"),
            "NotIn" => write!(f, "{key} notin ({values})"),
            "Exists" => write!(f, "{key}"),
            "DoesNotExist" => write!(f, "!{key}"),
            "Gt" => write!(f, "{key} > {values}"),
            "Lt" => write!(f, "{key} < {values}"),
            other => write!(f, "{key} {other} ({values})"),
        }
    }
}

/// A selector that is ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Selector {
    /// What must be met; none if nothing is selected.
    requirements: Option<Vec<Requirement>>,
}

impl Selector {
    /// Makes a selector of what stands in an object; absent, or with a requirement that means nothing, it selects nothing.
    pub fn new(selector: Option<&LabelSelector>) -> Selector {
        let Some(selector) = selector else { return Selector { requirements: None } };
        let equal = selector.match_labels.iter().map(|(key, value)| Requirement::equal(key, value));
        let all: Vec<Requirement> = equal.chain(selector.match_expressions.iter().cloned()).collect();
        let is_valid = all.iter().all(Requirement::is_valid);
        Selector { requirements: is_valid.then_some(all) }
    }

    /// Makes a selector of labels that must be there; none of them selects everything.
    pub fn of_labels(labels: &Labels) -> Selector {
        let all = labels.iter().map(|(key, value)| Requirement::equal(key, value)).collect();
        Selector { requirements: Some(all) }
    }

    /// Adds requirements. A selector of nothing stays one.
    #[must_use]
    pub fn and(mut self, more: impl IntoIterator<Item = Requirement>) -> Selector {
        if let Some(requirements) = &mut self.requirements {
            requirements.extend(more);
        }
        self
    }

    /// Tells whether everything is selected.
    pub fn is_empty(&self) -> bool {
        self.requirements.as_ref().is_some_and(Vec::is_empty)
    }

    /// Tells whether nothing is selected.
    pub fn is_nothing(&self) -> bool {
        self.requirements.is_none()
    }

    /// Tells whether labels are selected.
    pub fn matches(&self, labels: &Labels) -> bool {
        self.requirements.as_ref().is_some_and(|all| all.iter().all(|one| one.matches(labels)))
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.requirements {
            None => f.write_str("<none>"),
            Some(all) if all.is_empty() => f.write_str("<all>"),
            Some(all) => {
                let all: Vec<String> = all.iter().map(Requirement::to_string).collect();
                f.write_str(&all.join(","))
            }
        }
    }
}

/// A selector of nodes (`NodeSelector`): terms, one of which must match.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeSelector {
    /// The terms.
    pub node_selector_terms: Vec<NodeSelectorTerm>,
}

/// A term of a selector of nodes, all of whose requirements must be met; without any it matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeSelectorTerm {
    /// Requirements on labels.
    pub match_expressions: Vec<Requirement>,
    /// Requirements on fields, of which there is `metadata.name`.
    pub match_fields: Vec<Requirement>,
}

impl NodeSelector {
    /// Tells whether a node is selected.
    pub fn matches(&self, name: &str, labels: &Labels) -> bool {
        self.node_selector_terms.iter().any(|term| term.matches(name, labels))
    }

    /// Tells whether a node is selected by its labels alone: its name is taken to be whatever is asked for.
    pub fn matches_labels(&self, labels: &Labels) -> bool {
        self.node_selector_terms.iter().any(|term| !term.is_empty() && term.unmet_label(labels).is_none())
    }
}

impl NodeSelectorTerm {
    /// Tells whether a node is selected.
    pub fn matches(&self, name: &str, labels: &Labels) -> bool {
        !self.is_empty() && self.unmet(name, labels).is_none()
    }

    /// Tells whether nothing is required, and so nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.match_expressions.is_empty() && self.match_fields.is_empty()
    }

    /// Returns the first requirement that a node does not meet. One that means nothing is met by no node.
    pub fn unmet<'t>(&'t self, name: &str, labels: &Labels) -> Option<&'t Requirement> {
        self.unmet_label(labels).or_else(|| self.match_fields.iter().find(|one| !is_named(one, name)))
    }

    /// Returns the first requirement that labels do not meet, or that means nothing.
    pub fn unmet_label<'t>(&'t self, labels: &Labels) -> Option<&'t Requirement> {
        // The scheduler skips a term of which it cannot read a part.
        let broken = self.match_expressions.iter().find(|one| !one.is_valid());
        let broken = broken.or_else(|| self.match_fields.iter().find(|one| !is_valid_field(one)));
        broken.or_else(|| self.match_expressions.iter().find(|one| !one.matches(labels)))
    }
}

/// Fields are compared with one value, and nothing else can be asked of them.
fn is_valid_field(requirement: &Requirement) -> bool {
    matches!(requirement.operator.as_str(), "In" | "NotIn") && requirement.values.len() == 1
}

fn is_named(requirement: &Requirement, name: &str) -> bool {
    let found = if requirement.key == "metadata.name" { name } else { "" };
    let is_listed = requirement.values.iter().any(|value| value == found);
    is_listed == (requirement.operator == "In")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requirement(operator: &str, values: &[&str]) -> Requirement {
        Requirement {
            key: "k".to_owned(),
            operator: operator.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[test]
    fn requirements_are_met_as_the_api_server_has_it() {
        let labels = |value: &str| Labels::from([("k".to_owned(), value.to_owned())]);
        let cases = [
            ("In", vec!["a", "b"], Some("a"), true),
            ("In", vec!["a"], None, false),
            ("NotIn", vec!["a"], None, true),
            ("NotIn", vec!["a"], Some("a"), false),
            ("Exists", vec![], Some(""), true),
            ("DoesNotExist", vec![], Some(""), false),
            ("Gt", vec!["4"], Some("5"), true),
            ("Gt", vec!["4"], Some("4"), false),
            ("Gt", vec!["4"], Some("x"), false),
            ("Lt", vec!["4"], None, false),
        ];
        for (operator, values, found, expected) in cases {
            let labels = found.map(labels).unwrap_or_default();
            assert_eq!(
                requirement(operator, &values).matches(&labels),
                expected,
                "{operator} {values:?} {found:?}"
            );
        }
    }

    #[test]
    fn what_means_nothing_selects_nothing() {
        let selector = |one| LabelSelector { match_expressions: vec![one], ..LabelSelector::default() };
        assert!(Selector::new(None).is_nothing());
        assert!(Selector::new(Some(&LabelSelector::default())).matches(&Labels::new()));
        assert!(Selector::new(Some(&selector(requirement("In", &[])))).is_nothing());
        assert!(!NodeSelectorTerm::default().matches("n", &Labels::new()));
        let term = |one| NodeSelectorTerm { match_fields: vec![one], ..NodeSelectorTerm::default() };
        let named = |operator, values| Requirement {
            key: "metadata.name".to_owned(),
            ..requirement(operator, values)
        };
        assert!(term(named("In", &["n"])).matches("n", &Labels::new()));
        assert!(!term(named("In", &["n", "m"])).matches("n", &Labels::new()));
        assert!(term(named("NotIn", &["m"])).matches("n", &Labels::new()));
    }
}

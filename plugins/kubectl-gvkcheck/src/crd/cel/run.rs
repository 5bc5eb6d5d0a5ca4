//! Evaluates the rules of a schema and of all that is in it.

use std::sync::{Arc, LazyLock};

use kube_cel::cel::parser::Expression;
use kube_cel::cel::{Context, Value};
use kubecheck_core::model::tree::NodeId;

use super::context::BASE;
use super::convert::{self, escape};
use super::truth::{Stop, truth};
use super::{Compiled, FLAT, Ready, Rule, call};
use crate::crd::node::{Data, Node};
use crate::crd::schema::Schema;
use crate::crd::violation::{Broken, NO_EXPRESSION, Problem, Violation};

/// The most steps that evaluating a rule may take, and all rules of an object together.
const STEPS: u64 = 2_000_000;
const ALL_STEPS: u64 = 50_000_000;

/// The longest message that the server takes from an expression (`MaxEvaluatedMessageExpressionSizeBytes`).
const MESSAGE: usize = 5 * 1024;

/// Evaluates all rules of an object.
pub(in crate::crd) fn run(root: &Node<'_>, schema: &Schema) -> Vec<Violation> {
    let mut walk = Walk { found: Vec::new(), left: ALL_STEPS };
    if schema.rules_within {
        walk.node(root, schema, true, false);
    }
    walk.found
}

struct Walk {
    found: Vec<Violation>,
    /// How many steps may still be taken.
    left: u64,
}

/// A value of CEL, and how large it is: the longest list or map, and the longest text in it.
struct Sized {
    value: Value,
    list: u64,
    text: u64,
    /// Whether a time or a duration in it is written as only Go reads it.
    is_odd: bool,
}

impl Walk {
    /// Converts what rules need, evaluates the rules on the way, and returns the value if somebody needs it.
    fn node(&mut self, node: &Node<'_>, schema: &Schema, is_object: bool, needed: bool) -> Option<Sized> {
        if !needed && !schema.rules_within {
            return None;
        }
        let rules = schema.rules();
        let needed = needed || !rules.is_empty();
        let converted = match &node.data {
            Data::List(items) => self.list(items, schema, needed),
            Data::Map(fields) => self.map(fields, schema, is_object, needed),
            data => {
                let text = if let Data::Text(text) = data { text.len() as u64 } else { 0 };
                let value = convert::scalar(data, Some(schema)).unwrap_or(Value::Null);
                Sized { is_odd: convert::is_odd(&value, schema), value, list: 1, text }
            }
        };
        // A null is only judged by the rules around it.
        if !matches!(node.data, Data::Null) {
            for rule in rules {
                self.rule(node, rule, schema, &converted);
            }
        }
        needed.then_some(converted)
    }

    fn list(&mut self, items: &[Node<'_>], schema: &Schema, needed: bool) -> Sized {
        let (mut values, mut list, mut text, mut is_odd) = (Vec::new(), items.len() as u64, 0, false);
        for item in items {
            let converted = match &schema.items {
                Some(of) => self.node(item, of, of.embedded, needed),
                None => needed.then(|| untyped(item)),
            };
            if let Some(converted) = converted {
                list = list.max(converted.list);
                text = text.max(converted.text);
                is_odd |= converted.is_odd;
                values.push(converted.value);
            }
        }
        Sized { value: Value::List(Arc::new(values)), list, text, is_odd }
    }

    fn map(&mut self, fields: &[(&str, Node<'_>)], schema: &Schema, is_object: bool, needed: bool) -> Sized {
        let (mut values, mut list, mut text, mut is_odd) = (Vec::new(), fields.len() as u64, 0, false);
        for (name, node) in fields {
            let property = schema.property(name);
            let of = schema.field(name);
            let converted = match of {
                Some(of) => self.node(node, of, of.embedded, needed),
                None => None,
            };
            let converted = match (is_object, *name) {
                (true, "metadata") if needed => Some(metadata(node, schema)),
                (true, "apiVersion" | "kind") if needed => Some(untyped(node)),
                // What no schema describes, no rule can see.
                _ if of.is_none() && schema.properties.is_empty() && needed => Some(untyped(node)),
                _ => converted,
            };
            let Some(converted) = converted else { continue };
            list = list.max(converted.list);
            text = text.max(converted.text);
            is_odd |= converted.is_odd;
            let name = match property.is_some() || is_object {
                true => escape(name),
                false => Some((*name).to_owned()),
            };
            values.extend(name.map(|name| (name, converted.value)));
        }
        Sized { value: convert::map(values), list, text, is_odd }
    }

    fn rule(&mut self, node: &Node<'_>, rule: &Rule, schema: &Schema, converted: &Sized) {
        let ready = match rule.compiled(schema) {
            Compiled::Nothing => return,
            Compiled::Ready(ready) => ready,
            Compiled::Broken(_) => return self.not_evaluated(node, rule, NO_EXPRESSION),
            Compiled::Unsupported(why) => return self.not_evaluated(node, rule, why),
        };
        if converted.is_odd {
            return self.not_evaluated(node, rule, "a time in the object is written in an unusual way");
        }
        let cost = ready.cost(converted);
        if cost > STEPS.min(self.left) {
            return self.not_evaluated(node, rule, "it takes too long on an object of this size");
        }
        self.left -= cost;
        let mut context = BASE.new_inner_scope();
        context.add_variable_from_value("self", converted.value.clone());
        if let (true, Some(none)) = (rule.optional_old_self, &*NONE) {
            context.add_variable_from_value("oldSelf", none.clone());
        }
        let evaluate = || truth(&context, &ready.expression);
        let failed = || Err(Stop::Unknown("evaluating it is not possible here".to_owned()));
        let failure = match call(ready.shape.depth > 2 * FLAT, evaluate).unwrap_or_else(failed) {
            Ok(true) => return,
            Ok(false) => None,
            Err(Stop::Fails(failure)) => Some(failure),
            Err(Stop::Unknown(why)) => return self.not_evaluated(node, rule, &why),
        };
        let message = ready.message.as_ref().and_then(|message| say(&context, message));
        let message = message.unwrap_or_else(|| match &rule.message {
            Some(message) => message.trim().to_owned(),
            None => format!("failed rule: {}", rule.text.trim()),
        });
        let at = failure.is_none().then(|| blamed(node, rule)).flatten().unwrap_or(node.at);
        let broken = Broken { rule: rule.text.clone(), message, failure };
        self.found.push(Violation { at, problem: Problem::Rule(Arc::new(broken)) });
    }

    fn not_evaluated(&mut self, node: &Node<'_>, rule: &Rule, why: &str) {
        let problem = Problem::NotEvaluated { rule: rule.text.clone(), why: why.to_owned() };
        self.found.push(Violation { at: node.at, problem });
    }
}

fn untyped(node: &Node<'_>) -> Sized {
    let (mut list, mut text) = (1, 0);
    measure(node, &mut list, &mut text);
    Sized { value: convert::untyped(node), list, text, is_odd: false }
}

fn measure(node: &Node<'_>, list: &mut u64, text: &mut u64) {
    match &node.data {
        Data::List(items) => {
            *list = (*list).max(items.len() as u64);
            items.iter().for_each(|item| measure(item, list, text));
        }
        Data::Map(fields) => {
            *list = (*list).max(fields.len() as u64);
            fields.iter().for_each(|(_, node)| measure(node, list, text));
        }
        Data::Text(own) => *text = (*text).max(own.len() as u64),
        _ => {}
    }
}

/// Converts metadata, of which rules see the name, the prefix of a name and what the schema says of it.
fn metadata(node: &Node<'_>, schema: &Schema) -> Sized {
    let declared = schema.property("metadata");
    let visible = |name: &str| {
        matches!(name, "name" | "generateName") || declared.is_some_and(|schema| schema.field(name).is_some())
    };
    let Data::Map(fields) = &node.data else { return untyped(node) };
    let fields: Vec<(&str, Node<'_>)> = fields.iter().filter(|(name, _)| visible(name)).cloned().collect();
    untyped(&Node { at: node.at, data: Data::Map(fields) })
}

impl Ready {
    /// Bounds the steps that evaluating takes.
    fn cost(&self, converted: &Sized) -> u64 {
        let length = if self.shape.splits { converted.list.max(converted.text) } else { converted.list };
        // Lists that stand in the rule itself are short, but not shorter than one item a step.
        let length = length.max(self.shape.steps.min(32)).max(2);
        length.saturating_pow(self.shape.power).saturating_mul(self.shape.steps)
    }
}

/// What `oldSelf` is of a new object.
static NONE: LazyLock<Option<Value>> = LazyLock::new(|| {
    let expression = kube_cel::cel::parser::Parser::default().parse("optional.none()").ok()?;
    BASE.resolve(&expression).ok()
});

/// Evaluates the expression of a message; none if the server would not take what comes out.
fn say(context: &Context<'_>, message: &Expression) -> Option<String> {
    let Some(Ok(Value::String(text))) = call(false, || context.resolve(message)) else { return None };
    let text = text.trim();
    (!text.is_empty() && text.len() <= MESSAGE && !text.contains('\n')).then(|| text.to_owned())
}

/// Finds the field that a rule blames, as far as it is there.
fn blamed(node: &Node<'_>, rule: &Rule) -> Option<NodeId> {
    let mut at = node;
    let mut rest: &str = rule.field_path.as_deref()?;
    loop {
        let name;
        if let Some(quoted) = rest.strip_prefix("['") {
            let (inside, behind) = quoted.split_once("']")?;
            (name, rest) = (inside, behind);
        } else if let Some(plain) = rest.strip_prefix('.') {
            let end = plain.find(['.', '[']).unwrap_or(plain.len());
            (name, rest) = plain.split_at(end);
        } else {
            return Some(at.at);
        }
        match at.get(name) {
            Some(next) => at = next,
            None => return Some(at.at),
        }
    }
}

//! Does a value fit its schema?
//!
//! Follows the API server's validator step by step, its oddities included
//! (`k8s.io/kube-openapi/pkg/validation/validate`): a value of a wrong type is still compared with whatever applies to
//! values of its own type.

use super::format;
use super::json::{Json, whole};
use super::node::{Data, Node};
use super::numbers;
use super::schema::{Additional, Bounds, More, Schema, Type};
use super::violation::{Problem, Violation};

/// Nobody reads more than this of one object.
const MOST: usize = 1000;

/// Compares a value with its schema.
pub(super) fn check(node: &Node<'_>, schema: &Schema, minor: u8) -> Checked {
    let mut checker = Checker { minor, checked: Checked::default() };
    checker.value(node, schema);
    checker.checked
}

/// What came out of a comparison.
#[derive(Default)]
pub(super) struct Checked {
    /// What is wrong.
    pub(super) found: Vec<Violation>,
    /// How many patterns could not be compiled here.
    pub(super) unjudged: usize,
}

struct Checker {
    minor: u8,
    checked: Checked,
}

impl Checker {
    fn value(&mut self, node: &Node<'_>, schema: &Schema) {
        if self.checked.found.len() > MOST {
            return;
        }
        let more = schema.more.as_deref();
        let format = more.and_then(|more| format::enforced(more.format.as_deref()?, schema.kind, self.minor));
        if !has_type(&node.data, schema, format) {
            self.report(node, Problem::WrongType { wanted: wanted(schema, format) });
        }
        if let Data::Null = node.data {
            if let Some(more) = more {
                self.allowed(node, more);
            }
            return;
        }
        if let Some(more) = more {
            self.unions(node, more);
            self.rare(node, schema, more, format);
        } else if let (Type::Integer, Data::Float(_)) = (schema.kind, &node.data) {
            self.range(node, schema, None);
        }
        match &node.data {
            Data::List(items) => {
                if let Some(of) = &schema.items {
                    items.iter().for_each(|item| self.value(item, of));
                }
            }
            Data::Map(fields) => self.fields(node, fields, schema),
            _ => {}
        }
    }

    fn fields(&mut self, node: &Node<'_>, fields: &[(&str, Node<'_>)], schema: &Schema) {
        for (name, value) in fields {
            match (schema.property(name), &schema.additional) {
                (Some(property), _) => self.value(value, property),
                (None, Additional::Of(of)) => self.value(value, of),
                (None, Additional::None) => {
                    let message =
                        format!("has a field {name:?}, and there may be none but those of the schema");
                    self.refuse(node, message);
                }
                _ => {}
            }
        }
        for name in &schema.required {
            if node.get(name).is_none() {
                self.report(node, Problem::Missing(name.clone()));
            }
        }
    }

    fn rare(&mut self, node: &Node<'_>, schema: &Schema, more: &More, format: Option<&str>) {
        match &node.data {
            Data::Text(text) => self.text(node, text, more, format),
            Data::Int(_) | Data::Float(_) => self.number(node, schema, more, format),
            Data::List(items) => {
                self.count(node, items.len(), more.items, "items", true);
            }
            Data::Map(fields) => {
                self.count(node, fields.len(), more.fields, "fields", true);
            }
            Data::Null | Data::Bool(_) => {}
        }
        self.allowed(node, more);
    }

    fn text(&mut self, node: &Node<'_>, text: &str, more: &More, format: Option<&str>) {
        let count = text.chars().count();
        // The server looks for the next fault of a text only if there was none before.
        if !self.count(node, count, more.length, "characters", true)
            && let Some(pattern) = &more.pattern
        {
            match pattern.is_match(text) {
                Some(true) => {}
                Some(false) => self.refuse(node, format!("must match the pattern {}", pattern.text)),
                None => self.checked.unjudged += 1,
            }
        }
        if let Some(format) = format
            && !format::fits(format, text)
        {
            self.refuse(node, format!("must be {}", format::describe(format)));
        }
    }

    fn number(&mut self, node: &Node<'_>, schema: &Schema, more: &More, format: Option<&str>) {
        self.range(node, schema, format);
        let Some(number) = numbers::Number::of(&node.data) else { return };
        for (bound, greatest) in [(more.minimum, false), (more.maximum, true)] {
            let Some((bound, exclusive)) = bound else { continue };
            let holds = match greatest {
                true => number.is_at_most(bound, exclusive),
                false => number.is_at_least(bound, exclusive),
            };
            let word = match (greatest, exclusive) {
                (true, false) => "at most",
                (true, true) => "less than",
                (false, false) => "at least",
                (false, true) => "greater than",
            };
            if !holds {
                self.refuse(node, format!("must be {word} {bound}"));
            } else if !numbers::bound_fits(bound, schema.kind, format) {
                self.refuse(node, format!("has a bound that no integer of its type reaches ({bound})"));
            }
        }
        if let Some(factor) = more.multiple_of {
            if !number.is_multiple_of(factor) {
                self.refuse(node, format!("must be a multiple of {factor}"));
            } else if !numbers::bound_fits(factor, schema.kind, format) {
                self.refuse(node, format!("must be an integer and a multiple of {factor}"));
            }
        }
    }

    fn range(&mut self, node: &Node<'_>, schema: &Schema, format: Option<&str>) {
        if let Some(wanted) = numbers::out_of_range(&node.data, schema.kind, format) {
            self.refuse(node, format!("must be {wanted}"));
        }
    }

    /// Compares a count, and tells whether it was refused.
    fn count(
        &mut self,
        node: &Node<'_>,
        count: usize,
        bounds: Bounds,
        what: &str,
        most_blocks: bool,
    ) -> bool {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        if let Some(most) = bounds.most.filter(|most| count > *most) {
            let message = format!("may have at most {}, and has {count}", counted(most, what));
            self.report(node, Problem::Value { message, blocks: most_blocks, lacks: false });
            return true;
        }
        if let Some(least) = bounds.least.filter(|least| count < *least) {
            let message = match (least, count) {
                (1, 0) => "must not be empty".to_owned(),
                _ => format!("must have at least {}, and has {count}", counted(least, what)),
            };
            let lacks = what != "characters";
            self.report(node, Problem::Value { message, blocks: false, lacks });
            return true;
        }
        false
    }

    fn allowed(&mut self, node: &Node<'_>, more: &More) {
        if more.allowed.is_empty() || more.allowed.iter().any(|value| is_value(&node.data, value)) {
            return;
        }
        const SHOWN: usize = 12;
        let mut values: Vec<String> = more.allowed.iter().take(SHOWN).map(Json::to_string).collect();
        if more.allowed.len() > SHOWN {
            values.push(format!("and {} more", more.allowed.len() - SHOWN));
        }
        let message = format!("must be one of: {}", values.join(", "));
        self.report(node, Problem::Value { message, blocks: true, lacks: false });
    }

    fn unions(&mut self, node: &Node<'_>, more: &More) {
        if !more.any_of.is_empty() {
            self.alternatives(node, &more.any_of, false);
        }
        if !more.one_of.is_empty() {
            self.alternatives(node, &more.one_of, true);
        }
        for schema in &more.all_of {
            self.value(node, schema);
        }
        if let Some(not) = &more.not {
            let inner = check(node, not, self.minor);
            if inner.found.is_empty() && inner.unjudged == 0 {
                self.refuse(node, format!("must not be so: {}", describe(not)));
            }
        }
    }

    fn alternatives(&mut self, node: &Node<'_>, of: &[Schema], one: bool) {
        let tried: Vec<Checked> = of.iter().map(|schema| check(node, schema, self.minor)).collect();
        let unjudged: usize = tried.iter().map(|checked| checked.unjudged).sum();
        let fitting = tried.iter().filter(|checked| checked.found.is_empty()).count();
        if unjudged > 0 {
            self.checked.unjudged += unjudged;
            return;
        }
        if fitting == 1 || (fitting > 1 && !one) {
            return;
        }
        let alternatives: Vec<String> = of.iter().map(describe).collect();
        let alternatives = alternatives.join("; or ");
        let message = match fitting {
            0 if one => format!("must be exactly one of these, and is none: {alternatives}"),
            0 => format!("must be one of these, and is none: {alternatives}"),
            _ => format!("must be exactly one of these, and is {fitting} of them: {alternatives}"),
        };
        let blocks =
            tried.iter().flat_map(|checked| &checked.found).any(|violation| violation.problem.blocks());
        self.report(node, Problem::Value { message, blocks: blocks && fitting == 0, lacks: fitting == 0 });
    }

    fn refuse(&mut self, node: &Node<'_>, message: String) {
        self.report(node, Problem::Value { message, blocks: false, lacks: false });
    }

    fn report(&mut self, node: &Node<'_>, problem: Problem) {
        self.checked.found.push(Violation { at: node.at, problem });
    }
}

/// Tells whether a value has the type of its schema (`validate/type.go`).
fn has_type(data: &Data<'_>, schema: &Schema, format: Option<&str>) -> bool {
    let by_type = match (schema.kind, data) {
        (Type::Any, Data::Null) => true,
        (_, Data::Null) => schema.nullable,
        (Type::Any, _) => format.is_none(),
        (Type::Object, Data::Map(_))
        | (Type::Array, Data::List(_))
        | (Type::String, Data::Text(_))
        | (Type::Boolean, Data::Bool(_))
        | (Type::Integer | Type::Number | Type::IntOrString, Data::Int(_))
        | (Type::Number, Data::Float(_))
        | (Type::IntOrString, Data::Text(_)) => true,
        (Type::Integer | Type::IntOrString, Data::Float(value)) => is_json_integer(*value),
        _ => false,
    };
    // A list passes where a text of a format is wanted, as the validator only looks whether the value is bytes or a text.
    by_type
        || (format.is_some()
            && matches!(schema.kind, Type::Any | Type::String)
            && matches!(data, Data::Text(_) | Data::List(_)))
}

/// Tells whether a float is an integer that JavaScript could hold (`swag.IsFloat64AJSONInteger`).
fn is_json_integer(value: f64) -> bool {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    value.abs() <= LARGEST && whole(value).is_some()
}

/// Compares a value with one of an enum; numbers are converted to the type of the enum's (`validate/values.go`).
fn is_value(data: &Data<'_>, value: &Json) -> bool {
    match (data, value) {
        (Data::Bool(a), Json::Bool(b)) => a == b,
        (Data::Int(a), Json::Int(b)) => a == b,
        (Data::Int(a), Json::Float(b)) => *a as f64 == *b,
        (Data::Float(a), Json::Float(b)) => a == b,
        (Data::Float(a), Json::Int(b)) => *a as i64 == *b,
        (Data::Text(a), Json::Text(b)) => **a == **b,
        (Data::List(a), Json::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Data::Map(a), Json::Map(b)) => {
            a.len() == b.len()
                && b.iter()
                    .all(|(name, value)| a.iter().any(|(own, node)| *own == &**name && is_same(node, value)))
        }
        _ => false,
    }
}

fn is_same(node: &Node<'_>, value: &Json) -> bool {
    match (&node.data, value) {
        (Data::Null, Json::Null) => true,
        (Data::Int(_), Json::Float(_)) | (Data::Float(_), Json::Int(_)) => false,
        (data, value) => is_value(data, value),
    }
}

/// Names the type that a schema wants.
fn wanted(schema: &Schema, format: Option<&str>) -> String {
    match schema.kind {
        Type::Any => format.map_or("another type", format::describe).to_owned(),
        Type::Object => "a map".to_owned(),
        Type::Array => "a list".to_owned(),
        Type::String => "a string".to_owned(),
        Type::Integer => "an integer".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Boolean => "a boolean (true or false)".to_owned(),
        Type::IntOrString => "an integer or a string".to_owned(),
    }
}

/// Says in a few words what a schema demands, for messages about alternatives.
fn describe(schema: &Schema) -> String {
    let mut parts = Vec::new();
    if schema.kind != Type::Any {
        parts.push(wanted(schema, None));
    }
    if !schema.required.is_empty() {
        let names: Vec<&str> = schema.required.iter().map(|name| &**name).collect();
        parts.push(format!("with {}", names.join(" and ")));
    }
    if let Some(more) = &schema.more {
        describe_more(more, &mut parts);
    }
    for (name, property) in &schema.properties {
        let inner = describe(property);
        if inner != ANYTHING {
            parts.push(format!("{name} {inner}"));
        }
    }
    if let Some(items) = &schema.items {
        parts.push(format!("of items {}", describe(items)));
    }
    match parts.len() {
        0 => ANYTHING.to_owned(),
        _ => parts.join(", "),
    }
}

const ANYTHING: &str = "anything";

fn describe_more(more: &More, parts: &mut Vec<String>) {
    if let [only] = more.allowed.as_slice() {
        parts.push(format!("{only}"));
    } else if !more.allowed.is_empty() {
        let values: Vec<String> = more.allowed.iter().map(Json::to_string).collect();
        parts.push(format!("one of {}", values.join(", ")));
    }
    if let Some(pattern) = &more.pattern {
        parts.push(format!("matching {}", pattern.text));
    }
    if let Some(format) = more.format.as_deref() {
        parts.push(format::describe(format).to_owned());
    }
    for (bound, word) in [(more.minimum, "least"), (more.maximum, "most")] {
        if let Some((bound, _)) = bound {
            parts.push(format!("at {word} {bound}"));
        }
    }
    for (bounds, what) in [(more.length, "characters"), (more.items, "items"), (more.fields, "fields")] {
        for (bound, word) in [(bounds.least, "least"), (bounds.most, "most")] {
            if let Some(bound) = bound {
                parts.push(format!("with at {word} {}", counted(bound, what)));
            }
        }
    }
    for (schemas, word) in [(&more.all_of, " and "), (&more.any_of, " or "), (&more.one_of, " or else ")] {
        if !schemas.is_empty() {
            let all: Vec<String> = schemas.iter().map(describe).collect();
            parts.push(format!("({})", all.join(word)));
        }
    }
    if let Some(not) = &more.not {
        parts.push(format!("not {}", describe(not)));
    }
}

/// Writes a number of things, named in the plural.
fn counted(count: i64, what: &str) -> String {
    match count {
        1 => format!("1 {}", what.strip_suffix('s').unwrap_or(what)),
        _ => format!("{count} {what}"),
    }
}

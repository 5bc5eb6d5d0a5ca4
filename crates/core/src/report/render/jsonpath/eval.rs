//! Templates against documents.

use std::borrow::Cow;

use serde_json::Value;

use super::{Bound, EvalError, Filter, Node, compare};

/// A value that a path leads to: one of the document, or one that the template makes.
pub(super) type Item<'v> = Cow<'v, Value>;

/// A step that failed, with what kubectl has in hand at that point: a test of existence looks at it.
struct Failure<'v> {
    left: Vec<Item<'v>>,
    error: EvalError,
}

type Step<'v> = Result<Vec<Item<'v>>, Failure<'v>>;

fn fail<'v>(left: &[Item<'v>], message: impl Into<String>) -> Step<'v> {
    Err(Failure { left: left.to_vec(), error: EvalError(message.into()) })
}

/// Finds the results of each piece of a template, in the order of printing.
pub(super) fn find<'v>(nodes: &[Node], document: &'v Value) -> Result<Vec<Vec<Item<'v>>>, EvalError> {
    let mut walk = Walk::default();
    walk.find(nodes, 0, vec![Cow::Borrowed(document)])
}

/// How many ranges were begun, are running and are to be ended, and where the last end stood.
#[derive(Default)]
struct Walk {
    begun: usize,
    running: usize,
    ended: usize,
    last_end: Option<usize>,
}

impl Walk {
    /// Evaluates the nodes from a number on, up to the end of the range they stand in.
    fn find<'v>(
        &mut self,
        nodes: &[Node],
        first: usize,
        current: Vec<Item<'v>>,
    ) -> Result<Vec<Vec<Item<'v>>>, EvalError> {
        let mut found = Vec::new();
        let mut number = first;
        while let Some(node) = nodes.get(number) {
            let results = self.step(&current, node).map_err(|failure| failure.error)?;
            if self.ended > 0 && self.ended <= self.running {
                self.ended -= 1;
                self.last_end = Some(number);
                break;
            }
            if self.begun > 0 {
                self.begun -= 1;
                found.extend(self.range(nodes, number + 1, results)?);
                number = self.last_end.filter(|&end| end > number).unwrap_or(number);
            } else {
                found.push(results);
            }
            number += 1;
        }
        Ok(found)
    }

    /// Evaluates the nodes of a range for each result; for none, only to find its end.
    fn range<'v>(
        &mut self,
        nodes: &[Node],
        first: usize,
        results: Vec<Item<'v>>,
    ) -> Result<Vec<Vec<Item<'v>>>, EvalError> {
        self.running += 1;
        let mut found = Vec::new();
        if results.is_empty() {
            self.find(nodes, first, Vec::new())?;
        }
        for result in results {
            found.extend(self.find(nodes, first, vec![result])?);
        }
        self.running -= 1;
        Ok(found)
    }

    fn list<'v>(&mut self, input: &[Item<'v>], nodes: &[Node]) -> Step<'v> {
        let mut current = input.to_vec();
        for node in nodes {
            current = self.step(&current, node)?;
        }
        Ok(current)
    }

    fn step<'v>(&mut self, input: &[Item<'v>], node: &Node) -> Step<'v> {
        let repeat = |value: Value| Ok(vec![Cow::Owned(value); input.len()]);
        match node {
            Node::List(nodes) => self.list(input, nodes),
            Node::Text(text) => Ok(vec![Cow::Owned(text.as_str().into())]),
            Node::Field(key) => Ok(input.iter().filter_map(|item| field(item, key)).collect()),
            Node::Array(bounds) => array(input, bounds),
            Node::Filter(filter) => self.filter(input, filter),
            Node::Int(number) => repeat((*number).into()),
            Node::Float(number) => repeat((*number).into()),
            Node::Bool(truth) => repeat((*truth).into()),
            Node::Wildcard => Ok(input.iter().flat_map(children).collect()),
            Node::Recursive => {
                let mut found = Vec::new();
                input.iter().for_each(|item| recursive(item, &mut found));
                Ok(found)
            }
            Node::Union(parts) => self.union(input, parts),
            Node::Word(word) => self.word(input, word),
        }
    }

    fn word<'v>(&mut self, input: &[Item<'v>], word: &str) -> Step<'v> {
        match word {
            "range" => {
                self.begun += 1;
                Ok(input.to_vec())
            }
            "end" if self.running > 0 => {
                self.ended += 1;
                Ok(Vec::new())
            }
            "end" => fail(&[], "there is an {end} without a {range}"),
            other => fail(input, format!("{other:?} is no word of templates; a key is written .{other}")),
        }
    }

    fn union<'v>(&mut self, input: &[Item<'v>], parts: &[Vec<Node>]) -> Step<'v> {
        let mut found = Vec::new();
        for part in parts {
            match self.list(input, part) {
                Ok(results) => found.extend(results),
                Err(failure) => return Err(Failure { left: input.to_vec(), error: failure.error }),
            }
        }
        Ok(found)
    }

    fn filter<'v>(&mut self, input: &[Item<'v>], filter: &Filter) -> Step<'v> {
        let mut found = Vec::new();
        for item in input {
            if !item.is_array() {
                return fail(
                    input,
                    format!("a {} is no list, so it cannot be filtered", compare::name(item)),
                );
            }
            for child in children(item) {
                match self.passes(&child, filter) {
                    Ok(true) => found.push(child),
                    Ok(false) => {}
                    Err(error) => return Err(Failure { left: input.to_vec(), error }),
                }
            }
        }
        Ok(found)
    }

    fn passes(&mut self, item: &Item<'_>, filter: &Filter) -> Result<bool, EvalError> {
        let left = self.list(std::slice::from_ref(item), &filter.left);
        let Some((operator, right)) = &filter.comparison else {
            return Ok(!left.unwrap_or_else(|failure| failure.left).is_empty());
        };
        let left = left.map_err(|failure| failure.error)?;
        let Some(left) = single(&left)? else { return Ok(false) };
        let right = self.list(std::slice::from_ref(item), right).map_err(|failure| failure.error)?;
        let Some(right) = single(&right)? else { return Ok(false) };
        compare::holds(left, operator, right)
    }
}

/// Returns the one result of a side of a comparison; a null is none.
fn single<'a>(results: &'a [Item<'_>]) -> Result<Option<&'a Value>, EvalError> {
    match results {
        [] => Ok(None),
        [result] => Ok(Some(result.as_ref()).filter(|value| !value.is_null())),
        _ => Err(EvalError("a filter compares one value with one value".to_owned())),
    }
}

fn field<'v>(item: &Item<'v>, key: &str) -> Option<Item<'v>> {
    match item {
        Cow::Borrowed(value) => value.as_object()?.get(key).map(Cow::Borrowed),
        // The template makes no mappings.
        Cow::Owned(_) => None,
    }
}

/// Returns what lies one level below: values, items, or the bytes of a string.
fn children<'v>(item: &Item<'v>) -> Vec<Item<'v>> {
    match item {
        Cow::Borrowed(Value::Object(entries)) => entries.values().map(Cow::Borrowed).collect(),
        Cow::Borrowed(Value::Array(items)) => items.iter().map(Cow::Borrowed).collect(),
        item => item.as_str().unwrap_or_default().bytes().map(|byte| Cow::Owned(byte.into())).collect(),
    }
}

fn recursive<'v>(item: &Item<'v>, found: &mut Vec<Item<'v>>) {
    let below = children(item);
    if !below.is_empty() {
        found.push(item.clone());
        below.iter().for_each(|child| recursive(child, found));
    }
}

fn array<'v>(input: &[Item<'v>], bounds: &[Bound; 3]) -> Step<'v> {
    let mut found = Vec::new();
    for item in input.iter().filter(|item| !item.is_null()) {
        if !item.is_array() {
            return fail(input, format!("a {} is no list, so it has no index", compare::name(item)));
        }
        let items = children(item);
        match range(bounds, items.len()) {
            Ok((start, end)) if start == end => return Ok(found),
            Ok((start, end)) => {
                let step = usize::try_from(bounds[2].value).unwrap_or(0);
                if bounds[2].known && step == 0 {
                    return fail(input, "the step of a slice is at least 1");
                }
                found.extend(items[start..end].iter().step_by(step.max(1)).cloned());
            }
            Err(message) => return fail(input, message),
        }
    }
    Ok(found)
}

/// Resolves bounds against a length; negative ones count from the end.
fn range(bounds: &[Bound; 3], length: usize) -> Result<(usize, usize), String> {
    let size = i64::try_from(length).unwrap_or(i64::MAX);
    let [start, end, _] = bounds;
    let first = if start.value < 0 { start.value.saturating_add(size) } else { start.value };
    let last = match end {
        Bound { known: false, .. } => size,
        Bound { value, derived, .. } if *value < 0 || (*value == 0 && *derived) => value.saturating_add(size),
        Bound { value, .. } => *value,
    };
    if first == last {
        return Ok((0, 0));
    }
    if first < 0 || first >= size {
        return Err(format!("the index {first} is not in a list of {length}"));
    }
    if last < 0 || last > size {
        return Err(format!("the index {} is not in a list of {length}", last.saturating_sub(1)));
    }
    match (usize::try_from(first), usize::try_from(last)) {
        (Ok(first), Ok(last)) if first <= last => Ok((first, last)),
        _ => Err(format!("a slice cannot run from {first} to {last}")),
    }
}

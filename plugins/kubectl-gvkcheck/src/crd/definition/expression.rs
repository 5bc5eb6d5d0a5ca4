//! Does an expression compile? Tells what surely does not: what is no expression, names that do not exist, and fields that the
//! schema does not have.

use kube_cel::cel::common::ast::{CallExpr, EntryExpr, Expr, operators};
use kube_cel::cel::parser::Expression;
use kubecheck_core::model::tree::Value;

use super::super::cel::{self, Compiled, escape};
use super::ExpressionFault;
use super::{is_true, text};

/// Says why an expression about the values of a schema does not compile; none if it does, or if that is not sure.
pub(super) fn refused(source: &str, schema: Value<'_>, is_object: bool) -> Option<String> {
    let expression = match cel::parse_only(source) {
        Ok(expression) => expression,
        Err(Compiled::Broken(ExpressionFault { line, column, message })) => {
            return Some(format!("{message} (line {line}, column {column} of it)"));
        }
        Err(_) => return None,
    };
    let root = Shape { schema, is_object };
    let mut walk =
        Walk { scope: vec![("self".to_owned(), Some(root)), ("oldSelf".to_owned(), None)], why: None };
    walk.shape(&expression);
    walk.why
}

/// A schema, and whether it is that of an object of Kubernetes.
#[derive(Clone, Copy)]
struct Shape<'t> {
    schema: Value<'t>,
    is_object: bool,
}

struct Walk<'t> {
    /// The names there are, each with its schema if that is known.
    scope: Vec<(String, Option<Shape<'t>>)>,
    why: Option<String>,
}

/// Names of types, which stand for values as well.
const TYPES: [&str; 13] = [
    "int",
    "uint",
    "double",
    "bool",
    "string",
    "bytes",
    "list",
    "map",
    "null_type",
    "type",
    "dyn",
    "timestamp",
    "duration",
];

/// What stands before the dot of functions that have one in their name (`k8s.io/apiserver/pkg/cel/library`).
const LIBRARIES: [&str; 11] = [
    "optional",
    "ip",
    "cidr",
    "sets",
    "format",
    "strings",
    "jsonpatch",
    "lists",
    "google",
    "net",
    "kubernetes",
];

impl<'t> Walk<'t> {
    fn refuse(&mut self, why: String) {
        self.why.get_or_insert(why);
    }

    /// Walks an expression, and returns the schema of its value if that is known.
    fn shape(&mut self, expression: &Expression) -> Option<Shape<'t>> {
        match &expression.expr {
            Expr::Ident(name) => self.name(name),
            Expr::Select(select) => {
                let of = self.shape(&select.operand)?;
                self.field(of, &select.field)
            }
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(inner) => {
                let over = self.shape(&inner.iter_range);
                let item = over.and_then(item);
                self.shape(&inner.accu_init);
                let names = inner.iter_var2.iter().chain([&inner.iter_var]).map(|name| (name.clone(), None));
                let before = self.scope.len();
                self.scope.extend(names);
                if let (Some((_, shape)), None) = (self.scope.last_mut(), &inner.iter_var2) {
                    *shape = item;
                }
                self.scope.push((inner.accu_var.clone(), None));
                for part in [&inner.loop_cond, &inner.loop_step, &inner.result] {
                    self.shape(part);
                }
                self.scope.truncate(before);
                None
            }
            Expr::List(list) => {
                for element in &list.elements {
                    self.shape(element);
                }
                None
            }
            Expr::Map(map) => {
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        self.shape(&entry.key);
                        self.shape(&entry.value);
                    }
                }
                None
            }
            Expr::Struct(_) | Expr::Literal(_) | Expr::Unspecified => None,
        }
    }

    fn name(&mut self, name: &str) -> Option<Shape<'t>> {
        if let Some((_, shape)) = self.scope.iter().rev().find(|(own, _)| own == name) {
            return *shape;
        }
        if !TYPES.contains(&name) && !LIBRARIES.contains(&name) && !name.starts_with('@') {
            self.refuse(format!("there is no {name:?}; a rule is about self"));
        }
        None
    }

    fn call(&mut self, call: &CallExpr) -> Option<Shape<'t>> {
        // Macros bind names that are not in scope here, and are not told apart further.
        if matches!(call.func_name.as_str(), "optMap" | "optFlatMap" | "bind" | "sortBy")
            || call.func_name.starts_with("transform")
            || (matches!(
                call.func_name.as_str(),
                "all" | "exists" | "exists_one" | "existsOne" | "map" | "filter"
            ) && call.target.is_some())
        {
            if let Some(target) = &call.target {
                self.shape(target);
            }
            return None;
        }
        if let Some(target) = &call.target {
            self.shape(target);
        }
        let shapes: Vec<Option<Shape<'t>>> = call.args.iter().map(|argument| self.shape(argument)).collect();
        match (call.func_name.as_str(), shapes.as_slice()) {
            (operators::INDEX, [of, _]) => (*of).and_then(value_of),
            _ => None,
        }
    }

    /// Returns the schema of a field, and refuses one that is not there.
    fn field(&mut self, of: Shape<'t>, name: &str) -> Option<Shape<'t>> {
        let Shape { schema, is_object } = of;
        if is_true(schema, "x-kubernetes-int-or-string") {
            return None;
        }
        if text(schema, "type") != Some("object") {
            return None;
        }
        if schema.get("additionalProperties").is_some_and(|value| value.is_mapping()) {
            return value_of(of);
        }
        if is_object && matches!(name, "apiVersion" | "kind" | "metadata") {
            return None;
        }
        let mut fields = schema.get("properties").into_iter().flat_map(|properties| properties.entries());
        match fields.find(|entry| escape(entry.key.name()).as_deref() == Some(name)) {
            Some(entry) => {
                let is_object = is_true(entry.value, "x-kubernetes-embedded-resource");
                Some(Shape { schema: entry.value, is_object })
            }
            None => {
                self.refuse(format!("there is no field {name:?} in the schema"));
                None
            }
        }
    }
}

/// Returns what a loop goes over: the items of a list. The keys of a map have no schema.
fn item(of: Shape<'_>) -> Option<Shape<'_>> {
    let items = of.schema.get("items").filter(|_| text(of.schema, "type") == Some("array"))?;
    Some(Shape { schema: items, is_object: is_true(items, "x-kubernetes-embedded-resource") })
}

/// Returns what an index gives: an item of a list, or a value of a map.
fn value_of(of: Shape<'_>) -> Option<Shape<'_>> {
    let inner = item(of).or_else(|| {
        let values = of.schema.get("additionalProperties").filter(Value::is_mapping)?;
        Some(Shape { schema: values, is_object: is_true(values, "x-kubernetes-embedded-resource") })
    });
    inner.filter(|_| !is_true(of.schema, "x-kubernetes-int-or-string"))
}

//! Lists that are sets or maps are compared and added without regard to order on the server
//! (`k8s.io/apiserver/pkg/cel/common/valuesunstructured.go`), and the `cel` crate knows no such lists. Rules that do so
//! with one of them are found here.

use kube_cel::cel::common::ast::{CallExpr, EntryExpr, Expr, LiteralValue, operators};
use kube_cel::cel::parser::Expression;

use super::convert::escape;
use crate::crd::schema::{Additional, ListType, Schema};

/// Tells whether an expression about values of a schema compares or adds lists that are sets or maps, as far as can be told.
pub(super) fn compares(expression: &Expression, schema: &Schema) -> bool {
    if !has_unordered(schema) {
        return false;
    }
    let mut walk = Walk { scope: vec![("self", Kind::Of(schema))], compares: false };
    walk.kind(expression);
    walk.compares
}

/// What is known of a value.
#[derive(Clone, Copy)]
enum Kind<'s> {
    /// There is no such list in it.
    Clean,
    /// A value of a schema.
    Of(&'s Schema),
    /// A list or a map that is ordinary itself, and holds such lists.
    Holds,
    /// It may be such a list.
    Unknown,
}

fn has_unordered(schema: &Schema) -> bool {
    let is_inside = |inner: &Schema| has_unordered(inner);
    schema.list != ListType::Atomic
        || schema.items.as_deref().is_some_and(is_inside)
        || matches!(&schema.additional, Additional::Of(inner) if is_inside(inner))
        || schema.properties.iter().any(|(_, inner)| is_inside(inner))
}

impl<'s> Kind<'s> {
    /// Tells whether it is such a list, or holds one.
    fn is_affected(self) -> bool {
        match self {
            Kind::Clean => false,
            Kind::Of(schema) => has_unordered(schema),
            Kind::Holds | Kind::Unknown => true,
        }
    }

    /// Tells whether it is such a list itself.
    fn is_unordered(self) -> bool {
        match self {
            Kind::Clean | Kind::Holds => false,
            Kind::Of(schema) => schema.list != ListType::Atomic,
            Kind::Unknown => true,
        }
    }

    /// What a loop over it goes over.
    fn item(self) -> Kind<'s> {
        match self {
            Kind::Clean => Kind::Clean,
            Kind::Of(schema) => schema.items.as_deref().map_or(Kind::Clean, Kind::Of),
            Kind::Holds | Kind::Unknown => Kind::Unknown,
        }
    }

    fn field(self, name: &str) -> Kind<'s> {
        let Kind::Of(schema) = self else { return self.item() };
        let named = schema.properties.iter().find(|(own, _)| escape(own).as_deref() == Some(name));
        let named = named.map(|(_, schema)| schema);
        named.or_else(|| schema.field(name)).map_or(Kind::Clean, Kind::Of)
    }

    /// What an index gives.
    fn value(self, index: &Expression) -> Kind<'s> {
        match (self, &index.expr) {
            (Kind::Of(schema), _) if schema.items.is_some() => self.item(),
            (Kind::Of(_), Expr::Literal(LiteralValue::String(name))) => self.field(name.inner()),
            (Kind::Of(schema), _) => match &schema.additional {
                Additional::Of(inner) => Kind::Of(inner),
                _ if self.is_affected() => Kind::Unknown,
                _ => Kind::Clean,
            },
            _ => self.item(),
        }
    }

    /// What is either of the two.
    fn or(self, other: Kind<'s>) -> Kind<'s> {
        match (self, other) {
            (Kind::Of(one), Kind::Of(another)) if std::ptr::eq(one, another) => self,
            (_, other) if !other.is_affected() => self,
            (own, _) if !own.is_affected() => other,
            _ => Kind::Unknown,
        }
    }
}

struct Walk<'e, 's> {
    scope: Vec<(&'e str, Kind<'s>)>,
    compares: bool,
}

impl<'e, 's> Walk<'e, 's> {
    fn kind(&mut self, expression: &'e Expression) -> Kind<'s> {
        match &expression.expr {
            Expr::Ident(name) => {
                let found = self.scope.iter().rev().find(|(own, _)| own == name);
                found.map_or(Kind::Clean, |(_, kind)| *kind)
            }
            Expr::Select(select) => {
                let of = self.kind(&select.operand);
                if select.test { Kind::Clean } else { of.field(&select.field) }
            }
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(inner) => {
                let over = self.kind(&inner.iter_range);
                let before = self.scope.len();
                self.scope.push((&inner.iter_var, over.item()));
                let begin = self.kind(&inner.accu_init);
                self.scope.push((&inner.accu_var, begin));
                let step = self.kind(&inner.loop_step);
                self.scope.push((&inner.accu_var, begin.or(step)));
                let result = self.kind(&inner.result);
                self.scope.truncate(before);
                result
            }
            Expr::List(list) => {
                let kinds: Vec<Kind<'s>> = list.elements.iter().map(|element| self.kind(element)).collect();
                holding(&kinds)
            }
            Expr::Map(map) => {
                let mut kinds = Vec::new();
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        kinds.push(self.kind(&entry.value));
                    }
                }
                holding(&kinds)
            }
            Expr::Struct(_) | Expr::Literal(_) | Expr::Unspecified => Kind::Clean,
        }
    }

    fn call(&mut self, call: &'e CallExpr) -> Kind<'s> {
        let parts: Vec<&'e Expression> = call.target.as_deref().into_iter().chain(&call.args).collect();
        let kinds: Vec<Kind<'s>> = parts.iter().map(|part| self.kind(part)).collect();
        let is_affected = |kinds: &[Kind<'_>]| kinds.iter().any(|kind| kind.is_affected());
        match (call.func_name.rsplit('.').next().unwrap_or_default(), kinds.as_slice()) {
            (operators::EQUALS | operators::NOT_EQUALS, operands) => {
                self.compares |= is_affected(operands);
                Kind::Clean
            }
            (operators::IN, [item, list]) => {
                self.compares |= item.is_affected() || list.item().is_affected();
                Kind::Clean
            }
            (operators::ADD, operands) => {
                self.compares |= operands.iter().any(|kind| kind.is_unordered());
                holding(operands)
            }
            (operators::CONDITIONAL, [_, yes, no]) => yes.or(*no),
            (operators::INDEX | operators::OPT_INDEX, [of, _]) => of.value(parts[1]),
            (operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT, _) => Kind::Clean,
            ("indexOf" | "lastIndexOf" | "contains" | "intersects" | "equivalent" | "distinct", operands) => {
                self.compares |= operands.iter().any(|kind| kind.item().is_affected());
                holding(operands)
            }
            ("size" | "isSorted" | "sum" | "min" | "max" | "join" | "hasValue" | "type" | "string", _) => {
                Kind::Clean
            }
            ("value" | "of", [.., own]) => *own,
            ("orValue" | "or", [own, other]) => own.or(*other),
            ("first" | "last", [list]) => list.item(),
            (_, operands) if is_affected(operands) => Kind::Unknown,
            _ => Kind::Clean,
        }
    }
}

fn holding<'s>(kinds: &[Kind<'s>]) -> Kind<'s> {
    if kinds.iter().any(|kind| kind.is_affected()) { Kind::Holds } else { Kind::Clean }
}

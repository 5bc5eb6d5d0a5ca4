//! Makes of a parsed expression one that the `cel` crate can evaluate, and says what it is made of.

use kube_cel::cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators};
use kube_cel::cel::parser::Expression;

/// What an expression is made of, as far as evaluating needs to know.
#[derive(Clone, Debug, Default)]
pub(in crate::crd) struct Shape {
    /// Whether it speaks of the old value.
    pub(super) uses_old: bool,
    /// How often its innermost step is taken for lists of a length, as powers of the length.
    pub(super) power: u32,
    /// Whether it makes lists out of texts.
    pub(super) splits: bool,
    /// How deep it nests.
    pub(super) depth: usize,
    /// How many steps it has, loops counted once.
    pub(super) steps: u64,
    /// What in it cannot be evaluated here.
    pub(in crate::crd) unsupported: Option<String>,
}

/// The deepest nesting of an expression: evaluating it costs as much stack.
const DEEPEST: usize = 200;

/// The longest replacement and the most replacements in a text: each can make it as much longer.
const REPLACEMENT: usize = 16;
const REPLACEMENTS: usize = 4;

/// Rewrites an expression.
pub(super) fn rewrite(expression: &mut Expression) -> Shape {
    let mut walk =
        Walk { shape: Shape::default(), depth: 0, is_dynamic: false, has_float: false, replacements: 0 };
    let power = walk.expression(expression);
    if walk.is_dynamic && walk.has_float {
        walk.refuse("it compares numbers of different types");
    }
    Shape { power, ..walk.shape }
}

struct Walk {
    shape: Shape,
    depth: usize,
    is_dynamic: bool,
    has_float: bool,
    replacements: usize,
}

impl Walk {
    fn refuse(&mut self, what: &str) {
        self.shape.unsupported.get_or_insert_with(|| what.to_owned());
    }

    /// Walks an expression and returns the power of its loops.
    fn expression(&mut self, expression: &mut Expression) -> u32 {
        self.depth += 1;
        self.shape.depth = self.shape.depth.max(self.depth);
        if self.depth > DEEPEST {
            self.refuse("it nests too deep");
            self.depth -= 1;
            return 0;
        }
        let power = self.within(expression);
        self.depth -= 1;
        power
    }

    fn within(&mut self, expression: &mut Expression) -> u32 {
        self.shape.steps += 1;
        match &mut expression.expr {
            Expr::Call(call) => {
                if let Some(mapped) = opt_map(call) {
                    expression.expr = mapped;
                    return self.expression(expression);
                }
                self.call(call)
            }
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::Ident(name) => {
                self.shape.uses_old |= name == "oldSelf";
                0
            }
            Expr::List(list) => {
                list.elements.iter_mut().map(|element| self.expression(element)).max().unwrap_or(0)
            }
            Expr::Map(map) => {
                let mut power = 0;
                for entry in &mut map.entries {
                    match &mut entry.expr {
                        EntryExpr::MapEntry(entry) => {
                            power = power.max(self.expression(&mut entry.key));
                            power = power.max(self.expression(&mut entry.value));
                        }
                        EntryExpr::StructField(_) => self.refuse("it makes a message"),
                    }
                }
                power
            }
            Expr::Select(select) => {
                let power = self.expression(&mut select.operand);
                if is_optional(&select.operand) {
                    if select.test {
                        self.refuse("it asks for a field of what is optional");
                    }
                    let (operand, field) = (std::mem::take(&mut *select.operand), select.field.as_str());
                    let field = of(Expr::Literal(LiteralValue::String(field.into())));
                    expression.expr = call(operators::OPT_INDEX, None, vec![operand, field]);
                }
                power
            }
            Expr::Struct(_) => {
                self.refuse("it makes a message");
                0
            }
            Expr::Unspecified => {
                self.refuse("a part of it cannot be read");
                0
            }
            Expr::Literal(literal) => {
                self.has_float |= matches!(literal, LiteralValue::Double(_));
                0
            }
        }
    }

    fn call(&mut self, call: &mut CallExpr) -> u32 {
        match call.func_name.as_str() {
            operators::NEGATE => super::guarded::NEGATE.clone_into(&mut call.func_name),
            // The crate takes a field that is absent for an error; of an index it does not.
            operators::OPT_SELECT => operators::OPT_INDEX.clone_into(&mut call.func_name),
            "split" | "findAll" => self.shape.splits = true,
            "range" => self.refuse("it calls lists.range"),
            "replace" => self.replacement(call),
            // With one variable, these are loops by now.
            "all" | "exists" | "existsOne" | "exists_one" | "transformList" | "transformMap"
            | "transformMapEntry" => {
                self.refuse("it has a loop of two variables");
            }
            "dyn" => self.is_dynamic = true,
            // The crate does not look at the time zone.
            name if name.starts_with("get") && !call.args.is_empty() => self.refuse("it names a time zone"),
            _ => {}
        }
        let of = call.target.as_deref_mut().map_or(0, |target| self.expression(target));
        call.args.iter_mut().map(|argument| self.expression(argument)).max().unwrap_or(0).max(of)
    }

    fn replacement(&mut self, call: &CallExpr) {
        self.replacements += 1;
        let short = call.args.get(1).is_some_and(|argument| match &argument.expr {
            Expr::Literal(LiteralValue::String(text)) => text.inner().len() <= REPLACEMENT,
            _ => false,
        });
        if !short || self.replacements > REPLACEMENTS {
            self.refuse("it replaces too much");
        }
    }

    fn comprehension(&mut self, comprehension: &mut ComprehensionExpr) -> u32 {
        if comprehension.iter_var2.is_some() {
            self.refuse("it has a loop of two variables");
        }
        // A list that grows by one item a step is copied in each step.
        let grows = matches!(comprehension.accu_init.expr, Expr::List(_) | Expr::Map(_));
        let over = self.expression(&mut comprehension.iter_range);
        let mut within = 0;
        for part in [&mut comprehension.loop_cond, &mut comprehension.loop_step] {
            within = within.max(self.expression(part));
        }
        for part in [&mut comprehension.accu_init, &mut comprehension.result] {
            within = within.max(self.expression(part));
        }
        over.max(within + 1 + u32::from(grows))
    }
}

fn of(expr: Expr) -> Expression {
    Expression { id: 0, expr }
}

fn call(name: &str, target: Option<Expression>, args: Vec<Expression>) -> Expr {
    Expr::Call(CallExpr { func_name: name.to_owned(), target: target.map(Box::new), args })
}

/// Tells whether an expression gives an optional value, as one with `?` does.
fn is_optional(expression: &Expression) -> bool {
    matches!(&expression.expr, Expr::Call(call) if call.func_name == operators::OPT_INDEX)
}

/// Writes `o.optMap(name, expression)` and `o.optFlatMap(…)` with what the crate has, as cel-go's macros do.
fn opt_map(mapping: &CallExpr) -> Option<Expr> {
    let target = mapping.target.as_deref()?;
    let [name, expression] = mapping.args.as_slice() else { return None };
    let Expr::Ident(name) = &name.expr else { return None };
    let flat = match mapping.func_name.as_str() {
        "optMap" => false,
        "optFlatMap" => true,
        _ => return None,
    };
    let value = of(call("value", Some(target.clone()), Vec::new()));
    let bound = of(bind(name, value, expression.clone()));
    let optional = || Some(of(Expr::Ident("optional".to_owned())));
    let some = if flat { bound } else { of(call("of", optional(), vec![bound])) };
    let none = of(call("none", optional(), Vec::new()));
    let has = of(call("hasValue", Some(target.clone()), Vec::new()));
    Some(call(operators::CONDITIONAL, None, vec![has, some, none]))
}

/// Names a value in an expression: a loop over nothing, as cel-go's macro `cel.bind` is.
fn bind(name: &str, value: Expression, expression: Expression) -> Expr {
    Expr::Comprehension(Box::new(ComprehensionExpr {
        iter_range: of(Expr::List(Default::default())),
        iter_var: "@unused".to_owned(),
        iter_var2: None,
        accu_var: name.to_owned(),
        accu_init: value,
        loop_cond: of(Expr::Literal(LiteralValue::Boolean(false.into()))),
        loop_step: of(Expr::Ident(name.to_owned())),
        result: expression,
    }))
}

/// Tells whether an expression has a loop that goes on behind an item that fails, which the crate does not.
pub(super) fn has_quantifier(expression: &Expression) -> bool {
    match &expression.expr {
        Expr::Comprehension(inner) => {
            matches!(inner.accu_init.expr, Expr::Literal(LiteralValue::Boolean(_)))
                || [&inner.iter_range, &inner.loop_step, &inner.result].into_iter().any(has_quantifier)
        }
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).any(has_quantifier),
        Expr::Select(select) => has_quantifier(&select.operand),
        Expr::List(list) => list.elements.iter().any(has_quantifier),
        Expr::Map(map) => map.entries.iter().any(|entry| match &entry.expr {
            EntryExpr::MapEntry(entry) => has_quantifier(&entry.key) || has_quantifier(&entry.value),
            EntryExpr::StructField(entry) => has_quantifier(&entry.value),
        }),
        _ => false,
    }
}

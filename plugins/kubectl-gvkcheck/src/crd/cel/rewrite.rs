//! Makes of a parsed expression one that the `cel` crate can evaluate, and says what it is made of.

use kube_cel::cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators};
use kube_cel::cel::parser::Expression;

/// What an expression is made of, as far as evaluating needs to know.
#[derive(Clone, Debug, Default)]
pub(in crate::crd) struct Shape {
    /// Whether it speaks of the old value.
    pub(super) uses_old: bool,
    /// Whether it has a loop. The `cel` crate stops at the first error in one, where others go on.
    pub(super) has_loop: bool,
    /// How often its innermost step is taken for lists of a length, as powers of the length.
    pub(super) power: u32,
    /// Whether it makes lists out of texts.
    pub(super) splits: bool,
    /// How many steps it has, loops counted once.
    pub(super) steps: u64,
    /// What in it cannot be evaluated here.
    pub(in crate::crd) unsupported: Option<String>,
}

/// The longest replacement and the most replacements in a text: each can make it as much longer.
const REPLACEMENT: usize = 16;
const REPLACEMENTS: usize = 4;

/// Rewrites an expression.
pub(super) fn rewrite(expression: &mut Expression) -> Shape {
    let mut walk = Walk { shape: Shape::default(), replacements: 0 };
    let power = walk.expression(expression);
    Shape { power, ..walk.shape }
}

struct Walk {
    shape: Shape,
    replacements: usize,
}

impl Walk {
    fn refuse(&mut self, what: &str) {
        self.shape.unsupported.get_or_insert_with(|| what.to_owned());
    }

    /// Walks an expression and returns the power of its loops.
    fn expression(&mut self, expression: &mut Expression) -> u32 {
        self.shape.steps += 1;
        match &mut expression.expr {
            Expr::Call(call) => {
                if let Some(bound) = bind(call) {
                    expression.expr = bound;
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
            Expr::Select(select) => self.expression(&mut select.operand),
            Expr::Struct(_) => {
                self.refuse("it makes a message");
                0
            }
            Expr::Unspecified => {
                self.refuse("a part of it cannot be read");
                0
            }
            Expr::Literal(_) => 0,
        }
    }

    fn call(&mut self, call: &mut CallExpr) -> u32 {
        match call.func_name.as_str() {
            // The crate takes a field that is absent for an error; of an index it does not.
            operators::OPT_SELECT => operators::OPT_INDEX.clone_into(&mut call.func_name),
            "split" | "findAll" => self.shape.splits = true,
            "range" => self.refuse("it calls lists.range"),
            "replace" => self.replacement(call),
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
        self.shape.has_loop = true;
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

/// Writes `cel.bind(name, value, expression)` as a loop over nothing, as cel-go's macro does.
fn bind(call: &CallExpr) -> Option<Expr> {
    let Expr::Ident(cel) = &call.target.as_deref()?.expr else { return None };
    let [name, value, expression] = call.args.as_slice() else { return None };
    let Expr::Ident(name) = &name.expr else { return None };
    if cel != "cel" || call.func_name != "bind" {
        return None;
    }
    let with = |expr| Expression { id: 0, expr };
    Some(Expr::Comprehension(Box::new(ComprehensionExpr {
        iter_range: with(Expr::List(Default::default())),
        iter_var: "@unused".to_owned(),
        iter_var2: None,
        accu_var: name.clone(),
        accu_init: value.clone(),
        loop_cond: with(Expr::Literal(LiteralValue::Boolean(false.into()))),
        loop_step: with(Expr::Ident(name.clone())),
        result: expression.clone(),
    })))
}

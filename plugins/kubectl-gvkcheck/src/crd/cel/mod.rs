//! Rules in CEL (`x-kubernetes-validations`), evaluated as the API server does when an object is created.
//!
//! The language and its functions are those of the crate `kube-cel`. The walk over schema and object, and how values
//! become values of CEL, are here: kube-cel's own escapes field names in another way than the server does
//! (`my_field` is `my_field` there), and knows no places.

mod context;
mod convert;
mod guarded;
mod lexical;
mod rewrite;
mod run;
mod truth;
mod unordered;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Once, OnceLock};

use kube_cel::cel::parser::{Expression, Parser};
use kubecheck_core::model::tree::Value;

use super::parse::is_true;
use super::schema::{Name, Schema};
use lexical::Lexical;

pub(super) use convert::escape;
pub(super) use run::run;

/// A rule of a schema.
#[derive(Debug)]
pub(in crate::crd) struct Rule {
    /// The expression.
    pub(in crate::crd) text: Name,
    /// What to say if it does not hold.
    pub(in crate::crd) message: Option<Name>,
    /// An expression of what to say.
    pub(in crate::crd) message_expression: Option<Name>,
    /// The field that is to blame.
    pub(in crate::crd) field_path: Option<Name>,
    /// Whether it is evaluated where there is no old value.
    pub(in crate::crd) optional_old_self: bool,
    compiled: OnceLock<Compiled>,
}

/// What became of a rule.
#[derive(Debug)]
pub(super) enum Compiled {
    /// There is nothing to evaluate: it is empty, or compares with an old value, which a new object does not have.
    Nothing,
    /// It can be evaluated.
    Ready(Box<Ready>),
    /// It is no expression.
    Broken(Fault),
    /// It cannot be evaluated here.
    Unsupported(String),
}

/// A rule that can be evaluated.
#[derive(Debug)]
pub(super) struct Ready {
    expression: Expression,
    /// The expression of the message, if there is one that can be evaluated.
    message: Option<Expression>,
    shape: rewrite::Shape,
}

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::crd) struct Fault {
    /// The place in the text, counted from 1.
    pub(in crate::crd) line: usize,
    /// The place in the line, counted from 1.
    pub(in crate::crd) column: usize,
    /// What is wrong.
    pub(in crate::crd) message: String,
}

/// Rules longer than this are not read; the server's limit on the cost of a rule is far lower.
const LONGEST: usize = 16 * 1024;

/// The most operators of a rule that nest into each other, and the deepest nesting of brackets: both cost stack. Of `&&` and
/// `||` there may be as many as there are, since the parser balances them.
const OPERATORS: usize = 300;
const DEEPEST: usize = 40;

/// What nests no deeper than this needs no stack of its own.
const FLAT: usize = 8;

thread_local! {
    /// Whether this thread is within the crate, whose panics are not told.
    static IS_WITHIN: Cell<bool> = const { Cell::new(false) };
}

/// Keeps silent about panics within the crate: they are caught, and told as a rule that is not evaluated.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_WITHIN.get() {
                before(panic);
            }
        }));
    });
}

/// Calls the crate, with a stack of its own if it is to go deep: the parser and the interpreter use a lot of it, most of all
/// when they are not optimised. None if that panics.
fn call<T: Send>(is_deep: bool, call: impl FnOnce() -> T + Send) -> Option<T> {
    const STACK: usize = 64 << 20;
    hush();
    let quietly = move || {
        let before = IS_WITHIN.replace(true);
        let result = catch_unwind(AssertUnwindSafe(call)).ok();
        IS_WITHIN.set(before);
        result
    };
    if !is_deep {
        return quietly();
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, quietly).ok()?;
        thread.join().ok()?
    })
}

impl Rule {
    /// Reads a rule; none if it has no expression.
    pub(super) fn read(value: Value<'_>) -> Option<Rule> {
        let text = |name: &str| value.get(name).and_then(|value| value.as_str()).map(Name::from);
        let given = |name: &str| text(name).filter(|text| !text.is_empty());
        Some(Rule {
            text: text("rule")?,
            message: given("message"),
            message_expression: given("messageExpression"),
            field_path: given("fieldPath"),
            optional_old_self: value.get("optionalOldSelf").is_some_and(is_true),
            compiled: OnceLock::new(),
        })
    }

    /// Compiles the rule of a schema, once.
    pub(super) fn compiled(&self, schema: &Schema) -> &Compiled {
        self.compiled.get_or_init(|| self.compile(schema))
    }

    fn compile(&self, schema: &Schema) -> Compiled {
        if self.text.trim().is_empty() {
            return Compiled::Nothing;
        }
        let (expression, shape) = match parse(&self.text) {
            Ok(parsed) => parsed,
            Err(failure) => return failure,
        };
        if shape.uses_old && !self.optional_old_self {
            return Compiled::Nothing;
        }
        if let Some(why) = shape.unsupported {
            return Compiled::Unsupported(why);
        }
        if unordered::compares(&expression, schema) {
            return Compiled::Unsupported("it compares or adds lists that are sets or maps".to_owned());
        }
        let message = self.message_expression.as_deref().and_then(|text| parse(text).ok());
        let message = message
            .filter(|(_, shape)| shape.unsupported.is_none() && !shape.uses_old && shape.depth <= 2 * FLAT)
            .filter(|(expression, _)| !unordered::compares(expression, schema));
        Compiled::Ready(Box::new(Ready {
            expression,
            message: message.map(|(expression, _)| expression),
            shape,
        }))
    }
}

/// Parses an expression, and makes it one that can be evaluated here. The error is what becomes of a rule otherwise.
fn parse(text: &str) -> Result<(Expression, rewrite::Shape), Compiled> {
    let mut expression = parse_only(text)?;
    let shape = rewrite::rewrite(&mut expression);
    Ok((expression, shape))
}

/// Parses an expression. The error is what becomes of a rule otherwise.
pub(super) fn parse_only(text: &str) -> Result<Expression, Compiled> {
    let Lexical { operators, depth, is_misread, is_unusual } = lexical::scan(text);
    if is_misread {
        return Err(Compiled::Unsupported(
            "a literal or a sign of it is read in another way here".to_owned(),
        ));
    }
    if text.len() > LONGEST || operators > OPERATORS || depth > DEEPEST {
        return Err(Compiled::Unsupported("it is too long".to_owned()));
    }
    let parse = || Parser::default().enable_optional_syntax(true).parse(text);
    let Some(parsed) = call(operators > FLAT || depth > FLAT, parse) else {
        return Err(Compiled::Unsupported("it cannot be read".to_owned()));
    };
    parsed.map_err(|errors| match is_unusual {
        // The server may be able to read it.
        true => Compiled::Unsupported("it cannot be read".to_owned()),
        false => Compiled::Broken(fault(&errors.errors)),
    })
}

fn fault(errors: &[kube_cel::cel::ParseError]) -> Fault {
    let count = |count: isize| usize::try_from(count).unwrap_or_default().max(1);
    match errors.first() {
        Some(error) => Fault {
            line: count(error.pos.0),
            column: count(error.pos.1),
            // What the grammar would take instead is longer than it helps.
            message: error
                .msg
                .lines()
                .next()
                .and_then(|line| line.split(" expecting").next())
                .unwrap_or_default()
                .to_owned(),
        },
        None => Fault { line: 1, column: 1, message: "it is no expression".to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_crate_is_no_result() {
        for is_deep in [false, true] {
            assert_eq!(call(is_deep, || panic!("of the crate")), None::<()>);
            assert_eq!(call(is_deep, || 1), Some(1));
        }
    }
}

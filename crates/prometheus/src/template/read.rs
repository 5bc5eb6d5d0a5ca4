//! Reads PromQL into a tree.

use std::time::Duration;

use promql_parser::label::{Labels, MatchOp, Matchers};
use promql_parser::parser::{
    self, AggregateExpr, BinModifier, BinaryExpr, Expr, LabelModifier, Offset, SubqueryExpr,
    VectorMatchCardinality, VectorSelector,
};

use super::error::TemplateError;
use super::guard;
use super::number::spellings;
use super::selector::{Matcher, NAME, Relation, Selector};
use super::tree::{Aggregate, Binary, Grouping, Matching, Node, Range, Shift};

/// Reads an expression. A range of exactly the window's stand-in is the window.
pub(super) fn read(text: &str, window: Option<Duration>) -> Result<Node, TemplateError> {
    guard::check(text)?;
    let expression = parser::parse(text).map_err(|why| unreadable(text, &why))?;
    Reader { window }.node(&expression)
}

/// Words what the parser says. It tells types but no places.
fn unreadable(text: &str, why: &str) -> TemplateError {
    if text.contains("{{") {
        return TemplateError::new("it has a template in it, {{…}}, that is not filled in")
            .hint("only the window of a range may be left open");
    }
    if text.trim().is_empty() {
        return TemplateError::new("it is empty");
    }
    if let Some(function) = why.strip_prefix("expected type matrix in call to function '") {
        let name = function.split('\'').next().unwrap_or_default();
        return TemplateError::new(format!("{name} takes the range of one selector, and something else stands there"))
            .hint(format!("take the {name} first, then the sum: sum({name}(metric[5m])); a sum of counters cannot show that one of them began anew"));
    }
    let why = why.trim().trim_end_matches(['!', '.']);
    match why {
        _ if why.starts_with("invalid promql query") => TemplateError::new("it is no PromQL"),
        _ => TemplateError::new(format!("it is no PromQL: {}", why.replace('\n', " "))),
    }
}

struct Reader {
    window: Option<Duration>,
}

impl Reader {
    fn node(&self, expression: &Expr) -> Result<Node, TemplateError> {
        Ok(match expression {
            Expr::NumberLiteral(number) => Node::Number(number.val),
            Expr::StringLiteral(text) => Node::Text(text.val.clone()),
            Expr::Paren(of) => Node::Brackets(Box::new(self.node(&of.expr)?)),
            Expr::Unary(of) => Node::Minus(Box::new(self.node(&of.expr)?)),
            Expr::VectorSelector(of) => Node::Select(selector(of)?, shift(of.offset.as_ref())?),
            Expr::MatrixSelector(of) => {
                Node::Range(selector(&of.vs)?, self.range(of.range), shift(of.vs.offset.as_ref())?)
            }
            Expr::Subquery(of) => self.subquery(of)?,
            Expr::Call(of) => {
                let arguments = of.args.args.iter().map(|argument| self.node(argument));
                Node::Call(of.func.name.to_owned(), arguments.collect::<Result<_, _>>()?)
            }
            Expr::Aggregate(of) => self.aggregate(of)?,
            Expr::Binary(of) => self.binary(of)?,
            Expr::Extension(_) => return Err(TemplateError::new("it is no PromQL")),
        })
    }

    fn range(&self, length: Duration) -> Range {
        if Some(length) == self.window { Range::Window } else { Range::Fixed(length) }
    }

    fn subquery(&self, of: &SubqueryExpr) -> Result<Node, TemplateError> {
        if of.at.is_some() {
            return Err(pinned());
        }
        Ok(Node::Subquery {
            of: Box::new(self.node(&of.expr)?),
            range: self.range(of.range),
            step: of.step,
            shift: shift(of.offset.as_ref())?,
        })
    }

    fn aggregate(&self, of: &AggregateExpr) -> Result<Node, TemplateError> {
        let grouping = match &of.modifier {
            None => Grouping::By(Vec::new()),
            Some(LabelModifier::Include(labels)) => Grouping::By(unique(labels)),
            Some(LabelModifier::Exclude(labels)) => Grouping::Without(unique(labels)),
        };
        Ok(Node::Aggregate(Box::new(Aggregate {
            name: of.op.to_string(),
            grouping,
            argument: of.param.as_ref().map(|argument| self.node(argument)).transpose()?,
            of: self.node(&of.expr)?,
        })))
    }

    fn binary(&self, of: &BinaryExpr) -> Result<Node, TemplateError> {
        let modifier = of.modifier.as_ref();
        Ok(Node::Binary(Box::new(Binary {
            sign: of.op.to_string(),
            is_bool: modifier.is_some_and(|modifier| modifier.return_bool),
            matching: modifier.map(matching).transpose()?.flatten(),
            left: self.node(&of.lhs)?,
            right: self.node(&of.rhs)?,
        })))
    }
}

fn matching(modifier: &BinModifier) -> Result<Option<Matching>, TemplateError> {
    if modifier.fill_values.lhs.is_some() || modifier.fill_values.rhs.is_some() {
        return Err(TemplateError::new("it fills in missing series, which only some servers understand"));
    }
    let many = match &modifier.card {
        VectorMatchCardinality::ManyToOne(labels) => Some(("group_left", unique(labels))),
        VectorMatchCardinality::OneToMany(labels) => Some(("group_right", unique(labels))),
        VectorMatchCardinality::OneToOne | VectorMatchCardinality::ManyToMany => None,
    };
    let (is_on, labels) = match &modifier.matching {
        Some(LabelModifier::Include(labels)) => (true, unique(labels)),
        Some(LabelModifier::Exclude(labels)) => (false, unique(labels)),
        None => return Ok(None),
    };
    Ok(Some(Matching { is_on, labels, many }))
}

fn unique(labels: &Labels) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for label in &labels.labels {
        if !unique.contains(label) {
            unique.push(label.clone());
        }
    }
    unique
}

fn selector(of: &VectorSelector) -> Result<Selector, TemplateError> {
    if of.at.is_some() {
        return Err(pinned());
    }
    let Matchers { matchers, or_matchers } = &of.matchers;
    if !or_matchers.is_empty() {
        return Err(TemplateError::new("matchers joined by \"or\" are no PromQL, only MetricsQL"));
    }
    let mut selector = Selector { metric: of.name.clone(), matchers: Vec::new() };
    for matcher in matchers {
        let relation = match &matcher.op {
            MatchOp::Equal => Relation::Equal,
            MatchOp::NotEqual => Relation::NotEqual,
            MatchOp::Re(_) => Relation::Matches,
            MatchOp::NotRe(_) => Relation::NotMatches,
        };
        if matcher.name == NAME && relation == Relation::Equal {
            if selector.metric.replace(matcher.value.clone()).is_some() {
                return Err(TemplateError::new("it names its metric twice"));
            }
            continue;
        }
        let is_bound =
            matcher.name == "le" && relation == Relation::Equal && spellings(&matcher.value).is_some();
        let relation = if is_bound { Relation::Number } else { relation };
        selector.matchers.push(Matcher {
            label: matcher.name.clone(),
            relation,
            value: matcher.value.clone(),
        });
    }
    Ok(selector)
}

fn pinned() -> TemplateError {
    TemplateError::new("it looks at an instant of its own (@), whatever instant is asked for")
        .hint("take the @ away")
}

fn shift(offset: Option<&Offset>) -> Result<Shift, TemplateError> {
    let millis = |length: &Duration| {
        i64::try_from(length.as_millis()).map_err(|_| TemplateError::new("its offset is too long a time"))
    };
    Ok(Shift(match offset {
        None => 0,
        Some(Offset::Pos(length)) => millis(length)?,
        Some(Offset::Neg(length)) => -millis(length)?,
    }))
}

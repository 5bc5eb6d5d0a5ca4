//! Templates into nodes.

use super::{Bound, Filter, Node, ParseError, quote};

/// Parses a template with braces.
pub(super) fn parse(text: &str) -> Result<Vec<Node>, ParseError> {
    let mut parser = Parser { rest: text };
    let mut nodes = Vec::new();
    while !parser.rest.is_empty() {
        let plain = parser.take_until(|c| c == '{');
        if !plain.is_empty() {
            nodes.push(Node::Text(plain.to_owned()));
        }
        if parser.eat("{") {
            nodes.push(Node::List(parser.action()?));
        }
    }
    Ok(nodes)
}

/// Parses what stands between braces on its own.
fn action(text: &str) -> Result<Vec<Node>, ParseError> {
    match parse(&format!("{{{text}}}"))?.into_iter().next() {
        Some(Node::List(nodes)) => Ok(nodes),
        _ => Ok(Vec::new()),
    }
}

fn fail<T>(message: impl Into<String>) -> Result<T, ParseError> {
    Err(ParseError(message.into()))
}

/// A reader of a template.
struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn eat(&mut self, prefix: &str) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes the text before the first character that ends it, or all.
    fn take_until(&mut self, ends: impl Fn(char) -> bool) -> &'t str {
        let (taken, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// Parses up to the closing brace.
    fn action(&mut self) -> Result<Vec<Node>, ParseError> {
        let mut nodes = Vec::new();
        loop {
            if self.eat("}") {
                return Ok(nodes);
            } else if self.eat("[?(") {
                nodes.push(self.filter()?);
            } else if self.eat("..") {
                self.recursive(&mut nodes)?;
            } else {
                self.step(&mut nodes)?;
            }
        }
    }

    fn step(&mut self, nodes: &mut Vec<Node>) -> Result<(), ParseError> {
        match self.peek() {
            None | Some('\r' | '\n') => return fail("a brace is not closed on its line"),
            Some(' ' | '@' | '$') => {
                self.next();
            }
            Some('[') => {
                self.next();
                self.array(nodes)?;
            }
            Some(mark @ ('"' | '\'')) => nodes.push(self.quoted(mark)?),
            Some('.') => {
                self.next();
                nodes.push(self.field());
            }
            Some(c) if matches!(c, '+' | '-') || c.is_numeric() => nodes.push(self.number()?),
            Some(c) if is_word(c) => nodes.push(self.word()),
            Some(c) => return fail(format!("the character {c:?} means nothing here")),
        }
        Ok(())
    }

    fn recursive(&mut self, nodes: &mut Vec<Node>) -> Result<(), ParseError> {
        if nodes.last() == Some(&Node::Recursive) {
            return fail("`..` stands twice");
        }
        nodes.push(Node::Recursive);
        if self.peek().is_some_and(is_word) {
            nodes.push(self.field());
        }
        Ok(())
    }

    /// Parses a key; a backslash lets the next character belong to it.
    fn field(&mut self) -> Node {
        let mut key = String::new();
        let mut wildcard = true;
        while let Some(c) = self.peek().filter(|&c| !is_terminator(c)) {
            self.next();
            match c {
                '\\' => {
                    wildcard = false;
                    key.extend(self.next().filter(|&c| c != '\\'));
                }
                c => key.push(c),
            }
        }
        if key == "*" && wildcard { Node::Wildcard } else { Node::Field(key) }
    }

    fn word(&mut self) -> Node {
        match self.take_until(is_terminator) {
            "true" => Node::Bool(true),
            "false" => Node::Bool(false),
            word => Node::Word(word.to_owned()),
        }
    }

    fn number(&mut self) -> Result<Node, ParseError> {
        let signed = self.rest.strip_prefix(['+', '-']).unwrap_or(self.rest);
        let end = signed.find(|c: char| c != '.' && !c.is_numeric()).unwrap_or(signed.len());
        let (text, rest) = self.rest.split_at(self.rest.len() - signed.len() + end);
        self.rest = rest;
        match (text.parse(), text.parse()) {
            (Ok(number), _) => Ok(Node::Int(number)),
            (_, Ok(number)) => Ok(Node::Float(number)),
            _ => fail(format!("{text:?} is no number")),
        }
    }

    fn quoted(&mut self, mark: char) -> Result<Node, ParseError> {
        let mut previous = mark;
        let end = self.rest.char_indices().skip(1).find(|&(_, c)| {
            let closes = c == '\n' || (c == mark && previous != '\\');
            previous = c;
            closes
        });
        match end {
            Some((end, c)) if c == mark => {
                let text = &self.rest[1..end];
                self.rest = &self.rest[end + 1..];
                quote::unquote(text, mark).map(Node::Text)
            }
            _ => fail("a quoted text is not closed on its line"),
        }
    }

    /// Parses what follows an opening bracket: an index, a slice, a quoted key or several of these.
    fn array(&mut self, nodes: &mut Vec<Node>) -> Result<(), ParseError> {
        let text = self.take_until(|c| matches!(c, ']' | '\n'));
        if !self.eat("]") {
            return fail("a bracket is not closed on its line");
        }
        let text = if text == "*" { ":" } else { text };
        let parts: Vec<&str> = text.split(',').collect();
        if parts.len() > 1 {
            let union = parts.iter().map(|part| action(&format!("[{}]", part.trim_matches(' '))));
            nodes.push(Node::Union(union.collect::<Result<_, _>>()?));
        } else if let Some(key) = quoted_key(text) {
            nodes.extend(action(&format!(".{key}"))?);
        } else {
            nodes.push(Node::Array(slice(text)?));
        }
        Ok(())
    }

    /// Parses what follows `[?(`. The first quoted text may hold a closing parenthesis.
    fn filter(&mut self) -> Result<Node, ParseError> {
        let (mut mark, mut closed, mut previous) = (None, false, '(');
        let end = self.rest.char_indices().find(|&(_, c)| {
            match c {
                '"' | '\'' if mark.is_none() => mark = Some(c),
                c if mark == Some(c) && previous != '\\' => closed = true,
                _ => {}
            }
            previous = c;
            c == '\n' || (c == ')' && mark.is_some() == closed)
        });
        let Some((end, ')')) = end else { return fail("a filter is not closed on its line") };
        let text = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        if !self.eat("]") {
            return fail("a filter ends with `)]`");
        }
        Ok(Node::Filter(Box::new(condition(text)?)))
    }
}

/// Splits a condition at its operator; without two sides it asks whether something is there.
fn condition(text: &str) -> Result<Filter, ParseError> {
    let is_operator = |c| matches!(c, '!' | '<' | '>' | '=');
    let (left, rest) = text.split_at(text.find(is_operator).unwrap_or(0));
    let (operator, mut right) = rest.split_at(rest.find(|c| !is_operator(c)).unwrap_or(rest.len()));
    // A side of nothing but signs is no side: the last sign is taken for it and refused there.
    if right.is_empty() && operator.len() > 1 {
        right = &operator[operator.len() - 1..];
    }
    if left.is_empty() || right.is_empty() {
        return Ok(Filter { left: action(text)?, comparison: None });
    }
    Ok(Filter { left: action(left)?, comparison: Some((operator.to_owned(), action(right)?)) })
}

fn quoted_key(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'').filter(|key| !key.contains('\''))
}

/// Parses `from:to:step`, each of which may be left out; a single index is a slice of one.
fn slice(text: &str) -> Result<[Bound; 3], ParseError> {
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 {
        return fail(format!("{text:?} is no index"));
    }
    let mut bounds = [Bound::default(); 3];
    for (bound, part) in bounds.iter_mut().zip(&parts).filter(|(_, part)| !part.is_empty()) {
        let is_index = part.strip_prefix('-').unwrap_or(part).bytes().all(|byte| byte.is_ascii_digit());
        match part.parse() {
            Ok(value) if is_index => *bound = Bound { value, known: true, derived: false },
            _ => return fail(format!("{text:?} is no index")),
        }
    }
    if parts.len() == 1 {
        bounds[1] = Bound { value: bounds[0].value.saturating_add(1), known: true, derived: true };
    }
    Ok(bounds)
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Tells whether a character ends a key or a word.
fn is_terminator(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '.' | ',' | '[' | ']' | '$' | '@' | '{' | '}')
}

//! Cuts a script into words and operators.

use super::cut::Cut;

/// A word, of pieces that are put together once variables are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The pieces.
    pub(super) pieces: Vec<Piece>,
    /// Whether a part of it was in quotes, so that it is no keyword.
    pub(super) is_quoted: bool,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text as it stands.
    Text(String),
    /// The value of a variable, and what is done with it.
    Variable(String, Change),
    /// What a command prints.
    Output(String),
}

/// What is done with the value of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    None,
    /// This is taken if it has none.
    Default(String),
    /// What matches is cut off.
    Cut(Cut),
    /// Something else.
    Other,
}

/// A part of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word.
    Word(Word),
    /// What ends a command: `;`, a line end, `&`, `&&`, `||`, `|`.
    End,
    /// `(`
    Open,
    /// `)`
    Close,
    /// A redirection; the next word is where to.
    Redirect,
}

impl Word {
    /// Returns the text, if the word is nothing else.
    pub(super) fn text(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Returns the text, if the word may be a keyword.
    pub(super) fn keyword(&self) -> Option<&str> {
        self.text().filter(|_| !self.is_quoted)
    }

    fn push(&mut self, c: char) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(c),
            _ => self.pieces.push(Piece::Text(c.to_string())),
        }
    }
}

/// Cuts a script.
pub(super) fn cut(script: &str) -> Vec<Token> {
    let mut cutter = Cutter { rest: script.chars().collect(), at: 0, tokens: Vec::new(), word: None };
    while cutter.step() {}
    cutter.end_word();
    cutter.tokens
}

/// Cuts the text of a word that stands alone, such as the default of a variable.
pub(super) fn word(text: &str) -> Word {
    let mut cutter = Cutter { rest: text.chars().collect(), at: 0, tokens: Vec::new(), word: None };
    cutter.word = Some(Word::default());
    while cutter.at < cutter.rest.len() {
        cutter.quoted_step();
    }
    cutter.word.unwrap_or_default()
}

struct Cutter {
    rest: Vec<char>,
    at: usize,
    tokens: Vec<Token>,
    word: Option<Word>,
}

impl Cutter {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn end_word(&mut self) {
        if let Some(word) = self.word.take() {
            self.tokens.push(Token::Word(word));
        }
    }

    fn token(&mut self, token: Token, length: usize) {
        self.end_word();
        self.tokens.push(token);
        self.at += length;
    }

    fn open(&mut self) -> &mut Word {
        self.word.get_or_insert_with(Word::default)
    }

    /// Takes the next character; not at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.peek(0) else { return false };
        match c {
            '\n' => self.token(Token::End, 1),
            ' ' | '\t' | '\r' => {
                self.end_word();
                self.at += 1;
            }
            '#' if self.word.is_none() => {
                while self.peek(0).is_some_and(|c| c != '\n') {
                    self.at += 1;
                }
            }
            ';' | '&' | '|' => self.separator(c),
            '(' => self.token(Token::Open, 1),
            ')' => self.token(Token::Close, 1),
            '>' | '<' => self.redirect(),
            '\'' => self.single(),
            '"' => self.double(),
            '\\' => self.escaped(),
            '$' | '`' => self.dollar(),
            _ => {
                self.open().push(c);
                self.at += 1;
            }
        }
        true
    }

    fn separator(&mut self, c: char) {
        // `>&1` and `&>` are redirections.
        if c == '&' && self.peek(1) == Some('>') {
            self.at += 1;
            return self.redirect();
        }
        let doubled = usize::from(self.peek(1) == Some(c));
        self.token(Token::End, 1 + doubled);
    }

    fn redirect(&mut self) {
        // A number before it says which descriptor is meant.
        if self
            .word
            .as_ref()
            .and_then(Word::text)
            .is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        {
            self.word = None;
        }
        let mut length = 1;
        while self.peek(length).is_some_and(|c| matches!(c, '>' | '<' | '&' | '|')) && length < 3 {
            length += 1;
        }
        self.token(Token::Redirect, length);
    }

    fn single(&mut self) {
        self.at += 1;
        self.open().is_quoted = true;
        while let Some(c) = self.peek(0) {
            self.at += 1;
            if c == '\'' {
                return;
            }
            self.open().push(c);
        }
    }

    fn double(&mut self) {
        self.at += 1;
        self.open().is_quoted = true;
        while let Some(c) = self.peek(0) {
            if c == '"' {
                self.at += 1;
                return;
            }
            self.quoted_step();
        }
    }

    /// Takes the next character inside double quotes.
    fn quoted_step(&mut self) {
        match self.peek(0) {
            Some('\\') => match self.peek(1) {
                Some(c @ ('"' | '\\' | '$' | '`')) => {
                    self.open().push(c);
                    self.at += 2;
                }
                Some('\n') => self.at += 2,
                _ => {
                    self.open().push('\\');
                    self.at += 1;
                }
            },
            Some('$' | '`') => self.dollar(),
            Some(c) => {
                self.open().push(c);
                self.at += 1;
            }
            None => {}
        }
    }

    fn escaped(&mut self) {
        match self.peek(1) {
            // A line that goes on.
            Some('\n') => self.at += 2,
            Some(c) => {
                let word = self.open();
                word.push(c);
                word.is_quoted = true;
                self.at += 2;
            }
            None => self.at += 1,
        }
    }

    fn dollar(&mut self) {
        if self.peek(0) == Some('`') {
            let output = self.until(1, '`');
            return self.open().pieces.push(Piece::Output(output));
        }
        match self.peek(1) {
            Some('(') => {
                let output = self.nested(1, '(', ')');
                // What is computed is no command.
                let piece = if output.starts_with('(') {
                    Piece::Variable("((".to_owned(), Change::Other)
                } else {
                    Piece::Output(output)
                };
                self.open().pieces.push(piece);
            }
            Some('{') => {
                let inside = self.nested(1, '{', '}');
                self.open().pieces.push(variable(&inside));
            }
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                let mut name = String::new();
                self.at += 1;
                while let Some(c) = self.peek(0).filter(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    name.push(c);
                    self.at += 1;
                }
                self.open().pieces.push(Piece::Variable(name, Change::None));
            }
            Some(c) if c.is_ascii_digit() || "@*#?$!-".contains(c) => {
                self.at += 2;
                self.open().pieces.push(Piece::Variable(c.to_string(), Change::None));
            }
            _ => {
                self.open().push('$');
                self.at += 1;
            }
        }
    }

    /// Returns what stands up to a character, and goes behind it.
    fn until(&mut self, skip: usize, end: char) -> String {
        self.at += skip;
        let mut inside = String::new();
        while let Some(c) = self.peek(0) {
            self.at += 1;
            if c == end {
                break;
            }
            inside.push(c);
        }
        inside
    }

    /// Returns what stands between brackets, whatever brackets are inside, and goes behind them.
    fn nested(&mut self, skip: usize, open: char, close: char) -> String {
        self.at += skip + 1;
        let (mut inside, mut depth) = (String::new(), 1);
        while let Some(c) = self.peek(0) {
            self.at += 1;
            match c {
                c if c == open => depth += 1,
                c if c == close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            inside.push(c);
        }
        inside
    }
}

/// Reads what stands in `${…}`: a name, and what is done with the value of the variable.
fn variable(inside: &str) -> Piece {
    let end = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inside.len());
    let (name, rest) = inside.split_at(end);
    let default = [":-", "-", ":=", "="].iter().find_map(|mark| rest.strip_prefix(mark));
    let change = match default {
        // The length of a value, or what it names.
        _ if name.is_empty() => Change::Other,
        _ if rest.is_empty()
            || rest.starts_with([':', '?']) && rest.trim_start_matches(':').starts_with('?') =>
        {
            Change::None
        }
        Some(default) => Change::Default(default.to_owned()),
        None => Cut::read(rest).map_or(Change::Other, Change::Cut),
    };
    Piece::Variable(name.to_owned(), change)
}

//! Finds the commands of a script, and which of them decide over a loop.

use super::DEPTH;
use super::words::{Token, Word};

/// A part of a script that does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A command: its words, and where it reads from and writes to.
    Command {
        /// The words.
        words: Vec<Word>,
        /// The files of redirections.
        files: Vec<Word>,
    },
    /// `until …; do …; done`, or with `while`.
    Loop {
        /// What decides.
        condition: Vec<Node>,
        /// What is done.
        body: Vec<Node>,
    },
    /// `for NAME in …; do …; done`.
    For {
        /// The variable.
        name: String,
        /// Its values.
        values: Vec<Word>,
        /// What is done.
        body: Vec<Node>,
    },
    /// `name() { … }`.
    Function {
        /// Its name.
        name: String,
        /// What it does.
        body: Vec<Node>,
    },
    /// What stands in an `if`, a `case` or brackets: all of it may be done.
    Group(Vec<Node>),
}

/// Finds the commands.
pub(super) fn parse(tokens: &[Token]) -> Vec<Node> {
    let mut parser = Parser { tokens, at: 0 };
    let mut nodes = Vec::new();
    while parser.at < tokens.len() {
        nodes.extend(parser.until(&[], 0));
        // What closes nothing is passed over.
        parser.at += 1;
    }
    nodes
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl Parser<'_> {
    fn keyword(&self) -> Option<&str> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) => word.keyword(),
            _ => None,
        }
    }

    /// Reads up to one of some keywords, or a bracket that closes, which stay.
    fn until(&mut self, ends: &[&str], depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::End => self.at += 1,
                Token::Close => break,
                Token::Open => {
                    self.at += 1;
                    nodes.push(Node::Group(self.nested(&[], depth)));
                    self.at += usize::from(self.tokens.get(self.at) == Some(&Token::Close));
                }
                Token::Redirect => nodes.extend(self.command(depth)),
                Token::Word(_) if self.keyword().is_some_and(|word| ends.contains(&word)) => break,
                Token::Word(_) => match self.compound(depth) {
                    Some(node) => nodes.push(node),
                    None => nodes.extend(self.command(depth)),
                },
            }
        }
        nodes
    }

    /// Reads what is nested; below the bound it is passed over.
    fn nested(&mut self, ends: &[&str], depth: usize) -> Vec<Node> {
        if depth < DEPTH {
            return self.until(ends, depth + 1);
        }
        self.at = self.tokens.len();
        Vec::new()
    }

    fn compound(&mut self, depth: usize) -> Option<Node> {
        match self.keyword()? {
            "until" | "while" => {
                self.at += 1;
                let condition = self.nested(&["do"], depth);
                self.skip("do");
                let body = self.nested(&["done"], depth);
                self.skip("done");
                Some(Node::Loop { condition, body })
            }
            "for" | "select" => Some(self.each(depth)),
            "if" => {
                self.at += 1;
                let mut all = self.nested(&["fi"], depth);
                self.skip("fi");
                all.retain(|node| !matches!(node, Node::Command { words, .. } if words.is_empty()));
                Some(Node::Group(all))
            }
            "case" => {
                self.at += 1;
                // The patterns look like brackets that close.
                let mut all = Vec::new();
                while self.at < self.tokens.len() && self.keyword() != Some("esac") {
                    all.extend(self.nested(&["esac"], depth));
                    self.at += usize::from(self.tokens.get(self.at) == Some(&Token::Close));
                }
                self.skip("esac");
                Some(Node::Group(all))
            }
            "{" => {
                self.at += 1;
                let all = self.nested(&["}"], depth);
                self.skip("}");
                Some(Node::Group(all))
            }
            _ => None,
        }
    }

    fn skip(&mut self, word: &str) {
        if self.keyword() == Some(word) {
            self.at += 1;
        }
    }

    /// Reads `for NAME in …; do …; done`.
    fn each(&mut self, depth: usize) -> Node {
        self.at += 1;
        let name = self.keyword().unwrap_or_default().to_owned();
        self.at += 1;
        let mut values = Vec::new();
        self.skip("in");
        while let Some(Token::Word(word)) = self.tokens.get(self.at).filter(|_| self.keyword() != Some("do"))
        {
            values.push(word.clone());
            self.at += 1;
        }
        let _ = self.nested(&["do"], depth);
        self.skip("do");
        let body = self.nested(&["done"], depth);
        self.skip("done");
        Node::For { name, values, body }
    }

    /// Reads a simple command, or a function.
    fn command(&mut self, depth: usize) -> Option<Node> {
        let (mut words, mut files) = (Vec::new(), Vec::new());
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Word(word) => {
                    let is_word_between = words.is_empty() && word.keyword().is_some_and(is_between);
                    if !is_word_between {
                        words.push(word.clone());
                    }
                    self.at += 1;
                    // What follows such a word is a command again, perhaps a loop.
                    if is_word_between {
                        return None;
                    }
                }
                Token::Redirect => {
                    if let Some(Token::Word(file)) = self.tokens.get(self.at + 1) {
                        files.push(file.clone());
                        self.at += 1;
                    }
                    self.at += 1;
                }
                Token::Open if words.len() == 1 && self.tokens.get(self.at + 1) == Some(&Token::Close) => {
                    self.at += 2;
                    return self.function(words[0].text().unwrap_or_default().to_owned(), depth);
                }
                // As in `timeout 5 (…)` or an array.
                Token::Open => {
                    self.at += 1;
                    let _ = self.nested(&[], depth);
                    self.at += usize::from(self.tokens.get(self.at) == Some(&Token::Close));
                }
                Token::End | Token::Close => break,
            }
        }
        (!words.is_empty() || !files.is_empty()).then_some(Node::Command { words, files })
    }

    fn function(&mut self, name: String, depth: usize) -> Option<Node> {
        while self.tokens.get(self.at) == Some(&Token::End) {
            self.at += 1;
        }
        let body = if depth < DEPTH { self.compound(depth + 1)? } else { return None };
        Some(Node::Function { name, body: vec![body] })
    }
}

/// Words that stand before a command and are none.
fn is_between(word: &str) -> bool {
    matches!(word, "!" | "then" | "else" | "elif" | "do" | "done" | "fi" | "esac" | "function" | "}" | "time")
}

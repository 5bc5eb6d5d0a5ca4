//! Cuts a list in YAML, as kubectl prints it, into its items as it comes, so that only one of them is in memory.

/// How a list begins that can be cut: kubectl's, whose items stand at the first column.
const HEAD: [&[u8]; 2] = [b"apiVersion: v1\n", b"items:\n"];

/// What kubectl prints behind the items.
const TAILS: [&[u8]; 4] = [
    b"kind: List\nmetadata:\n  resourceVersion: \"\"\n  selfLink: \"\"\n",
    b"kind: List\nmetadata:\n  resourceVersion: \"\"\n",
    b"kind: List\nmetadata: {}\n",
    b"kind: List\n",
];

/// A list that comes line by line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    line: u32,
    item: Vec<u8>,
    first_line: u32,
    tail: Vec<u8>,
}

impl Lines {
    /// Takes the next line in, and hands on the item that ends before it, with its first line; false if this is no such list.
    pub(super) fn take(&mut self, line: &[u8], see: &mut dyn FnMut(Vec<u8>, u32) -> bool) -> bool {
        self.line += 1;
        if let Some(head) = HEAD.get(self.line as usize - 1) {
            return line == *head;
        }
        let begins = line.starts_with(b"- ") && self.tail.is_empty();
        let goes_on = self.tail.is_empty() && (line.starts_with(b"  ") || line.trim_ascii().is_empty());
        if goes_on {
            self.item.extend_from_slice(line);
            return self.first_line > 0;
        }
        if !self.end(see) {
            return false;
        }
        if begins {
            self.first_line = self.line;
            self.item.extend_from_slice(line);
            return true;
        }
        self.tail.extend_from_slice(line);
        TAILS.iter().any(|tail| tail.starts_with(&self.tail))
    }

    /// Hands on the item that is not yet.
    pub(super) fn end(&mut self, see: &mut dyn FnMut(Vec<u8>, u32) -> bool) -> bool {
        let item = std::mem::take(&mut self.item);
        item.is_empty() || see(item, self.first_line)
    }

    /// Tells whether it was such a list to its end.
    pub(super) fn is_complete(&self) -> bool {
        TAILS.contains(&self.tail.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> (bool, Vec<(u32, String)>) {
        let (mut lines, mut found) = (Lines::default(), Vec::new());
        let mut see = |item: Vec<u8>, line| {
            found.push((line, String::from_utf8_lossy(&item).into_owned()));
            true
        };
        let is_list = text.split_inclusive('\n').all(|line| lines.take(line.as_bytes(), &mut see));
        (is_list && lines.end(&mut see) && lines.is_complete(), found)
    }

    #[test]
    fn the_list_of_kubectl_is_cut() {
        let text = "apiVersion: v1\nitems:\n- a: 1\n  b: |\n    x\n\n    y\n- c:\n  - d\nkind: List\nmetadata:\n  resourceVersion: \"\"\n";
        let items = vec![(3, "- a: 1\n  b: |\n    x\n\n    y\n".to_owned()), (8, "- c:\n  - d\n".to_owned())];
        assert_eq!(cut(text), (true, items));
    }

    #[test]
    fn other_texts_are_not() {
        for text in [
            "apiVersion: v1\nkind: Pod\n",
            "apiVersion: v1\nitems:\n- a: 1\n",
            "apiVersion: v1\nitems:\n- a: 1\nkind: List\n---\nx: 1\n",
            "apiVersion: v1\nitems:\n- a: 1\n'b'\nkind: List\n",
            "apiVersion: v1\nitems:\n- a: 1\nkind: List\n  of\n",
            "apiVersion: v1\nitems:\n  a: 1\n- b\nkind: List\n",
            "apiVersion: v1\nitems:\n- a: 1\nkind: PodList\nmetadata: {}\n- b\n",
        ] {
            assert!(!cut(text).0, "{text}");
        }
    }
}

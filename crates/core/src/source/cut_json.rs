//! Cuts a list in JSON into its items as it comes, so that only one of them is in memory.

/// A list that comes in parts. What is around its items is kept: the list with an empty object in the place of each.
#[derive(Debug, Default)]
pub(crate) struct Items {
    around: Vec<u8>,
    item: Vec<u8>,
    depth: usize,
    is_text: bool,
    is_escaped: bool,
    is_inside: bool,
}

/// How deep the list of items lies: in the object that the whole is.
const LIST: usize = 2;

impl Items {
    /// Takes the next part in, and hands on every item that ends in it.
    pub(crate) fn take(&mut self, part: &[u8], see: &mut dyn FnMut(&[u8])) {
        for &byte in part {
            let was_escaped = std::mem::take(&mut self.is_escaped);
            match byte {
                _ if was_escaped => {}
                b'\\' if self.is_text => self.is_escaped = true,
                b'"' => self.is_text = !self.is_text,
                _ if self.is_text => {}
                b'[' | b'{' => {
                    self.is_inside |= byte == b'[' && self.depth + 1 == LIST && self.is_named_items();
                    self.depth += 1;
                }
                b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.is_inside && self.depth == LIST {
                        self.item.push(byte);
                        see(&self.item);
                        self.item.clear();
                        self.around.extend_from_slice(b"{}");
                        continue;
                    }
                    self.is_inside &= self.depth >= LIST;
                }
                _ => {}
            }
            let is_item = self.is_inside && self.depth > LIST;
            if is_item { self.item.push(byte) } else { self.around.push(byte) }
        }
    }

    /// Returns the list with an empty object in the place of each item that has come to its end.
    pub(crate) fn around(&self) -> &[u8] {
        &self.around
    }

    fn is_named_items(&self) -> bool {
        let before = self.around.trim_ascii_end();
        before.strip_suffix(b":").is_some_and(|name| name.trim_ascii_end().ends_with(b"\"items\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, step: usize) -> (Vec<String>, String) {
        let (mut items, mut found) = (Items::default(), Vec::new());
        for part in text.as_bytes().chunks(step) {
            items.take(part, &mut |item| found.push(String::from_utf8_lossy(item).into_owned()));
        }
        (found, String::from_utf8_lossy(items.around()).into_owned())
    }

    #[test]
    fn items_are_cut_wherever_the_parts_end() {
        let text = r#"{"kind":"L","metadata":{"items":[{"no":1}],"resourceVersion":"7"},"items" : [ {"a":"}],\"{\\"} ,{"items":[{"b":[1,2]}]}, {} ],"x":[{}]}"#;
        let items = [r#"{"a":"}],\"{\\"}"#, r#"{"items":[{"b":[1,2]}]}"#, "{}"];
        let around = r#"{"kind":"L","metadata":{"items":[{"no":1}],"resourceVersion":"7"},"items" : [ {} ,{}, {} ],"x":[{}]}"#;
        for step in [1, 2, 3, 7, 1000] {
            assert_eq!(cut(text, step), (items.map(str::to_owned).to_vec(), around.to_owned()), "{step}");
        }
    }

    #[test]
    fn a_list_may_be_empty_or_null() {
        for text in [r#"{"items":[],"metadata":{}}"#, r#"{"metadata":{},"items":null}"#, "", "]]}}"] {
            assert_eq!(cut(text, 2), (Vec::new(), text.to_owned()));
        }
    }
}

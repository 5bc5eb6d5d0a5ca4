//! Compares our reading of YAML and JSON with that of Kubernetes' own libraries, which a Go program of ours answers for.

mod reader;

use std::fs;

use kubecheck_test_support::{Oracle, go_module_dir};
use reader::{difference, see};
use walkdir::WalkDir;

/// Texts that decide how something is read; most are here because two parsers do not agree on them.
const TEXTS: &[&str] = &[
    "a: .1_0",
    "a: 1_0.5",
    "a: ._1",
    "a: 0b-1",
    "a: 1e400",
    "a: 123456789012345678901",
    "1.5: x",
    "16777217.0: x",
    "1e10: x",
    "null: x",
    ": x",
    "18446744073709551615: x",
    ".inf: x",
    ".nan: x",
    "a: .inf",
    "yes: x",
    "? [a]\n: b",
    "? !!str 1\n: b",
    "! \"12\": ! 12",
    "a: !!binary \"/w==\"",
    "a: !!binary aGVsbG8=",
    "a: !!binary x",
    "a: !foo 12",
    "a: !!int \"12\"",
    "a: !!float 1",
    "a: !!int 1.0",
    "a: !!timestamp 2001-01-01",
    "a: !!timestamp x",
    "a: !!null x",
    "a: !!map x",
    "a: !!seq {a: b}",
    "a: !!str",
    "a: !!merge <<",
    "a: <<",
    "a: 1\n<<: {a: 2, b: 3}",
    "<<: {a: 2, b: 3}\na: 1",
    "<<: [{a: 1}, {a: 2}]",
    "<<: 1",
    "<<: [1]",
    "\"<<\": {a: 1}",
    "!!str <<: {a: 1}",
    "!!merge \"<<\": {a: 1}",
    "! \"<<\": {a: 1}",
    "a: &x [*x]",
    "a: *x",
    "b: &a {c: d}\na: {<<: *a}",
    "b: &a [1]\na: {<<: *a}",
    "x: &a {y: 1, z: 2}\nw: &b {z: 3, <<: *a}\nv: {<<: [*a, *b], q: 1}\nu: {q: 0, <<: [*b, *a], z: 9}",
    "? <<\n: {a: 1}",
    "{<<: {a: 1}, a: 2}",
    "{? << : {a: 1}}",
    "a: &x yes\n*x : 1\n",
    "a: &x 1e10\n*x : 1\n",
    "&x 1e10: 1\n*x : 1\n",
    "&x yes: 1\nb: *x\n",
    "",
    " ",
    "# c",
    "a: !!s%74r 1",
    "a: !<tag:yaml.org,2002:%73tr> 1",
    "a: !%e2%82%ac 1",
    "a: !%e2%8 1",
    "a: !%e2%41 1",
    "a: !%ff 1",
    "a: 1\n\u{FEFF}b: 1",
    "---\n\u{FEFF}a: 1",
    "a: 1\n---\n\u{FEFF}a: 1",
    "\u{FEFF}{\"a\": 1}",
    "{\"a\": 1}{\"b\": 2}\n{\"c\": [1.0, 1e3, \"\\u00e9\\/\"]}",
    "{\"a\": 1}\n---\nb: 2\n---\n{\"c\": 1e3}",
    "{\"a\": 1}\n{\"b\": 1}\n---\nc: 2",
    "{a: 1}\n---\n{\"b\": \"\\/\"}",
    "{\"a\": 1,}",
    "{\"a\": \"b\tc\"}",
    "{\"a\": 1} # c\n",
    "---",
    "null",
    "~",
    "a: 1\n...\n",
    "a: 1\n... # c\n# d\n",
    "\u{FEFF}a: 1",
    "\tfoo: 1",
    "a:\n\tb: 1",
    "a:\n  \tb: 1",
    "a: 1\n\t\nb: 2",
    "a: 1\n  \t\nb: 2",
    "a: \"1\"\n\t\nb: 2",
    "a:\t1",
    "-\tfoo",
    "- \tfoo",
    "a: [\n\t1,\n\t2]",
    "\t{\"a\": 1}",
    "{\t\"a\": 1}",
    "a: |\n\tb",
    "a: |\n  b\n\tc",
    "a: |\n  b\n\t\n  c",
    "a: 1\t# x",
    "[a]#c",
    "a: \"b\"#c",
    "a: |#c\n  x",
    "a: b#c",
    "{a:b}",
    "{a: b?c}",
    "{\"a\":b}",
    "[a:b]",
    "{a: b: c}",
    "[-, a]",
    "[-]",
    "[- a]",
    "{a: http://x}",
    "a: @x",
    "%x",
    "a: x\n%y: 1",
    "a: - b",
    "- - a",
    "? a",
    "? a\n: b",
    ": b",
    "a: \"\\/\"",
    "a: \"\\ud83d\\ude00\"",
    "a: \"\\x41\"",
    "a: 'it''s'",
    "a: \"x\n  y\"",
    "a: \"x\ny\"",
    "a: \"x \\\n  y  z\\t\n\n w\"",
    "a: \"x\\\n\n  y\"",
    "a: x\n  y\n\n  z",
    "\"a\nb\": c",
    "a:\n- b\n- c\nd: 1",
    "a:\n - b\n- c",
    "- a\n b",
    "a: &b",
    "a: &b\n  c",
    "a: !!str\n  b: c",
    "&a a: b",
    "&a\na: b",
    "- &a\n- b",
    "- &a b: c\n  d: e",
    "a: &x\n- 1",
    "a: &x\nb: 1",
    "a: &x !!str\n  &y b: c",
    "a: &x\n  !!str b",
    "a: &x\n  &y b",
    "a: &x *y",
    "&x : b",
    "!!str : b",
    "a:\n|\n text",
    "-\n|\n text",
    "a: |2\n  x\n   y\n",
    "a: |+\n x\n\n\nb: 1",
    "a: |-\n x\n\n\nb: 1",
    "a: >\n x\n y\n\n z\n  w\n v\n",
    "a: >-\n x\n\ty\n",
    "a: |\n x",
    "a: |+\n x\n ",
    "a: |+",
    "a: |\n\n\n  x\n y\n",
    "a: |1\n x\n  y",
    "--- |\n x",
    "a: [b\n]\nc: d",
    "a: [b\n,c]\n",
    "a: {b: c\n}\n",
    "a: {b\n : c}\n",
    "a: [\"b\"\n : c]\n",
    "[a: b, c]",
    "[? a : b, ? c]",
    "{? a, ? b : c, d}",
    "{a, b: , c: 1}",
    "{a: 1,}",
    "[a,]",
    "[,]",
    "{,}",
    "a: b: c",
    "a: \"b\" c",
    "a: [b] c",
    "a: 1\nb",
    "- a\nb: c",
    "a:\n  b: 1\n c: 2",
    "a: 1\r\nb: 2\r\n",
    "a: 1\rb: 2\r",
    "a: |\r\n  x\r\n  y\r\nb: 1\r\n",
    "[a]: b",
    "{a: b}: c",
    "? a\nb: c",
    "? - a\n: b",
    "a: *",
    "a: &",
    "a: !",
    "a: !!",
    "a: !<tag:yaml.org,2002:str> 12",
    "a: !e!x 12",
    "a: ! <<",
    "a: ?b",
    "a: :b",
    "?a: b",
    ":a: b",
    "-a: b",
    "a: -b",
    "a: !!str yes",
    "a: 0o7\nb: 0x1f\nc: -0b11\nd: 012\ne: 09\n",
    "a: \"b\n---\nc\"",
    "a: b\n---\nc: d",
    "a: b\n--- \nc: d",
    "a: b\n---# x\nc: d",
    "----\n",
    "---\n---\na: 1",
    "a: \"\n--- b\"",
    "a: '\n\n b'",
    "a:\n  - b\n  -\n  - c\n",
    "a:\n  -\n    b: c\n",
    "- - - a\n    - b\n  - c\n- d\n",
    "a: 1 # c\n# d\n  # e\nb: 2",
    "\"a\" : 1",
    "a : 1",
    "aé: é\né:\n  - é: 1\n    b: 2\n",
];

/// Texts that we refuse, or do not, on purpose; `docs/yaml.md` says why.
const DIFFERENT: &[&[u8]] =
    &[b"a: 1\n...\nb: 2", b"{a: 1} b", b"[a]\n---b", b"\"a\" b", b"a: 1\n--- b\nc: 1", b"---\n%YAML 1.1\n"];

#[test]
fn texts_are_read_as_kubectl_reads_them() {
    let mut oracle = Oracle::new("split");
    for text in TEXTS {
        let theirs = oracle.ask(text.as_bytes());
        if let Some(difference) = difference(&see(text.as_bytes()), &theirs) {
            panic!("{text:?}\n{difference}");
        }
    }
}

#[test]
fn deliberate_differences_are_still_there() {
    let mut oracle = Oracle::new("split");
    for text in DIFFERENT {
        let theirs = oracle.ask(text);
        assert!(difference(&see(text), &theirs).is_some(), "{:?}", String::from_utf8_lossy(text));
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth) + "\n";
    assert!(see(nested(256).as_bytes()).stopped.is_none());
    assert!(see(nested(257).as_bytes()).stopped.is_some());
}

/// Every manifest of Kubernetes, and its JSON below a size: the published OpenAPI alone is as large as all the others.
#[test]
fn manifests_of_kubernetes_are_read_as_kubectl_reads_them() {
    const LARGE: u64 = 1 << 20;
    let module = go_module_dir("k8s.io/kubernetes", "v1.36.3");
    let mut oracle = Oracle::new("split");
    let mut count = 0;
    for entry in WalkDir::new(module).sort_by_file_name().into_iter().flatten() {
        let name = entry.file_name().to_string_lossy();
        let is_manifest = [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending));
        if !entry.file_type().is_file() || !is_manifest || entry.metadata().unwrap().len() > LARGE {
            continue;
        }
        let text = fs::read(entry.path()).unwrap();
        let theirs = oracle.ask(&text);
        if let Some(difference) = difference(&see(&text), &theirs) {
            panic!("{}\n{difference}", entry.path().display());
        }
        count += 1;
    }
    assert!(count > 500, "only {count} files were found");
}

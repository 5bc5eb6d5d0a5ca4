//! Scripts as they are met in manifests, and texts that are none.

use std::collections::BTreeMap;

use super::calls;

fn shown(script: &str) -> Vec<String> {
    let command = ["sh", "-c", script].map(str::to_owned);
    let variables = [("DB_HOST", "db"), ("EMPTY", ""), ("NAMESPACE OF THE POD", "shop")];
    let variables: BTreeMap<String, String> =
        variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let shown = calls(&command, &variables).into_iter().map(|call| {
        let mark = if call.is_condition { "? " } else { "" };
        let files: String = call.files.iter().map(|file| format!(" >{file}")).collect();
        format!("{mark}{}{files}", call.words.join(" "))
    });
    shown.filter(|call| !call.contains("sleep") && !call.contains("echo")).collect()
}

#[test]
fn scripts_of_init_containers_are_read() {
    let cases = [
        ("until nc -z db 5432; do echo waiting; sleep 2; done;", vec!["? nc -z db 5432"]),
        (
            "echo \"Waiting…\"\nuntil nc -z $DB_HOST ${DB_PORT:-5432}; do\n  sleep 2\ndone\necho ready",
            vec!["? nc -z db 5432"],
        ),
        (
            "until nslookup web.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local; do sleep 2; done",
            vec!["? nslookup web.shop.svc.cluster.local"],
        ),
        (
            "while ! curl -sf http://web:8080/health > /dev/null 2>&1; do sleep 1; done",
            vec!["? curl -sf http://web:8080/health >/dev/null >1"],
        ),
        ("until [ -f /shared/ready ]; do sleep 1; done", vec!["? [ -f /shared/ready ]"]),
        ("for s in a b; do until nc -z $s 80; do sleep 1; done; done", vec!["? nc -z a 80", "? nc -z b 80"]),
        (
            "wait_for() {\n until nc -z \"$1\" \"$2\"; do sleep 1; done\n}\nwait_for db 5432\nwait_for cache 6379",
            vec!["? nc -z db 5432", "? nc -z cache 6379"],
        ),
        (
            "timeout 60 bash -c 'until printf \"\" 2>>/dev/null >>/dev/tcp/$0/$1; do sleep 1; done' db 5432",
            vec!["? printf  >/dev/null >/dev/tcp/db/5432"],
        ),
        (
            "set -e; HOST=db; export PORT=1; nc -z $HOST $PORT || exit 1 # nc -z x y",
            vec!["set -e", "nc -z db 1", "exit 1"],
        ),
        (
            "for x in db:5432 cache:6379; do h=${x%%:*}; p=${x##*:}; until nc -z $h $p; do sleep 1; done; done",
            vec!["? nc -z db 5432", "? nc -z cache 6379"],
        ),
        (
            "until [ \"$(curl -s -o /dev/null -w '%{http_code}' http://web/health)\" = 200 ]; do sleep 1; done",
            vec!["? curl -s -o /dev/null -w %{http_code} http://web/health", "? [ $(…) = 200 ]"],
        ),
        (
            "until [[ `redis-cli -h redis ping` == PONG ]]; do sleep 1; done",
            vec!["? redis-cli -h redis ping", "? [[ $(…) == PONG ]]"],
        ),
        (
            "until [ \"$code\" = 200 ]; do code=$(curl -s web); sleep 1; done",
            vec!["? [ $code = 200 ]", "curl -s web"],
        ),
        ("nc -z ${DB_HOST?} ${#DB_HOST} ${DB_HOST/a/b}", vec!["nc -z db $ $DB_HOST"]),
        ("until </dev/tcp/db/5432; do sleep 1; done", vec!["?  >/dev/tcp/db/5432"]),
        ("if nc -z db 1; then echo a; else exit 1; fi", vec!["nc -z db 1", "exit 1"]),
        (
            "nc -z $UNKNOWN 1; nc -z '$DB_HOST' \"a b\" c\\ d",
            vec!["nc -z $UNKNOWN 1", "nc -z $DB_HOST a b c d"],
        ),
        ("case $DB_HOST in a|b) nc -z a 1;; *) nc -z b 1;; esac", vec!["$UNKNOWN"]),
    ];
    for (script, expected) in cases {
        let read = shown(script);
        match expected.as_slice() {
            ["$UNKNOWN"] => assert!(
                read.contains(&"nc -z a 1".to_owned()) && read.contains(&"nc -z b 1".to_owned()),
                "{read:?}"
            ),
            expected => assert_eq!(read, expected, "{script}"),
        }
    }
}

#[test]
fn nothing_makes_it_fail() {
    let deep = format!("{}nc -z db 1{}", "( ".repeat(5000), " )".repeat(5000));
    let again = "f() { f; f; }; f";
    let long = "nc -z a 1;".repeat(20_000);
    for script in [
        "",
        "'",
        "\"$(",
        "${",
        "`",
        "until",
        "for",
        "for x in",
        "a() {",
        "((",
        "))",
        "case x in",
        "<",
        ">",
        "\\",
        &deep,
        again,
        &long,
    ] {
        let _ = shown(script);
    }
}

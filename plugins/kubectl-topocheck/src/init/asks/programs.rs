//! The programs, one by one.

use super::arguments::Arguments;
use super::{Need, Target, address, is_host, kubectl};
use crate::init::shell::Call;

/// Returns what a program asks for.
pub(super) fn targets(call: &Call) -> Vec<Target> {
    let program = call.program();
    let program = program.strip_suffix(".sh").unwrap_or(program);
    let words = call.words.get(1..).unwrap_or_default();
    match program {
        "nc" | "ncat" | "netcat" => pair(words, "w i p s q G X x e c b"),
        "telnet" => pair(words, "l b n"),
        "curl" => urls(words, CURL),
        "wget" => urls(words, WGET),
        "http" | "https" | "httpie" | "grpcurl" | "grpc_health_probe" | "grpc-health-probe" => {
            client(words, "addr", None)
        }
        "pg_isready" => database(words, "h host p port U username d dbname t timeout", "5432"),
        "psql" => database(words, "h host p port U username d dbname c command f file v set", "5432"),
        "mysqladmin" | "mysql" | "mariadb" | "mariadb-admin" | "mysqlshow" => {
            database(words, "h host P port u user e execute D database protocol", "3306")
        }
        "redis-cli" | "valkey-cli" => database(words, "h p a u n user pass", "6379"),
        "mongo" | "mongosh" => {
            database(words, "host port u username p password eval authenticationDatabase", "27017")
        }
        "cqlsh" => pair_or(words, "u username p password e execute", "9042"),
        "clickhouse-client" => database(words, "h host p port u user password q query", "9000"),
        "nslookup" | "dig" | "host" | "drill" => named(words),
        "getent" => {
            words.iter().skip(1).take(1).filter(|host| is_host(host)).map(|host| name(host)).collect()
        }
        "ping" => {
            let read = Arguments::read(words, "c W w i s t I");
            read.plain.first().filter(|host| is_host(host)).map(|host| name(host)).into_iter().collect()
        }
        "kcat" | "kafkacat" => lists(words, "b t f G", &["b"], "9092"),
        "kafka-topics" | "kafka-broker-api-versions" | "kafka-console-consumer" => lists(
            words,
            "bootstrap-server zookeeper topic command-config",
            &["bootstrap-server", "zookeeper"],
            "9092",
        ),
        "cub" => lists(words, "b", &["b"], "9092").into_iter().chain(plain_pairs(words)).collect(),
        "etcdctl" => lists(words, "endpoints cacert cert key", &["endpoints"], "2379"),
        "openssl" => lists(words, "connect", &["connect"], "443"),
        "dockerize" => lists(words, "wait timeout template stdout", &["wait"], ""),
        "kubectl" | "oc" => kubectl::targets(words),
        "wait_for" | "k8s-wait-for" => kubectl::wait_for(words),
        "test" | "[" | "[[" => files(words),
        "ls" | "stat" if call.is_condition => {
            let read = Arguments::read(words, "c f");
            read.plain.iter().filter(|path| path.starts_with('/')).map(|path| file(path)).collect()
        }
        other if other.contains("wait") || other == "await" => waiter(words),
        _ => Vec::new(),
    }
}

const CURL: &str = "o output m max-time w write-out H header d data data-binary X request u user A user-agent b cookie c connect-timeout \
                    retry retry-delay retry-max-time cacert cert E key resolve T F x proxy e r data-raw json";
const WGET: &str = "O output-document T timeout t tries o P header post-data U user-agent user password ca-certificate w Q connect-timeout";

fn name(host: &str) -> Target {
    Target::Host { host: host.to_owned(), port: None, need: Need::Name }
}

fn file(path: &str) -> Target {
    Target::File { path: path.to_owned() }
}

fn host(host: &str, port: Option<&str>) -> Vec<Target> {
    let host = host.trim_matches(['[', ']']);
    if !is_host(host) {
        return Vec::new();
    }
    vec![Target::Host { host: host.to_owned(), port: port.map(str::to_owned), need: Need::Answer }]
}

/// Reads `HOST PORT`, or `HOST:PORT`.
fn pair(words: &[String], valued: &str) -> Vec<Target> {
    let read = Arguments::read(words, valued);
    match read.plain.as_slice() {
        [one, port, ..] => host(one, Some(port)),
        [one] => address(one, None).into_iter().collect(),
        [] => Vec::new(),
    }
}

fn pair_or(words: &[String], valued: &str, port: &str) -> Vec<Target> {
    let read = Arguments::read(words, valued);
    match read.plain.as_slice() {
        [one, own, ..] => host(one, Some(own)),
        [one] => address(one, Some(port)).into_iter().collect(),
        [] => Vec::new(),
    }
}

/// Reads URLs; without a protocol, http is meant.
fn urls(words: &[String], valued: &str) -> Vec<Target> {
    let read = Arguments::read(words, valued);
    let own = read.values(&["url"]);
    own.chain(read.plain.iter().copied()).filter_map(|url| address(url, Some("80"))).collect()
}

fn client(words: &[String], flag: &str, port: Option<&str>) -> Vec<Target> {
    let read = Arguments::read(words, flag);
    let named = read.value(&[flag]).and_then(|found| address(found, port));
    let plain =
        || read.plain.iter().find(|word| word.contains([':', '.'])).and_then(|word| address(word, port));
    named.or_else(plain).into_iter().collect()
}

/// Reads the flags of a client of a database, or its connection string.
fn database(words: &[String], valued: &str, port: &str) -> Vec<Target> {
    let read = Arguments::read(words, valued);
    let own = read.value(&["port", "P"]).or_else(|| read.value(&["p"]).filter(|value| is_port(value)));
    let strings = ["d", "dbname", "u", "uri"];
    let url = read.plain.iter().copied().chain(read.values(&strings)).find(|word| word.contains("://"));
    if let Some(url) = url {
        return address(url, Some(port)).into_iter().collect();
    }
    let pairs = read.plain.iter().copied().chain(read.values(&strings)).find(|word| word.contains("host="));
    if let Some(pairs) = pairs {
        let value = |name: &str| pairs.split_whitespace().find_map(|pair| pair.strip_prefix(name));
        return value("host=").map_or_else(Vec::new, |found| host(found, value("port=").or(Some(port))));
    }
    match read.value(&["h", "host"]) {
        Some(found) if found.contains(':') => address(found, Some(port)).into_iter().collect(),
        Some(found) => host(found, Some(own.unwrap_or(port))),
        None => Vec::new(),
    }
}

fn is_port(text: &str) -> bool {
    text.starts_with('$') || !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads what is asked of name servers.
fn named(words: &[String]) -> Vec<Target> {
    let read = Arguments::read(words, "t p q timeout type");
    let is_type = |word: &&str| ["A", "AAAA", "SRV", "CNAME", "ANY"].contains(word);
    let found =
        read.plain.iter().find(|word| is_host(word) && !is_type(word) && !word.starts_with(['@', '+']));
    found.map(|host| name(host.trim_end_matches('.'))).into_iter().collect()
}

/// Reads flags whose values are lists of addresses.
fn lists(words: &[String], valued: &str, flags: &[&str], port: &str) -> Vec<Target> {
    let read = Arguments::read(words, valued);
    let port = Some(port).filter(|port| !port.is_empty());
    let lists = read.values(flags).flat_map(|list| list.split(','));
    lists.filter_map(|one| one.strip_prefix("file://").map(file).or_else(|| address(one, port))).collect()
}

/// Reads all that looks like `host:port`.
fn plain_pairs(words: &[String]) -> Vec<Target> {
    let pairs = words.iter().filter(|word| word.rsplit_once(':').is_some_and(|(_, port)| is_port(port)));
    pairs.filter_map(|word| address(word, None)).collect()
}

/// Reads what is tested: `-f PATH` and its like.
fn files(words: &[String]) -> Vec<Target> {
    let tests = ["-f", "-e", "-s", "-d", "-r", "-S"];
    let pairs = words.windows(2).filter(|pair| tests.contains(&pair[0].as_str()) && pair[1].starts_with('/'));
    pairs.map(|pair| file(&pair[1])).collect()
}

/// Reads the arguments of programs that are made to wait: wait-for-it, wait-for, wait4x, wait-on, wait-for-port.
fn waiter(words: &[String]) -> Vec<Target> {
    // What follows two dashes is run afterwards.
    let own: Vec<String> = words.iter().take_while(|word| *word != "--").cloned().collect();
    let read = Arguments::read(&own, "h host p port t timeout w wait i interval s");
    if let Some(found) = read.value(&["h", "host"]) {
        let plain = read.plain.iter().copied().find(|word| is_port(word));
        return host(found, read.value(&["p", "port"]).or(plain));
    }
    let protocols = ["tcp:", "http-get:", "https-get:", "http:", "https:", "socket:"];
    let mut found = Vec::new();
    for word in &read.plain {
        let bare = protocols
            .iter()
            .find_map(|head| word.strip_prefix(head))
            .map(|rest| rest.trim_start_matches("//"));
        let is_address = word.contains("://")
            || word.rsplit_once(':').is_some_and(|(_, port)| is_port(port.split('/').next().unwrap_or(port)));
        match bare {
            Some(bare) if !word.contains("://") => found.extend(address(bare, None)),
            _ if is_address => found.extend(address(word, None)),
            _ if word.starts_with("file:") || word.starts_with('/') => {
                found.push(file(word.trim_start_matches("file:")))
            }
            _ => {}
        }
    }
    match (found.is_empty(), read.plain.as_slice()) {
        (true, [one, port, ..]) if is_port(port) => host(one, Some(port)),
        _ => found,
    }
}

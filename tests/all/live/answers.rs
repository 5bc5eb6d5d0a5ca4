//! What API servers answer that is no answer, and what stands between: errors and gaps, each with its exit code.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_core::kube::{Cluster, ConnectionArgs, Depth, FaultKind, Wanted};
use kubecheck_test_support::{ControlPlane, Fault, Faults};
use libtest_mimic::{Failed, Trial};
use serde_json::json;

use super::user::{User, kubeconfig, parts};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/answers of servers that fail are gaps and errors", failing),
        Trial::test("live/answers of login pages are none", login_pages),
        Trial::test("live/answers that say when to come again are waited for", come_again),
        Trial::test("live/answers of lists that expire are whole", lists_that_expire),
        Trial::test("live/answers of lists that break are asked for again", lists_that_break),
        Trial::test("live/answers of types that go away are none", types_that_go_away),
        Trial::test("live/answers bounded in time", bounded_in_time),
        Trial::test("live/answers to users with few rights", few_rights),
        Trial::test("live/answers through proxies", through_proxies),
        Trial::test("live/answers over plain HTTP get no credentials", plain_http),
        Trial::test("live/answers to whoever is impersonated", impersonated),
    ]
}

/// Nothing is known before: what was kept of a server that answered would hide that it does not. What other trials left in the cluster is
/// no matter.
const RUN: &str = "rm -rf kept; kubectl gvkcheck cluster --cache-dir kept --fail-on never";

/// A server that fails at some paths: the exit code, and what is told.
fn failing() -> Result<(), Failed> {
    let (user, faults) = (User::new()?, ControlPlane::shared().faults());
    let roles = "/clusterroles$";
    for (fault, code, told) in [
        (Fault::status(roles, 500), 4, "the server answers 500"),
        (Fault::status(roles, 404), 3, "the server answers 404"),
        (
            Fault::status(roles, 403),
            3,
            "needs apiGroups: [\"rbac.authorization.k8s.io\"], resources: [\"clusterroles\"], verbs: [\"list\"]",
        ),
        (Fault::answer(roles, 200, "application/json", "{\"kind\": "), 3, "makes no sense"),
        (Fault::status("^/apis$", 401), 2, "log in again"),
        (Fault::status("^/apis$", 503), 4, "the server answers 503"),
        (Fault::answer("^/apis$", 200, "application/json", "{}"), 2, "is no APIGroupList"),
    ] {
        faults.set(&[fault]);
        let ended = user.run(faults.kubeconfig(), RUN)?;
        let text = format!("{}{}", ended.stdout, ended.stderr);
        contains(&text, told)?;
        equal(&text, ended.code, code)?;
    }
    Ok(())
}

fn login_pages() -> Result<(), Failed> {
    let (user, faults) = (User::new()?, ControlPlane::shared().faults());
    let page = "<html><body>Please log in: token=SECRET</body></html>";
    for (fault, told) in [
        (Fault::answer("", 200, "text/html; charset=utf-8", page), "a web page comes back for /"),
        (
            Fault::answer("", 302, "text/html", "").header("Location", "https://login.example/x?code=SECRET"),
            "to login.example: this is no API server",
        ),
        (Fault::answer("", 403, "text/html", page), "a web page, as a proxy or a login writes it"),
    ] {
        faults.set(&[fault]);
        let ended = user.run(faults.kubeconfig(), RUN)?;
        equal(&ended.stderr, ended.code == 2 || ended.code == 3, true)?;
        contains(&ended.stderr, told)?;
        equal("secrets", ended.stderr.contains("SECRET"), false)?;
    }
    Ok(())
}

fn cluster(faults: &Faults, chunk_size: u32) -> Result<Cluster, Failed> {
    let args = ConnectionArgs {
        kubeconfig: Some(faults.kubeconfig().to_owned()),
        chunk_size,
        ..ConnectionArgs::default()
    };
    Cluster::new(&args).map_err(|fault| fault.message.into())
}

fn wanted(namespace: &str) -> Wanted {
    Wanted {
        depth: Depth::Metadata,
        namespace: Some(namespace.to_owned()),
        ..Wanted::new("", "v1", "configmaps", "ConfigMap")
    }
}

/// A namespace with seven ConfigMaps.
fn seven() -> String {
    let plane = ControlPlane::shared();
    let namespace = plane.namespace("answers");
    let one = |at: u32| {
        format!(
            "---\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: n{at}, namespace: {namespace}}}}}\n"
        )
    };
    plane.apply(&(1..=7).map(one).collect::<String>());
    namespace
}

/// Lists the names, in the order they come.
fn names(cluster: &Cluster, namespace: &str) -> Result<Vec<String>, kubecheck_core::kube::Fault> {
    let pages = cluster.list_all(&wanted(namespace))?;
    let page = |text: &String| -> Vec<String> {
        let list: serde_json::Value = serde_json::from_str(text).expect("a list is JSON");
        let items = list["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["metadata"]["name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    Ok(pages.iter().flat_map(page).collect())
}

const ALL: [&str; 7] = ["n1", "n2", "n3", "n4", "n5", "n6", "n7"];

fn come_again() -> Result<(), Failed> {
    let (faults, namespace) = (ControlPlane::shared().faults(), seven());
    let cluster = cluster(&faults, 500)?;
    let path = "/configmaps$";
    faults.set(&[Fault::status(path, 429).header("Retry-After", "1").times(2)]);
    let begun = Instant::now();
    equal(
        "names",
        names(&cluster, &namespace).map_err(|fault| fault.message)?,
        ALL.map(str::to_owned).to_vec(),
    )?;
    equal("waited", begun.elapsed() >= Duration::from_secs(2), true)?;
    equal("requests", faults.requests().len(), 3)?;
    // As kubectl: who does not say when, is not asked again; and nobody waits for an hour.
    for (fault, more) in [
        (Fault::status(path, 429), ""),
        (Fault::status(path, 429).header("Retry-After", "soon"), ""),
        (Fault::status(path, 429).header("Retry-After", "3600"), "left alone for 3600s"),
    ] {
        faults.set(&[fault]);
        let fault = names(&cluster, &namespace).expect_err("the server refuses");
        equal("kind", fault.kind, FaultKind::Server)?;
        contains(&fault.message, "the server answers 429")?;
        contains(&fault.message, more)?;
        equal("requests", faults.requests().len(), 1)?;
    }
    Ok(())
}

fn lists_that_expire() -> Result<(), Failed> {
    let (faults, namespace) = (ControlPlane::shared().faults(), seven());
    let cluster = cluster(&faults, 3)?;
    let all = || ALL.map(str::to_owned).to_vec();
    // Without a token the list begins anew, and what came before is void.
    faults.set(&[Fault::status("/configmaps$", 410).query("continue=").skip(1).times(1)]);
    equal("anew", names(&cluster, &namespace).map_err(|fault| fault.message)?, all())?;
    equal("requests", faults.requests().len(), 3 + 3)?;
    // For ever expired it is given up.
    faults.set(&[Fault::status("/configmaps$", 410).query("continue=")]);
    equal("given up", names(&cluster, &namespace).map_err(|fault| fault.kind), Err(FaultKind::Gone))?;
    // With a token it goes on from where it was: the server's own token for the rest.
    faults.set(&[]);
    let head = cluster
        .get(&format!("/api/v1/namespaces/{namespace}/configmaps?limit=3"))
        .map_err(|fault| fault.message)?;
    let head: serde_json::Value = serde_json::from_str(&head.text)?;
    let status = json!({
        "apiVersion": "v1", "kind": "Status", "status": "Failure", "reason": "Expired", "code": 410,
        "message": "the list is too old", "metadata": {"continue": head["metadata"]["continue"]},
    });
    let expired = Fault::answer("/configmaps$", 410, "application/json", &status.to_string());
    faults.set(&[expired.clone().query("continue=").times(1)]);
    equal("goes on", names(&cluster, &namespace).map_err(|fault| fault.message)?, all())?;
    equal("requests", faults.requests().len(), 4)?;
    // Nor for ever.
    faults.set(&[expired.query("continue=")]);
    equal("given up", names(&cluster, &namespace).map_err(|fault| fault.kind), Err(FaultKind::Gone))
}

fn lists_that_break() -> Result<(), Failed> {
    let (faults, namespace) = (ControlPlane::shared().faults(), seven());
    let cluster = cluster(&faults, 3)?;
    faults.set(&[Fault::break_after("/configmaps$", 200).skip(1).times(1)]);
    equal(
        "once",
        names(&cluster, &namespace).map_err(|fault| fault.message)?,
        ALL.map(str::to_owned).to_vec(),
    )?;
    faults.set(&[Fault::break_after("/configmaps$", 200).skip(1)]);
    let fault = names(&cluster, &namespace).expect_err("the server is gone");
    equal("kind", fault.kind, FaultKind::Unreachable)?;
    contains(&fault.message, "broke")?;
    // A command tells a gap, and that trying again may help.
    let user = User::new()?;
    faults.set(&[Fault::break_after("/clusterroles$", 200)]);
    let ended = user.run(faults.kubeconfig(), RUN)?;
    contains(&ended.stdout, "gap: ")?;
    equal(&ended.stdout, ended.code, 4)
}

/// A type that discovery had, and that is served no more when its list is asked for.
fn types_that_go_away() -> Result<(), Failed> {
    let (faults, namespace) = (ControlPlane::shared().faults(), seven());
    let cluster = cluster(&faults, 3)?;
    let list = || Fault::status("/configmaps$", 404);
    let without =
        r#"{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","kind":"Pod"}]}"#;
    for gone in
        [Fault::status("^/api/v1$", 404), Fault::answer("^/api/v1$", 200, "application/json", without)]
    {
        faults.set(&[list(), gone]);
        equal("it is empty", names(&cluster, &namespace).map_err(|fault| fault.message)?, Vec::new())?;
    }
    // Where the server still says that it serves it, or cannot say, its list is missing.
    for kept in [vec![list()], vec![list(), Fault::status("^/api/v1$", 500)]] {
        faults.set(&kept);
        equal("kind", names(&cluster, &namespace).expect_err("it is a gap").kind, FaultKind::NotFound)?;
    }
    Ok(())
}

fn bounded_in_time() -> Result<(), Failed> {
    let (user, faults) = (User::new()?, ControlPlane::shared().faults());
    for (path, told) in [("/clusterroles$", "gap: "), ("^/apis$", "error: ")] {
        faults.set(&[Fault::hang(path)]);
        let begun = Instant::now();
        let ended = user.run(faults.kubeconfig(), &format!("{RUN} --request-timeout 1s"))?;
        equal("bounded", begun.elapsed() < Duration::from_secs(10), true)?;
        let text = format!("{}{}", ended.stdout, ended.stderr);
        contains(&text, told)?;
        contains(&text, "within 1s")?;
        contains(&text, "--request-timeout")?;
        equal(&text, ended.code, 4)?;
    }
    Ok(())
}

fn few_rights() -> Result<(), Failed> {
    let (user, plane, namespace) = (User::new()?, ControlPlane::shared(), seven());
    let reader = plane.user("answers-reader", &[]);
    plane.kubectl(&["create", "role", "read", "-n", &namespace, "--verb=list", "--resource=configmaps"]);
    plane.kubectl(&[
        "create",
        "rolebinding",
        "read",
        "-n",
        &namespace,
        "--role=read",
        "--user=answers-reader",
    ]);
    let args = ConnectionArgs { kubeconfig: Some(reader.clone()), ..ConnectionArgs::default() };
    let cluster = Cluster::new(&args).map_err(|fault| fault.message)?;
    equal("its namespace", names(&cluster, &namespace).map_err(|fault| fault.message)?.len(), 7)?;
    let fault = names(&cluster, "default").expect_err("another namespace");
    contains(
        &fault.hint.unwrap_or_default(),
        "a Role needs apiGroups: [\"\"], resources: [\"configmaps\"], verbs: [\"list\"]",
    )?;
    let ended = user.run(&reader, RUN)?;
    contains(&ended.stdout, "User \"answers-reader\" cannot list")?;
    equal(&ended.stdout, ended.code, 3)
}

/// Takes connections and leads each to the control plane, whatever host they name, as an HTTP CONNECT proxy.
fn connect_proxy() -> Result<(u16, Receiver<String>), Failed> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let to = ControlPlane::shared().url().trim_start_matches("https://").to_owned();
    let (sender, asked) = channel();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (to, sender) = (to.clone(), sender.clone());
            thread::spawn(move || tunnel(client, &to, &sender));
        }
    });
    Ok((port, asked))
}

fn tunnel(mut client: TcpStream, to: &str, asked: &std::sync::mpsc::Sender<String>) -> std::io::Result<()> {
    let head = head(&mut client)?;
    let _ = asked.send(head.lines().next().unwrap_or_default().to_owned());
    let mut server = TcpStream::connect(to)?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut up, mut down) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || std::io::copy(&mut up, &mut server));
    std::io::copy(&mut down, &mut client).map(|_| ())
}

/// Reads the head of a request.
fn head(client: &mut TcpStream) -> std::io::Result<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn through_proxies() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let (mut cluster, admin) = parts(plane.kubeconfig());
    let own = cluster["server"].as_str().unwrap_or_default().to_owned();
    let (port, asked) = connect_proxy()?;
    let count =
        || asked.try_iter().filter(|line| line.starts_with("CONNECT kubernetes.default.svc:443 ")).count();
    // Only the proxy knows where this name leads; the certificate is the server's.
    cluster["server"] = "https://kubernetes.default.svc".into();
    let config = user.write("config", &kubeconfig(&[("far", &cluster, &admin)]).to_string())?;
    for (before, reached) in [
        (format!("export HTTPS_PROXY=http://127.0.0.1:{port};"), true),
        (format!("export https_proxy=127.0.0.1:{port};"), true),
        (format!("export HTTPS_PROXY=http://127.0.0.1:{port} NO_PROXY=.default.svc;"), false),
        (format!("export HTTPS_PROXY=http://127.0.0.1:{port} NO_PROXY=10.0.0.0/8,example.com;"), true),
    ] {
        let ours = user.run(&config, &format!("{before} {RUN} --request-timeout 5s"))?;
        equal(&format!("{before} {}", ours.stderr), (ours.code == 4, count() > 0), (!reached, reached))?;
        let theirs =
            user.run(&config, &format!("{before} kubectl get --raw /version --request-timeout 5s"))?;
        equal(&before, (theirs.code == 0, count() > 0), (reached, reached))?;
    }
    cluster["proxy-url"] = format!("http://127.0.0.1:{port}").into();
    let config = user.write("config", &kubeconfig(&[("far", &cluster, &admin)]).to_string())?;
    equal("proxy-url", (user.run(&config, RUN)?.code < 2, count() > 0), (true, true))?;
    // This machine is reached without the environment's proxy, as by kubectl.
    cluster["server"] = own.into();
    cluster["proxy-url"] = "".into();
    let config = user.write("config", &kubeconfig(&[("near", &cluster, &admin)]).to_string())?;
    let ended = user.run(&config, &format!("export HTTPS_PROXY=http://127.0.0.1:1; {RUN}"))?;
    equal(&ended.stderr, ended.code < 2, true)?;
    cluster["proxy-url"] = "http://user:SECRET@127.0.0.1:1".into();
    let config = user.write("config", &kubeconfig(&[("near", &cluster, &admin)]).to_string())?;
    let ended = user.run(&config, RUN)?;
    equal("exit", ended.code, 4)?;
    equal(&ended.stderr, ended.stderr.contains("SECRET"), false)
}

fn plain_http() -> Result<(), Failed> {
    let user = User::new()?;
    let admin = parts(ControlPlane::shared().kubeconfig()).1;
    for (listen, host) in [("127.0.0.1:0", "127.0.0.1"), ("[::1]:0", "[::1]")] {
        let listener = TcpListener::bind(listen)?;
        let port = listener.local_addr()?.port();
        let (sender, heads) = channel();
        thread::spawn(move || {
            for mut client in listener.incoming().flatten() {
                let _ = sender.send(head(&mut client).unwrap_or_default().to_lowercase());
                let _ = client
                    .write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        });
        let server = json!({"server": format!("http://{host}:{port}")});
        let mut holder = admin.clone();
        holder["token"] = "SECRET".into();
        let config = user.write("config", &kubeconfig(&[("plain", &server, &holder)]).to_string())?;
        user.run(&config, RUN)?;
        user.run(&config, "kubectl get pods")?;
        // A connection that a client made ready and then had no use for has no head.
        let heads: Vec<String> = heads.try_iter().filter(|head| !head.is_empty()).collect();
        equal(
            "both asked",
            heads.iter().any(|head| head.contains("kubectl/"))
                && heads.iter().any(|head| head.contains("gvkcheck")),
            true,
        )?;
        equal(&heads.concat(), heads.iter().any(|head| head.contains("authorization")), false)?;
        // On one machine packing takes longer than passing on; kubectl has answers packed everywhere.
        let packed = |head: &String| head.contains("accept-encoding: gzip");
        let is_ours = |head: &&String| head.contains("gvkcheck");
        equal("packed", heads.iter().filter(is_ours).any(packed), false)?;
    }
    Ok(())
}

fn impersonated() -> Result<(), Failed> {
    let (user, plane) = (User::new()?, ControlPlane::shared());
    let folder = plane.folder();
    let (policy, log) = (folder.join("policy.yaml"), folder.join("audit.log"));
    std::fs::write(&policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n")?;
    let audited = plane.another_api_server(&[
        &format!("--audit-policy-file={}", policy.display()),
        &format!("--audit-log-path={}", log.display()),
    ]);
    let flags = "--as carol --as-group g1 --as-group g2 --as-uid u7 --as-user-extra Scopes.example/x=one --as-user-extra Scopes.example/x=two";
    let who = |line: String| -> Result<serde_json::Value, Failed> {
        std::fs::write(&log, "")?;
        user.run(audited.kubeconfig(), &line)?;
        let text = std::fs::read_to_string(&log)?;
        let events = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let mut carol =
            events.map(|event| event["impersonatedUser"].clone()).filter(|user| user["username"] == "carol");
        carol.next().ok_or_else(|| format!("{line}: nobody was impersonated\n{text}").into())
    };
    let ours = who(format!("{RUN} {flags}"))?;
    equal("as kubectl", &ours, &who(format!("kubectl get clusterroles {flags}"))?)?;
    equal("uid", &ours["uid"], &json!("u7"))?;
    equal("extra", &ours["extra"], &json!({"scopes.example/x": ["one", "two"]}))
}

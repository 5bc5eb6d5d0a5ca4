//! Answers that a Prometheus in good health does not give: a listener writes them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_core::kube::{ConnectionArgs, FaultKind};
use kubecheck_core::source::prometheus::{Prometheus, PrometheusArgs};
use libtest_mimic::{Failed, Trial};

use super::{ask, at, instant, number, reach, text, told};
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/prometheus/odd answers are none", are_none),
        Trial::test("live/prometheus/odd redirects get nothing", redirects_get_nothing),
        Trial::test("live/prometheus/odd silence ends in time", silence_ends_in_time),
        Trial::test("live/prometheus/odd servers that are busy are asked again", busy_servers),
        Trial::test("live/prometheus/odd connections that broke are made again", broken_connections),
        Trial::test("live/prometheus/odd headers reach the server", headers_reach_the_server),
    ]
}

/// What a listener does with a request.
enum Act {
    /// Answers, and keeps the connection.
    Answer(String),
    /// Says nothing.
    Hang,
    /// Closes the connection.
    Close,
}

/// A listener on loopback, and the heads of the requests as they came. Its threads end with the process.
struct Odd {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Odd {
    /// Starts one that does what a function says for the number of each request, from 0.
    fn start(act: impl Fn(usize) -> Act + Send + Sync + 'static) -> Result<Odd, Failed> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let (seen, act, count) = (Arc::clone(&heads), Arc::new(act), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (seen, act, count) = (Arc::clone(&seen), Arc::clone(&act), Arc::clone(&count));
                thread::spawn(move || serve(client, &seen, &*act, &count));
            }
        });
        Ok(Odd { url, heads })
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().map(|heads| heads.clone()).unwrap_or_default()
    }
}

fn serve(mut client: TcpStream, seen: &Mutex<Vec<String>>, act: &dyn Fn(usize) -> Act, count: &AtomicUsize) {
    while let Some(head) = head(&mut client) {
        if let Ok(mut seen) = seen.lock() {
            seen.push(head.to_ascii_lowercase());
        }
        match act(count.fetch_add(1, Ordering::SeqCst)) {
            Act::Answer(text) => {
                if client.write_all(text.as_bytes()).is_err() {
                    return;
                }
            }
            Act::Hang => thread::sleep(Duration::from_secs(600)),
            Act::Close => return,
        }
    }
}

/// Reads the head of a request; none at the end of the connection.
fn head(client: &mut TcpStream) -> Option<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if client.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}

fn answer(status: &str, kind: &str, more: &str, body: &str) -> Act {
    Act::Answer(format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{more}\r\n{body}",
        body.len()
    ))
}

/// The number seven.
fn seven() -> Act {
    let body = r#"{"status":"success","data":{"resultType":"scalar","result":[1,"7"]}}"#;
    answer("200 OK", "application/json", "", body)
}

fn are_none() -> Result<(), Failed> {
    let page = "<html>Please log in: SECRET</html>";
    let cases: [(&'static str, &'static str, &'static str, FaultKind, &str); 8] = [
        (
            "200 OK",
            "text/html",
            page,
            FaultKind::Refused,
            "a web page comes back for /api/v1/query: this is no Prometheus",
        ),
        (
            "403 Forbidden",
            "text/html",
            page,
            FaultKind::Forbidden,
            "a web page, as a proxy or a login writes it",
        ),
        ("502 Bad Gateway", "text/html", page, FaultKind::Server, "a web page"),
        ("200 OK", "text/plain", "ok", FaultKind::Refused, "makes no sense: it is no JSON"),
        ("200 OK", "application/json", "{}", FaultKind::Refused, "missing field `status`"),
        ("204 No Content", "application/json", "", FaultKind::Refused, "it is no JSON"),
        (
            "200 OK",
            "application/json",
            r#"{"status":"error","errorType":"timeout","error":"x"}"#,
            FaultKind::Timeout,
            "Prometheus fails to answer /api/v1/query: timeout: x",
        ),
        ("401 Unauthorized", "text/plain", "no org id", FaultKind::Unauthorized, "X-Scope-OrgID"),
    ];
    for (status, kind, body, expected, part) in cases {
        let odd = Odd::start(move |_| answer(status, kind, "", body))?;
        let fault = ask(&told(reach(&at(&odd.url)))?, instant("x")).expect_err("this is no answer");
        let text = text(&fault);
        equal(&text, fault.kind, expected)?;
        contains(&text, part)?;
        equal(&text, text.contains("SECRET"), false)?;
        equal("asked once", odd.heads().len(), 1)?;
    }
    Ok(())
}

fn redirects_get_nothing() -> Result<(), Failed> {
    let other = Odd::start(|_| seven())?;
    let to = format!("Location: {}/login?code=SECRET\r\n", other.url);
    let odd = Odd::start(move |_| answer("302 Found", "text/html", &to, ""))?;
    let address = odd.url.replace("http://", "http://ann:pass@");
    let fault = ask(&told(reach(&at(&address)))?, instant("x")).expect_err("nobody follows");
    equal(&text(&fault), fault.kind, FaultKind::Refused)?;
    contains(&fault.message, "/api/v1/query is sent on to 127.0.0.1: this is no Prometheus")?;
    equal("secrets", text(&fault).contains("SECRET"), false)?;
    equal(
        "with credentials",
        odd.heads().iter().filter(|head| head.contains("authorization: basic")).count(),
        1,
    )?;
    equal("to whom it was sent on", other.heads().len(), 0)
}

fn silence_ends_in_time() -> Result<(), Failed> {
    let odd = Odd::start(|_| Act::Hang)?;
    let begun = Instant::now();
    let bound = Duration::from_secs(1);
    let prometheus = told(Prometheus::open(&at(&odd.url), &ConnectionArgs::default(), bound))?;
    let questions = vec![instant("x"); 12];
    // The second time there is no time left at all.
    for asked in [8, 8] {
        for result in prometheus.ask(&questions) {
            let fault = result.expect_err("nobody answers");
            equal(&text(&fault), fault.kind, FaultKind::Timeout)?;
            contains(&text(&fault), "no answer to /api/v1/query within 1s")?;
            contains(&text(&fault), "--timeout")?;
        }
        equal("eight at a time, and none too late", odd.heads().len(), asked)?;
    }
    equal("bounded", begun.elapsed() >= bound && begun.elapsed() < bound * 5, true)?;
    // Not even connections are made there (RFC 5737), so that the end must not wait for them.
    let begun = Instant::now();
    let prometheus = told(Prometheus::open(&at("http://192.0.2.1:9090"), &ConnectionArgs::default(), bound))?;
    let fault = ask(&prometheus, instant("x")).expect_err("nobody is there");
    equal(&text(&fault), matches!(fault.kind, FaultKind::Timeout | FaultKind::Unreachable), true)?;
    drop(prometheus);
    equal("bounded as well", begun.elapsed() < bound * 5, true)
}

fn busy_servers() -> Result<(), Failed> {
    let again = |status: &'static str, more: &'static str| {
        Odd::start(move |at| if at == 0 { answer(status, "text/plain", more, "busy") } else { seven() })
    };
    for (status, more, least) in [
        ("429 Too Many Requests", "Retry-After: 1\r\n", 1000),
        ("503 Service Unavailable", "Retry-After: 1\r\n", 1000),
        ("429 Too Many Requests", "", 500),
        ("503 Service Unavailable", "", 500),
    ] {
        let odd = again(status, more)?;
        let begun = Instant::now();
        equal(status, number(ask(&told(reach(&at(&odd.url)))?, instant("x")))?, 7.0)?;
        equal("waited", begun.elapsed() >= Duration::from_millis(least), true)?;
        equal("asked", odd.heads().len(), 2)?;
    }
    // Nobody waits for what comes when the time is over, nor for a question that takes the server too long.
    let timeout = r#"{"status":"error","errorType":"timeout","error":"query timed out"}"#;
    for (more, body, kind) in
        [("Retry-After: 20\r\n", "busy", FaultKind::Server), ("", timeout, FaultKind::Timeout)]
    {
        let odd = Odd::start(move |_| answer("503 Service Unavailable", "application/json", more, body))?;
        let args = ConnectionArgs::default();
        let prometheus = told(Prometheus::open(&at(&odd.url), &args, Duration::from_secs(10)))?;
        let begun = Instant::now();
        let fault = ask(&prometheus, instant("x")).expect_err("it stays busy");
        equal(&text(&fault), fault.kind, kind)?;
        equal("at once", begun.elapsed() < Duration::from_secs(5), true)?;
        equal("asked", odd.heads().len(), 1)?;
    }
    // One that is always busy has an end too.
    let odd = Odd::start(|_| answer("503 Service Unavailable", "text/plain", "", "busy"))?;
    let fault = ask(&told(reach(&at(&odd.url)))?, instant("x")).expect_err("it stays busy");
    equal(&text(&fault), (fault.kind, odd.heads().len()), (FaultKind::Server, 4))
}

fn broken_connections() -> Result<(), Failed> {
    // The second request finds the connection of the first closed.
    let odd = Odd::start(|at| if at == 1 { Act::Close } else { seven() })?;
    let prometheus = told(reach(&at(&odd.url)))?;
    for _ in 0..2 {
        equal("number", number(ask(&prometheus, instant("x")))?, 7.0)?;
    }
    equal("asked", odd.heads().len(), 3)?;
    let odd = Odd::start(|_| Act::Close)?;
    let fault = ask(&told(reach(&at(&odd.url)))?, instant("x")).expect_err("it never answers");
    equal(&text(&fault), fault.kind, FaultKind::Unreachable)?;
    equal("asked twice", odd.heads().len() <= 2, true)
}

fn headers_reach_the_server() -> Result<(), Failed> {
    let odd = Odd::start(|_| seven())?;
    let header = ("x-scope-orgid".parse()?, "shop".parse()?);
    let args = PrometheusArgs { prometheus_header: vec![header], ..at(&odd.url) };
    let prometheus = told(reach(&args))?;
    equal("number", number(ask(&prometheus, instant("x")))?, 7.0)?;
    let head = odd.heads().concat();
    contains(&head, "x-scope-orgid: shop\r\n")?;
    contains(&head, "accept: application/json\r\n")?;
    contains(&head, "&partial_response=false")
}

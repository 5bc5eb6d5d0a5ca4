//! Services of tests: webhooks, conversion webhooks, aggregated APIs, and programs that run beside the control plane.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use super::ControlPlane;
use super::front::Front;
use super::pki::Subject;

/// What a service is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The method, `POST`.
    pub method: String,
    /// The path with the query.
    pub path: String,
    /// The body.
    pub body: String,
}

/// A service in the cluster that something on loopback answers.
#[derive(Clone, Copy, Debug)]
pub struct Exposed<'e> {
    /// The namespace.
    pub namespace: &'e str,
    /// The name.
    pub name: &'e str,
    /// The labels, as YAML: `{app: web}`.
    pub labels: &'e str,
    /// The name of the port; may be empty.
    pub port_name: &'e str,
    /// The number of the port.
    pub port: u16,
}

/// A service in the cluster whose requests a test answers; it ends when this value is dropped.
pub struct Served {
    _front: Front,
}

impl ControlPlane {
    /// Makes a service with the port 443 that a function answers, each time with a status and a JSON text, from a thread
    /// of its own. It has a pod and endpoints, so that also the API server's service proxy and aggregation reach it. Its
    /// certificate is of the authority of the control plane ([`Server::ca_bundle`](super::Server::ca_bundle)).
    ///
    /// # Panics
    /// If the API server refuses.
    pub fn serve<F>(&self, namespace: &str, name: &str, answer: F) -> Served
    where
        F: Fn(&Asked) -> (u16, String) + Send + Sync + 'static,
    {
        let certificate = self.fresh("service");
        let hosts = [format!("{name}.{namespace}.svc")];
        let subject = Subject { name, hosts: &[&hosts[0]], ..Subject::default() };
        self.pki.sign(&certificate, Some("ca"), subject);
        let front = Front::start(&listen(answer), &self.pki, &certificate, false);

        self.expose(&Exposed { namespace, name, labels: "{}", port_name: "https", port: 443 }, front.port);
        Served { _front: front }
    }

    /// Makes a service that leads to a port of loopback, as if what answers there ran in a pod.
    ///
    /// # Panics
    /// If the API server refuses.
    pub fn expose(&self, exposed: &Exposed<'_>, to: u16) {
        let Exposed { namespace, name, port, .. } = exposed;
        let number = self.number();
        let pod = format!("10.244.{}.{}", number / 250 % 250, number % 250 + 1);
        self.apply(&manifests(exposed, &pod));
        let status = format!("{{\"status\": {{\"podIP\": \"{pod}\", \"podIPs\": [{{\"ip\": \"{pod}\"}}]}}}}");
        self.kubectl(&["patch", "pod", name, "-n", namespace, "--subresource=status", "-p", &status]);
        let path = "jsonpath={.spec.clusterIP}";
        let service = self.kubectl(&["get", "service", name, "-n", namespace, "-o", path]);
        self.lead(&format!("{pod}:{port}"), to);
        self.lead(&format!("{service}:{port}"), to);
    }
}

/// Returns a service, and by hand what controllers would make of it: no scheduler and no controller may touch it.
fn manifests(exposed: &Exposed<'_>, pod: &str) -> String {
    let Exposed { namespace, name, labels, port_name, port } = exposed;
    let meta = format!("name: {name}, namespace: {namespace}");
    let target = format!("targetRef: {{kind: Pod, name: {name}, namespace: {namespace}}}");
    let ports = format!("ports: [{{name: '{port_name}', port: {port}}}]");
    format!(
        "---\n{{apiVersion: v1, kind: Service, metadata: {{{meta}, labels: {labels}}}, spec: {{{ports}}}}}\n\
         ---\n{{apiVersion: v1, kind: Pod, metadata: {{{meta}}}, spec: {{schedulerName: none, \
               containers: [{{name: main, image: none}}]}}}}\n\
         ---\n{{apiVersion: v1, kind: Endpoints, metadata: {{{meta}, \
               labels: {{endpointslice.kubernetes.io/skip-mirror: \"true\"}}}}, \
               subsets: [{{addresses: [{{ip: {pod}, {target}}}], {ports}}}]}}\n\
         ---\n{{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {{{meta}, \
               labels: {{kubernetes.io/service-name: {name}}}}}, addressType: IPv4, {ports}, \
               endpoints: [{{addresses: [{pod}], {target}}}]}}\n"
    )
}

/// Answers HTTP on a new port of loopback; returns the address. The front asks it, so it meets only plain requests. The
/// thread ends with the process.
fn listen(answer: impl Fn(&Asked) -> (u16, String) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            // Who asks learns of a failure by the end of the connection.
            let _ = exchange(&connection, &answer);
        }
    });
    format!("http://{address}")
}

/// Reads one request and answers it.
fn exchange(mut connection: &TcpStream, answer: &impl Fn(&Asked) -> (u16, String)) -> std::io::Result<()> {
    let mut lines = BufReader::new(connection);
    let (mut first, mut length, mut chunked) = (String::new(), 0, false);
    lines.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        match line.split_once(": ") {
            Some(("content-length", value)) => length = value.parse().unwrap_or(0),
            Some(("transfer-encoding", value)) => chunked = value == "chunked",
            Some(_) => {}
            None => break,
        }
    }
    let mut body = Vec::new();
    if chunked {
        read_chunks(&mut lines, &mut body)?;
    } else {
        lines.take(length).read_to_end(&mut body)?;
    }
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, text) = answer(&Asked { method, path, body: String::from_utf8_lossy(&body).into_owned() });
    write!(
        connection,
        "HTTP/1.1 {status} Answered\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    )
}

fn read_chunks(lines: &mut impl BufRead, body: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let mut size = String::new();
        lines.read_line(&mut size)?;
        let size = u64::from_str_radix(size.trim_end(), 16).unwrap_or(0);
        lines.take(size).read_to_end(body)?;
        lines.read_line(&mut String::new())?;
        if size == 0 {
            return Ok(());
        }
    }
}

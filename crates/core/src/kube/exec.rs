//! Credential plugins (KEP-541): a program that the kubeconfig names prints who the user is
//! (`k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go`).
//!
//! kube has a reader of its own, which starts the program three times and puts all that it printed into errors.

use std::io::Read;
use std::io::{self, IsTerminal};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use ::kube::config::{Cluster, ExecAuthCluster, ExecConfig, ExecInteractiveMode};
use serde_json::json;

use super::fault::{Fault, FaultKind};
use super::line::Deadline;
use crate::model::tree::Value;
use crate::source::{self, Input, Part};

/// What a credential plugin printed.
#[derive(Default)]
pub(super) struct Credentials {
    /// A bearer token.
    pub(super) token: Option<String>,
    /// A client certificate and its key, in PEM.
    pub(super) certificate: Option<(String, String)>,
}

/// Whether somebody is there whom a plugin may tell and ask something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attended {
    /// The user waits for the command.
    Yes,
    /// The user is typing.
    No,
}

/// Runs a credential plugin, which has to end before a time is over, if there is one. What it says on standard error is for the user,
/// and is passed on as it comes.
pub(super) fn run(
    exec: &ExecConfig,
    cluster: &Cluster,
    attended: Attended,
    deadline: Option<Deadline>,
) -> Result<Credentials, Fault> {
    let name = exec.command.as_deref().filter(|command| !command.is_empty());
    let Some(name) = name else { return Err(wrong("the user's credential plugin has no command")) };
    let mut command = Command::new(name);
    command.args(exec.args.iter().flatten());
    for variable in exec.env.iter().flatten() {
        if let (Some(name), Some(value)) = (variable.get("name"), variable.get("value")) {
            command.env(name, value);
        }
    }
    let interactive = attended == Attended::Yes && is_interactive(exec, name)?;
    command.env("KUBERNETES_EXEC_INFO", request(exec, cluster, interactive)?);
    command.stdin(if interactive { Stdio::inherit() } else { Stdio::null() });
    let quiet = attended == Attended::No;
    command.stdout(Stdio::piped()).stderr(if quiet { Stdio::null() } else { Stdio::inherit() });
    let output = match deadline {
        None => command.output(),
        Some(deadline) => output(&mut command, deadline)
            .transpose()
            .ok_or_else(|| deadline.missed(&format!("the credential plugin {name} does not end")))?,
    };
    let output = output.map_err(|error| unstarted(exec, name, &error))?;
    if !output.status.success() {
        // What it printed may be half a secret, and so may its arguments.
        let fault = Fault::new(
            FaultKind::Unauthorized,
            format!("the credential plugin {name} failed: {}", output.status),
        );
        return Err(fault.hint("run its command, as the kubeconfig has it, to see what it says"));
    }
    read(&String::from_utf8_lossy(&output.stdout), exec.api_version.as_deref())
        .map_err(|why| Fault::new(FaultKind::Unauthorized, format!("the credential plugin {name} {why}")))
}

/// Runs a program to its end and returns what it printed; none if it had to be ended.
fn output(command: &mut Command, deadline: Deadline) -> io::Result<Option<Output>> {
    let mut child = command.spawn()?;
    let (sender, printed) = channel();
    if let Some(mut stdout) = child.stdout.take() {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = stdout.read_to_end(&mut bytes).map(|_| bytes);
            // Whoever waited for it may have gone.
            let _ = sender.send(read);
        });
    }
    let printed = printed.recv_timeout(deadline.left()).ok();
    loop {
        match (child.try_wait()?, &printed) {
            (Some(status), Some(_)) => {
                let stdout = printed.transpose()?.unwrap_or_default();
                return Ok(Some(Output { status, stdout, stderr: Vec::new() }));
            }
            (None, Some(_)) if !deadline.left().is_zero() => thread::sleep(Duration::from_millis(1)),
            _ => {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
        }
    }
}

fn wrong(message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Configuration, message)
}

/// Tells whether the plugin may ask the user.
fn is_interactive(exec: &ExecConfig, name: &str) -> Result<bool, Fault> {
    let terminal = io::stdin().is_terminal();
    match exec.interactive_mode {
        Some(ExecInteractiveMode::Never) => Ok(false),
        Some(ExecInteractiveMode::Always) if !terminal => {
            Err(wrong(format!("the credential plugin {name} has to ask, and standard input is no terminal")))
        }
        _ => Ok(terminal),
    }
}

/// Returns what the plugin is told of the request (`client.authentication.k8s.io`, `ExecCredential`).
fn request(exec: &ExecConfig, cluster: &Cluster, interactive: bool) -> Result<String, Fault> {
    let mut spec = json!({ "interactive": interactive });
    if exec.provide_cluster_info {
        let told = ExecAuthCluster::try_from(cluster)
            .map_err(|error| wrong(format!("cannot tell the credential plugin of the cluster: {error}")))?;
        spec["cluster"] = json!(told);
    }
    Ok(json!({"kind": "ExecCredential", "apiVersion": exec.api_version, "spec": spec}).to_string())
}

fn unstarted(exec: &ExecConfig, name: &str, error: &io::Error) -> Fault {
    let fault = wrong(format!("cannot run the credential plugin {name}: {error}"));
    match exec.install_hint.as_deref().map(str::trim).filter(|hint| !hint.is_empty()) {
        Some(hint) => fault.hint(hint),
        None => fault.hint("install it, or correct the command of the kubeconfig's user"),
    }
}

/// Reads what a plugin printed: JSON, or YAML as some print. The error ends a sentence that begins with the plugin.
fn read(printed: &str, wanted: Option<&str>) -> Result<Credentials, String> {
    let mut found = None;
    let input = Input::memory("credentials", printed);
    // What is no document is told below.
    let _ = source::read(&input, &mut |part| {
        if let Part::Document(document) = part
            && let Some(root) = document.tree.root().filter(|_| found.is_none())
        {
            found = Some(credential(root, wanted));
        }
    });
    found.unwrap_or_else(|| Err("printed no ExecCredential".to_owned()))
}

fn credential(root: Value<'_>, wanted: Option<&str>) -> Result<Credentials, String> {
    let text = |of: Value<'_>, name: &str| of.get(name).and_then(|value| value.as_str().map(str::to_owned));
    if text(root, "kind").as_deref() != Some("ExecCredential") {
        return Err("printed no ExecCredential".to_owned());
    }
    let said = text(root, "apiVersion").unwrap_or_default();
    if let Some(wanted) = wanted.filter(|wanted| *wanted != said) {
        return Err(format!("answers in version {said:?}, and the kubeconfig expects {wanted:?}"));
    }
    let Some(status) = root.get("status") else {
        return Err("printed an ExecCredential without a status".to_owned());
    };
    let of = |name| text(status, name).filter(|text| !text.is_empty());
    let certificate = match (of("clientCertificateData"), of("clientKeyData")) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => return Err("printed a certificate without its key, or the reverse".to_owned()),
    };
    let token = of("token");
    if token.is_none() && certificate.is_none() {
        return Err("printed neither a token nor a certificate".to_owned());
    }
    Ok(Credentials { token, certificate })
}

#[cfg(test)]
mod tests {
    use super::*;

    const V1: &str = "client.authentication.k8s.io/v1";

    fn told(printed: &str) -> String {
        match read(printed, Some(V1)) {
            Ok(credentials) => format!("{:?} {:?}", credentials.token, credentials.certificate),
            Err(why) => why,
        }
    }

    #[test]
    fn tokens_and_certificates_are_read_from_json_and_yaml() {
        let json =
            format!(r#"{{"kind": "ExecCredential", "apiVersion": "{V1}", "status": {{"token": "t"}}}}"#);
        assert_eq!(told(&json), "Some(\"t\") None");
        let yaml = format!(
            "kind: ExecCredential\napiVersion: {V1}\nstatus: {{clientCertificateData: c, clientKeyData: k, token: t}}\n"
        );
        assert_eq!(told(&yaml), "Some(\"t\") Some((\"c\", \"k\"))");
    }

    #[test]
    fn what_is_no_credential_is_told_without_what_was_printed() {
        let status =
            |status: &str| told(&format!("{{kind: ExecCredential, apiVersion: {V1}, status: {status}}}"));
        for printed in ["", "SECRET", "{\"token\": [SECRET", "kind: Secret\nstatus: {token: SECRET}\n"] {
            assert_eq!(told(printed), "printed no ExecCredential", "{printed}");
        }
        assert_eq!(status("{}"), "printed neither a token nor a certificate");
        assert_eq!(
            status("{clientKeyData: SECRET}"),
            "printed a certificate without its key, or the reverse"
        );
        let other = told("{kind: ExecCredential, apiVersion: x/v2, status: {token: SECRET}}");
        assert_eq!(other, format!("answers in version \"x/v2\", and the kubeconfig expects \"{V1}\""));
    }
}

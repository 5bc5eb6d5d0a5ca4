//! Who asks: what the kubeconfig's user leads to is read and run here, once, and put in its place.

use std::fs;

use ::kube::config::{AuthInfo, Cluster};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use secrecy::ExposeSecret;

use super::exec::{self, Attended};
use super::fault::{Fault, FaultKind};
use super::line::Deadline;

/// Reads the token's file and runs the credential plugin.
pub(super) fn settle(
    user: &mut AuthInfo,
    cluster: &Cluster,
    attended: Attended,
    deadline: Option<Deadline>,
) -> Result<(), Fault> {
    // Nothing that proves who asks goes over a line that all can read (`client_config.go`, `ClientConfig`).
    let is_safe =
        cluster.server.as_deref().is_some_and(|server| server.to_ascii_lowercase().starts_with("https://"));
    if !is_safe {
        *user = AuthInfo {
            impersonate: user.impersonate.take(),
            impersonate_uid: user.impersonate_uid.take(),
            impersonate_groups: user.impersonate_groups.take(),
            impersonate_user_extra: user.impersonate_user_extra.take(),
            ..AuthInfo::default()
        };
        return Ok(());
    }
    // An empty one is none.
    user.token = user.token.take().filter(|token| !token.expose_secret().is_empty());
    if let Some(file) = user.token_file.take().filter(|file| !file.is_empty()) {
        match (token_of(&file), &user.token) {
            (Ok(token), _) => user.token = Some(token.into()),
            // A token beside it will do (`k8s.io/client-go/transport/round_trippers.go`, `bearerAuthRoundTripper`).
            (Err(_), Some(_)) => {}
            (Err(fault), None) => return Err(fault),
        }
    }
    if let Some(exec) = user.exec.take().filter(|_| user.token.is_none()) {
        let found = exec::run(&exec, cluster, attended, deadline)?;
        user.token = found.token.map(Into::into);
        if let Some((certificate, key)) = found.certificate {
            user.client_certificate_data = Some(BASE64.encode(certificate));
            user.client_key_data = Some(BASE64.encode(key).into());
            (user.client_certificate, user.client_key) = (None, None);
        }
    }
    let is_header = |token: &str| http::HeaderValue::try_from(token).is_ok();
    if user.token.as_ref().is_some_and(|token| !is_header(token.expose_secret())) {
        return Err(Fault::new(
            FaultKind::Configuration,
            "the token of the user has characters that no header can carry, such as a line end",
        ));
    }
    Ok(())
}

fn token_of(file: &str) -> Result<String, Fault> {
    let wrong =
        |why: &str| Fault::new(FaultKind::Configuration, format!("cannot use the token file {file}: {why}"));
    let text = fs::read_to_string(file).map_err(|error| wrong(&error.to_string()))?;
    match text.trim() {
        "" => Err(wrong("it is empty")),
        token => Ok(token.to_owned()),
    }
}

//! Who asks Prometheus: flags before the address, the address before the environment.

use std::fs;
use std::path::Path;

use ::kube::config::AuthInfo;
use http::HeaderValue;

use super::address::Address;
use super::args::PrometheusArgs;
use super::wrong;
use crate::kube::Fault;

/// Returns who asks, with what proves it.
pub(super) fn of(
    args: &PrometheusArgs,
    address: &Address,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<AuthInfo, Fault> {
    let mut user = AuthInfo::default();
    match named(args, address, variable)?.map_or_else(|| surrounding(variable), |named| Ok(Some(named)))? {
        Some(Named::Token(token)) => user.token = Some(token.into()),
        Some(Named::User(name, password)) => {
            let password = password.or_else(|| variable("PROMETHEUS_PASSWORD"));
            let Some(password) = password else {
                return Err(wrong(format!("the user {name:?} has no password for Prometheus")).hint(
                    "name a file that holds it with --prometheus-password-file, or set PROMETHEUS_PASSWORD",
                ));
            };
            (user.username, user.password) = (Some(name), Some(password.into()));
        }
        None => {}
    }
    let file = |path: &Path| path.display().to_string();
    user.client_certificate = args.prometheus_client_certificate.as_deref().map(file);
    user.client_key = args.prometheus_client_key.as_deref().map(file);
    let proves = user.token.is_some() || user.password.is_some();
    if proves && address.is_plain() && !address.has_scheme {
        return Err(wrong(format!(
            "credentials are not sent to {} unless somebody says how: the address has no scheme",
            address.url
        ))
        .hint(format!(
            "write {} if the server speaks TLS, or {} to send them readably",
            address.url.replacen("http:", "https:", 1),
            address.url
        )));
    }
    Ok(user)
}

/// What proves who asks.
#[derive(Debug)]
enum Named {
    User(String, Option<String>),
    Token(String),
}

/// Returns what flags or the address say.
fn named(
    args: &PrometheusArgs,
    address: &Address,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Named>, Fault> {
    if let Some(path) = &args.prometheus_token_file {
        return token(&secret(path, "token")?, &path.display().to_string()).map(Some);
    }
    let password =
        args.prometheus_password_file.as_deref().map(|path| secret(path, "password")).transpose()?;
    let flag = args.prometheus_username.clone().filter(|name| !name.is_empty());
    let (name, own) = match (flag, address.user.clone()) {
        (Some(name), Some((other, own))) => (name.clone(), own.filter(|_| other == name)),
        (Some(name), None) => (name, None),
        (None, Some(user)) => user,
        (None, None) => {
            return match password {
                None => Ok(None),
                Some(password) => {
                    let name = variable("PROMETHEUS_USERNAME").ok_or_else(|| {
                        wrong("there is a password for Prometheus, and no user name")
                            .hint("name the user with --prometheus-username")
                    })?;
                    user(name, Some(password)).map(Some)
                }
            };
        }
    };
    user(name, password.or(own)).map(Some)
}

/// Returns what the environment says.
fn surrounding(variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<Named>, Fault> {
    match (variable("PROMETHEUS_TOKEN"), variable("PROMETHEUS_USERNAME")) {
        (Some(_), Some(_)) => Err(wrong("PROMETHEUS_TOKEN and PROMETHEUS_USERNAME are both set")
            .hint("unset one of them, or choose with --prometheus-token-file or --prometheus-username")),
        (Some(own), None) => token(own.trim(), "PROMETHEUS_TOKEN").map(Some),
        (None, Some(name)) => user(name, None).map(Some),
        (None, None) => Ok(None),
    }
}

/// A colon would end the name (RFC 7617, section 2).
fn user(name: String, password: Option<String>) -> Result<Named, Fault> {
    if name.contains(':') {
        return Err(wrong(format!("the user name {name:?} for Prometheus has a colon")));
    }
    Ok(Named::User(name, password))
}

fn token(token: &str, from: &str) -> Result<Named, Fault> {
    let is_header = HeaderValue::from_str(token).is_ok();
    if token.is_empty() || !is_header {
        let why = if token.is_empty() { "is empty" } else { "has characters that no header can carry" };
        return Err(wrong(format!("the token for Prometheus in {from} {why}")));
    }
    Ok(Named::Token(token.to_owned()))
}

/// Reads a secret; the line end behind it is the editor's.
fn secret(path: &Path, what: &str) -> Result<String, Fault> {
    let text = fs::read_to_string(path)
        .map_err(|error| wrong(format!("cannot read the {what} file {}: {error}", path.display())))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use secrecy::ExposeSecret;
    use tempfile::NamedTempFile;

    use super::*;
    use crate::source::prometheus::address;

    fn file(text: &str) -> NamedTempFile {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    fn path(file: &NamedTempFile) -> Option<PathBuf> {
        Some(file.path().to_owned())
    }

    /// Who asks: a name and a password, or a token.
    fn found(args: &PrometheusArgs, url: &str, environment: &[(&str, &str)]) -> Result<String, Fault> {
        let variable = |name: &str| {
            environment.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
        };
        let user = of(args, &address::read(url, "--prometheus")?, &variable)?;
        let open =
            |secret: &Option<secrecy::SecretString>| secret.as_ref().map(|s| s.expose_secret().to_owned());
        Ok(format!(
            "{}:{} {}",
            user.username.clone().unwrap_or_default(),
            open(&user.password).unwrap_or_default(),
            open(&user.token).unwrap_or_default()
        ))
    }

    #[test]
    fn flags_go_before_the_address_and_that_before_the_environment() {
        let none = PrometheusArgs::default();
        let around = [("PROMETHEUS_USERNAME", "e"), ("PROMETHEUS_PASSWORD", "ep")];
        assert_eq!(found(&none, "http://h", &[]).unwrap(), ": ");
        assert_eq!(found(&none, "http://h", &around).unwrap(), "e:ep ");
        assert_eq!(found(&none, "http://u:up@h", &around).unwrap(), "u:up ");
        assert_eq!(found(&none, "http://u@h", &around).unwrap(), "u:ep ");
        assert_eq!(found(&none, "http://h", &[("PROMETHEUS_TOKEN", " t\n")]).unwrap(), ": t");
        let password = file("fp \n");
        let flags = PrometheusArgs {
            prometheus_username: Some("f".to_owned()),
            prometheus_password_file: path(&password),
            ..PrometheusArgs::default()
        };
        assert_eq!(found(&flags, "https://u:up@h", &around).unwrap(), "f:fp  ");
        let only = PrometheusArgs { prometheus_username: None, ..flags };
        assert_eq!(found(&only, "https://u:up@h", &[]).unwrap(), "u:fp  ");
        assert_eq!(found(&only, "https://h", &around).unwrap(), "e:fp  ");
        let token = file("ft\n");
        let flags = PrometheusArgs { prometheus_token_file: path(&token), ..PrometheusArgs::default() };
        assert_eq!(found(&flags, "https://u:up@h", &around).unwrap(), ": ft");
        // Another user's password is not this one's.
        let other = PrometheusArgs { prometheus_username: Some("f".to_owned()), ..PrometheusArgs::default() };
        assert!(found(&other, "https://u:up@h", &[]).is_err());
    }

    #[test]
    fn what_proves_nothing_is_told_without_secrets() {
        let none = PrometheusArgs::default();
        let [empty, broken, password] = [file("\n"), file("SEC\nRET"), file("SECRET")];
        let token = |file| PrometheusArgs { prometheus_token_file: path(file), ..PrometheusArgs::default() };
        let nameless =
            PrometheusArgs { prometheus_password_file: path(&password), ..PrometheusArgs::default() };
        let lost =
            PrometheusArgs { prometheus_token_file: Some("/nowhere".into()), ..PrometheusArgs::default() };
        for (args, url, environment, why) in [
            (&none, "http://u@h", &[][..], "has no password"),
            (&none, "http://u%3Av:SECRET@h", &[], "has a colon"),
            (&none, "http://h", &[("PROMETHEUS_TOKEN", "SEC\u{7f}RET")], "no header can carry"),
            (
                &none,
                "http://h",
                &[("PROMETHEUS_TOKEN", "SECRET"), ("PROMETHEUS_USERNAME", "u")],
                "are both set",
            ),
            (&none, "u:SECRET@h", &[], "the address has no scheme"),
            (&none, "h:9090", &[("PROMETHEUS_TOKEN", "SECRET")], "not sent to http://h:9090"),
            (&token(&empty), "http://h", &[], "is empty"),
            (&token(&broken), "http://h", &[], "no header can carry"),
            (&nameless, "http://h", &[], "no user name"),
            (&lost, "http://h", &[], "cannot read the token file /nowhere"),
        ] {
            let fault = found(args, url, environment).unwrap_err();
            assert!(fault.message.contains(why), "{url}: {fault}");
            assert!(!format!("{fault} {:?}", fault.hint).contains("SEC"), "{fault}");
        }
    }
}

//! Checks what a Job is to do before it is written: what the gate would refuse in a cluster is refused now.

use std::path::PathBuf;
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args as _, Command, FromArgMatches as _};
use kubecheck_core::cli::CliError;
use kubecheck_core::kube::ConnectionArgs;

use crate::cmd::gate;
use crate::slo::Slo;

/// The flags of the gate that say what is measured without a file.
const MEASURED: [&str; 2] = ["total", "histogram"];

/// The flags of the way to Prometheus that are the same in a pod.
const SAME: [&str; 3] =
    ["prometheus_header", "prometheus_tls_server_name", "prometheus_insecure_skip_tls_verify"];

/// What names of headers have whose value is a secret.
const SECRET: [&str; 7] = ["authorization", "cookie", "token", "key", "secret", "password", "credential"];

/// Checks the flags of the gate with the SLO that they mean, and returns that.
pub(super) fn gate(files: &[PathBuf], flags: &[String], deadline: Duration) -> Result<Slo, CliError> {
    let words = files.iter().map(|file| format!("--filename={}", file.display()));
    let words = std::iter::once("gate".to_owned()).chain(words).chain(flags.iter().cloned());
    let command = gate::Args::augment_args(Command::new("gate")).disable_help_flag(true);
    let matches = command.try_get_matches_from(words).map_err(|error| misread(&error))?;
    of_the_pod(files, flags, &matches)?;
    if let Some(timeout) = matches.get_one::<Duration>("timeout")
        && *timeout >= deadline
    {
        return Err(CliError::usage(
            "the Job would end before the gate does: --deadline is not longer than --timeout",
        )
        .hint("make --deadline longer; pulling the image takes a while as well"));
    }
    gate::Args::from_arg_matches(&matches).map_err(|error| misread(&error))?.checked()
}

/// Says what clap says, without its usage of another command.
fn misread(error: &clap::Error) -> CliError {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    CliError::usage(format!("behind --: {}", first.strip_prefix("error: ").unwrap_or(first)))
        .hint("kubectl slocheck gate --help has all flags")
}

/// Refuses flags of the gate that mean something on this machine, and not in a pod.
fn of_the_pod(files: &[PathBuf], flags: &[String], matches: &ArgMatches) -> Result<(), CliError> {
    let given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    if files.iter().any(|file| file.as_os_str() == "-") {
        return Err(CliError::usage("standard input has no name that a file in the pod could have")
            .hint("save it to a file, and name that with -f"));
    }
    // Files that were named behind -- come on top of those before it.
    let named = matches.get_many::<String>("filenames").map_or(0, Iterator::count);
    if named > files.len() || given("recursive") {
        return Err(misplaced(
            "--filename",
            "name files with -f, one by one, before --: they become a ConfigMap",
        ));
    }
    if files.is_empty() && !MEASURED.iter().any(|id| given(id)) {
        return Err(CliError::usage("nothing says which SLO the Job is to ask for")
            .hint("name files with -f, or say it behind -- with --total, --bad and --target"));
    }
    let connection = ConnectionArgs::augment_args(Command::new("connection"));
    let connection = connection.get_arguments().map(|arg| arg.get_id().as_str().to_owned());
    let prometheus = matches.ids().map(|id| id.as_str().to_owned());
    let prometheus = prometheus.filter(|id| id.starts_with("prometheus") && !SAME.contains(&id.as_str()));
    // Groups have the names of structs, and are none of these.
    let mut local = connection.chain(prometheus).filter(|id| matches.try_contains_id(id).is_ok());
    if let Some(id) = local.find(|id| given(id)) {
        let flag = format!("--{}", id.replace('_', "-"));
        return Err(misplaced(
            &flag,
            "say before -- how the Job reaches Prometheus; kubectl slocheck emit job --help",
        ));
    }
    header(flags, matches)
}

/// Refuses headers whose value is likely a secret: everybody who may read the Job could read it.
fn header(flags: &[String], matches: &ArgMatches) -> Result<(), CliError> {
    if !flags.iter().any(|flag| flag.starts_with("--prometheus-header")) {
        return Ok(());
    }
    let values = matches.get_raw("prometheus_header").into_iter().flatten();
    let names =
        values.filter_map(|value| Some(value.to_str()?.split_once(':')?.0.trim().to_ascii_lowercase()));
    match names.into_iter().find(|name| SECRET.iter().any(|part| name.contains(part))) {
        None => Ok(()),
        Some(name) => {
            Err(CliError::usage(format!("the value of the header {name} would stand in the Job, readable"))
                .hint("name a Secret of the cluster, with --prometheus-token-secret NAME/KEY"))
        }
    }
}

fn misplaced(flag: &str, hint: &str) -> CliError {
    CliError::usage(format!("{flag} behind -- means something on this machine, and not in a pod")).hint(hint)
}

/// Returns an address, if there is no secret in it.
pub(super) fn address(address: &str) -> Result<String, CliError> {
    // A password may have a slash that should have been encoded, and a token may stand behind a question mark.
    if address.contains(['@', '?', '#']) {
        return Err(CliError::usage("the address has credentials in it, which would stand in the Job, readable")
            .hint("name the user with --prometheus-username, and a Secret with --prometheus-password-secret NAME/KEY"));
    }
    Ok(address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLO: [&str; 3] = ["--total=a", "--bad=b", "--target=99.9"];

    fn check(flags: &[&str]) -> Result<Slo, String> {
        let flags: Vec<String> = SLO.iter().chain(flags).map(|flag| (*flag).to_owned()).collect();
        gate(&[], &flags, Duration::from_secs(300)).map_err(|error| error.to_string())
    }

    #[test]
    fn what_the_gate_takes_is_taken() {
        for flags in [
            &["--slo-name=checkout", "--remaining-burn=15%", "--max-burn-rate=2.5"][..],
            &["--on-no-data=allow", "--override-reason=new"],
            &["--prometheus-header", "X-Scope-OrgID: shop", "--timeout=1m"],
            &["--prometheus-tls-server-name=p"],
        ] {
            assert!(check(flags).is_ok(), "{flags:?}: {:?}", check(flags));
        }
    }

    #[test]
    fn what_the_gate_refuses_is_refused_now() {
        for (flags, why) in [
            (&["--remaining-burn=15"][..], "write 15% or 0.15"),
            (&["--max-burn"], "unexpected argument"),
            (&["--on-no-data=allow"], "nothing says why"),
            (&["--max-burn-rate=1000"], "would never deny"),
            (&["--method=timeslices"], "how good a slice must be"),
            (&["--timeout=5m"], "would end before the gate does"),
            (&["--help"], "unexpected argument"),
        ] {
            assert!(check(flags).is_err_and(|told| told.contains(why)), "{flags:?}: {:?}", check(flags));
        }
        let nothing = gate(&[], &[], Duration::from_secs(300)).expect_err("there is no SLO");
        assert!(nothing.to_string().contains("nothing says which SLO"));
        let stdin = gate(&[PathBuf::from("-")], &[], Duration::from_secs(300)).expect_err("it has no name");
        assert!(stdin.to_string().contains("standard input"));
    }

    #[test]
    fn what_is_of_this_machine_or_secret_stays_here() {
        for flags in [
            &["--prometheus=http://p"][..],
            &["--prometheus-service=m/p:web"],
            &["--prometheus-token-file=t"],
            &["--prometheus-ca=c"],
            &["--kubeconfig=k"],
            &["--context=c"],
            &["--token=SECRET"],
            &["-f", "x.yaml"],
        ] {
            let told = check(flags).expect_err("it is refused");
            assert!(told.contains("not in a pod") && !told.contains("SECRET"), "{flags:?}: {told}");
        }
        for name in ["Authorization", "X-Api-Key", "Cookie"] {
            let value = format!("{name}: SECRET");
            let told = check(&["--prometheus-header", &value]).expect_err("it is refused");
            assert!(told.contains("readable") && !told.contains("SECRET"), "{told}");
        }
        assert!(address("https://u:SECRET@h/p").is_err_and(|error| !error.to_string().contains("SECRET")));
        assert!(address("https://u:SEC/RET@h").is_err_and(|error| !error.to_string().contains("SEC")));
        assert!(address("https://h/?token=SECRET").is_err_and(|error| !error.to_string().contains("SECRET")));
        assert_eq!(address("https://h/p").ok().as_deref(), Some("https://h/p"));
    }
}

//! Flags and kubeconfigs lead where they lead kubectl: the same server, the same user, or nowhere for both.

use std::path::PathBuf;

use kubecheck_test_support::{ControlPlane, Faults};
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use super::user::{User, parts};
use crate::expect::{contains, equal};
use crate::process::Ended;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/connection leads where kubectl is led", leads_where_kubectl_is_led),
        Trial::test("live/connection shows no credentials", shows_no_credentials),
        Trial::test("live/connection runs a plugin once and shows its hint", runs_a_plugin_once),
        Trial::test("live/connection names what there is", names_what_there_is),
    ]
}

/// Two addresses of one server, and users who may do nothing, so that refusals name them.
struct Place {
    user: User,
    fronts: [Faults; 2],
}

/// What is run, after `KUBECONFIG=…;`, and whether both get an answer.
const LINES: &[(&str, &str)] = &[
    ("one", ""),
    ("one", "--context b"),
    ("one", "--context ''"),
    ("one", "--user bob"),
    ("one", "--cluster B"),
    ("one", "--context a --user bob --cluster B"),
    ("one", "-s $URL_B"),
    ("one", "-s ${URL_B#https://}"),
    ("one", "-s $URL_B --context lost"),
    ("one:two", ""),
    ("two:one", ""),
    ("missing:one", ""),
    (":one:", ""),
    ("empty:two", ""),
    ("one", "--kubeconfig two"),
    ("one", "--context nope"),
    ("one", "--cluster nope"),
    ("one", "--user nope"),
    ("one", "--context lost"),
    ("missing", "--kubeconfig nowhere"),
    ("home", ""),
    ("one", "--context adm"),
    ("one", "--context adm --as carol"),
    ("one", "--context adm --as carol --as-group system:masters"),
    ("one", "--context adm --as-group system:masters"),
    ("one", "--context adm --as carol --as-uid 7 --as-user-extra scopes=x"),
    ("one", "--context as"),
    ("one", "--context as --as dave"),
    ("one", "--token $TOKEN --user none"),
    ("one", "--token $TOKEN --context exec"),
    ("one", "--token garbage --user none"),
    ("one", "--context file"),
    ("one", "--context both"),
    ("one", "--context lostfile"),
    ("one", "--context exec"),
    ("one", "--context execfails"),
    ("one", "--insecure-skip-tls-verify"),
    ("one", "--tls-server-name wrong.example"),
    ("one", "--tls-server-name localhost"),
    ("one", "--context noca"),
    ("one", "--context noca --certificate-authority ca.crt"),
    ("one", "--certificate-authority other.crt"),
    ("one", "--request-timeout 0"),
    ("one", "--request-timeout 30"),
    ("one", "--request-timeout 1x"),
    ("broken", ""),
];

fn leads_where_kubectl_is_led() -> Result<(), Failed> {
    let place = Place::new()?;
    let (mut different, mut led) = (Vec::new(), 0);
    for (files, flags) in LINES {
        let ours =
            place.led(files, &format!("kubectl gvkcheck cluster --chunk-size 500 {flags}"), &[0, 1, 3])?;
        let theirs = place.led(files, &format!("kubectl get clusterroles -o name {flags}"), &[0, 1])?;
        led += usize::from(theirs.is_some());
        if ours != theirs {
            different.push(format!("KUBECONFIG={files} {flags}\n   ours: {ours:?}\ntheirs: {theirs:?}"));
        }
    }
    equal("differences", different.join("\n").as_str(), "")?;
    equal("many lead somewhere, and many nowhere", led > 20 && LINES.len() - led > 10, true)
}

/// Where something was led: the server, and who asked; none if nobody was told anything.
type Led = Option<(char, String)>;

impl Place {
    fn new() -> Result<Place, Failed> {
        let (user, plane) = (User::new()?, ControlPlane::shared());
        let fronts = [plane.faults(), plane.faults()];
        let [a, b] = [0, 1].map(|at: usize| parts(fronts[at].kubeconfig()).0);
        let admin = parts(plane.kubeconfig()).1;
        let certified = |name: &str| parts(&plane.user(name, &[])).1;
        let (ann, bob) = (certified("ann"), certified("bob"));
        let namespace = plane.namespace("connection");
        let robot = parts(&plane.service_account(&namespace, "robot")).1;
        let token = robot["token"].as_str().unwrap_or_default().to_owned();
        let noca = json!({"server": a["server"]});
        user.write("token", &format!("{token}\n"))?;
        user.write("tok", &token)?;
        user.write("ca.crt", &std::fs::read_to_string(plane.ca())?)?;
        // A certificate authority, and not the server's.
        user.write("other.crt", &std::fs::read_to_string(ca_of(&plane.wrong_ca(), &user)?)?)?;
        let say = format!(
            "printf '{{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\", \"status\": {{\"token\": \"%s\"}}}}' {token}; echo ran >> {}",
            user.path("ran").display()
        );
        let exec = |script: &str| {
            json!({"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "sh", "args": ["-c", script],
                "interactiveMode": "IfAvailable", "installHint": "get it from the shelf"}})
        };
        let one = config(
            &[("A", &a), ("B", &b), ("noca", &noca)],
            &[
                ("ann", &ann),
                ("bob", &bob),
                ("adm", &admin),
                ("none", &json!({})),
                ("as", &with(&admin, "as", "carol")),
                ("file", &json!({"tokenFile": "token"})),
                ("both", &json!({"tokenFile": "token", "token": "stale"})),
                ("lostfile", &json!({"tokenFile": "nowhere"})),
                ("exec", &exec(&say)),
                ("execfails", &exec("exit 1")),
            ],
            &[
                ("a", "A", "ann"),
                ("b", "B", "bob"),
                ("lost", "nowhere", "ann"),
                ("adm", "A", "adm"),
                ("as", "A", "as"),
                ("file", "A", "file"),
                ("both", "A", "both"),
                ("lostfile", "A", "lostfile"),
                ("exec", "A", "exec"),
                ("execfails", "A", "execfails"),
                ("noca", "noca", "ann"),
            ],
            "a",
        );
        // The same names lead elsewhere.
        let two = config(&[("A", &b)], &[("ann", &bob)], &[("a", "A", "ann"), ("c", "A", "ann")], "c");
        user.write("one", &one.to_string())?;
        user.write("two", &two.to_string())?;
        user.write("empty", "apiVersion: v1\nkind: Config\ncurrent-context: ''\n")?;
        user.write("broken", "clusters: [\n")?;
        std::fs::create_dir_all(user.path("home/.kube"))?;
        user.write("home/.kube/config", &two.to_string())?;
        Ok(Place { user, fronts })
    }

    /// Runs a line with files of this machine as the kubeconfig, or with what lies in the home.
    fn run(&self, files: &str, line: &str) -> Result<Ended, Failed> {
        self.fronts.iter().for_each(|front| front.set(&[]));
        let files = if files == "home" { String::new() } else { format!("export KUBECONFIG='{files}'; ") };
        let variables = format!("URL_B={}; TOKEN=$(cat tok); ", self.fronts[1].url());
        self.user.bare(&format!("{variables}{files}{line}"))
    }

    fn led(&self, files: &str, line: &str, answered: &[i32]) -> Result<Led, Failed> {
        let ended = self.run(files, line)?;
        let asked: Vec<bool> = self.fronts.iter().map(|front| !front.requests().is_empty()).collect();
        let server = match asked.as_slice() {
            [true, false] => 'a',
            [false, true] => 'b',
            [false, false] => return Ok(None),
            _ => return Err(format!("{line} asked both servers").into()),
        };
        let text = format!("{}{}", ended.stdout, ended.stderr);
        let refused = text.split("User \\\"").nth(1).or_else(|| text.split("User \"").nth(1));
        let name = refused.and_then(|rest| rest.split(['"', '\\']).next()).map(str::to_owned);
        // Whoever is told something without being refused anything may do everything.
        let failed = !answered.contains(&ended.code)
            || text.contains("Unauthorized")
            || text.contains("must be logged in");
        Ok(match name {
            Some(name) => Some((server, name)),
            None if failed || (ended.code != 0 && line.starts_with("kubectl get")) => None,
            None => Some((server, "an administrator".to_owned())),
        })
    }
}

fn with(user: &Value, key: &str, value: &str) -> Value {
    let mut user = user.clone();
    user[key] = value.into();
    user
}

/// Writes the certificate authority of a kubeconfig to a file.
fn ca_of(kubeconfig: &std::path::Path, user: &User) -> Result<PathBuf, Failed> {
    let data = parts(kubeconfig).0["certificate-authority-data"].clone();
    let line = format!("echo {} | base64 -d > decoded.crt", data.as_str().unwrap_or_default());
    equal("decoding", user.bare(&line)?.code, 0)?;
    Ok(user.path("decoded.crt"))
}

fn config(
    clusters: &[(&str, &Value)],
    users: &[(&str, &Value)],
    contexts: &[(&str, &str, &str)],
    current: &str,
) -> Value {
    let named = |what: &str, all: &[(&str, &Value)]| {
        all.iter().map(|(name, value)| json!({"name": name, what: value})).collect::<Vec<_>>()
    };
    let context = |(name, cluster, user): &(&str, &str, &str)| json!({"name": name, "context": {"cluster": cluster, "user": user}});
    json!({
        "apiVersion": "v1", "kind": "Config", "current-context": current,
        "clusters": named("cluster", clusters), "users": named("user", users),
        "contexts": contexts.iter().map(context).collect::<Vec<_>>(),
    })
}

fn shows_no_credentials() -> Result<(), Failed> {
    let user = User::new()?;
    let head = "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\ncontexts: [{name: c, context: {cluster: c, user: u}}]\ncurrent-context: c\n";
    let plugin = |script: &str| {
        format!(
            "{{exec: {{apiVersion: client.authentication.k8s.io/v1, command: sh, args: [-c, '{script} # SECRET'], interactiveMode: Never}}}}"
        )
    };
    for (what, part) in [
        ("{token: SECRET\n", "line "),
        ("{token: {a: SECRET}}\n", "line "),
        ("{token: \"SEC\\nRET SECRET\"}\n", "no header can carry"),
        ("{client-certificate-data: SECRET--, client-key-data: SECRET++}\n", "cannot connect"),
        (&format!("{}\n", plugin("echo SECRET; exit 3")), "the credential plugin sh failed: exit status: 3"),
        (&format!("{}\n", plugin("echo SECRET")), "printed no ExecCredential"),
        (&format!("{}\n", plugin("echo kind: ExecCredential")), "answers in version"),
    ] {
        let config = user.write("config", &format!("{head}users:\n- name: u\n  user: {what}"))?;
        let ended = user.run(&config, "kubectl gvkcheck cluster")?;
        equal(what, ended.code, 2)?;
        contains(&ended.stderr, part)?;
        equal(&ended.stderr, ended.stderr.contains("SECRET") || ended.stderr.contains("panicked"), false)?;
    }
    Ok(())
}

fn runs_a_plugin_once() -> Result<(), Failed> {
    let place = Place::new()?;
    let ended = place.run("one", "kubectl gvkcheck cluster --context exec")?;
    contains(&format!("{}{}", ended.stdout, ended.stderr), ":robot")?;
    equal("runs", std::fs::read_to_string(place.user.path("ran"))?.as_str(), "ran\n")?;
    let text = std::fs::read_to_string(place.user.path("one"))?
        .replace("\"command\":\"sh\"", "\"command\":\"no-such-plugin\"");
    place.user.write("three", &text)?;
    let ended = place.run("three", "kubectl gvkcheck cluster --context exec")?;
    equal("exit", ended.code, 2)?;
    contains(&ended.stderr, "cannot run the credential plugin no-such-plugin")?;
    contains(&ended.stderr, "hint: get it from the shelf")
}

fn names_what_there_is() -> Result<(), Failed> {
    let place = Place::new()?;
    for (files, flags, parts) in [
        ("one", "--context nope", &["no context named \"nope\"", "contexts there: a, b, lost"][..]),
        ("one", "--cluster nope", &["no cluster named \"nope\"", "clusters there: A, B"]),
        ("one", "--user nope", &["no user named \"nope\"", "users there: ann, bob"]),
        ("empty", "", &["no cluster is configured"]),
        ("missing", "", &["no cluster is configured", "--kubeconfig"]),
        ("broken", "", &["cannot use the kubeconfig broken: line "]),
        ("one", "--certificate-authority other.crt", &["cannot trust https://", "certificate"]),
        ("one", "--tls-server-name wrong.example", &["cannot trust https://", "--tls-server-name"]),
    ] {
        let ended = place.run(files, &format!("kubectl gvkcheck cluster {flags}"))?;
        equal(flags, (ended.code, ended.stdout.as_str()), (2, ""))?;
        parts.iter().try_for_each(|part| contains(&ended.stderr, part))?;
    }
    Ok(())
}

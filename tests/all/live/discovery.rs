//! Discovery: two requests, none when it is known, the classic way where there is no other, and gaps for what does not answer.

use kubecheck_core::kube::{Cluster, ConnectionArgs, Discovered, Freshness};
use kubecheck_test_support::{ControlPlane, Fault, Faults};
use libtest_mimic::{Failed, Trial};

use super::user::User;
use crate::expect::{contains, equal};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/discovery takes two requests, then none", two_requests_then_none),
        Trial::test("live/discovery knows what kubectl knows", knows_what_kubectl_knows),
        Trial::test("live/discovery falls back to the classic way", falls_back),
        Trial::test("live/discovery has gaps for dead APIServices", dead_services),
    ]
}

fn discover(faults: &Faults, cache: &tempfile::TempDir, freshness: Freshness) -> Result<Discovered, Failed> {
    let args = ConnectionArgs {
        kubeconfig: Some(faults.kubeconfig().to_owned()),
        cache_dir: Some(cache.path().to_owned()),
        ..ConnectionArgs::default()
    };
    let cluster = Cluster::new(&args).map_err(|fault| fault.message)?;
    cluster.discover(freshness).map_err(|fault| fault.message.into())
}

fn two_requests_then_none() -> Result<(), Failed> {
    let (faults, cache) = (ControlPlane::shared().faults(), tempfile::tempdir()?);
    for (freshness, requests) in [(Freshness::Cached, 2), (Freshness::Cached, 0), (Freshness::Now, 2)] {
        faults.set(&[]);
        discover(&faults, &cache, freshness)?;
        equal("requests", faults.requests().len(), requests)?;
    }
    // What was kept and is broken is asked for again.
    for entry in
        walkdir::WalkDir::new(cache.path()).into_iter().flatten().filter(|entry| entry.file_type().is_file())
    {
        std::fs::write(entry.path(), "{\"written\": 1")?;
    }
    faults.set(&[]);
    discover(&faults, &cache, Freshness::Cached)?;
    equal("broken", faults.requests().len(), 2)
}

/// Every row of `kubectl api-resources -o wide`: short names, group and version, scope, kind, verbs and categories.
fn knows_what_kubectl_knows() -> Result<(), Failed> {
    let (plane, cache) = (ControlPlane::shared(), tempfile::tempdir()?);
    let all = plane.another_api_server(&["--runtime-config=api/all=true"]);
    let faults = all.faults();
    let found = discover(&faults, &cache, Freshness::Now)?;
    let mut ours: Vec<String> = found
        .served
        .preferred()
        .filter(|found| !found.resource.verbs.is_empty())
        .map(|found| {
            let resource = found.resource;
            let (short, verbs, categories) =
                (resource.short_names.join(","), resource.verbs.join(","), resource.categories.join(","));
            let words = [
                &resource.plural,
                &short,
                &found.api_version(),
                &resource.namespaced.to_string(),
                &resource.kind,
                &verbs,
                &categories,
            ];
            words.map(String::as_str).join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .collect();
    let wide = all.kubectl(&["api-resources", "-o", "wide", "--no-headers"]);
    let mut theirs: Vec<String> =
        wide.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    // Other tests make CRDs meanwhile.
    for rows in [&mut ours, &mut theirs] {
        rows.retain(|row| row.contains(".k8s.io/") || !row.contains(".example/"));
        rows.sort();
    }
    equal("rows", theirs.len() > 60, true)?;
    equal("all rows", ours, theirs)
}

fn falls_back() -> Result<(), Failed> {
    let (faults, cache) = (ControlPlane::shared().faults(), tempfile::tempdir()?);
    let whole = discover(&faults, &cache, Freshness::Now)?.served;
    let kinds = |served: &kubecheck_core::model::served::Served| {
        let one = |found: kubecheck_core::model::served::Found<'_>| {
            format!("{} {:?}", found.api_version(), found.resource)
        };
        let mut all: Vec<String> = served.all().map(one).filter(|one| !one.contains(".example/")).collect();
        all.sort();
        all
    };
    // Something between does not pass the question on.
    let refused = tempfile::tempdir()?;
    faults.set(&[Fault::status("^/api$", 406).times(1), Fault::status("^/apis$", 406).times(1)]);
    let classic = discover(&faults, &refused, Freshness::Now)?.served;
    equal("406", kinds(&classic), kinds(&whole))?;
    // An older server has the same in the older form (1.36 has only v2 left, which differs from v2beta1 in its name), and an
    // answer that lost its media type still says what it is.
    let text = |path: &str, version: &str| -> String {
        let text = raw(path, "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        text.replace("apidiscovery.k8s.io/v2", &format!("apidiscovery.k8s.io/{version}"))
    };
    for (version, media) in [
        ("v2beta1", "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"),
        ("v2", "application/json"),
    ] {
        let other = tempfile::tempdir()?;
        faults.set(&[
            Fault::answer("^/api$", 200, media, &text("/api", version)),
            Fault::answer("^/apis$", 200, media, &text("/apis", version)),
        ]);
        let found = discover(&faults, &other, Freshness::Now)?.served;
        equal(version, kinds(&found), kinds(&whole))?;
        equal("requests", faults.requests().len(), 2)?;
    }
    Ok(())
}

/// Asks the server itself with a media type, which `kubectl get --raw` cannot; the same rights, through `kubectl proxy`.
fn raw(path: &str, accept: &str) -> String {
    let user = User::new().expect("a machine can be made");
    let line = format!(
        "kubectl proxy --port=0 > out 2>&1 & proxy=$!; for i in $(seq 100); do grep -q Starting out && break; sleep 0.05; done; \
         address=$(sed -n 's/.*to //p' out); curl -s -H 'Accept: {accept}' http://$address{path}; kill $proxy"
    );
    let ended = user.run(ControlPlane::shared().kubeconfig(), &line).expect("there is a shell");
    assert!(ended.stdout.contains("APIGroupDiscoveryList"), "{}{}", ended.stdout, ended.stderr);
    ended.stdout
}

fn dead_services() -> Result<(), Failed> {
    // Whoever asks this server sees the dead API, so it is a server of its own.
    let (user, plane) = (User::new()?, ControlPlane::start(&[]));
    plane.apply(
        "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.dead.example}, \
         spec: {group: dead.example, version: v1, groupPriorityMinimum: 100, versionPriority: 10, \
         insecureSkipTLSVerify: true, service: {namespace: default, name: nobody}}}",
    );
    let mut told = String::new();
    for _ in 0..50 {
        let ended =
            user.run(plane.kubeconfig(), "kubectl gvkcheck matrix --contexts test --resources po,deploy")?;
        told = format!("{}{}", ended.stdout, ended.stderr);
        if told.contains("gap: dead.example/v1 of context test") {
            equal(&told, ended.code, 4)?;
            contains(&told, "Deployment   apps/v1      yes")?;
            let ended = user.run(plane.kubeconfig(), "kubectl gvkcheck cluster")?;
            return contains(&ended.stdout, "dead.example/v1");
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    Err(format!("the dead API is no gap\n{told}").into())
}

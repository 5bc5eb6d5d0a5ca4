//! Which objects a Job is made of, and what is refused.

use super::*;

fn job() -> Job {
    Job {
        name: "slocheck-gate".to_owned(),
        namespace: Some("shop".to_owned()),
        image: "registry.example.com/kubectl-slocheck:1.0".to_owned(),
        pull_secret: None,
        specs: vec![Spec { name: "slo.yaml".to_owned(), text: "version: prometheus/v1\n".to_owned() }],
        way: Way::Address("https://prometheus.example.com".to_owned()),
        secrets: Secrets::default(),
        arguments: vec!["--slo-name=checkout".to_owned(), "--remaining-burn=15%".to_owned()],
        deadline: Duration::from_secs(300),
        retries: 2,
        runner: Runner::Kubernetes,
    }
}

fn through_the_cluster() -> Job {
    let way = Way::Service {
        namespace: "monitoring".to_owned(),
        proxied: "prometheus-k8s:web".to_owned(),
        flag: "monitoring/prometheus-k8s:web".to_owned(),
    };
    Job { way, ..job() }
}

fn made(job: &Job) -> Vec<Value> {
    documents(job).expect("nothing is refused")
}

fn kinds(documents: &[Value]) -> Vec<&str> {
    documents.iter().filter_map(|document| document["kind"].as_str()).collect()
}

fn pod(documents: &[Value]) -> &Value {
    &documents.last().expect("the Job is the last")["spec"]["template"]["spec"]
}

fn refusal(change: impl Fn(&mut Job)) -> String {
    let mut wrong = through_the_cluster();
    change(&mut wrong);
    documents(&wrong).expect_err("it is refused").message
}

#[test]
fn a_verdict_is_final_and_only_an_unreachable_server_is_asked_again() {
    let documents = made(&job());
    let spec = &documents.last().expect("there is a Job")["spec"];
    assert_eq!(
        spec["podFailurePolicy"]["rules"],
        json!([
            {"action": "FailJob", "onExitCodes": {"containerName": "gate", "operator": "In", "values": [1, 2, 3]}},
            {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
            {"action": "Count", "onExitCodes": {"containerName": "gate", "operator": "In", "values": [4]}},
        ])
    );
    assert_eq!((&spec["backoffLimit"], &spec["activeDeadlineSeconds"]), (&json!(2), &json!(300)));
    assert_eq!(pod(&documents)["restartPolicy"], "Never");
}

#[test]
fn an_address_needs_no_rights_and_no_token() {
    let documents = made(&job());
    assert_eq!(kinds(&documents), ["ServiceAccount", "ConfigMap", "Job"]);
    assert_eq!(documents[0]["automountServiceAccountToken"], false);
    assert_eq!(pod(&documents)["automountServiceAccountToken"], false);
    assert_eq!(
        pod(&documents)["containers"][0]["args"],
        json!([
            "gate",
            "--filename=/etc/slocheck/slo.yaml",
            "--prometheus=https://prometheus.example.com",
            "--slo-name=checkout",
            "--remaining-burn=15%"
        ])
    );
}

#[test]
fn a_service_needs_the_right_to_ask_it_and_nothing_else() {
    let documents = made(&through_the_cluster());
    assert_eq!(kinds(&documents), ["ServiceAccount", "ConfigMap", "Role", "RoleBinding", "Job"]);
    assert_eq!(
        documents[2]["rules"],
        json!([{
            "apiGroups": [""], "resources": ["services/proxy"], "resourceNames": ["prometheus-k8s:web"], "verbs": ["get"],
        }])
    );
    for document in &documents[2..4] {
        assert_eq!(document["metadata"]["namespace"], "monitoring");
        assert_eq!(document["metadata"]["name"], "slocheck-gate-shop");
    }
    assert_eq!(documents[3]["subjects"][0]["namespace"], "shop");
    assert_eq!(documents[0]["automountServiceAccountToken"], false);
    assert_eq!(pod(&documents)["automountServiceAccountToken"], true);
    assert!(refusal(|job| job.namespace = None).contains("nothing says the namespace"));
}

#[test]
fn what_argo_cd_runs_before_a_sync_brings_along_what_it_needs() {
    let documents = made(&Job { runner: Runner::ArgoCd, ..through_the_cluster() });
    let waves: Vec<&Value> = documents
        .iter()
        .map(|document| {
            let annotations = &document["metadata"]["annotations"];
            assert_eq!(annotations["argocd.argoproj.io/hook"], "PreSync", "{document}");
            assert_eq!(annotations["argocd.argoproj.io/hook-delete-policy"], "BeforeHookCreation");
            &annotations["argocd.argoproj.io/sync-wave"]
        })
        .collect();
    assert_eq!(waves, ["-1", "-1", "-1", "-1", "0"]);
    let ttl =
        |documents: &[Value]| documents.last().expect("a Job")["spec"]["ttlSecondsAfterFinished"].clone();
    assert_eq!((ttl(&documents), ttl(&made(&job()))), (Value::Null, json!(86400)));
    assert_eq!(made(&job())[0]["metadata"].get("annotations"), None);
}

#[test]
fn only_names_of_secrets_are_written() {
    let key = |text| Some(Key::read(text).expect("it names a key"));
    let secrets = Secrets {
        username: Some("ann".to_owned()),
        password: key("prometheus/password"),
        authority: key("ca/ca.crt"),
        ..Secrets::default()
    };
    let documents = made(&Job { secrets, ..job() });
    let pod = pod(&documents);
    assert_eq!(
        pod["volumes"][1]["projected"]["sources"],
        json!([
            {"secret": {"name": "prometheus", "items": [{"key": "password", "path": "password"}]}},
            {"configMap": {"name": "ca", "items": [{"key": "ca.crt", "path": "ca"}]}},
        ])
    );
    let arguments = pod["containers"][0]["args"].as_array().expect("there are arguments");
    assert_eq!(
        arguments[3..6],
        [
            "--prometheus-username=ann",
            "--prometheus-password-file=/var/run/slocheck/password",
            "--prometheus-ca=/var/run/slocheck/ca",
        ]
    );
    for wrong in ["token", "/token", "a/", "a/b/c", ""] {
        assert!(Key::read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn the_kubelet_expands_nothing() {
    let arguments = vec!["--bad=x{code=~\"5..$\",path=\"$(HOME)$$\"}".to_owned()];
    let documents = made(&Job { arguments, ..job() });
    let last = &pod(&documents)["containers"][0]["args"][3];
    assert_eq!(last, "--bad=x{code=~\"5..$$\",path=\"$$(HOME)$$$$\"}");
}

#[test]
fn what_no_object_can_hold_is_refused() {
    let spec = |name: &str, text: &str| Spec { name: name.to_owned(), text: text.to_owned() };
    for name in ["a,b.yaml", "ä.yaml", "", "..", "a b"] {
        assert!(refusal(|job| job.specs = vec![spec(name, "")]).contains("in a ConfigMap"), "{name}");
    }
    assert!(refusal(|job| job.specs = vec![spec("a", ""), spec("a", "")]).contains("two files are called a"));
    assert!(refusal(|job| job.specs = vec![spec("a", &"x".repeat(1 << 20))]).contains("1048577 bytes"));
    assert!(refusal(|job| job.name = "Gate".to_owned()).contains("name of the Job"));
    assert!(refusal(|job| job.image = "a b".to_owned()).contains("no image"));
    assert!(refusal(|job| job.pull_secret = Some("a/b".to_owned())).contains("Secret for the image"));
    let key = Key { name: "a_b".to_owned(), key: "c".to_owned() };
    assert!(refusal(|job| job.secrets.token = Some(key.clone())).contains("holds the token"));
}

#[test]
fn without_files_there_is_no_config_map_and_no_volume() {
    let documents = made(&Job { specs: Vec::new(), ..job() });
    assert_eq!(kinds(&documents), ["ServiceAccount", "Job"]);
    assert_eq!(pod(&documents).get("volumes"), None);
    assert_eq!(pod(&documents)["containers"][0].get("volumeMounts"), None);
}

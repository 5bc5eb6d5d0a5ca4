//! Bodies beside the schemas of the catalogue, judged as a whole object is.

use crate::testing::{messages, places};

/// A Deployment with something under its pod's `spec`, at an indentation of six.
fn deployment(pod: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  selector: {{matchLabels: {{a: b}}}}\n  \
         template:\n    metadata: {{labels: {{a: b}}}}\n    spec:\n{pod}"
    )
}

#[test]
fn a_whole_object_has_no_findings() {
    let pod = "      containers:\n      - {name: web, image: nginx, ports: [{containerPort: 80}]}\n";
    assert_eq!(messages(&deployment(pod), 36), Vec::<String>::new());
}

#[test]
fn an_unknown_field_is_found_at_its_key() {
    let pod = "      containers:\n      - name: web\n        image: nginx\n        imagePullpolicy: Always\n";
    assert_eq!(places(&deployment(pod), 36), ["unknown-field 12:9"]);
}

#[test]
fn null_is_the_zero_value_of_every_type() {
    let pod = "      hostNetwork: null\n      volumes: ~\n      containers:\n      - {name: web, image: nginx}\nstatus: {}\n";
    assert_eq!(places(&deployment(pod), 36), Vec::<String>::new());
}

#[test]
fn a_field_whose_value_is_null_is_still_unknown() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nspec: null\n";
    assert_eq!(places(text, 36), ["unknown-field 4:1"]);
}

#[test]
fn numbers_in_string_fields_are_refused() {
    let pod = "      containers:\n      - name: web\n        image: nginx\n        env:\n        - {name: PORT, value: 8080}\n";
    assert_eq!(
        messages(&deployment(pod), 36),
        ["spec.template.spec.containers[0].env[0].value takes a string, and this is the integer 8080"]
    );
}

#[test]
fn integral_floats_pass_as_integers_as_through_kubectl() {
    let port = |value: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: x}}\nspec: {{ports: [{{port: {value}}}]}}\n"
        );
        places(&text, 36).len()
    };
    assert_eq!([port("80"), port("80.0"), port("8e1"), port("0120")], [0, 0, 0, 0]);
    assert_eq!([port("80.5"), port("\"80\""), port("2147483648"), port("true")], [1, 1, 1, 1]);
}

#[test]
fn sixty_four_bits_end_below_two_to_the_sixty_third() {
    let grace =
        |value: &str| {
            places(&deployment(&format!(
            "      terminationGracePeriodSeconds: {value}\n      containers: [{{name: a, image: b}}]\n"
        )), 36).len()
        };
    assert_eq!(grace("9223372036854775807"), 0);
    assert_eq!(grace("9223372036854775808"), 1);
    assert_eq!(grace("1e19"), 1);
}

#[test]
fn a_required_field_is_missed_where_the_server_misses_it() {
    let text = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: x}\n\
                roleRef: {kind: Role, name: x}\nsubjects: [{kind: User}]\n";
    assert_eq!(
        places(text, 30),
        ["missing-field 5:12"],
        "roleRef.apiGroup is defaulted, a subject's name is not"
    );
}

#[test]
fn the_spec_of_a_workload_is_demanded_although_the_openapi_does_not() {
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n";
    assert_eq!(messages(text, 30), ["apps/v1 Deployment needs spec, and it is not set"]);
}

#[test]
fn items_of_one_key_are_duplicates() {
    let pod = "      containers:\n      - {name: web, image: a}\n      - {name: web, image: b}\n";
    assert_eq!(places(&deployment(pod), 36), ["duplicate-list-key 11:9"]);
}

#[test]
fn a_port_for_another_protocol_is_no_duplicate_and_tcp_is_the_default() {
    let ports = |second: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: x}}\nspec:\n  ports:\n  - {{name: a, port: 53}}\n  - {second}\n"
        );
        places(&text, 36)
    };
    assert_eq!(ports("{name: b, port: 53, protocol: UDP}"), Vec::<String>::new());
    assert_eq!(ports("{name: b, port: 53, protocol: TCP}"), ["duplicate-list-key 7:5"]);
}

#[test]
fn the_same_field_is_judged_by_the_target() {
    let pod = "      hostUsers: false\n      containers: [{name: a, image: b}]\n";
    assert_eq!(places(&deployment(pod), 24), ["unknown-field 9:7"]);
    assert_eq!(places(&deployment(pod), 25), Vec::<String>::new());
}

#[test]
fn anything_may_stand_where_the_schema_is_open() {
    let text = "apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: x}\nrevision: 1\ndata: {any: [1, a]}\n";
    assert_eq!(places(text, 36), Vec::<String>::new());
}

#[test]
fn digits_in_quotes_are_no_port() {
    let port = |value: &str| {
        let text = format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: x}}\nspec: {{ports: [{{port: 80, targetPort: {value}}}]}}\n"
        );
        places(&text, 36).len()
    };
    assert_eq!([port("8080"), port("http"), port("\"8080\"")], [0, 0, 1]);
}

#[test]
fn a_job_must_say_when_to_restart() {
    let text = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\n\
                spec: {template: {spec: {containers: [{name: a, image: b}]}}}\n";
    assert_eq!(
        messages(text, 36),
        ["batch/v1 Job needs spec.template.spec.restartPolicy, and it is not set"]
    );
}

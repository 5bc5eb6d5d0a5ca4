//! What kubelets and container runtimes say of containers.

use super::*;

fn pod() -> (Pod, Container) {
    let mut pod = Pod::default();
    pod.metadata.name = "web-5d-abc".to_owned();
    let container = Container { name: "main".to_owned(), image: "web:1".to_owned(), ..Container::default() };
    (pod, container)
}

fn made_of(reason: &str, message: &str) -> What {
    let (pod, container) = pod();
    let waiting = Waiting { reason: reason.to_owned(), message: message.to_owned() };
    made(&pod, &container, &waiting, "the environment of container main")
}

fn started_of(message: &str) -> What {
    let (pod, container) = pod();
    started(&pod, &container, "RunContainerError", message)
}

#[test]
fn what_a_container_names_is_missing() {
    let by = || "the environment of container main".to_owned();
    let of = |kind, name: &str| Reference { kind, name: name.to_owned() };
    let cases = [
        ("configmap \"web\" not found", What::Missing { of: of(RefKind::ConfigMap, "web"), by: by() }),
        ("secret \"db\" not found", What::Missing { of: of(RefKind::Secret, "db"), by: by() }),
        (
            "couldn't find key url in ConfigMap shop/web",
            What::KeyMissing { of: of(RefKind::ConfigMap, "web"), key: "url".to_owned(), by: by() },
        ),
        (
            "couldn't find key password in Secret shop/db",
            What::KeyMissing { of: of(RefKind::Secret, "db"), key: "password".to_owned(), by: by() },
        ),
    ];
    for (said, expected) in cases {
        assert_eq!(made_of("CreateContainerConfigError", said), expected, "{said}");
    }
}

#[test]
fn security_is_told_from_other_reasons() {
    let said = "container has runAsNonRoot and image will run as root (pod: \"web-5d-abc_shop(0d6b52b1-6f6c-4f0b-8d8b-0d2d6f3c2a11)\", container: main)";
    let expected = What::Security { why: "container has runAsNonRoot and image will run as root".to_owned() };
    assert_eq!(made_of("CreateContainerConfigError", said), expected);
    let said = "failed to generate container \"c1\" spec: failed to generate seccomp spec opts: cannot load seccomp profile \"/var/lib/kubelet/seccomp/a.json\"";
    assert!(matches!(made_of("CreateContainerError", said), What::Security { .. }));
    let said = "failed to prepare subPath for volumeMount \"config\" of container \"main\"";
    assert_eq!(made_of("CreateContainerConfigError", said), What::NotMade { why: said.to_owned() });
}

#[test]
fn programs_that_cannot_be_run_are_named() {
    let runc = "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";
    let command =
        |program: &str, why: &str| What::Command { program: program.to_owned(), why: why.to_owned() };
    let cases = [
        (
            "exec: \"/app/server\": stat /app/server: no such file or directory: unknown",
            command("/app/server", "no such file or directory"),
        ),
        (
            "exec: \"servr\": executable file not found in $PATH: unknown",
            command("servr", "executable file not found in $PATH"),
        ),
        (
            "error during container init: exec: \"/entrypoint.sh\": permission denied: unknown",
            command("/entrypoint.sh", "permission denied"),
        ),
    ];
    for (said, expected) in cases {
        assert_eq!(started_of(&format!("{runc}{said}")), expected, "{said}");
    }
    let old = "OCI runtime create failed: container_linux.go:345: starting container process caused \"exec: \\\"/bin/sh\\\": stat /bin/sh: no such file or directory\": unknown";
    assert_eq!(started_of(old), command("/bin/sh", "no such file or directory"));
    let said = format!("{runc}container init was OOM-killed (memory limit too low?): unknown");
    assert_eq!(
        started_of(&said),
        What::NotStarted { why: "container init was OOM-killed (memory limit too low?)".to_owned() }
    );
}

#[test]
fn a_program_for_another_machine_is_about_the_image() {
    let What::Image(fault) = started_of("exec /app/server: exec format error") else {
        panic!("it is about the image")
    };
    assert_eq!((fault.kind, fault.image.as_str()), (Kind::Platform, "web:1"));
}

//! What is really said of images.

use super::*;

/// What kubelets, containerd, CRI-O, Docker and registries really said (from reports of their users), and what it means.
const SAID: &[(&str, Kind)] = &[
    (
        r#"rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/salesforce/salesforcedx:latest": failed to resolve reference "docker.io/salesforce/salesforcedx:latest": docker.io/salesforce/salesforcedx:latest: not found"#,
        Kind::NotFound,
    ),
    (
        r#"Back-off pulling image "ghcr.io/alexsjones/sympozium/apiserver:v0.0.29": ErrImagePull: failed to pull and unpack image "ghcr.io/alexsjones/sympozium/apiserver:v0.0.29": failed to resolve reference "ghcr.io/alexsjones/sympozium/apiserver:v0.0.29": ghcr.io/alexsjones/sympozium/apiserver:v0.0.29: not found"#,
        Kind::NotFound,
    ),
    (
        r#"rpc error: code = NotFound desc = failed to pull and unpack image "ghcr.io/cloudnative-pg/cloudnative-pg:1.20.1": failed to copy: httpReadSeeker: failed open: content at https://ghcr.io/v2/cloudnative-pg/cloudnative-pg/manifests/sha256:827429f73ca03211c631aba2c1b0c417a0e57b7b4dbf3c54689c8a9eee5558e9 not found: not found"#,
        Kind::NotFound,
    ),
    (
        "rpc error: code = Unknown desc = Error reading manifest latest in registry.mydomain/image: manifest unknown: manifest unknown",
        Kind::NotFound,
    ),
    (
        "initializing source docker://image-registry.openshift-image-registry.svc:5000/ci/pipeline:base: reading manifest base in image-registry.openshift-image-registry.svc:5000/ci/pipeline: manifest unknown",
        Kind::NotFound,
    ),
    (
        r#"rpc error: code = NotFound desc = failed to pull and unpack image "mcr.microsoft.com/windows/nanoserver:ltsc2022": no match for platform in manifest: not found"#,
        Kind::Platform,
    ),
    (
        "rpc error: code = Unknown desc = Error choosing image instance: no image found in manifest list for architecture arm64, variant v8, OS linux",
        Kind::Platform,
    ),
    (
        "rpc error: code = Unknown desc = no matching manifest for linux/arm64/v8 in the manifest list entries",
        Kind::Platform,
    ),
    (
        r#"rpc error: code = Unknown desc = failed to pull and unpack image "registry.example.com/team/app:1.2.3": failed to resolve reference "registry.example.com/team/app:1.2.3": unexpected status from HEAD request to https://registry.example.com/v2/team/app/manifests/1.2.3: 401 Unauthorized"#,
        Kind::Unauthorized,
    ),
    (
        r#"failed to pull and unpack image "ghcr.io/vigil-soc/vigil-backend:latest": failed to resolve reference "ghcr.io/vigil-soc/vigil-backend:latest": failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aa: 403 Forbidden"#,
        Kind::Unauthorized,
    ),
    (
        "Error response from daemon: Get https://ghcr.io/v2/a/b/manifests/latest: unauthorized",
        Kind::Unauthorized,
    ),
    (
        r#"Error response from daemon: Head "https://ghcr.io/v2/esnet/gdg/manifests/0.3.1": denied: denied"#,
        Kind::Unauthorized,
    ),
    (
        "rpc error: code = Unknown desc = Error response from daemon: Get https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/web/manifests/1: no basic auth credentials",
        Kind::Unauthorized,
    ),
    (
        r#"failed to pull and unpack image "docker.io/shop/web:1": failed to resolve reference "docker.io/shop/web:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"#,
        Kind::UnauthorizedOrAbsent,
    ),
    (
        "rpc error: code = Unknown desc = Error response from daemon: pull access denied for shop/web, repository does not exist or may require 'docker login'",
        Kind::UnauthorizedOrAbsent,
    ),
    (
        r#"rpc error: code = Unknown desc = failed to pull and unpack image "docker.io/library/busybox:latest": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/busybox/manifests/sha256:50aa4698fa6262977cff89181b2664b99d8a56dbca847bf62f2ef04854597cf8: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit"#,
        Kind::RateLimited,
    ),
    ("pull QPS exceeded", Kind::KubeletLimit),
    (
        r#"failed to do request: Head "https://harbor-001.yh:5000/v2/library/docker-demo/manifests/0.0.1-SNAPSHOT": x509: certificate signed by unknown authority"#,
        Kind::Certificate,
    ),
    (
        r#"failed to do request: Head "https://10.0.0.1:5000/v2/web/manifests/1": http: server gave HTTP response to HTTPS client"#,
        Kind::Certificate,
    ),
    (
        "rpc error: code = Unknown desc = Error response from daemon: Get https://registry-1.docker.io/v2/: dial tcp: lookup registry-1.docker.io on 127.0.0.53:53: server misbehaving",
        Kind::NoSuchHost,
    ),
    (
        r#"failed to do request: Head "https://registry.exmaple.com/v2/web/manifests/1": dial tcp: lookup registry.exmaple.com on 10.96.0.10:53: no such host"#,
        Kind::NoSuchHost,
    ),
    (
        r#"failed to do request: Head "https://registry.k8s.io/v2/kube-proxy/manifests/v1.28.2": dial tcp 34.96.108.209:443: connect: connection timed out"#,
        Kind::Unreachable,
    ),
    (
        "failed to authorize: failed to fetch anonymous token: Get \"https://auth.docker.io/token\": dial tcp 3.1.2.3:443: i/o timeout",
        Kind::Unreachable,
    ),
    (
        r#"failed to pull and unpack image "mcr.microsoft.com/playwright:v1.57.0": failed to extract layer sha256:ba314c14: write /var/lib/containerd/x/libLLVM.so.20.1: no space left on device: unknown"#,
        Kind::NoSpace,
    ),
    (
        r#"rpc error: code = Unknown desc = short-name "busybox:latest" did not resolve to an alias and no unqualified-search registries are defined in """#,
        Kind::ShortName,
    ),
    (
        "unexpected status from HEAD request to https://r.example.com/v2/a/manifests/1: 503 Service Unavailable",
        Kind::ServerError,
    ),
    (
        r#"couldn't parse image name "Web:1": invalid reference format: repository name must be lowercase"#,
        Kind::Invalid,
    ),
    (
        "failed to register layer: Error processing tar file(exit status 1): unexpected end of file",
        Kind::Other,
    ),
];

#[test]
fn what_was_really_said_is_understood() {
    for (said, expected) in SAID {
        assert_eq!(kind(said, ""), *expected, "{said}");
    }
}

#[test]
fn the_name_of_an_image_is_no_fault() {
    let said = |image: &str, end: &str| {
        format!("failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {end}")
    };
    for (image, end, expected) in [
        ("r.example.com/x509:1", "r.example.com/x509:1: not found", Kind::NotFound),
        (
            "r.example.com/rate/forbidden:1",
            "unexpected status from HEAD request to https://r.example.com/v2/rate/forbidden/manifests/1: 404 Not Found",
            Kind::NotFound,
        ),
        ("forbidden:1", "docker.io/library/forbidden:1: not found", Kind::NotFound),
        ("r.example.com/denied:1", "denied: requested access to the resource is denied", Kind::Unauthorized),
        ("r.example.com/a:1", "unexpected media type text/html for sha256:0f: not found", Kind::Page),
    ] {
        assert_eq!(kind(&said(image, end), image), expected, "{image}");
    }
}

#[test]
fn frames_are_left_out_of_what_was_said() {
    let cases = [
        (SAID[0].0, "docker.io/salesforce/salesforcedx:latest", "not found"),
        (SAID[1].0, "ghcr.io/alexsjones/sympozium/apiserver:v0.0.29", "not found"),
        (
            SAID[5].0,
            "mcr.microsoft.com/windows/nanoserver:ltsc2022",
            "no match for platform in manifest: not found",
        ),
        (SAID[8].0, "registry.example.com/team/app:1.2.3", "401 Unauthorized"),
        (SAID[17].0, "x", "x509: certificate signed by unknown authority"),
        ("pull QPS exceeded", "web", "pull QPS exceeded"),
        (r#"Back-off pulling image "web""#, "web", r#"Back-off pulling image "web""#),
    ];
    for (said, image, expected) in cases {
        assert_eq!(gist(said, image), expected);
    }
}

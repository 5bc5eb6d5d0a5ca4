//! What follows when something is missing: how it shows, and when it is tried again.
//!
//! Facts of Kubernetes 1.36.3, each with the files that make it so; `docs/missing-references.md` is this table for people,
//! and a test compares the two. In the texts `{name}`, `{key}` and `{namespace}` stand for what is missing, `{stay}` for
//! "the pod stays" or "its pods stay", `{waiting}` for what its containers wait in, and `{refused}` and `{creator}` for what
//! [`Creator`] says.

use kubecheck_core::check::rule::Severity;

/// What follows when something of one family is missing.
#[derive(Debug)]
pub struct Consequence {
    /// The family, as the documentation calls it.
    pub family: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How it shows.
    pub shows: &'static str,
    /// When it is tried again, or when it shows.
    pub again: &'static str,
    /// Where Kubernetes says so.
    pub sources: &'static [&'static str],
}

impl Consequence {
    /// Tells whether pods do not start.
    pub fn stops_pods(&self) -> bool {
        self.shows.contains("{stay}") || self.shows.contains("{refused}")
    }
}

/// Who asks the API server for a pod, which decides what happens when that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creator {
    /// Whoever applies the manifest.
    User,
    /// A controller of workloads that run on.
    Workload,
    /// The Job controller.
    Job,
}

impl Creator {
    /// Tells how a refusal shows.
    pub const fn refused(self) -> &'static str {
        match self {
            Creator::User => "the server refuses the pod with 403 Forbidden",
            Creator::Workload | Creator::Job => {
                "no pod is created, the event FailedCreate says that it is forbidden"
            }
        }
    }

    /// Tells when it is tried again.
    pub const fn again(self) -> &'static str {
        match self {
            Creator::User => "nothing tries again",
            Creator::Workload => {
                "the controller tries again after 5 ms, doubling up to 16 min 40 s, and is not told when it comes"
            }
            Creator::Job => "the controller tries again after 1 s, doubling up to 1 min",
        }
    }
}

const MOUNT: &str = "the kubelet tries again after 500 ms, doubling up to 2 min 2 s";
const MOUNT_SOURCES: &[&str] = &[
    "pkg/volume/util/operationexecutor/operation_generator.go",
    "pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go",
    "pkg/kubelet/volumemanager/volume_manager.go",
];
const START: &str = "the kubelet tries again every 10 to 15 s";
const START_SOURCES: &[&str] =
    &["pkg/kubelet/kubelet_pods.go", "pkg/kubelet/kubelet.go", "pkg/kubelet/pod_workers.go"];
const PENDING_CLAIM: &str = "the controller looks again every 15 s";
const CLAIM_SOURCES: &[&str] = &[
    "pkg/controller/volume/persistentvolume/pv_controller.go",
    "pkg/controller/volume/persistentvolume/config/v1alpha1/defaults.go",
];

macro_rules! consequences {
    ($($name:ident = $severity:ident $family:literal, $shows:expr, $again:expr, $sources:expr;)*) => {
        $(
            #[doc = concat!("What follows when this is missing: ", $family, ".")]
            pub static $name: Consequence = Consequence {
                family: $family,
                severity: Severity::$severity,
                shows: $shows,
                again: $again,
                sources: $sources,
            };
        )*
        /// Every family, in the order of the documentation.
        pub static ALL: &[&Consequence] = &[$(&$name),*];
    };
}

consequences! {
    CONFIG_MAP_VOLUME = Error "ConfigMap of a volume",
        "{stay} in {waiting}: FailedMount, configmap \"{name}\" not found", MOUNT, MOUNT_SOURCES;
    CONFIG_MAP_VOLUME_KEY = Error "key of a ConfigMap of a volume",
        "{stay} in {waiting}: FailedMount, configmap references non-existent config key: {key}", MOUNT,
        &["pkg/volume/configmap/configmap.go", "pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go"];
    SECRET_VOLUME = Error "Secret of a volume",
        "{stay} in {waiting}: FailedMount, secret \"{name}\" not found", MOUNT, MOUNT_SOURCES;
    SECRET_VOLUME_KEY = Error "key of a Secret of a volume",
        "{stay} in {waiting}: FailedMount, references non-existent secret key: {key}", MOUNT,
        &["pkg/volume/secret/secret.go", "pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go"];
    VOLUME_SECRET = Error "Secret that a volume's driver is given",
        "{stay} in {waiting}: FailedMount, secrets \"{name}\" not found", MOUNT,
        &["pkg/volume/csi/csi_mounter.go", "pkg/volume/util/util.go",
          "pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go"];
    COREDNS = Error "CoreDNS's own ConfigMap",
        "{stay} in {waiting}: FailedMount, configmap \"{name}\" not found; a CoreDNS that runs keeps the file it has until \
         it is replaced, and when none is left, every lookup that asks it fails",
        MOUNT,
        &["cluster/addons/dns/coredns/coredns.yaml.base", "pkg/volume/configmap/configmap.go", "pkg/proxy/iptables/proxier.go",
          "pkg/proxy/nftables/proxier.go", "pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go"];
    CONFIG_MAP_VARIABLE = Error "ConfigMap of a variable",
        "{stay} Pending, the container in CreateContainerConfigError: configmap \"{name}\" not found", START, START_SOURCES;
    CONFIG_MAP_VARIABLE_KEY = Error "key of a ConfigMap of a variable",
        "{stay} Pending, the container in CreateContainerConfigError: couldn't find key {key} in ConfigMap", START, START_SOURCES;
    SECRET_VARIABLE = Error "Secret of a variable",
        "{stay} Pending, the container in CreateContainerConfigError: secret \"{name}\" not found", START, START_SOURCES;
    SECRET_VARIABLE_KEY = Error "key of a Secret of a variable",
        "{stay} Pending, the container in CreateContainerConfigError: couldn't find key {key} in Secret", START, START_SOURCES;
    PULL_SECRET = Warning "Secret to pull an image with",
        "the image is pulled without it, with the event FailedToRetrieveImagePullSecret",
        "if the registry refuses that, the container stays in ImagePullBackOff: tried again after 10 s, doubling up to 5 min",
        &["pkg/kubelet/kubelet_pods.go", "pkg/kubelet/kubelet.go", "pkg/kubelet/images/image_manager.go"];
    SERVICE_ACCOUNT = Error "ServiceAccount of a pod",
        "{refused}: error looking up service account, serviceaccount \"{name}\" not found", "{creator}",
        &["plugin/pkg/admission/serviceaccount/admission.go", "pkg/controller/controller_utils.go",
          "staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go", "pkg/controller/job/job_controller.go"];
    PRIORITY_CLASS = Error "PriorityClass",
        "{refused}: no PriorityClass with name {name} was found", "{creator}",
        &["plugin/pkg/admission/priority/admission.go", "pkg/controller/controller_utils.go",
          "staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go", "pkg/controller/job/job_controller.go"];
    RUNTIME_CLASS = Error "RuntimeClass",
        "{refused}: pod rejected: RuntimeClass \"{name}\" not found", "{creator}",
        &["plugin/pkg/admission/runtimeclass/admission.go", "pkg/controller/controller_utils.go",
          "staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go", "pkg/controller/job/job_controller.go"];
    CLAIM = Error "PersistentVolumeClaim of a pod",
        "{stay} Pending: FailedScheduling, persistentvolumeclaim \"{name}\" not found",
        "the scheduler looks again when a claim is added, after 5 min 30 s at the latest",
        &["pkg/scheduler/framework/plugins/volumebinding/volume_binding.go", "pkg/scheduler/backend/queue/scheduling_queue.go"];
    RESOURCE_CLAIM = Error "ResourceClaim of a pod",
        "{stay} Pending, and no event says why: the scheduler does not try a pod whose claim it cannot find",
        "it does when the claim is added",
        &["pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go",
          "pkg/scheduler/backend/queue/scheduling_queue.go"];
    STORAGE_CLASS = Error "StorageClass of a claim",
        "the claim stays Pending: ProvisioningFailed, storageclass.storage.k8s.io \"{name}\" not found", PENDING_CLAIM,
        CLAIM_SOURCES;
    VOLUME = Error "PersistentVolume of a claim",
        "the claim stays Pending, without an event", PENDING_CLAIM, CLAIM_SOURCES;
    VOLUME_CLAIM = Info "PersistentVolumeClaim of a volume",
        "the volume is kept for that claim and bound to no other", PENDING_CLAIM, CLAIM_SOURCES;
    ACCOUNT_SECRET = Info "Secret in a ServiceAccount's list",
        "nothing: the list only limits pods where the annotation kubernetes.io/enforce-mountable-secrets asks for it",
        "a token Secret that is deleted leaves the list", &["plugin/pkg/admission/serviceaccount/admission.go",
          "pkg/controller/serviceaccount/tokens_controller.go"];
    TOKEN_ACCOUNT = Error "ServiceAccount of a token Secret",
        "the token controller deletes the Secret as soon as it sees it, and whatever names it fails next", "nothing makes it again",
        &["pkg/controller/serviceaccount/tokens_controller.go"];
    ROLE = Error "Role or ClusterRole of a binding",
        "the binding grants nothing, and requests are Forbidden with \"{name}\" not found; who may not bind roles cannot even create it",
        "until the role exists",
        &["pkg/registry/rbac/validation/rule.go", "plugin/pkg/auth/authorizer/rbac/rbac.go",
          "pkg/registry/rbac/rolebinding/policybased/storage.go"];
    SUBJECT = Warning "ServiceAccount of a binding",
        "the binding grants to an account that no pod can have, and nothing says so",
        "until the ServiceAccount exists", &["plugin/pkg/auth/authorizer/rbac/rbac.go"];
    INGRESS_SERVICE = Error "Service of an Ingress",
        "kubectl describe ingress shows <error: services \"{name}\" not found>; what clients get is up to the ingress controller, often a 503",
        "until the Service exists", &["staging/src/k8s.io/kubectl/pkg/describe/describe.go"];
    INGRESS_PORT = Error "port of an Ingress's Service",
        "no endpoints are found for that port; what clients get is up to the ingress controller, often a 503",
        "until the Service has the port", &["staging/src/k8s.io/kubectl/pkg/describe/describe.go"];
    INGRESS_TLS = Warning "TLS Secret of an Ingress",
        "nothing in Kubernetes says so; most ingress controllers answer with a certificate of their own, which clients refuse",
        "until the Secret exists", &["staging/src/k8s.io/api/networking/v1/types.go"];
    INGRESS_CLASS = Warning "IngressClass",
        "no controller takes the Ingress: it has no address and no event", "until the class exists",
        &["staging/src/k8s.io/api/networking/v1/types.go"];
    GOVERNING_SERVICE = Warning "Service of a StatefulSet",
        "the pods run, and their names POD.{name} do not resolve", "until the Service exists",
        &["staging/src/k8s.io/endpointslice/util/controller_utils.go", "pkg/controller/statefulset/stateful_set_utils.go"];
    WEBHOOK = Error "Service of an admission webhook",
        "every request that it matches fails with 500: failed calling webhook, service \"{name}\" not found",
        "at each request", &["staging/src/k8s.io/apiserver/pkg/util/proxy/proxy.go",
          "staging/src/k8s.io/apiserver/pkg/util/webhook/error.go",
          "staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/validating/dispatcher.go",
          "pkg/apis/admissionregistration/v1/defaults.go"];
    WEBHOOK_IGNORED = Warning "Service of an admission webhook whose failurePolicy is Ignore",
        "the webhook is never asked: every request passes, and only the API server's log and metrics say so", "at each request",
        &["staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/validating/dispatcher.go"];
    WEBHOOK_PORT = Error "port of an admission webhook's Service",
        "every request that it matches fails with 500: failed calling webhook, no service port {key} found for service \"{name}\"",
        "at each request", &["staging/src/k8s.io/apiserver/pkg/util/proxy/proxy.go"];
    API_SERVICE = Error "Service of an APIService",
        "Available is False with ServiceNotFound, requests for the group fail with 503, and namespaces cannot be deleted to the end",
        "checked again after 5 ms, doubling up to 30 s",
        &["staging/src/k8s.io/kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go",
          "pkg/controller/namespace/deletion/status_condition_utils.go"];
    API_SERVICE_PORT = Error "port of an APIService's Service",
        "Available is False with ServicePortError, and requests for the group fail with 503",
        "checked again after 5 ms, doubling up to 30 s",
        &["staging/src/k8s.io/kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go"];
    CONVERSION = Error "Service of a CRD's conversion webhook",
        "objects cannot be read or written in another version than the stored one: conversion webhook failed, service \"{name}\" not found",
        "at each request", &["staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go"];
    CONVERSION_PORT = Error "port of a conversion webhook's Service",
        "objects cannot be read or written in another version than the stored one: no service port {key} found for service \"{name}\"",
        "at each request", &["staging/src/k8s.io/apiserver/pkg/util/proxy/proxy.go",
          "staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/conversion/webhook_converter.go"];
    SCALE_TARGET = Error "target of a HorizontalPodAutoscaler",
        "FailedGetScale: \"{name}\" not found, and nothing is scaled", "every 15 s",
        &["pkg/controller/podautoscaler/horizontal.go", "pkg/controller/podautoscaler/config/v1alpha1/defaults.go"];
    ROUTE_BACKEND = Error "Service of a route of the Gateway API",
        "ResolvedRefs of the route is False with BackendNotFound, and requests to it fail: 500 of an HTTPRoute, UNAVAILABLE of a GRPCRoute, no connection of others",
        "until the Service exists",
        &["sigs.k8s.io/gateway-api/apis/v1/httproute_types.go", "sigs.k8s.io/gateway-api/apis/v1/shared_types.go"];
    ROUTE_PORT = Error "port of a route's Service",
        "the backend is invalid, and requests to it fail: 500 of an HTTPRoute, UNAVAILABLE of a GRPCRoute, no connection of others", "until the Service has the port",
        &["sigs.k8s.io/gateway-api/apis/v1/httproute_types.go"];
    ROUTE_PARENT = Error "Gateway of a route",
        "no controller takes the route: its status stays empty", "until the Gateway exists",
        &["sigs.k8s.io/gateway-api/apis/v1/shared_types.go"];
    LISTENER_SECRET = Error "certificate of a Gateway's listener",
        "ResolvedRefs of the listener is False with InvalidCertificateRef", "until the Secret exists",
        &["sigs.k8s.io/gateway-api/apis/v1/gateway_types.go"];
    POLICY = Error "policy of an admission policy binding",
        "the binding is skipped: nothing is enforced, and nothing says so", "until the policy exists",
        &["staging/src/k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_source.go"];
}

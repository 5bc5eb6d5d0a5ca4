//! Images: what is wrong with one, from the words of the kubelet, the container runtime and the registry.
//!
//! Sources of the words: `pkg/kubelet/images/image_manager.go` and `types.go`; containerd's `core/remotes/docker` and CRI-O's
//! `containers/image`, which pass on what registries say (the errors of the OCI distribution specification).

mod reference;
mod words;

pub use reference::Reference;
pub(crate) use reference::complaint;

/// What is wrong with an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageFault {
    /// The image, as it is written.
    pub image: String,
    /// What.
    pub kind: Kind,
    /// The end of what was said: the words that tell why.
    pub why: String,
}

/// What is wrong with an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Its name is none.
    Invalid,
    /// The registry does not have it.
    NotFound,
    /// The registry does not give it to whoever asks; some say so of what they do not have.
    Unauthorized,
    /// The registry does not give it to whoever asks, or does not have it.
    UnauthorizedOrAbsent,
    /// The name of the registry has no address.
    NoSuchHost,
    /// The registry's certificate is not trusted, or it has none.
    Certificate,
    /// Nobody answers there, or not in time.
    Unreachable,
    /// The registry fails.
    ServerError,
    /// Too much was pulled.
    RateLimited,
    /// The kubelet itself pulls no more for now.
    KubeletLimit,
    /// It is made for other machines.
    Platform,
    /// It must not be pulled, and is not there.
    NeverPulled,
    /// The node has no room for it.
    NoSpace,
    /// Its signature is not good.
    Signature,
    /// Its short name may stand for several.
    ShortName,
    /// A page for people was sent in its place, by whoever stands before the registry.
    Page,
    /// Something else.
    Other,
}

/// Reads what is wrong with an image out of why its container waits.
pub fn fault(image: &str, reason: &str, said: &str) -> ImageFault {
    let kind = match reason {
        "InvalidImageName" => Kind::Invalid,
        "ErrImageNeverPull" => Kind::NeverPulled,
        "SignatureValidationFailed" => Kind::Signature,
        _ => match words::kind(said, image) {
            Kind::Other if reason == "RegistryUnavailable" => Kind::Unreachable,
            kind => kind,
        },
    };
    ImageFault { image: image.to_owned(), kind, why: words::gist(said, image) }
}

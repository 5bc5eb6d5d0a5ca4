//! What the checks are given with each object, computed once.

use std::sync::Arc;

use kubecheck_catalog::{self as catalog, Kind, Minor};
use kubecheck_core::check::rule::Severity;
use kubecheck_core::check::{Check, Plugin, Unread};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, NodeId};
use kubecheck_core::source::Broken;

use crate::checks::Note;
use crate::closed;
use crate::crd::Judgement;
use crate::declared::{self, Objects, Reader, State, Wanted};
use crate::identity::{self, Claim, Malformed, Target, Verdict, config};
use crate::live::known::Known;
use crate::refs;
use crate::schema::{self, Violation};
use crate::world::{self, Definition, Digest, World};

/// The plugin with the settings of one run.
#[derive(Clone)]
pub struct Gvkcheck {
    /// The version of Kubernetes to judge against.
    pub target: Minor,
    /// How bad a custom kind is that nobody defined; none to say nothing.
    pub missing_crd: Option<Severity>,
    /// Whether the input is the whole world, so that what it names and does not have is missing.
    pub closed: bool,
    /// The custom resources that are known before the input is read.
    pub world: Arc<World>,
    /// Who reads from a cluster what the input declares; none if that is not asked for.
    pub reader: Option<Arc<dyn Reader>>,
    /// What is known of the cluster that is read, if it is one.
    pub live: Option<Arc<Known>>,
    /// The checks that look at what is read.
    pub checks: &'static [Check<Gvkcheck>],
}

/// What one object tells: the kind that it defines, and what is to be read of it from a cluster.
#[derive(Debug)]
pub struct Lesson {
    definition: Option<Definition>,
    wanted: Option<Wanted>,
}

/// What is known of one object before the checks look at it.
pub struct Facts {
    /// The version of Kubernetes to judge against.
    pub target: Minor,
    /// How bad a custom kind is that nobody defined; none to say nothing.
    pub missing_crd: Option<Severity>,
    /// Whether the input is the whole world.
    pub closed: bool,
    /// The custom resources that are known.
    pub world: Arc<World>,
    /// Whether the object is what it says it is.
    pub verdict: Verdict,
    /// Whether the object is a list, of which only the identity is judged.
    pub is_list: bool,
    /// Where the body differs from the schema. Empty unless the target knows the kind.
    pub violations: Vec<Violation>,
    /// Where the body of a custom object differs from what its CRD says.
    pub custom: Judgement,
    /// What is known of the cluster, if the object lives in one.
    pub live: Option<Arc<Known>>,
}

impl Facts {
    /// Returns what is judged against: the version of Kubernetes, and the server if one is known.
    pub fn at(&self) -> Target<'_> {
        self.world.target(self.target)
    }

    /// Returns what became of the object in the cluster, if that was asked for.
    pub fn live(&self, object: &Object<'_>) -> Option<&State> {
        let objects = self.world.objects()?;
        objects.get(&declared::wanted(object, self)?)
    }

    /// Returns the kind if the target knows it, served by default or not.
    pub fn kind(&self) -> Option<&'static Kind> {
        match self.verdict {
            Verdict::Served(kind) | Verdict::OffByDefault(kind) if !self.is_list => Some(kind),
            _ => None,
        }
    }

    /// Tells whether the object is a Secret, whose values no log is to show.
    pub fn is_secret(&self) -> bool {
        self.kind().is_some_and(|kind| kind.group.is_empty() && kind.kind == "Secret")
    }

    /// Returns the kind if any version of Kubernetes had it, whether or not the target does.
    pub fn known_kind(&self) -> Option<&'static Kind> {
        match self.verdict {
            Verdict::Served(kind)
            | Verdict::OffByDefault(kind)
            | Verdict::NotServedHere(kind)
            | Verdict::Removed(kind)
            | Verdict::NotYet(kind)
                if !self.is_list =>
            {
                Some(kind)
            }
            _ => None,
        }
    }

    /// Tells whether the object is a CRD, of whichever version.
    pub fn defines_kinds(&self) -> bool {
        let crd =
            |kind: &Kind| kind.group == "apiextensions.k8s.io" && kind.kind == "CustomResourceDefinition";
        self.known_kind().is_some_and(crd)
    }

    /// Tells whether the object is one for an API server, and no identity error stands in the way of judging its body.
    pub fn is_judged_inside(&self) -> bool {
        self.kind().is_some() || (matches!(self.verdict, Verdict::Custom) && !self.is_list)
    }
}

impl Plugin for Gvkcheck {
    type World = World;
    type Lesson = Lesson;
    type Facts = Facts;
    type Note = Note;

    fn name(&self) -> &'static str {
        "gvkcheck"
    }

    fn checks(&self) -> &'static [Check<Self>] {
        self.checks
    }

    fn world(&self) -> &Arc<World> {
        &self.world
    }

    fn facts(&self, object: &Object<'_>, world: &Arc<World>) -> Facts {
        let target = self.target;
        let verdict = match read_claim(object) {
            Ok(claim) if is_foreign(object, claim) => Verdict::NotKubernetes,
            Ok(claim) => identity::judge(claim, world.target(target)),
            Err(verdict) => verdict,
        };
        let (missing_crd, closed, is_list) = (self.missing_crd, self.closed, object.is_list);
        let world = world.clone();
        let mut facts = Facts {
            target,
            missing_crd,
            closed,
            world,
            verdict,
            is_list,
            violations: Vec::new(),
            custom: Judgement::default(),
            live: self.live.clone().filter(|_| object.live().is_some()),
        };
        // What an API server gave it took before, and it fits its schema.
        if object.live().is_some() {
            return facts;
        }
        if let Some(kind) = facts.kind() {
            facts.violations = schema::validate(object.root, kind, catalog::schemas(target));
        }
        // Custom objects come again when all CRDs are known; they are judged then.
        let known = !Arc::ptr_eq(&facts.world, &self.world);
        if let (true, Verdict::Custom, false, Some(claim)) = (known, &facts.verdict, is_list, claim(object)) {
            facts.custom = judge_custom(object, claim, &facts.world, target);
        }
        facts
    }

    fn learn(&self, object: &Object<'_>, facts: &Facts, known: &[Lesson]) -> Option<Lesson> {
        let wanted = self.reader.as_ref().and_then(|_| declared::wanted(object, facts));
        let definition = facts.defines_kinds().then(|| define(object, known)).flatten();
        (wanted.is_some() || definition.is_some()).then_some(Lesson { definition, wanted })
    }

    fn unread(&self, what: Unread) -> Option<Note> {
        self.closed.then_some(Note::Closed(closed::Note::Unread(what)))
    }

    fn learned(&self, lessons: Vec<Lesson>) -> World {
        let (mut definitions, mut wanted) = (Vec::new(), Vec::new());
        for lesson in lessons {
            definitions.extend(lesson.definition);
            wanted.extend(lesson.wanted);
        }
        let world = self.world.with(definitions);
        match &self.reader {
            Some(reader) => world.holding(Objects::read(wanted, reader.as_ref())),
            None => world,
        }
    }

    fn waits(&self, object: &Object<'_>, facts: &Facts) -> bool {
        // What a cluster serves is known before its objects are read.
        let asked = || self.reader.is_some() && declared::wanted(object, facts).is_some();
        let custom = || matches!(facts.verdict, Verdict::Custom) || refs::waits(object, facts);
        object.live().is_none() && (custom() || asked())
    }

    /// A folder holds other files than manifests; one that cannot be parsed is judged if it speaks of an apiVersion.
    fn passes_over_broken(&self, broken: &Broken<'_>) -> Option<&'static str> {
        let manifest = broken.origin.named || broken.text.contains("apiVersion");
        (!manifest).then_some("not-kubernetes")
    }

    fn passes_over(&self, facts: &Facts) -> Option<&'static str> {
        matches!(facts.verdict, Verdict::NotKubernetes).then_some("not-kubernetes")
    }
}

/// Reads the kind that a CRD defines, unless the same CRD was read before.
fn define(object: &Object<'_>, known: &[Lesson]) -> Option<Definition> {
    let digest = Some(Digest::of(object.root));
    let mut known = known.iter().filter_map(|lesson| lesson.definition.as_ref());
    if known.any(|definition| definition.digest == digest) {
        return None;
    }
    world::read(object).map(|definition| Definition { digest, is_input: true, ..definition })
}

/// Judges a custom object by its CRD. If several CRDs define the version, the object has to fit one of them.
fn judge_custom(object: &Object<'_>, claim: Claim<'_>, world: &World, target: Minor) -> Judgement {
    let definitions = world.kind(claim.group, claim.kind);
    let versions = definitions
        .flat_map(|definition| definition.versions.iter().map(|version| (version, definition.is_input)));
    let mut first = None;
    for (version, is_input) in versions.filter(|(version, _)| version.name == claim.version && version.served)
    {
        let Some(body) = &version.body else { continue };
        let mut judgement = body.judge(object, target);
        if is_input {
            // That a rule does not compile is told of the CRD.
            judgement.violations.retain(|violation| !violation.problem.is_broken_rule());
        }
        if judgement.violations.is_empty() {
            return judgement;
        }
        first.get_or_insert(judgement);
    }
    first.unwrap_or_default()
}

/// Returns what an object says it is, if that can be read.
pub fn claim<'a>(object: &Object<'a>) -> Option<Claim<'a>> {
    read_claim(object).ok()
}

/// Reads what an object says it is. The error is the verdict on a document that does not say it.
fn read_claim<'a>(object: &Object<'a>) -> Result<Claim<'a>, Verdict> {
    if let Some(live) = object.live() {
        return Claim::parse(&live.api_version, &live.kind).map_err(Verdict::Malformed);
    }
    let walked = !object.document.origin.named;
    let other = |malformed| if walked { Verdict::NotKubernetes } else { Verdict::Malformed(malformed) };
    if !object.is_mapping() {
        return Err(other(Malformed::NotAMapping(object.root.form().name())));
    }
    let api_version = object.api_version.filter(|value| !value.is_null());
    let api_version = api_version.map(|value| value.as_str().ok_or(value.form().name())).transpose();
    let kind = object.kind.filter(|value| !value.is_null());
    let kind = match object.item_kind {
        Some(kind) => Ok(Some(kind)),
        None => kind.map(|value| value.as_str().ok_or(value.form().name())).transpose(),
    };
    match (api_version, kind) {
        (Ok(Some("v1")), Ok(Some("List"))) => Err(Verdict::Malformed(Malformed::ListItems)),
        (Ok(Some(api_version)), Ok(Some(kind))) => {
            Claim::parse(api_version, kind).map_err(Verdict::Malformed)
        }
        (Ok(api_version), Ok(kind)) => Err(incomplete(object, api_version, kind, walked)),
        (Err(found), _) => Err(other(Malformed::ApiVersionType(found))),
        (_, Err(found)) => Err(other(Malformed::KindType(found))),
    }
}

/// Tells whether a document of a folder only looks like an object: other programs have an apiVersion and kind as well, and
/// a version without a group that is not the core group's is theirs, unless the kind is one of Kubernetes.
fn is_foreign(object: &Object<'_>, claim: Claim<'_>) -> bool {
    let builtin =
        || catalog::kinds().iter().any(|kind| kind.kind == claim.kind || kind.group == claim.version);
    let grouped = !claim.group.is_empty() || claim.version == "v1" || config::find(claim).is_some();
    !object.document.origin.named && !grouped && !builtin()
}

/// Judges a document that lacks its apiVersion or kind. Met while walking a folder it may be anything, so it is only an
/// error where what is there is Kubernetes' own.
fn incomplete(object: &Object<'_>, api_version: Option<&str>, kind: Option<&str>, walked: bool) -> Verdict {
    if let Some(reader) = config::of_file(&object.document.origin.name) {
        return Verdict::Config(reader);
    }
    let known = match (api_version, kind) {
        (Some(api_version), _) => catalog::kinds().iter().any(|k| identity::verdict::of(k) == api_version),
        (None, Some(kind)) => catalog::kinds().iter().any(|k| k.kind == kind),
        (None, None) => false,
    };
    let malformed = if api_version.is_none() { Malformed::NoApiVersion } else { Malformed::NoKind };
    if walked && !known { Verdict::NotKubernetes } else { Verdict::Malformed(malformed) }
}

/// Returns where an object's apiVersion stands; the object itself if it has none.
pub fn api_version_node(object: &Object<'_>) -> NodeId {
    object.api_version.map_or(object.root.id(), |value| value.id())
}

/// Returns where an object's kind stands; the object itself if it has none of its own.
pub fn kind_node(object: &Object<'_>) -> NodeId {
    object.kind.map_or(object.root.id(), |value| value.id())
}

/// Names the type of a value with the value, for messages: `integer 8080`, `string "x"`, `list`.
pub fn describe(form: Form<'_>, text: &str) -> String {
    match form {
        Form::String(_) if text.is_empty() => "an empty string".to_owned(),
        Form::String(_) => format!("the string {:?}", shorten(text)),
        Form::Null => "null".to_owned(),
        Form::Bool(value) => format!("the boolean {value}"),
        Form::Int(_) | Form::UInt(_) => format!("the integer {text}"),
        Form::Float(_) => format!("the number {text}"),
        Form::Sequence => "a list".to_owned(),
        Form::Mapping => "a map".to_owned(),
    }
}

/// Cuts a long text for a message.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

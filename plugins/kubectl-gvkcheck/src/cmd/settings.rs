//! What a run of `check` is to do: the command line first, then the configuration file, then the defaults.

use std::env;
use std::path::{Path, PathBuf};

use kubecheck_catalog::Minor;
use kubecheck_core::check::baseline::Baseline;
use kubecheck_core::check::configuration::{Common, Section, Word};
use kubecheck_core::check::severities::Severities;
use kubecheck_core::cli::args::OutputArgs;
use kubecheck_core::cli::baseline::BaselineFile;
use kubecheck_core::cli::configuration::ConfigFile;
use kubecheck_core::cli::exit::Policy;
use kubecheck_core::cli::output::Output;
use kubecheck_core::cli::{CliError, Exit, start};
use kubecheck_core::report::finding::{Report, Tool};
use kubecheck_core::source::{self, Excludes, Inputs, Listing, SourceError};

use super::check::Args;
use super::known::KnownArgs;
use crate::checks::{RULES, unknown_custom};

/// The name of the configuration file.
pub(super) const CONFIGURATION: &str = ".gvkcheck.yaml";
/// The baseline that `--write-baseline` writes if none is named, beside the configuration.
const BASELINE: &str = ".gvkcheck-baseline.json";
const TOOL: &str = "gvkcheck";

/// What a run is to do, complete and valid.
pub(super) struct Settings {
    /// What to read.
    pub(super) inputs: Inputs,
    /// The version of Kubernetes to judge against, if one is named.
    pub(super) target: Option<Minor>,
    /// What is known of custom kinds.
    pub(super) known: KnownArgs,
    /// Whether the input is the whole world.
    pub(super) closed: bool,
    /// The severities of rules.
    pub(super) severities: Severities,
    /// When to fail.
    pub(super) policy: Policy,
    /// The findings that are known already.
    pub(super) baseline: Option<BaselineFile>,
    /// Where to write the findings instead of telling them.
    pub(super) write_baseline: Option<BaselineFile>,
    /// The configuration file that was used.
    pub(super) configuration: Option<ConfigFile>,
}

/// What the configuration file says.
#[derive(Default)]
struct File {
    common: Common,
    target: Option<Minor>,
    missing_crd: Option<&'static str>,
    crds: Vec<Word>,
    closed: bool,
}

impl File {
    fn take(section: &mut Section<'_>) -> File {
        let common = Common::take(section, RULES);
        let target = target(section);
        let missing_crd = section.choice("missingCrd", &["error", "warn", "ignore"]);
        let crds = section.list("crds");
        let closed = section.choice("closed", &["true", "false"]) == Some("true");
        if let Some(key) = section.key("closed").filter(|_| closed && common.paths.is_empty()) {
            section.refuse(&key, "closed says that paths are the whole world, and there are no paths");
        }
        let rule = unknown_custom::RULE.name;
        if let Some(key) = section.key("missingCrd").filter(|_| common.severities.of(rule).is_some()) {
            section
                .refuse(&key, format!("missingCrd is the severity of {rule}, which severities sets as well"));
        }
        File { common, target, missing_crd, crds, closed }
    }
}

fn target(section: &mut Section<'_>) -> Option<Minor> {
    let word = section.version("k8s")?;
    match word.text.parse::<Minor>() {
        Ok(minor) => Some(minor),
        Err(error) => {
            section.refuse(&word, format!("cannot judge against k8s {:?}: {error}", word.text));
            None
        }
    }
}

impl Settings {
    /// Puts together what a run is to do.
    ///
    /// # Errors
    /// A configuration that is wrong, or names what is not there.
    pub(super) fn of(args: &Args) -> Result<Settings, CliError> {
        let configuration = args.config.find(CONFIGURATION)?;
        let file = match &configuration {
            Some(configuration) => configuration.read(File::take)?,
            None => File::default(),
        };
        let place = Place::of(configuration.as_ref())?;
        let mut severities = file.common.severities.clone();
        if args.known.missing_crd.is_some() {
            severities.forget(unknown_custom::RULE.name);
        }
        let (baseline, write_baseline) = baselines(args, &file, &place);
        let mut inputs = inputs(args, &file.common.paths, &place)?;
        inputs.exclude = excludes(&file, configuration.as_ref(), [&baseline, &write_baseline])?;
        Ok(Settings {
            inputs,
            target: args.target.named(file.target)?,
            known: known(args, &file, &place)?,
            // What the command line names may be a part: a hook names the files that changed.
            closed: args.closed || (file.closed && args.input.is_empty()),
            severities,
            policy: args.exit.policy(file.common.fail_on),
            baseline,
            write_baseline,
            configuration,
        })
    }
}

/// What a run does with its settings.
impl Settings {
    /// Names the tool and what it judges against.
    pub(super) fn tool(&self, target: String) -> Tool {
        Tool {
            name: TOOL,
            version: env!("CARGO_PKG_VERSION"),
            target,
            configuration: self.configuration.as_ref().map(|file| file.shown.clone()),
            rules: RULES,
        }
    }

    /// Reads the baseline, unless one is about to be written.
    ///
    /// # Errors
    /// A baseline that cannot be used, or a file in the place of the one to be written.
    pub(super) fn known_findings(&self) -> Result<Option<(BaselineFile, Baseline)>, CliError> {
        if let Some(file) = &self.write_baseline {
            file.may_replace()?;
        }
        match &self.baseline {
            Some(file) if self.write_baseline.is_none() => Ok(Some((file.clone(), file.load()?))),
            _ => Ok(None),
        }
    }

    /// Says on standard error what was named and is not judged.
    pub(super) fn tell_excluded(&self, listing: &Listing) {
        const SHOWN: usize = 3;
        let (Some(file), names) = (&self.configuration, &listing.excluded_names) else { return };
        let shown = names[..names.len().min(SHOWN)].join(", ");
        let told = match names.len() {
            0 => return,
            count if count > SHOWN => format!("{shown} and {} more are excluded", count - SHOWN),
            1 => format!("{shown} is excluded"),
            _ => format!("{shown} are excluded"),
        };
        start::say("note", &format!("{told} by {}", file.shown));
    }

    /// Writes the findings of a run as the baseline, and says so.
    ///
    /// # Errors
    /// A run that judged nothing, a file that cannot be written.
    pub(super) fn write(&self, file: &BaselineFile, report: &Report) -> Result<Exit, CliError> {
        for gap in &report.gaps {
            start::say("gap", &format!("{}: {}", gap.what, gap.why));
        }
        if report.counts.objects == 0 && report.findings.is_empty() {
            return Err(CliError::usage("nothing was judged, so no baseline is written"));
        }
        let baseline = file.save(&report.findings)?;
        let count = baseline.len();
        let plural = if count == 1 { "" } else { "s" };
        let told = format!("Wrote {count} finding{plural} to {}.\n", file.shown());
        Output::new(&OutputArgs { output: "table".to_owned(), ..OutputArgs::default() })?.text(&told)?;
        let used = self.baseline.as_ref().is_some_and(|used| used.path() == file.path());
        if !used {
            start::say("hint", &self.how_to_use(file));
        }
        Ok(Exit::Clean)
    }

    /// Says how a baseline is used that nothing names yet.
    fn how_to_use(&self, file: &BaselineFile) -> String {
        match &self.configuration {
            Some(configuration) => {
                let name = source::below(configuration.folder(), file.path());
                format!("to use it, write \"baseline: {name}\" into {}", configuration.shown)
            }
            None => format!("to use it, run with --baseline {}", file.shown()),
        }
    }
}

/// Where the configuration lies, seen from where the command runs.
struct Place {
    current: PathBuf,
    folder: PathBuf,
}

impl Place {
    fn of(configuration: Option<&ConfigFile>) -> Result<Place, CliError> {
        let current = env::current_dir()
            .map_err(|error| CliError::usage("cannot tell the current folder").cause(error))?;
        let folder = configuration.map_or_else(|| current.clone(), |file| file.folder().to_owned());
        Ok(Place { current, folder })
    }

    /// Names something from the current folder that the configuration names from its own.
    fn name(&self, text: &str) -> String {
        source::below(&self.current, &source::canonical(&self.folder.join(text)))
    }

    /// Names several paths, all of which must be there: a configuration that names nothing checks nothing.
    fn names(&self, key: &str, words: &[Word]) -> Result<Vec<String>, CliError> {
        let names: Vec<String> = words.iter().map(|word| self.name(&word.text)).collect();
        let missing = words.iter().zip(&names).filter(|(_, name)| !Path::new(name).exists());
        let mut errors = missing.map(|(word, _)| SourceError {
            message: format!("{}: {key} names {}, which does not exist", word.place(), word.text),
            hint: None,
        });
        match errors.next() {
            None => Ok(names),
            Some(first) => Err(CliError::from(first)
                .also(errors)
                .hint("paths are relative to the folder of the configuration, and no patterns")),
        }
    }
}

/// Returns the baseline to use, and the one to write: without a name the one that is used, or one beside the configuration.
fn baselines(args: &Args, file: &File, place: &Place) -> (Option<BaselineFile>, Option<BaselineFile>) {
    let configured = || Some(PathBuf::from(place.name(&file.common.baseline.as_ref()?.text)));
    let used = args.baseline.baseline.clone().or_else(configured);
    let written = args.baseline.write_baseline.as_deref().map(|named| match &used {
        _ if !named.is_empty() => PathBuf::from(named),
        Some(used) => used.clone(),
        None => PathBuf::from(place.name(BASELINE)),
    });
    let file = |path: PathBuf| BaselineFile::new(&path, TOOL);
    (used.map(file), written.map(file))
}

/// Returns what to read: what the command line names, or else what the configuration does, with all that is below.
fn inputs(args: &Args, paths: &[Word], place: &Place) -> Result<Inputs, CliError> {
    if !args.input.is_empty() || paths.is_empty() {
        return Ok(args.input.inputs());
    }
    Ok(Inputs { paths: place.names("paths", paths)?, recursive: true, ..Inputs::default() })
}

/// Returns what is passed over: what the configuration excludes, and the tool's own files.
fn excludes(
    file: &File,
    configuration: Option<&ConfigFile>,
    baselines: [&Option<BaselineFile>; 2],
) -> Result<Excludes, CliError> {
    let mut excludes = Excludes::default();
    if let Some(configuration) = configuration {
        excludes = Excludes::new(configuration.folder(), &file.common.exclude).map_err(|why| {
            CliError::usage(format!("cannot use what {} excludes", configuration.shown)).cause(why)
        })?;
        excludes.own(configuration.path.clone());
    }
    for baseline in baselines.into_iter().flatten() {
        excludes.own(baseline.path().to_owned());
    }
    Ok(excludes)
}

/// Returns what is known of custom kinds. CRDs of the command line take the place of the configuration's.
fn known(args: &Args, file: &File, place: &Place) -> Result<KnownArgs, CliError> {
    let mut known = args.known.clone();
    if known.crds.is_empty() {
        known.crds = place.names("crds", &file.crds)?;
    }
    known.missing_crd = known.missing_crd.or_else(|| file.missing_crd.map(str::to_owned));
    Ok(known)
}

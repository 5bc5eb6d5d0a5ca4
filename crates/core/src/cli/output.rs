//! Where the answer goes, and in which format.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::args::OutputArgs;
use super::colour::{self, When};
use super::error::CliError;
use super::start::{say, tell};
use crate::report::finding::Report;
use crate::report::render::{self, Format, FormatError, RenderError, Style};

/// Where the answer goes, and how it looks.
pub struct Output {
    format: Format,
    style: Style,
    file: Option<PathBuf>,
}

impl Output {
    /// Reads the flags: a format, or a file whose ending names one.
    ///
    /// # Errors
    /// A value that is neither.
    pub fn new(args: &OutputArgs) -> Result<Self, CliError> {
        let output = Output::of_table(args)?;
        if output.format == Format::Csv {
            return Err(CliError::usage("cannot use the value of --output")
                .cause(FormatError::Unknown { value: args.output.clone() }));
        }
        Ok(output)
    }

    /// Reads the flags for an answer that is a table, which can be written as CSV too.
    ///
    /// # Errors
    /// A value that is neither a format nor a file.
    pub fn of_table(args: &OutputArgs) -> Result<Self, CliError> {
        let style = Style {
            color: colour::stdout(args.color),
            snippets: match args.snippets {
                When::Auto => io::stdout().is_terminal(),
                When::Always => true,
                When::Never => false,
            },
            width: terminal_width(),
            headers: !args.no_headers,
        };
        let to_file = Style { color: false, width: None, ..style };
        if let Some(format) = format_of_file(&args.output) {
            return Ok(Output { format, style: to_file, file: Some(PathBuf::from(&args.output)) });
        }
        let format = Format::parse(&args.output, |path| std::fs::read_to_string(path))
            .map_err(|error| CliError::usage("cannot use the value of --output").cause(error))?;
        Ok(Output { format, style, file: None })
    }

    /// Tells whether findings need the lines of their source.
    pub fn wants_snippets(&self) -> bool {
        match self.format {
            Format::Table => self.style.snippets,
            // These show the lines that a fix would give.
            Format::Github | Format::Junit | Format::Markdown => true,
            _ => false,
        }
    }

    /// Returns the format.
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// Returns how the answer looks.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Writes a report to standard output or to the file. A format without room for gaps tells them on standard error.
    ///
    /// # Errors
    /// What cannot be written or rendered. A closed pipe is none.
    pub fn report(&self, report: &Report) -> Result<(), CliError> {
        if matches!(self.format, Format::Name | Format::JsonPath(_)) {
            for gap in &report.gaps {
                say("gap", &format!("{}: {}", render::escape(&gap.what), render::escape(&gap.why)));
            }
        }
        self.write(&|out| render::render(report, &self.format, &self.style, out))?;
        if let Some(path) = &self.file {
            let summary = render::summary(report, false);
            tell(&format!("{}: {}", path.display(), summary.trim_end()));
        }
        Ok(())
    }

    /// Writes another document than a report, as JSON, YAML or through a template.
    ///
    /// # Errors
    /// What cannot be written or rendered. A closed pipe is none.
    pub fn value(&self, document: &serde_json::Value) -> Result<(), CliError> {
        self.write(&|out| render::document(document, &self.format, out))
    }

    /// Writes a text to standard output or to the file.
    ///
    /// # Errors
    /// What cannot be written. A closed pipe is none.
    pub fn text(&self, text: &str) -> Result<(), CliError> {
        self.write(&|out| Ok(out.write_all(text.as_bytes())?))
    }

    /// Writes a text to standard output, as one of many. Tells whether somebody still reads.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn line(&self, text: &str) -> Result<bool, CliError> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(CliError::usage("cannot write the answer").cause(error)),
        }
    }

    fn write(&self, render: &dyn Fn(&mut dyn Write) -> Result<(), RenderError>) -> Result<(), CliError> {
        let failed = |error: RenderError| CliError::usage("cannot write the answer").cause(error);
        let Some(path) = &self.file else {
            let mut out = BufWriter::new(io::stdout().lock());
            let written = render(&mut out).and_then(|()| Ok(out.flush()?));
            return written.or_else(|error| if is_closed_pipe(&error) { Ok(()) } else { Err(failed(error)) });
        };
        may_replace(path)?;
        let cannot = |error| CliError::usage(format!("cannot write {}", path.display())).cause(error);
        // Written beside it and renamed, so that a report is there whole or not at all.
        let beside = path.with_extension("kubecheck-partial");
        let mut out = BufWriter::new(File::create(&beside).map_err(cannot)?);
        render(&mut out).and_then(|()| Ok(out.flush()?)).map_err(failed)?;
        fs::rename(&beside, path).map_err(cannot)
    }
}

/// Refuses to replace a file that is no report of an earlier run: `-o deploy.yaml` may be a slip for `-f deploy.yaml`.
fn may_replace(path: &Path) -> Result<(), CliError> {
    let Ok(bytes) = fs::read(path) else { return Ok(()) };
    let ours = ["kubecheck/v1", "sarif-schema-2.1.0", "sarif-2.1.0", "GROUP,VERSION,KIND,"];
    let is_ours = |mark: &&str| memchr::memmem::find(&bytes, mark.as_bytes()).is_some();
    if bytes.is_empty() || ours.iter().any(is_ours) {
        return Ok(());
    }
    Err(CliError::usage(format!(
        "{} exists and is no report of kubecheck, so it is not overwritten",
        path.display()
    ))
    .hint("remove it first, or name another file; -f names what to read"))
}

/// Tells whether the reader of standard output has gone, as `| head` does; that is no error.
fn is_closed_pipe(error: &RenderError) -> bool {
    matches!(error, RenderError::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
}

/// Returns the format that a file's ending names, if the value is a file's name.
fn format_of_file(value: &str) -> Option<Format> {
    match Path::new(value).extension()?.to_str()? {
        _ if value.starts_with("jsonpath=") || value.starts_with("jsonpath-file=") => None,
        "json" => Some(Format::Json),
        "yaml" | "yml" => Some(Format::Yaml),
        "sarif" => Some(Format::Sarif),
        "xml" => Some(Format::Junit),
        "md" => Some(Format::Markdown),
        "csv" => Some(Format::Csv),
        _ => None,
    }
}

fn terminal_width() -> Option<usize> {
    let (width, _) = io::stdout().is_terminal().then(terminal_size::terminal_size)??;
    Some(usize::from(width.0))
}

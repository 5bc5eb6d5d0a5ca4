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
        Output::read(args, None)
    }

    /// Reads the flags for an answer that is a table, which can be written as CSV too.
    ///
    /// # Errors
    /// A value that is neither a format nor a file.
    pub fn of_table(args: &OutputArgs) -> Result<Self, CliError> {
        Output::read(args, Some(Format::Csv))
    }

    /// Reads the flags for an answer that has pictures, which can be written as a page of HTML too. Such a page carries
    /// `kubecheck/v1`, by which it is known as a report that may be replaced.
    ///
    /// # Errors
    /// A value that is neither a format nor a file.
    pub fn of_page(args: &OutputArgs) -> Result<Self, CliError> {
        Output::read(args, Some(Format::Html))
    }

    /// Reads the flags for an answer that has a format of its own, or none.
    fn read(args: &OutputArgs, own: Option<Format>) -> Result<Self, CliError> {
        let is_others = |format: &Format| {
            matches!(format, Format::Csv | Format::Html) && own.as_ref().is_none_or(|own| own != format)
        };
        Output::of_any(args)
            .and_then(|output| match is_others(&output.format) {
                true => Err(FormatError::Unknown { value: args.output.clone() }),
                false => Ok(output),
            })
            .map_err(|error| {
                let is_unknown = matches!(error, FormatError::Unknown { .. });
                let refused = CliError::usage("cannot use the value of --output").cause(error);
                match own {
                    Some(Format::Html) if is_unknown => {
                        refused.hint("this answer can also be html, or a file that ends in .html")
                    }
                    _ => refused,
                }
            })
    }

    fn of_any(args: &OutputArgs) -> Result<Self, FormatError> {
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
        let format = Format::parse(&args.output, |path| std::fs::read_to_string(path))?;
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

    /// Tells whether the answer is written for people or as names: then nobody looks at its document.
    pub fn is_text(&self) -> bool {
        matches!(self.format, Format::Table | Format::Wide | Format::Name)
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
        "html" => Some(Format::Html),
        _ => None,
    }
}

fn terminal_width() -> Option<usize> {
    let (width, _) = io::stdout().is_terminal().then(terminal_size::terminal_size)??;
    Some(usize::from(width.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(output: &str) -> OutputArgs {
        OutputArgs { output: output.to_owned(), ..OutputArgs::default() }
    }

    #[test]
    fn some_formats_are_only_for_some_answers() {
        for (value, is_table, is_page) in [
            ("csv", true, false),
            ("matrix.csv", true, false),
            ("html", false, true),
            ("gate.html", false, true),
            ("json", true, true),
            ("gate.htm", false, false),
        ] {
            assert_eq!(Output::of_table(&args(value)).is_ok(), is_table, "{value}");
            assert_eq!(Output::of_page(&args(value)).is_ok(), is_page, "{value}");
            assert_eq!(Output::new(&args(value)).is_ok(), value == "json", "{value}");
        }
        let told = |output: Result<Output, CliError>| output.err().map(|error| error.to_string());
        let refused = told(Output::of_page(&args("htm"))).unwrap_or_default();
        assert!(
            refused.ends_with("\nhint: this answer can also be html, or a file that ends in .html"),
            "{refused}"
        );
        assert!(!told(Output::new(&args("html"))).unwrap_or_default().contains("hint"));
    }

    #[test]
    fn only_our_own_page_is_replaced() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let path = folder.path().join("gate.html");
        let output = Output::of_page(&args(&path.display().to_string())).expect("it names a page");
        for (before, is_replaced) in [
            (None, true),
            (Some("<html><head><meta name=\"generator\" content=\"kubecheck/v1\"/></head></html>"), true),
            (Some("<html><body>my own page</body></html>"), false),
        ] {
            if let Some(before) = before {
                fs::write(&path, before).expect("the folder can be written");
            }
            assert_eq!(output.text("new").is_ok(), is_replaced, "{before:?}");
            let now = fs::read_to_string(&path).expect("it is there");
            assert_eq!(now, if is_replaced { "new" } else { before.unwrap_or_default() });
        }
    }
}

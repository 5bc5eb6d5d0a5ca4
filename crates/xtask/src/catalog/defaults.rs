//! Which resources an API server serves by default: a small interpreter for `DefaultAPIResourceConfigSource`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::gotext::{self, elements, pattern};

/// Where the function stands; the first that exists is taken.
const HOMES: &[&str] = &["pkg/controlplane/instance.go", "pkg/master/master.go"];

/// Groups that other servers inside the API server serve, whatever this function says.
const ALWAYS: &[&str] = &["apiextensions.k8s.io", "apiregistration.k8s.io"];

type Version = (String, String);

/// What is switched on by default.
#[derive(Default, Debug)]
pub(crate) struct Defaults {
    versions: BTreeMap<Version, bool>,
    resources: BTreeMap<(Version, String), bool>,
}

impl Defaults {
    /// Tells whether a resource is served by default; one that is set itself goes before its version.
    pub(crate) fn enabled(&self, group: &str, version: &str, plural: &str) -> bool {
        let version = (group.to_owned(), version.to_owned());
        let resource = (version.clone(), plural.to_owned());
        ALWAYS.contains(&group)
            || *self.resources.get(&resource).or_else(|| self.versions.get(&version)).unwrap_or(&false)
    }
}

/// Interprets the function of a minor.
pub(crate) fn read(kubernetes: &Path) -> Result<Defaults> {
    let path = HOMES.iter().map(|home| kubernetes.join(home)).find(|path| path.exists());
    let path = path.context("no file with the default resource configuration")?;
    let source = gotext::read(&path)?;
    let groups = |import: &str| group(kubernetes, import);
    Interpreter {
        imports: gotext::imports(&source),
        source: &source,
        groups: &groups,
        defaults: Defaults::default(),
    }
    .run("DefaultAPIResourceConfigSource")
    .with_context(|| path.display().to_string())
}

/// Gives the group of a package such as `k8s.io/api/core/v1`, by the constant of the internal package beside it.
pub(super) fn group(kubernetes: &Path, import: &str) -> Result<Version> {
    let rest =
        ["k8s.io/api/", "k8s.io/kubernetes/pkg/apis/"].iter().find_map(|start| import.strip_prefix(start));
    let (folder, version) =
        rest.and_then(|rest| rest.split_once('/')).context("no package of an API version")?;
    let source = gotext::read(&kubernetes.join("pkg/apis").join(folder).join("register.go"))?;
    let name = pattern(r#"\bGroupName\s*=\s*"([^"]*)""#);
    let name = name.captures(&source).with_context(|| format!("no GroupName for {import}"))?;
    Ok((name[1].to_owned(), version.to_owned()))
}

struct Interpreter<'s> {
    source: &'s str,
    imports: BTreeMap<String, String>,
    groups: &'s dyn Fn(&str) -> Result<Version>,
    defaults: Defaults,
}

impl<'s> Interpreter<'s> {
    fn run(mut self, function: &str) -> Result<Defaults> {
        self.call(function)?;
        Ok(self.defaults)
    }

    /// Runs a function statement by statement.
    fn call(&mut self, function: &str) -> Result<()> {
        let source = self.source;
        let body = gotext::body(source, function).with_context(|| format!("no function {function}"))?;
        let start = pattern(r"^ret := (?:\w+\.)?(\w+)\(\)$");
        let setting = pattern(r"(?s)^ret\.(Enable|Disable)(Versions|Resources)\((.*)\)$");
        for statement in statements(body) {
            if let Some(found) = start.captures(&statement) {
                if &found[1] != "NewResourceConfig" {
                    self.call(&found[1])?;
                }
            } else if let Some(found) = setting.captures(&statement) {
                self.set(&found[2] == "Resources", &found[3], &found[1] == "Enable")?;
            } else if statement != "return ret" {
                bail!("a statement that is not known: {statement}");
            }
        }
        Ok(())
    }

    fn set(&mut self, resources: bool, arguments: &str, on: bool) -> Result<()> {
        let list = match arguments.strip_suffix("...") {
            Some(variable) => self.variable(variable)?,
            None => arguments,
        };
        for element in elements(list) {
            if resources {
                let resource = self.resource(element)?;
                self.defaults.resources.insert(resource, on);
            } else {
                let version = self.version(element)?;
                // Setting a version forgets what was set for its resources before.
                self.defaults.resources.retain(|(of, _), _| *of != version);
                self.defaults.versions.insert(version, on);
            }
        }
        Ok(())
    }

    /// Gives the elements of a list that a variable holds.
    fn variable(&self, name: &str) -> Result<&'s str> {
        let list = pattern(&format!(r"(?s)\b{name}\s*=\s*\[\]schema\.\w+\{{(.*?)\n?\s*\}}"));
        let found = list.captures(self.source).with_context(|| format!("no list {name}"))?;
        Ok(found.get(1).map_or("", |list| list.as_str()))
    }

    fn version(&self, element: &str) -> Result<Version> {
        let alias =
            element.strip_suffix(".SchemeGroupVersion").with_context(|| format!("no version: {element}"))?;
        let import = self.imports.get(alias).with_context(|| format!("no import {alias}"))?;
        (self.groups)(import)
    }

    fn resource(&self, element: &str) -> Result<(Version, String)> {
        let form = pattern(r#"^(.+)\.WithResource\("(\w+)"\)$"#);
        let found = form.captures(element).with_context(|| format!("no resource: {element}"))?;
        Ok((self.version(&found[1])?, found[2].to_owned()))
    }
}

/// Splits a body into its statements; a call may go over several lines.
fn statements(body: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    let mut depth = 0;
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match statements.last_mut() {
            Some(open) if depth > 0 => {
                open.push('\n');
                open.push_str(line);
            }
            _ => statements.push(line.to_owned()),
        }
        depth += line.matches('(').count();
        depth -= line.matches(')').count();
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(body: &str) -> Defaults {
        let source = format!(
            "package p\n\nimport (\n\tappsv1 \"apps/v1\"\n\textv1beta1 \"ext/v1beta1\"\n)\n\nvar (\n\tbeta = []schema.GroupVersion{{\n\t\textv1beta1.SchemeGroupVersion,\n\t}}\n)\n\nfunc Generic() *C {{\n\tret := s.NewResourceConfig()\n\tret.EnableVersions(appsv1.SchemeGroupVersion)\n\treturn ret\n}}\n\nfunc F() *C {{\n{body}\n}}\n"
        );
        let groups = |import: &str| {
            let (group, version) = import.split_once('/').context("no version")?;
            Ok((group.to_owned(), version.to_owned()))
        };
        Interpreter {
            imports: gotext::imports(&source),
            source: &source,
            groups: &groups,
            defaults: Defaults::default(),
        }
        .run("F")
        .unwrap()
    }

    #[test]
    fn a_version_switches_its_resources() {
        let defaults = run(
            "\tret := s.NewResourceConfig()\n\tret.EnableVersions(\n\t\tappsv1.SchemeGroupVersion,\n\t\textv1beta1.SchemeGroupVersion,\n\t)\n\tret.DisableVersions(beta...)\n\treturn ret",
        );
        assert!(defaults.enabled("apps", "v1", "deployments"));
        assert!(!defaults.enabled("ext", "v1beta1", "ingresses"));
        assert!(!defaults.enabled("never", "v1", "heard"));
    }

    #[test]
    fn a_resource_goes_before_its_version() {
        let defaults = run(
            "\tret := s.NewResourceConfig()\n\tret.DisableVersions(beta...)\n\tret.EnableResources(extv1beta1.SchemeGroupVersion.WithResource(\"ingresses\"))\n\treturn ret",
        );
        assert!(defaults.enabled("ext", "v1beta1", "ingresses"));
        assert!(!defaults.enabled("ext", "v1beta1", "deployments"));
    }

    #[test]
    fn a_later_version_forgets_earlier_resources() {
        let defaults = run(
            "\tret := s.NewResourceConfig()\n\tret.EnableResources(extv1beta1.SchemeGroupVersion.WithResource(\"ingresses\"))\n\tret.DisableVersions(beta...)\n\treturn ret",
        );
        assert!(!defaults.enabled("ext", "v1beta1", "ingresses"));
    }

    #[test]
    fn it_may_start_from_another_function() {
        assert!(run("\tret := Generic()\n\treturn ret").enabled("apps", "v1", "deployments"));
    }

    #[test]
    fn other_servers_serve_their_own_groups() {
        assert!(Defaults::default().enabled("apiextensions.k8s.io", "v1", "customresourcedefinitions"));
    }
}

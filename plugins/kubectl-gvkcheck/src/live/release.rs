//! Reads Helm's releases (`helm.sh/helm/v3/pkg/storage/driver`): gzipped JSON in base64, in a Secret or a ConfigMap.

use std::borrow::Cow;
use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use kubecheck_core::source::{self, Input, Part};
use serde::Deserialize;

/// The most that a release unpacks to. An object has at most 1.5 MiB; manifests shrink to a tenth or so.
const MOST: u64 = 64 << 20;

/// What of a release is of interest; values are never kept.
#[derive(Debug, Default, Deserialize)]
pub struct Release {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Which revision it is.
    #[serde(default)]
    pub version: u64,
    /// The chart it was made of.
    #[serde(default)]
    pub chart: Chart,
    /// What was applied.
    #[serde(default)]
    pub manifest: String,
}

/// A chart.
#[derive(Debug, Default, Deserialize)]
pub struct Chart {
    /// What it says of itself.
    #[serde(default)]
    pub metadata: ChartMetadata,
}

/// What a chart says of itself.
#[derive(Debug, Default, Deserialize)]
pub struct ChartMetadata {
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
}

impl Release {
    /// Reads what a Secret's or ConfigMap's key `release` holds. A Secret's data is in base64 once more.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(data: &str, is_secret: bool) -> Result<Release, String> {
        let outer =
            if is_secret { Cow::Owned(decoded(data.as_bytes())?) } else { Cow::Borrowed(data.as_bytes()) };
        let packed = decoded(&outer)?;
        // Releases of long ago were not packed (`driver/util.go`, `decodeRelease`).
        let json = if packed.starts_with(&[0x1f, 0x8b]) { unpacked(&packed)? } else { packed };
        // What serde_json says of it could show a value.
        serde_json::from_slice(&json)
            .map_err(|error| format!("line {} of its JSON makes no sense", error.line()))
    }

    /// Names the chart: `shop-1.2.0`.
    pub fn chart(&self) -> String {
        let ChartMetadata { name, version } = &self.chart.metadata;
        format!("{name}-{version}")
    }

    /// Shows every object of the manifest: apiVersion, kind, name and the line it begins on.
    ///
    /// # Errors
    /// How many of its documents cannot be read.
    pub fn objects(&self, see: &mut dyn FnMut(&str, &str, &str, u32)) -> Result<(), String> {
        let mut broken = 0;
        let input = Input::memory("manifest", self.manifest.as_str());
        let read = source::read(&input, &mut |part| match part {
            Part::Document(document) => {
                for object in document.objects().iter().filter(|object| !object.is_list) {
                    let (Some(version), Some(kind)) = (object.api_version_name(), object.kind_name()) else {
                        continue;
                    };
                    let line = object.api_version.map_or(object.root.span(), |value| value.span()).start.line;
                    see(version, kind, object.name().unwrap_or_default(), line);
                }
            }
            Part::Broken(_) | Part::Gap(_) => broken += 1,
            Part::Template(_) => {}
        });
        match (read, broken) {
            (Ok(()), 0) => Ok(()),
            (Ok(()), count) => Err(format!("{count} documents of its manifest cannot be read")),
            (Err(_), _) => Err("its manifest cannot be read".to_owned()),
        }
    }
}

fn decoded(text: &[u8]) -> Result<Vec<u8>, String> {
    STANDARD.decode(text.trim_ascii()).map_err(|_| "it is no base64".to_owned())
}

fn unpacked(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut json = Vec::new();
    let read = GzDecoder::new(packed).take(MOST + 1).read_to_end(&mut json);
    read.map_err(|error| format!("it cannot be unpacked: {error}"))?;
    if json.len() as u64 > MOST {
        return Err(format!("it unpacks to more than {} MiB", MOST >> 20));
    }
    Ok(json)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> String {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        STANDARD.encode(packer.finish().unwrap())
    }

    #[test]
    fn a_release_is_packed_once_or_twice() {
        let json = br#"{"name":"shop","version":3,"chart":{"metadata":{"name":"web","version":"1.2.0"}},"config":{"password":"x"}}"#;
        let once = packed(json);
        let twice = STANDARD.encode(&once);
        for (data, is_secret) in [(once, false), (twice, true), (STANDARD.encode(json), false)] {
            let release = Release::read(&data, is_secret).unwrap();
            assert_eq!(
                (release.name.as_str(), release.version, release.chart().as_str()),
                ("shop", 3, "web-1.2.0")
            );
        }
    }

    #[test]
    fn what_is_no_release_is_said_without_what_it_holds() {
        let gzip = packed(b"{\"name\": secret-value}");
        let cut = STANDARD.encode(&STANDARD.decode(packed(&[b' '; 4000])).unwrap()[..20]);
        for (data, why) in [
            ("%", "it is no base64"),
            (gzip.as_str(), "line 1 of its JSON makes no sense"),
            (cut.as_str(), "it cannot be unpacked: "),
        ] {
            let error = Release::read(data, false).unwrap_err();
            assert!(error.starts_with(why) && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_unpacks_to_too_much_is_not_unpacked() {
        let bomb = packed(&vec![b' '; MOST as usize + 2]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(Release::read(&bomb, false).unwrap_err(), "it unpacks to more than 64 MiB");
    }

    #[test]
    fn every_object_of_the_manifest_has_its_line() {
        let manifest = "---\n# Source: a.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\nkind: Job\napiVersion: batch/v1\n";
        let release = Release { manifest: manifest.to_owned(), ..Release::default() };
        let mut seen = Vec::new();
        release
            .objects(&mut |version, kind, name, line| seen.push(format!("{version} {kind} {name} {line}")))
            .unwrap();
        assert_eq!(seen, ["v1 Pod a 3", "batch/v1 Job  8"]);
    }
}

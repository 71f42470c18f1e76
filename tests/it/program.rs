//! The program as a person runs it.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use super::http::{Client, Fault};

/// The directory of this repository: it is a publication too.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs `kanyin` in `dir`, with no terminal and no input, in English whatever the
/// locale of who tests.
pub(crate) fn kanyin(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kanyin"))
        .args(arguments)
        .current_dir(dir)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

/// What it printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The files below a directory, by their path in it.
pub(crate) fn files_below(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(dir).expect("below").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

/// A publication in a directory of its own, with the settings and the vocabulary
/// of this repository.
pub(crate) struct Publication(tempfile::TempDir);

impl Publication {
    /// One with these files beside them.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let publication = Self(tempfile::tempdir().expect("a temporary directory"));
        for name in ["kanyin.yaml", "topics.yaml"] {
            publication.write(name, &fs::read(repository().join(name)).expect("settings"));
        }
        for (name, bytes) in files {
            publication.write(name, bytes);
        }
        publication
    }

    /// Where a file of it lies.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, below: &str, bytes: &[u8]) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Runs the program in it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        kanyin(self.0.path(), arguments)
    }
}

/// `kanyin serve`, ended when it is dropped.
pub(crate) struct Serving {
    child: Child,
    pub(super) client: Client,
}

impl Serving {
    /// Shows a publication.
    pub(crate) fn start(publication: &Publication) -> Result<Self, Fault> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kanyin"))
            .env("LC_ALL", "C")
            .args(["serve", "--port", "0"])
            .current_dir(publication.path(""))
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("no stderr")?).lines();
        let told = lines.find_map(|line| {
            let line = line.ok()?;
            Some(line.strip_prefix("raw and restored text at ")?.to_owned())
        });
        // Somebody must go on listening, or the program's words have nowhere to go.
        std::thread::spawn(move || lines.for_each(drop));
        let url = told.ok_or("no address")?;
        let client = Client::of(url.trim_end_matches("_proof/"))?;
        Ok(Self { child, client })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

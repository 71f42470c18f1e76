//! A branch of a git repository as a target, for hosts that serve one.
//!
//! The program `git` does the work, as it does for whoever publishes so by hand:
//! it knows their keys, agents, proxies and credential helpers, and a library
//! would know some of them and weigh more than all else here. A bare repository
//! of kanyin's own beside the site holds what was fetched. A commit is made by one
//! `git fast-import`, on top of what the branch is, and pushed; never by force: a
//! branch that has moved on refuses it, and then kanyin looks again.
//!
//! What stands is told by the ledger in the branch. What commits after the one
//! that wrote it have touched is somebody else's doing.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use super::{
    Failure, Stands, Target,
    edition::File,
    ledger::{LEDGER, Ledger},
    plan::{Kind, Plan, Standing},
};
use crate::{
    diag::Diagnostic,
    route::Address,
    targets,
    tongue::{Said, said},
};

/// Where the branch stands in kanyin's own repository.
const TIP: &str = "refs/kanyin/tip";
/// Where a commit stands there before it is pushed.
const NEXT: &str = "refs/kanyin/next";
/// Commits of others that are named.
const MOST_NAMED: usize = 10;

/// Variables that would lead git to another repository or other settings than
/// those that are meant.
const MISLEADING: [&str; 9] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// A branch.
#[derive(Debug)]
pub struct Branch {
    git: Git,
    settings: targets::Branch,
    /// The commit that the branch was at when it was looked at.
    tip: Option<String>,
    commit: Option<Commit>,
}

impl Branch {
    /// The branch that `settings` name. `site` is the site's directory, `store`
    /// where kanyin's own repository is or will be.
    pub fn open(settings: &targets::Branch, site: &Path, store: PathBuf) -> Self {
        let git = Git { site: site.to_owned(), store };
        Self { git, settings: settings.clone(), tip: None, commit: None }
    }

    /// The commit that the branch is at, fetched; `None` if there is no such
    /// branch.
    fn fetch(&self) -> Result<Option<String>, Failure> {
        let targets::Branch { remote, branch, .. } = &self.settings;
        self.git.run(&["init", "--bare", "--quiet", &self.git.store.to_string_lossy()])?;
        let name = format!("refs/heads/{branch}");
        let listed = self.git.text(&["ls-remote", "--quiet", "--", remote, &name])?;
        let Some(tip) = listed.split_whitespace().next().map(str::to_owned) else {
            return Ok(None);
        };
        let known = self.git.output(&["rev-parse", "--verify", "--quiet", TIP])?;
        if String::from_utf8_lossy(&known.stdout).trim() != tip {
            let refspec = format!("+{name}:{TIP}");
            self.git.run(&["fetch", "--quiet", "--no-tags", "--", remote, &refspec])?;
        }
        // The branch may have moved on since it was listed: what was fetched counts.
        Ok(Some(self.git.text(&["rev-parse", "--verify", TIP])?.trim().to_owned()))
    }

    /// The paths that commits after `since` have touched.
    fn touched(&self, since: &str, tip: &str) -> Result<BTreeSet<String>, Failure> {
        let listed = ["diff", "--name-only", "-z", "--no-renames", since, tip];
        Ok(self.git.text(&listed)?.split_terminator('\0').map(str::to_owned).collect())
    }

    /// Names the commits that kanyin did not make.
    fn name_commits(&self, range: &str) -> Result<Option<Diagnostic>, Failure> {
        let count = self.git.text(&["rev-list", "--count", range])?;
        let count: usize = count.trim().parse().unwrap_or_default();
        if count == 0 {
            return Ok(None);
        }
        let most = format!("--max-count={MOST_NAMED}");
        let log = self.git.text(&["log", "--format=%h %s (%an)", &most, range])?;
        let mut named: Vec<&str> = log.lines().collect();
        if count > named.len() {
            named.push("…");
        }
        let commits = if count == 1 { "commit" } else { "commits" };
        let message = said!(
            "the branch {branch} has {count} {commits} that kanyin did not make: {named}",
            "分支 {branch} 有 {count} 次提交不是 kanyin 做的：{named}",
            branch = self.settings.branch,
            named = named.join(", ")
        );
        let hint = said!(
            "they stay in its history; files of kanyin's that they touched are published anew, others are left alone",
            "提交都留在历史里；它们动过的 kanyin 文件会重新发布，别的文件不动"
        );
        Ok(Some(Diagnostic::warning(message).hint(hint)))
    }
}

impl Target for Branch {
    fn look(&mut self) -> Result<Standing, Failure> {
        self.commit = None;
        self.tip = self.fetch()?;
        let Some(tip) = self.tip.clone() else { return Ok(Standing::default()) };
        let listed = self.git.text(&["ls-tree", "-r", "-z", "--full-tree", "--name-only", &tip])?;
        let paths: Vec<&str> = listed.split_terminator('\0').collect();
        let mut notes = Vec::new();
        let ours = paths.contains(&LEDGER);
        let (ledger, touched, theirs) = if ours {
            let text = self.git.run(&["cat-file", "blob", &format!("{tip}:{LEDGER}")])?;
            let since =
                self.git.text(&["log", "--max-count=1", "--format=%H", &tip, "--", LEDGER])?;
            let since = since.trim();
            let touched = self.touched(since, &tip)?;
            (Ledger::parse(&text, &mut notes), touched, format!("{since}..{tip}"))
        } else {
            (Ledger::default(), BTreeSet::new(), tip)
        };
        notes.extend(self.name_commits(&theirs)?);
        let mark = |path: &str| if touched.contains(path) { "touched" } else { "" }.to_owned();
        let marks: BTreeMap<Address, String> = paths
            .iter()
            .filter(|path| **path != LEDGER)
            .map(|path| (Address::file(*path), mark(path)))
            .collect();
        Ok(Standing::new(ledger, &marks, notes))
    }

    fn begin(&mut self, plan: &Plan, _: &Ledger) -> Result<(), Failure> {
        let who = self.git.output(&["var", "GIT_COMMITTER_IDENT"])?;
        if !who.status.success() {
            let problem = Diagnostic::error(said!(
                "git does not know whose commit it will be",
                "git 不知道这次提交算谁的"
            ));
            let hint = said!(
                "tell it once: `git config --global user.name \"…\"` and `user.email`",
                "请告诉它一次：`git config --global user.name \"…\"` 和 `user.email`"
            );
            return Err(problem.hint(hint).into());
        }
        let who = String::from_utf8_lossy(&who.stdout).trim().to_owned();
        let message = format!(
            "{}\n\n{} new, {} changed, {} gone\n",
            self.settings.message,
            plan.how_many(Kind::New),
            plan.how_many(Kind::Changed),
            plan.how_many(Kind::Gone),
        );
        self.commit = Some(Commit::begin(&self.git, who, message)?);
        Ok(())
    }

    fn put(&mut self, files: &[(&Address, &File)], stands: &Stands<'_>) -> Result<(), Failure> {
        let commit = self.commit.as_mut().ok_or(Failure::Overtaken)?;
        for (address, file) in files {
            commit.add(address.as_str(), &file.bytes)?;
            stands(address, String::new());
        }
        Ok(())
    }

    fn save(&mut self, _: &Ledger) -> Result<(), Failure> {
        Ok(())
    }

    fn remove(&mut self, addresses: &[&Address]) -> Result<(), Failure> {
        let commit = self.commit.as_mut().ok_or(Failure::Overtaken)?;
        commit.removed.extend(addresses.iter().map(ToString::to_string));
        Ok(())
    }

    fn finish(&mut self, ledger: &Ledger) -> Result<Vec<Diagnostic>, Failure> {
        let mut commit = self.commit.take().ok_or(Failure::Overtaken)?;
        commit.add(LEDGER, ledger.to_text().as_bytes())?;
        commit.end(self.tip.as_deref())?;
        let targets::Branch { remote, branch, .. } = &self.settings;
        let refspec = format!("{NEXT}:refs/heads/{branch}");
        let pushed =
            self.git.output(&["push", "--porcelain", "--quiet", "--", remote, &refspec])?;
        if pushed.status.success() {
            return Ok(Vec::new());
        }
        let said = String::from_utf8_lossy(&pushed.stdout);
        let moved = ["[rejected]", "cannot lock ref", "failed to update ref", "fetch first"];
        if moved.iter().any(|words| said.contains(words)) {
            return Err(Failure::Overtaken);
        }
        Err(refused("push", &[&pushed.stdout[..], b"\n", &pushed.stderr].concat()))
    }
}

/// A commit that is being made by `git fast-import`. Dropped without
/// [`Commit::end`], it is none: the stream lacks its last word.
#[derive(Debug)]
struct Commit {
    child: Child,
    who: String,
    message: String,
    /// Paths of the files that were handed over, in the order of their numbers.
    added: Vec<String>,
    removed: Vec<String>,
}

impl Commit {
    fn begin(git: &Git, who: String, message: String) -> Result<Self, Failure> {
        // The force is for the reference in kanyin's own repository, where an
        // earlier run may have left a commit that was refused.
        let child = git
            .command(&["fast-import", "--quiet", "--done", "--force"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| no_git(&error))?;
        Ok(Self { child, who, message, added: Vec::new(), removed: Vec::new() })
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.added.push(path.to_owned());
        let mark = self.added.len();
        self.write(&[format!("blob\nmark :{mark}\n").as_bytes(), &data(bytes)].concat())
    }

    fn end(mut self, from: Option<&str>) -> Result<(), Failure> {
        let mut commit = format!("commit {NEXT}\ncommitter {}\n", self.who).into_bytes();
        commit.extend(data(self.message.as_bytes()));
        if let Some(from) = from {
            commit.extend(format!("from {from}\n").into_bytes());
        }
        for path in &self.removed {
            commit.extend(format!("D {}\n", quoted(path)).into_bytes());
        }
        for (number, path) in self.added.iter().enumerate() {
            commit.extend(format!("M 100644 :{} {}\n", number + 1, quoted(path)).into_bytes());
        }
        commit.extend(b"done\n");
        self.write(&commit)?;
        let ended = self.child.wait_with_output().map_err(|error| no_git(&error))?;
        if ended.status.success() { Ok(()) } else { Err(refused("fast-import", &ended.stderr)) }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match self.child.stdin.as_mut() {
            Some(stdin) => stdin.write_all(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        };
        written.map_err(|error| {
            let mut said = Vec::new();
            if let Some(stderr) = self.child.stderr.as_mut() {
                // Whatever it managed to say; the pipe's own error is the fallback.
                let _ = io::Read::read_to_end(stderr, &mut said);
            }
            said.extend(error.to_string().into_bytes());
            refused("fast-import", &said)
        })
    }
}

/// Bytes as fast-import reads them.
fn data(bytes: &[u8]) -> Vec<u8> {
    [format!("data {}\n", bytes.len()).as_bytes(), bytes, b"\n"].concat()
}

/// A path as fast-import reads it, whatever is in it.
fn quoted(path: &str) -> String {
    let escaped = path.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// The program `git` with kanyin's own repository.
#[derive(Clone, Debug)]
struct Git {
    /// Where it runs: a relative path of a remote is one from here.
    site: PathBuf,
    store: PathBuf,
}

impl Git {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        for name in MISLEADING {
            command.env_remove(name);
        }
        command
            .current_dir(&self.site)
            .env("GIT_DIR", &self.store)
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            // Tidying up is done before it returns, not behind its back.
            .args(["-c", "gc.autoDetach=false", "-c", "maintenance.autoDetach=false"])
            .args(["-c", "core.quotePath=false"])
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.command(arguments).output().map_err(|error| no_git(&error))
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = self.output(arguments)?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(refused(arguments.first().unwrap_or(&"git"), &output.stderr))
        }
    }

    fn text(&self, arguments: &[&str]) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&self.run(arguments)?).into_owned())
    }
}

fn no_git(error: &io::Error) -> Failure {
    let cause = Said::system(error);
    let problem = said!("cannot run the program `git`: {cause}", "运行不了 `git`：{cause}", cause);
    let hint = said!("a branch is published with it: install git", "发布到分支要用它：请安装 git");
    Diagnostic::error(problem).hint(hint).into()
}

/// What git said when it was asked for `doing`.
fn refused(doing: &str, said: &[u8]) -> Failure {
    let said = String::from_utf8_lossy(said);
    let lines = said.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "Done");
    let said: String = lines.collect::<Vec<_>>().join("; ").chars().take(600).collect();
    let problem = said!("`git {doing}` failed: {said}", "`git {doing}` 没有成功：{said}");
    let hint = said!(
        "the branch is as it was; if kanyin's own copy of it is damaged, delete `.kanyin/publish`, and it is fetched anew",
        "分支还是原来的样子；如果 kanyin 自己的那份坏了，请删掉 `.kanyin/publish`，会重新取一份"
    );
    Diagnostic::error(problem).hint(hint).into()
}

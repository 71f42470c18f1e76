//! Publishing into a branch: a real bare repository, real git, kills.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::{
    publish::{Failure, Kind, LEDGER, Plan, Target, git::Branch},
    targets,
};

use super::{
    program::{Publication, text},
    publish::{
        CHILD, Done, Files, dangling, edition, fails_everywhere, in_order, kill_often, old_or_new,
        publish, publish_for_ever, site, start_child,
    },
};

/// Runs git in `dir`, as somebody with a name; what it printed.
/// Pages of the sites that children publish.
const PAGES: usize = 120;

fn git(dir: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(dir)
        .args(["-c", "user.name=Li Wen", "-c", "user.email=li@example.org"])
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// A bare repository and what kanyin knows of it.
struct Pages {
    dir: tempfile::TempDir,
}

impl Pages {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        fs::create_dir(dir.path().join("site")).expect("a site");
        git(dir.path(), &["init", "--bare", "--quiet", "pages.git"]);
        Self { dir }
    }

    fn repository(&self) -> PathBuf {
        self.dir.path().join("pages.git")
    }

    fn open(&self) -> Branch {
        open(self.dir.path(), "store.git")
    }

    /// All files of the branch, the ledger left out; empty if there is no branch.
    fn files(&self) -> Files {
        let archive = Command::new("git")
            .current_dir(self.repository())
            .args(["archive", "web"])
            .output()
            .expect("git runs");
        let mut files = Files::new();
        if archive.status.success() {
            let out = tempfile::tempdir().expect("a temporary directory");
            let tar = out.path().join("x.tar");
            fs::write(&tar, archive.stdout).expect("an archive");
            let into = out.path().join("x");
            fs::create_dir(&into).expect("a folder");
            let unpacked = Command::new("tar").arg("-xf").arg(&tar).arg("-C").arg(&into).status();
            assert!(unpacked.expect("tar runs").success());
            files = super::publish::files_of(&into);
        }
        files
    }

    fn commits(&self) -> Vec<String> {
        let log = git(&self.repository(), &["log", "--format=%s", "web"]);
        log.lines().map(str::to_owned).collect()
    }

    /// Somebody else commits `change` to the branch.
    fn somebody_else(&self, name: &str, bytes: &str) {
        let clone = self.dir.path().join("clone");
        let _ = fs::remove_dir_all(&clone);
        git(self.dir.path(), &["clone", "--quiet", "--branch", "web", "pages.git", "clone"]);
        fs::write(clone.join(name), bytes).expect("a file");
        git(&clone, &["add", "--all"]);
        git(&clone, &["commit", "--quiet", "--message", &format!("Put {name} there")]);
        git(&clone, &["push", "--quiet"]);
    }
}

fn open(dir: &Path, store: &str) -> Branch {
    let settings = targets::Branch {
        remote: "../pages.git".into(),
        branch: "web".into(),
        message: "出报".into(),
    };
    Branch::open(&settings, &dir.join("site"), dir.join(store))
}

fn send(pages: &Pages, files: &Files) -> Result<Plan, String> {
    publish(&mut pages.open(), &edition(files)).map_err(|e| format!("{e:?}"))
}

#[test]
fn a_failure_at_any_step_leaves_the_old_branch_and_the_next_run_completes() -> Done {
    let pages = Pages::new();
    let steps = fails_everywhere(
        &|| drop(git(&pages.repository(), &["update-ref", "-d", "refs/heads/web"])),
        &|| Ok(Box::new(pages.open())),
        &|| Ok(pages.files()),
        &old_or_new,
    )?;
    in_order(&steps);
    Ok(())
}

#[test]
fn a_branch_grows_by_one_commit_a_publish_and_by_none_without_a_change() -> Done {
    let pages = Pages::new();
    let (old, new) = (site("old", 6), site("new", 6));
    send(&pages, &old)?;
    assert!(send(&pages, &old)?.is_empty());
    let plan = send(&pages, &new)?;
    assert_eq!((plan.how_many(Kind::New), plan.how_many(Kind::Gone)), (2, 2));
    assert_eq!(pages.commits(), ["出报", "出报"]);
    assert_eq!(pages.files(), new);
    // Seen from elsewhere, by a program that never saw the branch.
    let plan = publish(&mut open(pages.dir.path(), "other.git"), &edition(&new));
    assert!(plan.is_ok_and(|plan| plan.is_empty()));
    Ok(())
}

#[test]
fn commits_of_others_are_named_kept_and_put_right() -> Done {
    let pages = Pages::new();
    let (old, new) = (site("old", 6), site("new", 6));
    send(&pages, &old)?;
    pages.somebody_else("CNAME", "paper.example.org");
    pages.somebody_else("issues.html", "defaced");
    let standing = pages.open().look().map_err(|e| format!("{e:?}"))?;
    let note = standing.notes.first().map(|note| note.message.en().to_owned()).unwrap_or_default();
    for part in ["2 commits that kanyin did not make", "Put CNAME there (Li Wen)"] {
        assert!(note.contains(part), "{note}");
    }
    let plan = Plan::new(&edition(&old), &standing, None);
    let told: Vec<&str> = plan.changes.iter().map(|change| change.address.as_str()).collect();
    assert_eq!((told, plan.foreign), (vec!["issues.html"], 1));
    send(&pages, &new)?;
    let mut files = pages.files();
    assert_eq!(files.remove("CNAME").as_deref(), Some(&b"paper.example.org"[..]));
    assert_eq!(files, new);
    assert_eq!(pages.commits()[1..3], ["Put issues.html there", "Put CNAME there"]);
    let standing = pages.open().look().map_err(|e| format!("{e:?}"))?;
    assert_eq!(standing.notes, []);
    Ok(())
}

#[test]
fn a_branch_that_moved_on_meanwhile_is_never_forced() -> Done {
    let pages = Pages::new();
    let (old, new) = (site("old", 6), site("new", 6));
    send(&pages, &old)?;
    let mut target = pages.open();
    let standing = target.look().map_err(|e| format!("{e:?}"))?;
    let plan = Plan::new(&edition(&new), &standing, None);
    pages.somebody_else("CNAME", "paper.example.org");
    let done = kanyin::publish::carry_out(&plan, &edition(&new), &standing, &mut target, &|_| ());
    assert_eq!(done, Err(Failure::Overtaken));
    assert_eq!(pages.commits(), ["Put CNAME there", "出报"]);
    publish(&mut target, &edition(&new)).map_err(|e| format!("{e:?}"))?;
    assert_eq!(pages.commits(), ["出报", "Put CNAME there", "出报"]);
    // A branch that somebody made in the same moment is not written over either.
    git(&pages.repository(), &["update-ref", "-d", "refs/heads/web"]);
    let standing = target.look().map_err(|e| format!("{e:?}"))?;
    send(&pages, &old)?;
    let plan = Plan::new(&edition(&new), &standing, None);
    let done = kanyin::publish::carry_out(&plan, &edition(&new), &standing, &mut target, &|_| ());
    assert_eq!(done, Err(Failure::Overtaken));
    assert_eq!(pages.files(), old);
    Ok(())
}

#[test]
fn of_two_at_once_both_come_through_one_after_the_other() -> Done {
    let pages = Pages::new();
    send(&pages, &site("old", 6))?;
    std::thread::scope(|scope| {
        let threads: Vec<_> = ["left", "right"]
            .map(|word| {
                let dir = pages.dir.path();
                scope.spawn(move || {
                    publish(&mut open(dir, &format!("{word}.git")), &edition(&site(word, 6)))
                })
            })
            .into();
        for thread in threads {
            let done = thread.join().expect("no panic");
            assert!(done.is_ok(), "{done:?}");
        }
    });
    assert_eq!(pages.commits().len(), 3);
    let files = pages.files();
    assert!(["left", "right"].into_iter().any(|word| files == site(word, 6)), "{files:?}");
    Ok(())
}

#[test]
fn paths_of_any_letters_come_through() -> Done {
    let pages = Pages::new();
    let mut files = site("old", 6);
    for name in ["assets/图 \"一\".jpg", "assets/a\\b.jpg", "assets/新.css"] {
        files.insert(name.into(), name.as_bytes().to_vec());
    }
    send(&pages, &files)?;
    assert_eq!(pages.files(), files);
    assert!(send(&pages, &files)?.is_empty());
    files.retain(|name, _| !name.contains('图'));
    send(&pages, &files)?;
    assert_eq!(pages.files(), files);
    Ok(())
}

#[test]
fn the_program_publishes_a_branch_and_says_what_git_says() -> Done {
    let pages = Pages::new();
    let paper = Publication::new(&[("content/1/a.md", "---\ntitle: 一\n---\n\n文\n".as_bytes())]);
    let settings = fs::read_to_string(paper.path("kanyin.yaml"))?;
    let remote = pages.repository();
    let target = |remote: &Path| {
        format!("{settings}\npublish:\n  pages: {{kind: git, remote: '{}'}}\n", remote.display())
    };
    paper.write("kanyin.yaml", target(&remote).as_bytes());
    paper.write("gitconfig", b"[user]\nname = Li Wen\nemail = li@example.org\n");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kanyin"))
            .env("LC_ALL", "C")
            .args(arguments)
            .current_dir(paper.path(""))
            .env("GIT_CONFIG_GLOBAL", paper.path("gitconfig"))
            .env("GIT_DIR", paper.path("nowhere"))
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        (output.status.success(), text(&output.stdout) + &text(&output.stderr))
    };
    let (done, said) = run(&["publish", "--dry-run"]);
    assert!(done && said.contains("new      .nojekyll"), "{said}");
    assert_eq!(git(&remote, &["branch", "--list"]), "");
    let (done, said) = run(&["publish"]);
    assert!(done && said.contains("pages: published"), "{said}");
    let listed = git(&remote, &["ls-tree", "-r", "--name-only", "gh-pages"]);
    for file in [".nojekyll", "index.html", "article/1/a.html", LEDGER] {
        assert!(listed.lines().any(|line| line == file), "{listed}");
    }
    let (done, said) = run(&["publish", "--rollback"]);
    assert!(!done && said.contains("keeps no releases to go back to"), "{said}");
    paper.write("kanyin.yaml", target(&pages.dir.path().join("gone.git")).as_bytes());
    let (done, said) = run(&["publish"]);
    assert!(!done && said.contains("`git ls-remote` failed"), "{said}");
    Ok(())
}

/// Not a test: what the killed children run.
#[test]
#[ignore = "started and killed by the test below"]
fn child() -> Done {
    let Ok(dir) = env::var(CHILD) else { return Ok(()) };
    publish_for_ever(&mut open(Path::new(&dir), "store.git"), PAGES)
}

#[test]
fn killed_at_any_moment_the_branch_is_the_old_or_the_new() -> Done {
    let pages = Pages::new();
    let sites = ["old", "new"].map(|word| site(word, PAGES));
    let started = Instant::now();
    for site in &sites {
        send(&pages, site)?;
    }
    let pace = (started.elapsed() / 2).max(Duration::from_millis(5));
    let mut words = BTreeSet::new();
    let start = || start_child(module_path!(), &pages.dir.path().to_string_lossy());
    kill_often(pace, &start, &|| true, |turn| {
        let found = pages.files();
        let word = sites.iter().position(|site| *site == found);
        words.insert(word.ok_or_else(|| format!("mixed: {:?}", dangling(&found)))?);
        let next = &sites[turn % 2];
        send(&pages, next)?;
        assert_eq!(pages.files(), *next, "after the next run");
        Ok(())
    })?;
    assert_eq!(words.len(), 2, "the children did not publish");
    git(&pages.repository(), &["fsck", "--strict"]);
    Ok(())
}

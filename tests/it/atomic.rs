//! The output is the old site or the new one: whatever the directory was, when
//! the program is killed, and when the disk is full.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::disk::{Error, MARKER, Problem, Root, Tree};

type Done = Result<(), Box<dyn std::error::Error>>;

/// Files of one site. Large enough that a kill lands in every phase.
const PAGES: usize = 300;

/// Fills the output with a site all of whose pages say `word`.
fn build(root: &Root, output: &Path, word: &str, exchange: bool) -> Result<(), Error> {
    let lock = root.lock(|| {})?;
    let tree = Tree::open(&lock, output)?;
    // One output of a site keeps the tree before the last one.
    let tree = if output == Path::new("public") { tree.keeping() } else { tree };
    let tree = if exchange { tree } else { tree.without_exchange() };
    let stage = tree.stage()?;
    stage.write("index.html", word.as_bytes())?;
    for page in 0..PAGES {
        stage.write(&format!("article/{}/{page}.html", page % 7), word.as_bytes())?;
    }
    stage.commit().map(|_| ())
}

/// Path and text of each visible file below `dir`.
fn read(dir: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(dir).sort_by_file_name() {
        let entry = entry?;
        let name =
            entry.path().strip_prefix(dir).unwrap_or(entry.path()).to_string_lossy().into_owned();
        if entry.file_type().is_file() && !name.starts_with('.') {
            files.insert(name, fs::read_to_string(entry.path())?);
        }
    }
    Ok(files)
}

/// The one word of a whole site; an error says what is mixed or missing.
fn word(dir: &Path) -> Result<String, String> {
    let files = read(dir).map_err(|e| e.to_string())?;
    let word = files.get("index.html").ok_or("no index.html")?.clone();
    let whole = files.len() == PAGES + 1 && files.values().all(|text| *text == word);
    whole.then_some(word).ok_or_else(|| format!("{} files, mixed", files.len()))
}

fn refused(root: &Root, output: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let lock = root.try_lock()?;
    let error =
        Tree::open(&lock, output).err().ok_or_else(|| format!("{} was taken", output.display()))?;
    assert!(matches!(error.problem(), Problem::Output { .. }), "{error}");
    Ok(error.to_string())
}

#[test]
fn only_a_directory_of_ours_is_replaced() -> Done {
    let dir = tempfile::tempdir()?;
    let site = dir.path().join("office/site");
    for folder in ["content/a", "seeds", "themes", "foreign", "kept", "empty", "public"] {
        fs::create_dir_all(site.join(folder))?;
    }
    fs::write(site.join("foreign/thesis.txt"), "years of work")?;
    fs::write(site.join("kept/.gitkeep"), "keep me\n")?;
    fs::write(site.join("file"), "x")?;
    symlink(site.join("empty"), site.join("link"))?;
    symlink(&site, dir.path().join("same"))?;
    let root = Root::open(&site)?;
    let misplaced = [
        "foreign",
        "file",
        "link",
        ".",
        "..",
        "/",
        "content",
        "content/a",
        "content/new/er",
        "seeds",
        "themes",
        "foreign/../content",
        ".kanyin",
        "../../same",
    ];
    for output in misplaced {
        refused(&root, Path::new(output)).map_err(|e| format!("{output}: {e}"))?;
    }
    refused(&root, &dir.path().join("same/content"))?;
    refused(&root, &dir.path().join("office"))?;
    assert_eq!(fs::read_to_string(site.join("foreign/thesis.txt"))?, "years of work");
    assert!(!site.join("content/new").exists());

    let outside = dir.path().join("www/deep/site");
    for output in
        [Path::new("public"), Path::new("empty"), Path::new("new/er"), Path::new("kept"), &outside]
    {
        for turn in ["old", "new"] {
            build(&root, output, turn, true).map_err(|e| format!("{}: {e}", output.display()))?;
            assert_eq!(word(&site.join(output)).as_deref(), Ok(turn), "{}", output.display());
        }
    }
    assert_eq!(fs::read_to_string(site.join("kept/.gitkeep"))?, "keep me\n");
    assert!(site.join("public").join(MARKER).is_file());
    assert!(!site.join(".public.kanyin-new").exists() && !site.join(".public.kanyin-old").exists());
    Ok(())
}

#[test]
fn a_stage_that_is_not_finished_leaves_nothing() -> Done {
    let dir = tempfile::tempdir()?;
    let root = Root::open(dir.path())?;
    build(&root, Path::new("public"), "old", true)?;
    let lock = root.try_lock()?;
    let tree = Tree::open(&lock, Path::new("public"))?;
    let stage = tree.stage()?;
    stage.write("a/index.html", b"x")?;
    assert!(
        stage.write("a/index.html", b"y").is_err_and(|e| matches!(e.problem(), Problem::Twice))
    );
    for bad in ["../x", "/x", "a/../../x", ""] {
        assert!(stage.write(bad, b"y").is_err(), "{bad}");
    }
    drop(stage);
    assert_eq!(word(&dir.path().join("public")).as_deref(), Ok("old"));
    assert!(!dir.path().join(".public.kanyin-new").exists());
    Ok(())
}

/// The next tree is made from the one before the last, of which nothing is believed; and what is
/// written into it is in no other tree.
#[test]
fn a_tree_is_made_from_the_one_before_the_last() -> Done {
    let dir = tempfile::tempdir()?;
    let (public, before) = (dir.path().join("public"), dir.path().join(".kanyin/before"));
    let root = Root::open(dir.path())?;
    let lock = root.try_lock()?;
    // Of what was written last time, what is here is taken; the rest is written.
    let mut last = BTreeMap::new();
    let mut build = |files: &[(&str, &str)]| -> Result<usize, Box<dyn std::error::Error>> {
        let tree = Tree::open(&lock, Path::new("public"))?.keeping();
        let stage = tree.stage()?;
        let mut taken = 0;
        let mut now = BTreeMap::new();
        for (path, text) in files {
            let stamp = match last.get(&(path.to_string(), text.to_string())) {
                Some(stamp) if stage.take(path, stamp)? => {
                    taken += 1;
                    *stamp
                }
                _ => stage.write(path, text.as_bytes())?,
            };
            assert!(stage.write(path, b"y").is_err_and(|e| matches!(e.problem(), Problem::Twice)));
            now.insert((path.to_string(), text.to_string()), stamp);
        }
        assert!(stage.commit()?.diagnostics.is_empty());
        let stand = files.iter().map(|(path, text)| (path.to_string(), text.to_string()));
        assert_eq!(read(&public)?, stand.collect());
        last = now;
        Ok(taken)
    };
    assert_eq!(build(&[("a", "1"), ("b", "1"), ("c/d", "1"), ("c/e", "1")])?, 0);
    assert!(!before.exists());
    assert_eq!(build(&[("a", "1"), ("b", "2"), ("c/d", "1"), ("f/g", "1")])?, 2);
    let two = read(&public)?;
    assert_eq!(read(&before)?.get("b").map(String::as_str), Some("1"));
    // A folder where a file is wanted, a file where a folder is, and what nobody wants.
    fs::remove_file(before.join("a"))?;
    fs::create_dir_all(before.join("a/x"))?;
    fs::write(before.join("f"), "x")?;
    fs::create_dir_all(before.join("z/z"))?;
    fs::write(before.join("z/z/z"), "x")?;
    symlink(dir.path().join(".kanyin"), before.join("h"))?;
    let third = [("a", "1"), ("b", "2"), ("c/d", "3"), ("f/g", "1"), ("h/i", "1")];
    assert_eq!(build(&third)?, 3);
    assert!(!public.join("z").exists() && !public.join("c/e").exists());
    assert_eq!(read(&before)?, two, "what was written is in no other tree");
    // A name of a file that somebody has put into the place of ours is not taken.
    fs::remove_file(public.join("b"))?;
    fs::write(public.join("b"), "2")?;
    fs::remove_file(before.join("b"))?;
    assert_eq!(build(&third)?, 4);

    // A run that is given up leaves it for the next one.
    let tree = Tree::open(&lock, Path::new("public"))?.keeping();
    drop(tree.stage()?);
    assert!(before.exists() && !dir.path().join(".public.kanyin-new").exists());
    assert_eq!(build(&third)?, 5);
    // Nor is it believed to be a tree of ours when it is not.
    fs::remove_file(before.join(MARKER))?;
    assert_eq!(build(&third)?, 5);
    assert_eq!(read(&before)?.get("h/i").map(String::as_str), Some("1"), "it is let be");
    Ok(())
}

/// Two trees of different files are not both kept: they would take twice the room.
#[test]
fn a_tree_that_shares_little_with_the_next_is_removed() -> Done {
    let dir = tempfile::tempdir()?;
    let root = Root::open(dir.path())?;
    let lock = root.try_lock()?;
    for (files, is_kept) in [(600, false), (600, false), (200, true), (600, false)] {
        let tree = Tree::open(&lock, Path::new("public"))?.keeping();
        let stage = tree.stage()?;
        (0..files).try_for_each(|n| stage.write(&format!("{n}.html"), b"x").map(drop))?;
        assert!(stage.commit()?.diagnostics.is_empty());
        assert_eq!(read(&dir.path().join("public"))?.len(), files);
        assert_eq!(dir.path().join(".kanyin/before").exists(), is_kept);
    }
    Ok(())
}

#[test]
fn many_threads_write_one_stage() -> Done {
    let dir = tempfile::tempdir()?;
    let root = Root::open(dir.path())?;
    let lock = root.try_lock()?;
    let tree = Tree::open(&lock, Path::new("public"))?;
    let stage = tree.stage()?;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let stage = &stage;
                scope.spawn(move || {
                    (0..50).try_for_each(|n| {
                        stage.write(&format!("a/{n}/{thread}.html"), b"x").map(drop)
                    })
                })
            })
            .collect();
        threads
            .into_iter()
            .try_for_each(|t| t.join().map_err(|_| "panicked")?.map_err(|e| e.to_string().into()))
    })
    .map_err(|e: Box<dyn std::error::Error>| e)?;
    assert!(stage.commit()?.diagnostics.is_empty());
    assert_eq!(read(&dir.path().join("public"))?.len(), 400);
    Ok(())
}

#[test]
fn an_output_outside_is_held_against_another_site() -> Done {
    let dir = tempfile::tempdir()?;
    let (one, two) =
        (Root::create(&dir.path().join("one"))?, Root::create(&dir.path().join("two"))?);
    let www = dir.path().join("www");
    let (lock_one, lock_two) = (one.try_lock()?, two.try_lock()?);
    let tree = Tree::open(&lock_one, &www)?;
    assert!(Tree::open(&lock_two, &www).is_err_and(|e| matches!(e.problem(), Problem::Busy)));
    drop(tree);
    Tree::open(&lock_two, &www)?;
    Ok(())
}

/// Name of the variable that tells a child which site to build for ever.
const CHILD: &str = "KANYIN_TEST_ATOMIC";

/// Not a test: what the killed children run.
#[test]
#[ignore = "started and killed by the tests below"]
fn child() -> Done {
    let Ok(task) = env::var(CHILD) else { return Ok(()) };
    let (how, site) = task.split_once(' ').ok_or("no task")?;
    let root = Root::open(Path::new(site))?;
    loop {
        for word in ["new", "old"] {
            build(&root, Path::new("public"), word, how == "exchange")?;
        }
    }
}

fn start_child(how: &str, site: &Path) -> std::io::Result<Child> {
    let name =
        module_path!().split_once("::").map_or("", |(_, module)| module).to_owned() + "::child";
    Command::new(env::current_exe()?)
        .args(["--exact", &name, "--ignored", "--nocapture"])
        .env(CHILD, format!("{how} {}", site.display()))
        .stdout(Stdio::null())
        .spawn()
}

/// Kills children at moments that sweep over the build; looks at the output all
/// the while (`watch`) and after each kill, before and after a next start.
fn kill_often(
    how: &str,
    mut watch: impl FnMut(&Path) -> Done,
    after: impl Fn(&Path) -> Done,
) -> Done {
    let dir = tempfile::tempdir()?;
    let (public, stage) = (dir.path().join("public"), dir.path().join(".public.kanyin-new"));
    let root = Root::open(dir.path())?;
    let start = Instant::now();
    build(&root, Path::new("public"), "old", true)?;
    let pace = start.elapsed();
    let (mut interrupted, mut words) = (0, BTreeSet::new());
    // More than fifty only where the machine is so busy that none was let through.
    for turn in 0..100 {
        if turn >= 50 && interrupted > 10 && words.len() == 2 {
            break;
        }
        let mut child = start_child(how, dir.path())?;
        // Not before it builds; then a moment that differs from turn to turn.
        let patience = Instant::now() + Duration::from_mins(1);
        while !stage.exists() && Instant::now() < patience {
            watch(&public)?;
        }
        // Ever longer, so that on a busy machine too some are let through.
        let end = Instant::now() + pace * (turn % 20) / 20 * (1 << (turn / 13).min(6));
        while Instant::now() < end {
            watch(&public)?;
        }
        child.kill()?;
        child.wait()?;
        after(&public)?;
        interrupted += u32::from(fs::read_dir(dir.path())?.count() > 2);
        let lock = root.lock(|| {})?;
        Tree::open(&lock, Path::new("public"))?;
        words.insert(word(&public).map_err(|e| format!("turn {turn}, after the next start: {e}"))?);
        let left: Vec<_> =
            fs::read_dir(dir.path())?.filter_map(|e| Some(e.ok()?.file_name())).collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
    assert!(interrupted > 10, "the kills did not land in builds: {interrupted}");
    assert_eq!(words.len(), 2, "the children did not build: {words:?}");
    Ok(())
}

#[test]
fn killed_at_any_moment_the_output_is_the_old_or_the_new() -> Done {
    let mut looks = 0_u32;
    let watch = |public: &Path| -> Done {
        let index = fs::read_to_string(public.join("index.html"))?;
        assert!(["old", "new"].contains(&&*index), "{index}");
        looks += 1;
        Ok(())
    };
    kill_often("exchange", watch, |public| {
        word(public).map_err(|e| format!("right after the kill: {e}"))?;
        Ok(())
    })?;
    assert!(looks > 1000, "{looks}");
    Ok(())
}

#[test]
fn without_exchange_a_kill_is_made_good_at_the_next_start() -> Done {
    // Between two renames there is no output: a look may miss it, but what it
    // finds is whole.
    let whole = |public: &Path| -> Done {
        if public.exists() {
            word(public).map_err(|e| format!("not whole: {e}"))?;
        }
        Ok(())
    };
    let wait = |_: &Path| -> Done {
        std::thread::sleep(Duration::from_millis(1));
        Ok(())
    };
    kill_often("renames", wait, whole)
}

#[test]
fn between_two_renames_the_old_output_comes_back() -> Done {
    let dir = tempfile::tempdir()?;
    let root = Root::open(dir.path())?;
    build(&root, Path::new("public"), "old", false)?;
    build(&root, Path::new("public"), "old", false)?;
    fs::rename(dir.path().join("public"), dir.path().join(".public.kanyin-old"))?;
    fs::create_dir(dir.path().join(".public.kanyin-new"))?;
    // A process that another test is about to start may still hold the old lock.
    let lock = root.lock(|| {})?;
    Tree::open(&lock, Path::new("public"))?;
    assert_eq!(word(&dir.path().join("public")).as_deref(), Ok("old"));
    assert_eq!(fs::read_dir(dir.path())?.count(), 2);
    Ok(())
}

/// A file system of 256 KiB; unmounted when dropped.
pub(super) struct Small(pub(super) tempfile::TempDir);

impl Small {
    pub(super) fn mount() -> Result<Self, Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let options = ["-t", "tmpfs", "-o", "size=256k", "tmpfs"];
        let mounted = Command::new("mount").args(options).arg(dir.path()).status()?;
        if mounted.success() { Ok(Self(dir)) } else { Err("mount failed".into()) }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped must say so")]
fn on_a_full_disk_the_old_site_stays() -> Done {
    let small = match Small::mount() {
        Ok(small) => small,
        Err(error) => {
            eprintln!(
                "SKIPPED: a small disk cannot be mounted here ({error}); run as root to test a full disk"
            );
            return Ok(());
        }
    };
    let site = small.0.path().join("site");
    let root = Root::create(&site)?;
    let lock = root.try_lock()?;
    lock.write("content/a.md", b"old")?;
    let stage_with = |bytes: &[u8]| -> Result<(), Error> {
        let tree = Tree::open(&lock, Path::new("public"))?.keeping();
        let stage = tree.stage()?;
        (0..8).try_for_each(|n| stage.write(&format!("{n}.html"), bytes).map(drop))?;
        stage.commit().map(|_| ())
    };
    for _ in 0..2 {
        stage_with(b"old")?;
    }
    for _ in 0..3 {
        let error = stage_with(&vec![b'x'; 64 << 10]).err().ok_or("a full disk took it")?;
        assert!(
            kanyin::diag::Diagnostic::from(error)
                .draw(false, kanyin::tongue::Tongue::English)
                .contains("make room")
        );
        assert!(read(&site.join("public"))?.values().all(|text| text == "old"));
        assert!(!site.join(".public.kanyin-new").exists());
        assert!(!site.join(".kanyin/before").exists(), "what was begun in it takes no room");
    }
    let large = vec![b'x'; 200 << 10];
    assert!(lock.write_all(&[("content/a.md", &large), ("content/b/b.md", &large)]).is_err());
    assert_eq!(read(&site.join("content"))?.into_values().collect::<Vec<_>>(), ["old"]);
    assert_eq!(fs::read_dir(site.join("content"))?.count(), 1);
    // A test that starts a program meanwhile has copies of our open files for a moment, and
    // with them the room of those that are gone.
    for _ in 0..100 {
        if stage_with(b"new").is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    stage_with(b"new")?;
    Ok(())
}

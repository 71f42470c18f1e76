//! Publishing into a directory of releases: real files, real links, kills.

use std::{
    collections::BTreeSet,
    env, fs,
    os::unix::fs::{MetadataExt as _, symlink},
    path::Path,
    time::{Duration, Instant},
};

use kanyin::{
    disk::Root,
    publish::{Failure, Kind, Target, directory::Directory},
};

use super::publish::{
    CHILD, Done, dangling, edition, fails_everywhere, files_of, in_order, kill_often, old_or_new,
    publish, publish_for_ever, site, start_child,
};

/// Pages of the sites that children publish.
const PAGES: usize = 120;

fn open(dir: &Path) -> Result<Directory, Box<dyn std::error::Error>> {
    let root = Root::create(&dir.join("site"))?;
    Ok(Directory::open(&root, Path::new("../www"), 3).map_err(|e| format!("{e:?}"))?)
}

fn send(dir: &Path, word: &str) -> Done {
    publish(&mut open(dir)?, &edition(&site(word, 6))).map_err(|e| format!("{e:?}"))?;
    Ok(())
}

#[test]
fn a_failure_at_any_step_leaves_the_old_site_and_the_next_run_completes() -> Done {
    let dir = tempfile::tempdir()?;
    let live = dir.path().join("www/current");
    let steps = fails_everywhere(
        &|| drop(fs::remove_dir_all(dir.path().join("www"))),
        &|| Ok(Box::new(open(dir.path())?)),
        &|| Ok(files_of(&live)),
        &old_or_new,
    )?;
    in_order(&steps);
    Ok(())
}

#[test]
fn releases_share_what_has_not_changed_and_only_so_many_are_kept() -> Done {
    let dir = tempfile::tempdir()?;
    let www = dir.path().join("www");
    let mut files = site("old", 6);
    for turn in 0..5 {
        files.insert("issues.html".into(), format!("turn {turn}").into_bytes());
        let plan =
            publish(&mut open(dir.path())?, &edition(&files)).map_err(|e| format!("{e:?}"))?;
        assert_eq!(plan.how_many(Kind::Changed), usize::from(turn > 0), "{plan:?}");
        assert_eq!(files_of(&www.join("current")), files);
    }
    let releases = fs::read_dir(www.join("releases"))?.count();
    assert_eq!(releases, 3, "`keep` is 3");
    let node = |release: &str, file: &str| {
        fs::metadata(www.join("releases").join(release).join(file)).map(|there| there.ino())
    };
    assert_eq!(node("000004", "atom.xml")?, node("000005", "atom.xml")?);
    assert_ne!(node("000004", "issues.html")?, node("000005", "issues.html")?);
    Ok(())
}

#[test]
fn a_roll_back_goes_one_release_back_each_time() -> Done {
    let dir = tempfile::tempdir()?;
    let live = dir.path().join("www/current");
    let none = open(dir.path())?.roll_back();
    assert!(matches!(none, Err(Failure::Refused(_))), "{none:?}");
    for word in ["one", "two", "three"] {
        send(dir.path(), word)?;
    }
    for (numbers, word) in [((3, 2), "two"), ((2, 1), "one")] {
        assert_eq!(open(dir.path())?.roll_back(), Ok(numbers));
        assert_eq!(files_of(&live), site(word, 6));
    }
    assert!(open(dir.path())?.roll_back().is_err());
    // What comes next stands on what is live, and takes nobody's number.
    send(dir.path(), "four")?;
    assert_eq!(files_of(&live), site("four", 6));
    assert_eq!(fs::read_link(&live)?, Path::new("releases/000004"));
    // Nor does anybody go back to those that were gone back from.
    assert_eq!(open(dir.path())?.roll_back(), Ok((4, 1)));
    Ok(())
}

#[test]
fn what_somebody_else_put_there_stays_and_what_they_changed_is_put_right() -> Done {
    let dir = tempfile::tempdir()?;
    let live = dir.path().join("www/current");
    send(dir.path(), "old")?;
    fs::write(live.join("verify-me.txt"), "theirs")?;
    fs::write(live.join("issues.html"), "defaced")?;
    fs::remove_file(live.join("article/1/0.html"))?;
    let mut target = open(dir.path())?;
    let old = site("old", 6);
    let plan = publish(&mut target, &edition(&old)).map_err(|e| format!("{e:?}"))?;
    let told: Vec<String> = plan
        .changes
        .iter()
        .map(|change| format!("{} {}", change.address, change.why[0].said().en()))
        .collect();
    assert_eq!(
        told,
        [
            "article/1/0.html was published and is missing",
            "issues.html not as it was published: a run that ended early, or somebody else"
        ]
    );
    let mut files = files_of(&live);
    assert_eq!(files.remove("verify-me.txt").as_deref(), Some(&b"theirs"[..]));
    assert_eq!(files, old);
    Ok(())
}

#[test]
fn only_a_directory_of_ours_is_published_into() -> Done {
    let dir = tempfile::tempdir()?;
    let root = Root::create(&dir.path().join("site"))?;
    for folder in ["site/content", "foreign", "empty"] {
        fs::create_dir_all(dir.path().join(folder))?;
    }
    fs::write(dir.path().join("foreign/thesis.txt"), "years of work")?;
    fs::write(dir.path().join("file"), "x")?;
    symlink(dir.path().join("foreign"), dir.path().join("link"))?;
    for path in ["../foreign", "../file", "../link", ".", "..", "content/x", ".kanyin", "/"] {
        let opened = Directory::open(&root, Path::new(path), 3);
        assert!(opened.is_err(), "{path}");
    }
    for path in ["../empty", "../new/er", "www"] {
        let mut target =
            Directory::open(&root, Path::new(path), 3).map_err(|e| format!("{path}: {e:?}"))?;
        publish(&mut target, &edition(&site("a", 6))).map_err(|e| format!("{path}: {e:?}"))?;
    }
    assert_eq!(fs::read_dir(dir.path().join("foreign"))?.count(), 1);
    Ok(())
}

#[test]
fn of_two_at_once_one_is_refused_or_looks_again() -> Done {
    let dir = tempfile::tempdir()?;
    send(dir.path(), "old")?;
    let (mut one, mut two) = (open(dir.path())?, open(dir.path())?);
    let standing = one.look().map_err(|e| format!("{e:?}"))?;
    let stale = two.look().map_err(|e| format!("{e:?}"))?;
    let new = edition(&site("new", 6));
    let plan = kanyin::publish::Plan::new(&new, &standing, None);
    one.begin(&plan, &standing.ledger).map_err(|e| format!("{e:?}"))?;
    let busy = two.begin(&plan, &stale.ledger);
    assert!(
        matches!(&busy, Err(Failure::Refused(p)) if p.message.en().contains("in use")),
        "{busy:?}"
    );
    drop(one);
    send(dir.path(), "new")?;
    assert_eq!(two.begin(&plan, &stale.ledger), Err(Failure::Overtaken));
    std::thread::scope(|scope| {
        for word in ["left", "right"] {
            let dir = dir.path();
            // Either may be refused; neither may do harm.
            scope.spawn(move || drop(send(dir, word)));
        }
    });
    let live = files_of(&dir.path().join("www/current"));
    let whole = ["new", "left", "right"].into_iter().any(|word| live == site(word, 6));
    assert!(whole, "{live:?}");
    Ok(())
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that is skipped must say so")]
fn on_a_full_disk_the_live_release_stays_and_room_is_made_again() -> Done {
    let small = match super::atomic::Small::mount() {
        Ok(small) => small,
        Err(error) => {
            eprintln!(
                "SKIPPED: a small disk cannot be mounted here ({error}); run as root to test a full disk"
            );
            return Ok(());
        }
    };
    let dir = small.0.path();
    send(dir, "old")?;
    let mut large = site("new", 6);
    large.insert("assets/photo.jpg".into(), vec![b'x'; 300 << 10]);
    for _ in 0..2 {
        let done = publish(&mut open(dir)?, &edition(&large));
        let Err(Failure::Refused(problem)) = done else { panic!("{done:?}") };
        assert!(
            problem.draw(false, kanyin::tongue::Tongue::English).contains("make room"),
            "{problem:?}"
        );
        assert_eq!(files_of(&dir.join("www/current")), site("old", 6));
        assert_eq!(fs::read_dir(dir.join("www/releases"))?.count(), 1);
    }
    send(dir, "new")?;
    assert_eq!(files_of(&dir.join("www/current")), site("new", 6));
    Ok(())
}

/// Not a test: what the killed children run.
#[test]
#[ignore = "started and killed by the test below"]
fn child() -> Done {
    let Ok(dir) = env::var(CHILD) else { return Ok(()) };
    publish_for_ever(&mut open(Path::new(&dir))?, PAGES)
}

#[test]
fn killed_at_any_moment_the_live_site_is_the_old_or_the_new() -> Done {
    let dir = tempfile::tempdir()?;
    let live = dir.path().join("www/current");
    let sites = ["old", "new"].map(|word| site(word, PAGES));
    let started = Instant::now();
    for site in &sites {
        publish(&mut open(dir.path())?, &edition(site)).map_err(|e| format!("{e:?}"))?;
    }
    let pace = (started.elapsed() / 2).max(Duration::from_millis(5));
    let (mut interrupted, mut words) = (0, BTreeSet::new());
    let stage = dir.path().join("www/releases/.new");
    let start = || start_child(module_path!(), &dir.path().to_string_lossy());
    kill_often(pace, &start, &|| stage.exists(), |turn| {
        interrupted += u32::from(stage.exists());
        let found = files_of(&live);
        let word = sites.iter().position(|site| *site == found);
        words.insert(word.ok_or_else(|| format!("mixed: {:?}", dangling(&found)))?);
        let next = &sites[turn % 2];
        publish(&mut open(dir.path())?, &edition(next)).map_err(|e| format!("{e:?}"))?;
        assert_eq!(files_of(&live), *next, "after the next run");
        Ok(())
    })?;
    assert!(interrupted > 10, "the kills did not land in a publish: {interrupted}");
    assert_eq!(words.len(), 2, "the children did not publish");
    // What the last kill left goes with the next release.
    send(dir.path(), "last")?;
    assert!(!stage.exists());
    Ok(())
}

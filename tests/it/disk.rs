//! The file system as it is: links, pipes, names of any bytes, bounds.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{PermissionsExt as _, symlink},
        net::UnixListener,
    },
    path::Path,
};

use kanyin::{
    diag::{Checked, Diagnostic, Severity},
    disk::{Entry, Error, Limit, Problem, Root},
};

type Done = Result<(), Box<dyn std::error::Error>>;

const LIMIT: Limit = Limit { bytes: 64, key: "limits.article_bytes" };

fn site() -> Result<(tempfile::TempDir, Root), Box<dyn std::error::Error>> {
    let dir = tempfile::tempdir()?;
    fs::create_dir(dir.path().join("content"))?;
    let root = Root::open(dir.path())?;
    Ok((dir, root))
}

fn pipe(path: &Path) -> Done {
    Ok(rustix::fs::mknodat(
        rustix::fs::CWD,
        path,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )?)
}

fn paths(found: &Checked<Vec<Entry>>) -> Vec<&str> {
    found.value.iter().map(|entry| &*entry.path).collect()
}

fn problems(found: &Checked<Vec<Entry>>) -> Vec<(Severity, String)> {
    let shown = |d: &Diagnostic| {
        let file = d.place.as_ref().map_or("nowhere", |place| &*place.file);
        (d.severity, format!("{file} {}", d.message.en()))
    };
    found.diagnostics.iter().map(shown).collect()
}

#[test]
fn a_walk_is_sorted_by_bytes_and_takes_only_what_is_wanted() -> Done {
    let (dir, root) = site()?;
    for folder in ["b", "a", "一", ".git", "empty"] {
        fs::create_dir(dir.path().join("content").join(folder))?;
    }
    for file in [
        "b/z.md",
        "a/y.md",
        "a.md",
        "一/x.md",
        "B.md",
        "a/note.txt",
        ".hidden.md",
        ".git/c.md",
        "a/.md",
    ] {
        fs::write(dir.path().join("content").join(file), "x")?;
    }
    let found = root.walk("content", &["md"]);
    let expected =
        ["content/B.md", "content/a.md", "content/a/y.md", "content/b/z.md", "content/一/x.md"];
    assert_eq!(paths(&found), expected);
    assert_eq!(found.diagnostics, []);
    assert_eq!(root.walk("content", &[]).value.len(), 6);
    assert_eq!(root.walk("nothing-there", &["md"]).diagnostics, []);
    assert!(root.walk("../x", &["md"]).has_errors());
    Ok(())
}

#[test]
fn a_walk_names_what_it_cannot_take_and_goes_on() -> Done {
    let (dir, root) = site()?;
    let content = dir.path().join("content");
    fs::write(content.join("good.md"), "x")?;
    fs::create_dir_all(content.join("folder.md/inside"))?;
    fs::write(content.join("folder.md/inside/lost.md"), "x")?;
    pipe(&content.join("pipe.md"))?;
    let _socket = UnixListener::bind(content.join("socket.md"))?;
    symlink("good.md", content.join("link.md"))?;
    symlink("/etc", content.join("out"))?;
    fs::write(content.join(OsStr::from_bytes(b"\xb1\xa8.md")), "x")?;
    fs::write(content.join(OsStr::from_bytes(b"\xb1\xa8.jpg")), "x")?;
    let found = root.walk("content", &["md"]);
    assert_eq!(paths(&found), ["content/good.md"]);
    let expected = [
        (Severity::Warning, "\\xB1\\xA8.jpg has a name that is not UTF-8 and is left out"),
        (Severity::Error, "\\xB1\\xA8.md has a name that is not UTF-8 and is left out"),
        (Severity::Error, "folder.md is a folder, not a regular file"),
        (Severity::Error, "link.md is a link and is left out"),
        (Severity::Warning, "out is a link and is left out"),
        (Severity::Error, "pipe.md is a pipe, not a regular file"),
        (Severity::Error, "socket.md is a socket, not a regular file"),
    ];
    let expected = expected.map(|(severity, text)| (severity, format!("content/{text}")));
    assert_eq!(problems(&found), expected);
    fs::remove_dir_all(&content)?;
    symlink("/etc", &content)?;
    assert!(root.walk("content", &["md"]).has_errors());
    Ok(())
}

#[test]
fn only_regular_files_are_read_and_nothing_hangs() -> Done {
    let (dir, root) = site()?;
    pipe(&dir.path().join("pipe.md"))?;
    let _socket = UnixListener::bind(dir.path().join("socket.md"))?;
    symlink("/dev/zero", dir.path().join("zero.md"))?;
    for (path, kind) in [("pipe.md", "a pipe"), ("socket.md", "a socket"), ("content", "a folder")]
    {
        let error = root.read(path, LIMIT).err().ok_or("read")?;
        assert_eq!(error.to_string(), format!("{path}: is {kind}, not a regular file"));
    }
    assert!(root.read("zero.md", LIMIT).is_err());
    assert!(root.read("none.md", LIMIT).is_err_and(|e| e.is_missing()));
    Ok(())
}

#[test]
fn no_link_leads_out() -> Done {
    let (dir, root) = site()?;
    let outside = tempfile::tempdir()?;
    fs::write(outside.path().join("secret.md"), "secret")?;
    symlink(outside.path().join("secret.md"), dir.path().join("content/file.md"))?;
    symlink(outside.path(), dir.path().join("content/folder"))?;
    symlink("../../../../../../../../etc/passwd", dir.path().join("content/up.md"))?;
    fs::write(dir.path().join("content/own.md"), "own")?;
    symlink("own.md", dir.path().join("content/inner.md"))?;
    for path in ["content/file.md", "content/folder/secret.md", "content/up.md"] {
        let error = root.read(path, LIMIT).err().ok_or("read")?;
        assert!(matches!(error.problem(), Problem::LeadsOut), "{error}");
        assert_eq!(error.path(), path);
    }
    for path in ["../x", "/etc/passwd", "content/../../x", ""] {
        assert!(
            root.read(path, LIMIT).is_err_and(|e| matches!(e.problem(), Problem::BadPath)),
            "{path}"
        );
    }
    assert_eq!(root.read("content/inner.md", LIMIT)?, b"own");
    let lock = root.try_lock()?;
    for path in ["content/file.md", "content/folder/new.md", "content/inner.md"] {
        let error = lock.write(path, b"x").err().ok_or("written")?;
        assert!(matches!(error.problem(), Problem::Link), "{error}");
        assert!(lock.remove(path).is_err(), "{path}");
    }
    assert_eq!(fs::read(outside.path().join("secret.md"))?, b"secret");
    assert_eq!(fs::read_dir(outside.path())?.count(), 1);
    Ok(())
}

#[test]
fn a_read_is_bounded_and_says_by_what() -> Done {
    let (dir, root) = site()?;
    fs::write(dir.path().join("fits.md"), [b'x'; 64])?;
    fs::write(dir.path().join("large.md"), [b'x'; 65])?;
    assert_eq!(root.read("fits.md", LIMIT)?.len(), 64);
    let error = root.read("large.md", LIMIT).err().ok_or("read")?;
    assert_eq!(error.to_string(), "large.md: is larger than the bound of 64 bytes");
    assert!(Diagnostic::from(error).hint.is_some_and(|h| h.en().contains("limits.article_bytes")));
    Ok(())
}

#[test]
fn a_text_is_utf8_or_refused_with_line_and_column() -> Done {
    let (dir, root) = site()?;
    fs::write(dir.path().join("good.md"), "\u{feff}标题\n")?;
    fs::write(dir.path().join("bad.md"), b"\xe4\xb8\x80\n\xe4\xba\x8c\xb1\xa8\n")?;
    assert_eq!(root.read_text("good.md", LIMIT)?, "标题\n");
    let error = root.read_text("bad.md", LIMIT).err().ok_or("read")?;
    let place = Diagnostic::from(error).place.ok_or("no place")?;
    assert_eq!((&*place.file, place.line, place.column, &*place.text), ("bad.md", 2, 2, "二<B1>"));
    Ok(())
}

#[test]
fn a_set_of_files_is_written_whole_or_not_at_all() -> Done {
    let (dir, root) = site()?;
    let lock = root.try_lock()?;
    lock.write_all(&[("content/期/a.md", "一"), ("content/期/b.md", "二"), ("kanyin.yaml", "三")])?;
    assert_eq!(fs::read_to_string(dir.path().join("content/期/a.md"))?, "一");
    let shared = dir.path().join("kanyin.yaml");
    fs::set_permissions(&shared, fs::Permissions::from_mode(0o664))?;
    lock.write("kanyin.yaml", b"4")?;
    assert_eq!(fs::metadata(&shared)?.permissions().mode() & 0o777, 0o664);

    fs::create_dir(dir.path().join("content/folder.md"))?;
    let refused: [&[(&str, &str)]; 3] = [
        &[("content/期/a.md", "new"), ("content/new/c.md", "new"), ("content/folder.md", "new")],
        &[("content/期/a.md", "new"), ("content/期/a.md", "newer")],
        &[("content/期/a.md", "new"), ("kanyin.yaml/below.md", "new")],
    ];
    for set in refused {
        assert!(lock.write_all(set).is_err());
        assert_eq!(fs::read_to_string(dir.path().join("content/期/a.md"))?, "一");
        assert_eq!(
            fs::read_dir(dir.path().join("content/期"))?.count(),
            2,
            "nothing temporary stays"
        );
        assert!(!dir.path().join("content/new").exists());
    }
    lock.remove("content/期/b.md")?;
    lock.remove("content/期/b.md")?;
    assert!(!dir.path().join("content/期/b.md").exists());
    Ok(())
}

#[test]
fn two_runs_do_not_write_at_once() -> Done {
    let (dir, root) = site()?;
    let other = Root::open(dir.path())?;
    let lock = root.try_lock()?;
    assert!(other.try_lock().is_err_and(|e: Error| matches!(e.problem(), Problem::Busy)));
    let (told, hears) = std::sync::mpsc::channel();
    std::thread::scope(|scope| -> Done {
        let waits = scope.spawn(|| other.lock(|| told.send(()).unwrap_or_default()).map(|_| ()));
        hears.recv()?;
        drop(lock);
        waits.join().map_err(|_| "panicked")??;
        Ok(())
    })
}

//! Publishing into a bucket: a real server, a line that breaks, kills.
//!
//! All of it wants moto's server, which `bash .ci/run` installs: so it is ignored
//! by a plain `cargo test`, and run with `cargo test it::publish_s3 -- --ignored`.

use std::{
    env, fs,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::{
    publish::{Failure, Kind, LEDGER, Plan, Target, s3::Bucket},
    route::Address,
};

use super::{
    bucket::{Fault, NAME, Server, bad_line, environment, settings},
    program::{Publication, text},
    publish::{
        CHILD, Done, Files, Step, dangling, edition, fails_everywhere, in_order, kill_often,
        publish, publish_for_ever, site, start_child,
    },
};

/// Pages of the sites that children publish.
const PAGES: usize = 60;

fn send(server: &Server, files: &Files) -> Result<Plan, String> {
    publish(&mut server.open(""), &edition(files)).map_err(|e| format!("{e:?}"))
}

/// What a reader may find at any moment: files of the old site or the new, whole,
/// and no link that leads nowhere.
fn readable(found: &Files, sites: &[&Files]) {
    for (address, bytes) in found {
        let whole = sites.iter().any(|site| site.get(address) == Some(bytes));
        assert!(whole, "{address} is {:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(dangling(found), [""; 0]);
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn a_failure_at_any_step_leaves_a_readable_site_and_the_next_run_completes() -> Done {
    let server = Server::start();
    let (old, new) = (site("old", 6), site("new", 6));
    let steps = fails_everywhere(
        &|| {
            for key in server.files("").keys().map(String::as_str).chain([LEDGER]) {
                server.ask("DELETE", &format!("/{NAME}/{key}"), &[]);
            }
        },
        &|| Ok(Box::new(server.open(""))),
        &|| Ok(server.files("")),
        &|found, steps| {
            readable(found, &[&old, &new]);
            let removing = steps.iter().any(|step| matches!(step, Step::Remove(_)));
            if removing {
                assert!(new.iter().all(|(address, bytes)| found.get(address) == Some(bytes)));
            } else {
                assert!(old.keys().all(|address| found.contains_key(address)));
            }
            Ok(())
        },
    )?;
    in_order(&steps);
    assert!(steps.contains(&Step::Save));
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn what_has_not_changed_costs_one_listing_and_what_has_only_itself() -> Done {
    let server = Server::start();
    let mut files = site("old", 1200);
    send(&server, &files)?;
    let mut seen = 0;
    server.requests(&mut seen);
    assert!(send(&server, &files)?.is_empty());
    let asked = server.requests(&mut seen);
    let pages = asked.iter().filter(|r| r.contains("list-type=2")).count();
    assert_eq!(pages, 2, "one listing of {} objects: {asked:?}", files.len());
    assert_eq!(asked.len() - pages, 1, "and the ledger: {asked:?}");
    files.insert("article/1/7.html".into(), b"edited".to_vec());
    send(&server, &files)?;
    let asked = server.requests(&mut seen);
    let puts: Vec<&String> = asked.iter().filter(|r| r.starts_with("PUT")).collect();
    let edited = format!("PUT /{NAME}/article/1/7.html");
    assert_eq!(puts.len(), 3, "the ledger before and after: {asked:?}");
    assert_eq!(*puts[1], edited);
    assert_eq!(server.files(""), files);
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn files_go_out_with_their_headers_below_their_prefix() -> Done {
    let server = Server::start();
    server.ask("PUT", &format!("/{NAME}/other/index.html"), b"theirs");
    server.ask("PUT", &format!("/{NAME}/site/verify.txt"), b"theirs");
    server.ask("PUT", &format!("/{NAME}/site2/index.html"), b"theirs");
    let mut files = site("old", 6);
    files.insert("assets/图.jpg".into(), b"x".to_vec());
    let plan = publish(&mut server.open("site"), &edition(&files)).map_err(|e| format!("{e:?}"))?;
    assert_eq!(plan.foreign, 1);
    let style = files.keys().find(|name| name.ends_with("css")).ok_or("no style")?;
    let headers = [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("atom.xml", "application/atom+xml; charset=utf-8", "no-cache"),
        ("assets/%E5%9B%BE.jpg", "image/jpeg", "no-cache"),
        (style, "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        (LEDGER, "application/jsonl; charset=utf-8", "no-store"),
    ];
    for (name, content_type, cache) in headers {
        let got = server.ask("HEAD", &format!("/{NAME}/site/{name}"), &[]);
        assert!(got.has(&format!("content-type: {content_type}")), "{name}: {}", got.head);
        assert!(got.has(&format!("cache-control: {cache}")), "{name}: {}", got.head);
    }
    // Removing takes nothing that is somebody else's.
    let few: Files = site("new", 6);
    publish(&mut server.open("site"), &edition(&few)).map_err(|e| format!("{e:?}"))?;
    for theirs in ["other/index.html", "site/verify.txt", "site2/index.html"] {
        assert_eq!(server.ask("GET", &format!("/{NAME}/{theirs}"), &[]).body, "theirs");
    }
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn what_somebody_else_changed_is_put_right() -> Done {
    let server = Server::start();
    let files = site("old", 6);
    send(&server, &files)?;
    server.ask("PUT", &format!("/{NAME}/issues.html"), b"defaced");
    server.ask("DELETE", &format!("/{NAME}/article/1/0.html"), &[]);
    let plan = send(&server, &files)?;
    let told: Vec<&str> = plan.changes.iter().map(|change| change.address.as_str()).collect();
    assert_eq!(told, ["article/1/0.html", "issues.html"]);
    assert_eq!(plan.how_many(Kind::Changed), 2);
    assert_eq!(server.files(""), files);
    server.ask("PUT", &format!("/{NAME}/{LEDGER}"), b"damaged");
    let standing = server.open("").look().map_err(|e| format!("{e:?}"))?;
    assert!(standing.notes[0].message.en().contains("is damaged"), "{:?}", standing.notes);
    send(&server, &site("new", 6))?;
    readable(&server.files(""), &[&files, &site("new", 6)]);
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn a_store_without_conditions_is_published_to_as_well() -> Done {
    let server = Server::start();
    let mut settings = Server::settings(server.port, "");
    settings.conditional_writes = false;
    let open = || Bucket::open(&settings, &environment()).map_err(|e| format!("{e:?}"));
    for word in ["old", "new", "new"] {
        publish(&mut open()?, &edition(&site(word, 6))).map_err(|e| format!("{e:?}"))?;
        assert_eq!(server.files(""), site(word, 6));
    }
    // What came in between is found at the end, if not prevented.
    let mut target = open()?;
    let standing = target.look().map_err(|e| format!("{e:?}"))?;
    let old = edition(&site("old", 6));
    let plan = Plan::new(&old, &standing, None);
    let address = format!("/{NAME}/404.html");
    let put = |_: u64| drop(server.ask("PUT", &address, b"theirs"));
    let with_page = old.clone().with(Address::file("404.html"), b"<p>".to_vec());
    let plan_with_page = Plan::new(&with_page, &standing, None);
    assert!(plan_with_page.puts().count() > plan.puts().count());
    let done =
        kanyin::publish::carry_out(&plan_with_page, &with_page, &standing, &mut target, &put);
    assert_eq!(done, Err(Failure::Overtaken));
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn a_bad_line_is_tried_again() -> Done {
    let server = Server::start();
    let (port, count) = bad_line(server.port, &[Fault::Cut, Fault::Busy, Fault::Unanswered]);
    let sites = ["old", "new"].map(|word| site(word, 60));
    for files in &sites {
        let mut target = Server::open_at(port, "");
        publish(&mut target, &edition(files)).map_err(|e| format!("{e:?}"))?;
        assert_eq!(server.files(""), *files);
    }
    let requests = count.load(std::sync::atomic::Ordering::Relaxed);
    assert!(requests > 200, "the faults were not on the way: {requests}");
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn who_is_overtaken_notices_and_removes_nothing() -> Done {
    let server = Server::start();
    let mut sites = ["old", "left", "right"].map(|word| site(word, 6));
    for (files, word) in sites.iter_mut().zip(["", "left", "right"]).skip(1) {
        files.insert("article/1/both.html".into(), word.into());
    }
    send(&server, &sites[0])?;
    let mut left = server.open("");
    let standing = left.look().map_err(|e| format!("{e:?}"))?;
    let plan = Plan::new(&edition(&sites[1]), &standing, None);
    left.begin(&plan, &standing.ledger).map_err(|e| format!("{e:?}"))?;
    // The other finds the mark of this run, says so, and takes over.
    let found = server.open("").look().map_err(|e| format!("{e:?}"))?;
    assert!(
        found.notes.iter().any(|n| n.message.en().contains("this one takes over")),
        "{found:?}"
    );
    send(&server, &sites[2])?;
    assert_eq!(server.files(""), sites[2]);
    let edition = edition(&sites[1]);
    // What stood before, and what stood nowhere.
    for address in ["index.html", "article/1/both.html"].map(Address::file) {
        let file = edition.get(&address).ok_or("no file")?;
        assert_eq!(left.put(&[(&address, file)], &|_, _| ()), Err(Failure::Overtaken));
    }
    assert_eq!(left.save(&standing.ledger), Err(Failure::Overtaken));
    assert_eq!(left.finish(&standing.ledger), Err(Failure::Overtaken));
    assert_eq!(server.files(""), sites[2]);
    // Of two that find nothing, one begins.
    let (mut first, mut second) = (server.open("new"), server.open("new"));
    let standing = first.look().map_err(|e| format!("{e:?}"))?;
    assert_eq!(second.look().as_ref(), Ok(&standing));
    assert_eq!(first.begin(&plan, &standing.ledger), Ok(()));
    assert_eq!(second.begin(&plan, &standing.ledger), Err(Failure::Overtaken));
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn of_two_at_once_one_comes_through_whole() -> Done {
    let server = Server::start();
    let (left, right) = (site("left", 60), site("right", 60));
    send(&server, &site("old", 60))?;
    for _ in 0..3 {
        let done = std::thread::scope(|scope| {
            let threads = [&left, &right].map(|files| scope.spawn(|| send(&server, files).is_ok()));
            threads.map(|thread| thread.join().expect("no panic"))
        });
        assert!(done.contains(&true), "neither came through");
        let found = server.files("");
        assert!(found == left || found == right, "mixed: {:?}", dangling(&found));
        send(&server, &site("old", 60))?;
    }
    Ok(())
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn the_program_publishes_a_bucket_and_shows_no_secret() -> Done {
    let server = Server::start();
    let paper = Publication::new(&[("content/1/a.md", "---\ntitle: 一\n---\n\n文\n".as_bytes())]);
    let own = fs::read_to_string(paper.path("kanyin.yaml"))?;
    paper.write("kanyin.yaml", (own.clone() + &settings(server.port)).as_bytes());
    let run = |secret: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kanyin"));
        command.env("LC_ALL", "C");
        command.args(["publish"]).current_dir(paper.path("")).stdin(Stdio::null());
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            command.env_remove(name);
            if let Some(secret) = secret {
                command.env(name, secret);
            }
        }
        let output = command.output().expect("the program runs");
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let (status, said) = run(None);
    assert!(status == Some(1) && said.contains("there are no credentials"), "{said}");
    let (status, said) = run(Some("hush-hush"));
    assert!(status == Some(0) && said.contains("cloud: published"), "{said}");
    let (status, said) = run(Some("hush-hush"));
    assert!(status == Some(0) && said.contains("cloud: 0 new, 0 changed, 0 gone"), "{said}");
    let index = server.ask("GET", &format!("/{NAME}/site/index.html"), &[]);
    assert!(index.status == 200 && index.body.contains("</html>"));
    let missing = settings(server.port).replace(&format!("bucket: {NAME}"), "bucket: none");
    paper.write("kanyin.yaml", (own + &missing).as_bytes());
    let (status, said) = run(Some("hush-hush"));
    assert!(status == Some(1) && said.contains("make the bucket"), "{said}");
    assert!(!said.contains("hush"), "{said}");
    Ok(())
}

/// Not a test: what the killed children run.
#[test]
#[ignore = "started and killed by the test below"]
fn child() -> Done {
    let Ok(port) = env::var(CHILD) else { return Ok(()) };
    publish_for_ever(&mut Server::open_at(port.parse()?, ""), PAGES)
}

#[test]
#[ignore = "wants moto's server: bash .ci/run"]
fn killed_at_any_moment_the_bucket_is_readable_and_the_next_run_completes() -> Done {
    let server = Server::start();
    let sites = ["old", "new"].map(|word| site(word, PAGES));
    let started = Instant::now();
    for site in &sites {
        send(&server, site)?;
    }
    let pace = (started.elapsed() / 2).max(Duration::from_millis(5));
    let mut mixed = 0;
    let start = || start_child(module_path!(), &server.port.to_string());
    kill_often(pace, &start, &|| true, |turn| {
        let found = server.files("");
        readable(&found, &[&sites[0], &sites[1]]);
        mixed += u32::from(!sites.contains(&found));
        let next = &sites[turn % 2];
        send(&server, next)?;
        assert_eq!(server.files(""), *next, "after the next run");
        Ok(())
    })?;
    assert!(mixed > 10, "the kills did not land in a publish: {mixed}");
    Ok(())
}

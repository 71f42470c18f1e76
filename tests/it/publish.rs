//! What every target of `kanyin publish` is asked: editions to publish, a target
//! that fails where it is told to, and a child that is killed while it publishes.

use std::{
    collections::BTreeMap,
    env,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use kanyin::{
    diag::Diagnostic,
    publish::{
        Digest, Edition, Failure, File, Ledger, Plan, Rank, Standing, Stands, Target, carry_out,
    },
    route::Address,
};

pub(crate) type Done = Result<(), Box<dyn std::error::Error>>;

/// Files at a target, by address, the ledger left out.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The files of a small site all of which say `word`: a style sheet under a
/// fingerprinted name, pages that load it, an index that leads to the pages, a
/// feed. Some pages are of this word only.
pub(crate) fn site(word: &str, pages: usize) -> Files {
    let css = format!("/* {word} */");
    let style = format!("assets/a.{}.css", &Digest::of(css.as_bytes()).to_string()[..12]);
    let mut files = Files::from([(style.clone(), css.into_bytes())]);
    let mut names: Vec<String> = (0..pages).map(|n| format!("article/1/{n}.html")).collect();
    names.extend((0..pages / 6).map(|n| format!("article/{word}/{n}.html")));
    for name in &names {
        let page = format!("<link href=\"../../{style}\">{name} {word}");
        files.insert(name.clone(), page.into_bytes());
    }
    let links: Vec<String> = names.iter().map(|name| format!("<a href=\"{name}\">x</a>")).collect();
    let index = format!("<link href=\"{style}\">{word}{}", links.concat());
    files.insert("index.html".into(), index.clone().into_bytes());
    files.insert("issues.html".into(), index.into_bytes());
    files.insert("atom.xml".into(), format!("<feed>{word}</feed>").into_bytes());
    files.insert("sitemap.xml".into(), format!("<urlset>{word}</urlset>").into_bytes());
    files
}

/// The edition of these files.
pub(crate) fn edition(files: &Files) -> Edition {
    let files = files.iter().map(|(address, bytes)| (Address::file(address), bytes.clone()));
    Edition::new(files.collect(), false)
}

/// Looks, plans and carries out, as the program does, and again where it was
/// overtaken. Gives the last plan.
pub(crate) fn publish(target: &mut dyn Target, edition: &Edition) -> Result<Plan, Failure> {
    for _ in 0..3 {
        let standing = target.look()?;
        let plan = Plan::new(edition, &standing, None);
        if plan.is_empty() {
            return Ok(plan);
        }
        match carry_out(&plan, edition, &standing, target, &|_| ()) {
            Err(Failure::Overtaken) => {}
            done => return done.map(|_| plan),
        }
    }
    Err(Failure::Overtaken)
}

/// What a reader would run into: pages, indexes that lead nowhere or load what is
/// not there.
pub(crate) fn dangling(files: &Files) -> Vec<String> {
    let mut dangling = Vec::new();
    for (address, bytes) in files {
        let text = String::from_utf8_lossy(bytes);
        for link in text.split("href=\"").skip(1) {
            let link = link.split('"').next().unwrap_or_default().trim_start_matches("../");
            if !files.contains_key(link) {
                dangling.push(format!("{address} -> {link}"));
            }
        }
    }
    dangling
}

/// A step of a target that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Begin,
    Put(String),
    Save,
    Remove(String),
    Finish,
}

/// A target that fails at one step, counted from 0, before or after it was done.
pub(crate) struct Faulty<'a> {
    pub(crate) inner: &'a mut dyn Target,
    pub(crate) fails_at: usize,
    pub(crate) done_yet: bool,
    pub(crate) steps: Vec<Step>,
}

impl<'a> Faulty<'a> {
    pub(crate) fn new(inner: &'a mut dyn Target, fails_at: usize, done_yet: bool) -> Self {
        Self { inner, fails_at, done_yet, steps: Vec::new() }
    }

    fn step<T>(
        &mut self,
        step: Step,
        run: impl FnOnce(&mut dyn Target) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let fails = self.steps.len() == self.fails_at;
        self.steps.push(step);
        let fault =
            || Failure::from(Diagnostic::error(kanyin::tongue::Said::verbatim("the line is cut")));
        if fails && !self.done_yet {
            return Err(fault());
        }
        let done = run(self.inner)?;
        if fails { Err(fault()) } else { Ok(done) }
    }
}

impl Target for Faulty<'_> {
    fn look(&mut self) -> Result<Standing, Failure> {
        self.inner.look()
    }

    fn begin(&mut self, plan: &Plan, ledger: &Ledger) -> Result<(), Failure> {
        self.step(Step::Begin, |inner| inner.begin(plan, ledger))
    }

    fn put(&mut self, files: &[(&Address, &File)], stands: &Stands<'_>) -> Result<(), Failure> {
        files.iter().try_for_each(|file| {
            self.step(Step::Put(file.0.to_string()), |inner| inner.put(&[*file], stands))
        })
    }

    fn save(&mut self, ledger: &Ledger) -> Result<(), Failure> {
        self.step(Step::Save, |inner| inner.save(ledger))
    }

    fn remove(&mut self, addresses: &[&Address]) -> Result<(), Failure> {
        addresses.iter().try_for_each(|address| {
            self.step(Step::Remove(address.to_string()), |inner| inner.remove(&[*address]))
        })
    }

    fn finish(&mut self, ledger: &Ledger) -> Result<Vec<Diagnostic>, Failure> {
        self.step(Step::Finish, |inner| inner.finish(ledger))
    }
}

/// Asked after each failure where readers see an edition at once: it is the old site,
/// or, if only the end of the run failed, the new one.
pub(crate) fn old_or_new(files: &Files, steps: &[Step]) -> Done {
    let finished = steps.last() == Some(&Step::Finish) && *files == site("new", 6);
    if *files == site("old", 6) || finished {
        return Ok(());
    }
    Err(format!("neither the old site nor the new: {:?}", dangling(files)).into())
}

/// Publishes `old`, then `new` with a failure at every step there is, before it
/// and after it; `reset` takes away what stands, `look` reads it, and `check` is asked about it after
/// each failure. The next run must complete. Gives the steps of a whole run.
pub(crate) fn fails_everywhere<'t>(
    reset: &dyn Fn(),
    open: &dyn Fn() -> Result<Box<dyn Target + 't>, Box<dyn std::error::Error>>,
    look: &dyn Fn() -> Result<Files, Box<dyn std::error::Error>>,
    check: &dyn Fn(&Files, &[Step]) -> Done,
) -> Result<Vec<Step>, Box<dyn std::error::Error>> {
    let (old, new) = (site("old", 6), site("new", 6));
    for fails_at in 0.. {
        for done_yet in [false, true] {
            reset();
            let mut target = open()?;
            publish(target.as_mut(), &edition(&old)).map_err(|e| format!("{e:?}"))?;
            assert_eq!(look()?, old);
            let mut faulty = Faulty::new(target.as_mut(), fails_at, done_yet);
            let done = publish(&mut faulty, &edition(&new));
            let steps = faulty.steps;
            if steps.len() <= fails_at {
                assert!(done.is_ok(), "{done:?}");
                assert_eq!(look()?, new);
                return Ok(steps);
            }
            assert!(done.is_err(), "step {fails_at} of {steps:?} did not fail");
            check(&look()?, &steps).map_err(|e| format!("step {fails_at}: {e}"))?;
            // The same again, or back to what was: either way nothing is left over.
            let next = if done_yet { &new } else { &old };
            drop(target);
            let mut target = open()?;
            publish(target.as_mut(), &edition(next)).map_err(|e| format!("{e:?}"))?;
            assert_eq!(look()?, *next, "after step {fails_at} failed and the next run");
            let plan = publish(target.as_mut(), &edition(next)).map_err(|e| format!("{e:?}"))?;
            assert!(plan.is_empty(), "{plan:?}");
        }
    }
    unreachable!()
}

/// That a run does all in its order: assets, pages, indexes, feeds, sitemap, and
/// what is removed after all that, what leads there first.
pub(crate) fn in_order(steps: &[Step]) {
    let rank = |address: &String| Rank::of(&Address::file(address));
    let puts: Vec<Rank> = steps
        .iter()
        .filter_map(|s| if let Step::Put(a) = s { Some(rank(a)) } else { None })
        .collect();
    assert!(puts.is_sorted(), "{puts:?}");
    let removals: Vec<Rank> = steps
        .iter()
        .filter_map(|s| if let Step::Remove(a) = s { Some(rank(a)) } else { None })
        .collect();
    assert!(removals.is_sorted_by(|a, b| a >= b), "{removals:?}");
    assert!(!puts.is_empty() && !removals.is_empty());
    let last_put = steps.iter().rposition(|s| matches!(s, Step::Put(_)));
    let first_removal = steps.iter().position(|s| matches!(s, Step::Remove(_)));
    assert!(last_put < first_removal);
    assert_eq!((steps.first(), steps.last()), (Some(&Step::Begin), Some(&Step::Finish)));
}

/// Name of the variable that tells a child what to publish for ever, and where.
pub(crate) const CHILD: &str = "KANYIN_TEST_PUBLISH";

/// Starts the ignored test `module::child` with a task.
pub(crate) fn start_child(module: &str, task: &str) -> std::io::Result<Child> {
    let name = module.split_once("::").map_or("", |(_, module)| module).to_owned() + "::child";
    Command::new(env::current_exe()?)
        .args(["--exact", &name, "--ignored", "--nocapture"])
        .env(CHILD, task)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

/// Publishes two sites of so many pages in turn until it is killed; what a child
/// does.
pub(crate) fn publish_for_ever(target: &mut dyn Target, pages: usize) -> Done {
    let sites = ["new", "old"].map(|word| edition(&site(word, pages)));
    loop {
        for site in &sites {
            publish(target, site).map_err(|e| format!("{e:?}"))?;
        }
    }
}

/// Kills 50 children at moments that sweep over a publish of which one takes
/// `pace`; `check` looks at what stands after each, `complete` publishes the site
/// that it is given and looks again.
pub(crate) fn kill_often(
    pace: Duration,
    start: &dyn Fn() -> std::io::Result<Child>,
    begun: &dyn Fn() -> bool,
    mut check: impl FnMut(usize) -> Done,
) -> Done {
    for turn in 0..50 {
        let mut child = start()?;
        let patience = Instant::now() + Duration::from_mins(1);
        while !begun() && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(pace * (turn % 25) / 25 * (1 + turn / 25));
        child.kill()?;
        child.wait()?;
        check(turn as usize).map_err(|e| format!("turn {turn}: {e}"))?;
    }
    Ok(())
}

/// The files below a directory, the ledger left out.
pub(crate) fn files_of(dir: &Path) -> Files {
    let mut files = super::program::files_below(dir);
    files.remove(kanyin::publish::LEDGER);
    files
}

//! `kanyin publish`: the site to where its readers are.

use std::path::Path;

use jiff::civil::Date;

use super::{Console, Outcome, Site, Tone, build, darkroom::Darkroom};
use crate::{
    diag::{Diagnostic, has_errors, nearest, visible},
    publish::{
        Change, Digest, Edition, Environment, Failure, Kind, Plan, Target, carry_out,
        directory::Directory, git::Branch,
    },
    site::{self, Output},
    targets,
    tongue::{Said, plural, said},
};

/// What the command line asks for.
pub(super) struct How<'a> {
    pub(super) to: Option<&'a str>,
    pub(super) dry_run: bool,
    pub(super) force_shrink: bool,
    pub(super) environment: &'a Environment,
    /// The day for which the site is built.
    pub(super) day: Option<Date>,
}

/// Where kanyin's own copies of repositories stand, below the site.
const STORES: &str = ".kanyin/publish";

/// How often a run begins again because somebody else wrote in between.
const ATTEMPTS: usize = 3;

/// Changes of one kind that are listed where the list is not what was asked for.
const MOST_LISTED: usize = 50;

/// Runs the verb.
pub(super) fn run(console: Console, dir: &Path, how: &How<'_>) -> Outcome {
    let mut problems = Vec::new();
    let site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems).for_day(how.day),
        Err(problems) => return Ok(problems),
    };
    let (name, target) = choose(&site, how.to)?;
    let waiting = || {
        console.say(&said!(
            "another run is publishing from this site; waiting for it",
            "另一个 kanyin 正在从本站发布，等它结束"
        ));
    };
    let _turn = site.root.turn(waiting).map_err(Diagnostic::from)?;
    let mut opened = match open(&site, target, how.environment) {
        Ok(opened) => opened,
        Err(failure) => return Err(told(failure)),
    };
    let Some(built) = fresh(console, &site, &mut problems)? else {
        console.say(&said!(
            "nothing was sent: {name} is as it was",
            "什么也没有发送：{name} 还是原来的样子"
        ));
        return Ok(problems);
    };
    let mut edition = Edition::new(built.into_files(), target.precompress);
    if matches!(target.kind, targets::Kind::Git(_)) {
        // Pages hosts would else leave out what their own generator does not know.
        edition = edition.with(crate::route::Address::file(".nojekyll"), Vec::new());
    }
    let base_url = site.config.base_url.as_deref();
    for _ in 0..ATTEMPTS {
        match attempt(console, how, name, &edition, base_url, opened.as_mut()) {
            Ok(more) => {
                problems.extend(more);
                return Ok(problems);
            }
            Err(Failure::Overtaken) => {
                console.say(&said!(
                    "somebody else wrote to {name} meanwhile: looking again",
                    "这期间有人往 {name} 写了东西，重新查看"
                ));
            }
            Err(Failure::Refused(problem)) => {
                problems.push(*problem);
                return Ok(problems);
            }
        }
    }
    problems.push(told(Failure::Overtaken));
    Ok(problems)
}

/// Makes the release before the live one live again.
pub(super) fn roll_back(console: Console, dir: &Path, how: &How<'_>) -> Outcome {
    let mut problems = Vec::new();
    let site = match Site::open(dir) {
        Ok(site) => site.into_value(&mut problems),
        Err(problems) => return Ok(problems),
    };
    let (name, target) = choose(&site, how.to)?;
    let targets::Kind::Directory(directory) = &target.kind else {
        let problem = Diagnostic::error(said!(
            "{name} keeps no releases to go back to",
            "{name} 不留以前的发布，没法退回"
        ));
        let hint = said!(
            "bring content/ back to how it was, and publish again; a branch of git has its history: `git revert`",
            "请把 content/ 恢复成原来的样子再发布；git 分支有历史，可用 `git revert`"
        );
        return Err(problem.hint(hint));
    };
    let directory = Directory::open(&site.root, Path::new(&directory.path), directory.keep);
    let (live, before) = directory.and_then(|directory| directory.roll_back()).map_err(told)?;
    console.say(&said!(
        "{name}: release {before} is live again, instead of {live}",
        "{name}：重新启用第 {before} 次发布，代替第 {live} 次"
    ));
    Ok(problems)
}

/// The target that is meant.
fn choose<'s>(
    site: &'s Site,
    to: Option<&str>,
) -> Result<(&'s str, &'s targets::Target), Diagnostic> {
    let targets = &site.config.publish;
    let names = || Said::list(targets.keys());
    if targets.is_empty() {
        let hint = said!(
            "name one in kanyin.yaml, for example `publish: {{web: {{kind: directory, path: ../www}}}}`",
            "请在 kanyin.yaml 里写一处，例如 `publish: {{web: {{kind: directory, path: ../www}}}}`"
        );
        let problem = said!("there is nowhere to publish to", "没有写发布到哪里");
        return Err(Diagnostic::error(problem).hint(hint));
    }
    match to {
        Some(name) => targets.get_key_value(name).map(|(n, t)| (n.as_str(), t)).ok_or_else(|| {
            let hint = match nearest(name, targets.keys().map(String::as_str)) {
                Some(known) => said!("did you mean `{known}`?", "是不是 `{known}`？"),
                None => said!("known are {names}", "可以用的有 {names}", names = names()),
            };
            let problem = said!("no target is called `{name}`", "没有叫“{name}”的发布去处");
            Diagnostic::error(problem).hint(hint)
        }),
        None => match targets.iter().next().filter(|_| targets.len() == 1) {
            Some((name, target)) => Ok((name, target)),
            None => Err(Diagnostic::error(said!("there are several targets", "发布去处不止一个"))
                .hint(said!(
                    "name one with `--to`: {names}",
                    "请用 `--to` 指明一个：{names}",
                    names = names()
                ))),
        },
    }
}

fn open(
    site: &Site,
    target: &targets::Target,
    environment: &Environment,
) -> Result<Box<dyn Target>, Failure> {
    match &target.kind {
        targets::Kind::Directory(directory) => {
            let path = Path::new(&directory.path);
            Ok(Box::new(Directory::open(&site.root, path, directory.keep)?))
        }
        targets::Kind::Git(branch) => {
            let place = site.root.place();
            Ok(Box::new(Branch::open(branch, place, place.join(STORES).join(store(branch)))))
        }
        targets::Kind::S3(bucket) => open_bucket(bucket, environment),
    }
}

#[cfg(feature = "s3")]
fn open_bucket(
    bucket: &targets::Bucket,
    environment: &Environment,
) -> Result<Box<dyn Target>, Failure> {
    Ok(Box::new(crate::publish::s3::Bucket::open(bucket, environment)?))
}

#[cfg(not(feature = "s3"))]
fn open_bucket(_: &targets::Bucket, _: &Environment) -> Result<Box<dyn Target>, Failure> {
    let problem = Diagnostic::error(said!(
        "this kanyin was built without support for buckets",
        "这个 kanyin 编译时没有加入对象存储"
    ));
    Err(problem
        .hint(said!(
            "build it with the feature `s3`, which is on by default",
            "请加上功能 `s3` 重新编译，它本来是默认的"
        ))
        .into())
}

/// The folder of kanyin's own copy of a repository: another one for each.
fn store(branch: &targets::Branch) -> String {
    let digest = Digest::of(format!("{} {}", branch.remote, branch.branch).as_bytes());
    format!("{}.git", &digest.to_string()[..16])
}

/// Builds the site in memory, whole and without a link that leads nowhere.
fn fresh(
    console: Console,
    site: &Site,
    problems: &mut Vec<Diagnostic>,
) -> Result<Option<Output>, Diagnostic> {
    // Whoever imports meanwhile must not have half of it published.
    let lock = super::lock(console, &site.root)?;
    let darkroom = Darkroom::keeping(&lock);
    let built = build::make(site, &darkroom, problems);
    darkroom.tidy(&site.root)?;
    if let Some(built) = &built {
        problems.extend(site::check_links(built, site.config.base_url.as_deref()));
    }
    Ok(built.filter(|_| !has_errors(problems)))
}

/// Looks, plans, and carries out what there is to do.
fn attempt(
    console: Console,
    how: &How<'_>,
    name: &str,
    edition: &Edition,
    base_url: Option<&str>,
    target: &mut dyn Target,
) -> Result<Vec<Diagnostic>, Failure> {
    // Over a slow line the look alone takes seconds.
    let shown = visible(name);
    let looking = said!("looking at what stands at {shown}", "正在查看 {shown} 上现有的文件");
    console.tell(looking.text(console.tongue()));
    let standing = target.look()?;
    let plan = Plan::new(edition, &standing, base_url);
    tell(console, name, &plan, how.dry_run);
    let mut problems = standing.notes.clone();
    problems.extend(plan.lost_addresses());
    if let Some(refusal) = plan.refusal().filter(|_| !how.force_shrink) {
        problems.push(refusal);
        return Ok(problems);
    }
    if how.dry_run || plan.is_empty() {
        return Ok(problems);
    }
    let bar = console.progress_bytes(plan.bytes(), &said!("publishing", "发布"));
    let done = carry_out(&plan, edition, &standing, target, &|bytes| bar.inc(bytes));
    bar.finish_and_clear();
    problems.extend(done?);
    console.say(&said!("{name}: published", "{name}：已发布"));
    Ok(problems)
}

/// Lists the plan: each change with its reasons, and the totals.
fn tell(console: Console, name: &str, plan: &Plan, all: bool) {
    for kind in [Kind::New, Kind::Changed, Kind::Gone] {
        let changes: Vec<&Change> = plan.told().filter(|change| change.kind == kind).collect();
        let most = if all { usize::MAX } else { MOST_LISTED };
        for change in changes.iter().take(most) {
            console.print(&line(console, change));
        }
        let more = changes.len().saturating_sub(most);
        if more > 0 {
            let more = said!(
                "         … and {more} more; `--dry-run` lists all",
                "      ……还有 {more} 处；`--dry-run` 列出全部"
            );
            console.print(&console.tint(Tone::Faint, more.text(console.tongue())));
        }
    }
    let foreign = match plan.foreign {
        0 => Said::nothing(),
        n => {
            let files = plural(n, "file");
            said!(
                "; {files} there not kanyin's, left alone",
                "；另有 {n} 个文件不是 kanyin 的，没有动"
            )
        }
    };
    console.say(&said!(
        "{name}: {new} new, {changed} changed, {gone} gone, {unchanged} unchanged; {size} to send{foreign}",
        "{name}：新增 {new}，改动 {changed}，删除 {gone}，未变 {unchanged}；要发送 {size}{foreign}",
        name,
        new = plan.how_many(Kind::New),
        changed = plan.how_many(Kind::Changed),
        gone = plan.how_many(Kind::Gone),
        unchanged = plan.unchanged,
        size = size(plan.bytes()),
        foreign
    ));
}

fn line(console: Console, change: &Change) -> String {
    let (word, tone) = match change.kind {
        Kind::New => (said!("new    ", "新增"), Tone::New),
        Kind::Changed => (said!("changed", "改动"), Tone::Strong),
        Kind::Gone => (said!("gone   ", "删除"), Tone::Old),
    };
    let address = match change.address.as_str() {
        "index.html" => said!("front page", "首页"),
        address => Said::verbatim(address),
    };
    let said = match change.why.split_first() {
        None => address,
        Some((first, more)) => more.iter().fold(
            said!("{address}: {why}", "{address}：{why}", address, why = first.said()),
            |said, why| said!("{said}; {why}", "{said}；{why}", said, why = why.said()),
        ),
    };
    let (word, said) = (word.text(console.tongue()), said.text(console.tongue()));
    format!("{}  {}", console.tint(tone, word), console.tint(Tone::Plain, said))
}

/// Bytes as a person reads them.
fn size(bytes: u64) -> Said {
    match bytes {
        0..1_000 => {
            let all = plural(bytes as usize, "byte");
            said!("{all}", "{bytes} 字节")
        }
        1_000..1_000_000 => Said::verbatim(format!("{:.1} kB", bytes as f64 / 1e3)),
        _ => Said::verbatim(format!("{:.1} MB", bytes as f64 / 1e6)),
    }
}

/// A failure as a problem.
fn told(failure: Failure) -> Diagnostic {
    match failure {
        Failure::Refused(problem) => *problem,
        Failure::Overtaken => {
            Diagnostic::error(said!("somebody else keeps writing there", "一直有人在往那里写"))
                .hint(said!(
                    "wait until the other run has ended, and run again",
                    "请等那一边结束，再运行"
                ))
        }
    }
}

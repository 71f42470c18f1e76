//! What a person types, and what it means.
//!
//! The sole reader of arguments and environment. The rest of the program gets
//! an [`Invocation`]: it never asks where it runs.

mod speech;

use std::{
    ffi::OsString,
    io::{IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, FromArgMatches as _, Parser, Subcommand};
use jiff::civil::Date;

use crate::{
    cmd::{self, Action, Invocation, Timings},
    preview,
    publish::Environment,
    route::ArchiveFormat,
    schema::Kind,
    tongue::Tongue,
    yaml,
};

/// The English and the Chinese of a help text, as one: [`speech::command`] leaves
/// the one that is wanted. The compiler holds them together as it does messages.
macro_rules! both {
    ($en:literal, $zh:literal) => {{
        const _: () = crate::tongue::hold($en, $zh);
        concat!($en, "\u{e000}", $zh)
    }};
}

#[derive(Debug, Parser)]
#[command(name = "kanyin", version, max_term_width = 90, arg_required_else_help = true)]
#[command(about = both!(
    "A press for Chinese newspapers and magazines",
    "给报纸和杂志用的印刷机"
))]
#[command(long_about = both!(
    "A press for Chinese newspapers and magazines.\n\n\
    kanyin takes raw page text as it comes out of e-papers, PDFs and OCR (seeds/), restores it \
    into clean articles (content/), and prints them as a website (public/).\n\n\
    Nothing is lost, nothing is invented, the editor has the last word.",
    "给报纸和杂志用的印刷机。\n\n\
    把电子报、文字识别得到的版面文字（seeds/）还原成干净的文章（content/），\n\
    再印成网站（public/）。\n\n\
    一字不丢，一字不添，编辑说了算。"
))]
#[command(after_help = both!(
    "\
Start a publication:   `kanyin init my-paper`
Put page text into my-paper/seeds/, then, in my-paper/:
                       `kanyin press`
Look at it:            `kanyin serve`

Exit status: 0 all is well, 1 the input has problems, 2 wrong usage.",
    "\
新建一份报纸：  `kanyin init my-paper`
把版面文字放进它的 seeds/，再在它里面运行：
                `kanyin press`
看一看：        `kanyin serve`

退出状态：0 一切正常，1 稿件或设置有问题，2 用法不对。"
))]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Args)]
struct Global {
    #[arg(long, global = true, value_name = both!("DIR", "目录"), default_value = ".")]
    #[arg(help = both!("The publication's directory, if it is not this one", "报纸所在的目录"))]
    site: PathBuf,
    #[arg(long, short, global = true)]
    #[arg(help = both!("Say only what is wrong", "只说出错的地方"))]
    quiet: bool,
    #[arg(long, global = true, value_name = both!("LANG", "语言"), value_parser = ["en", "zh"])]
    #[arg(help = both!(
        "Speak English or Chinese, whatever the locale says",
        "用哪种语言，不看系统的语言设置"
    ))]
    lang: Option<String>,
}

#[derive(Debug, Args)]
struct Day {
    #[arg(long = "date", value_name = both!("YYYY-MM-DD", "年-月-日"), value_parser = day)]
    #[arg(help = both!(
        "The day for which it is done: articles with a later `publish:` wait",
        "当作哪一天来做：`publish:` 写的日子在后面的文章先不登"
    ))]
    day: Option<Date>,
}

/// A day as it is written in files too.
fn day(text: &str) -> Result<Date, &'static str> {
    yaml::parse_date(text).ok_or("write year, month and day: 2026-11-23")
}

#[derive(Debug, Subcommand)]
enum Verb {
    #[command(about = both!("Make a new publication that builds at once", "新建一份报纸，马上就能印"))]
    #[command(long_about = both!(
        "Make a new publication that builds at once.\n\n\
        DIR gets its settings (kanyin.yaml), a vocabulary of topics (topics.yaml) and a first \
        issue to read and replace. A directory in which something lies is left alone.",
        "新建一份报纸，马上就能印。\n\n\
        目录里会有设置（kanyin.yaml）、专题词表（topics.yaml）和一期样例，看过以后换成自己的。\n\
        里面已有东西的目录不会动。"
    ))]
    Init {
        #[arg(value_name = both!("DIR", "目录"), help = both!("Where to make it", "建在哪里"))]
        dir: PathBuf,
    },
    #[command(about = both!(
        "Restore raw page text from seeds/ into articles in content/",
        "把 seeds/ 里的版面文字还原成 content/ 里的文章"
    ))]
    #[command(long_about = both!(
        "Restore raw page text from seeds/ into articles in content/.\n\n\
        What a person has changed or deleted in content/ since the last import is left as it is. \
        Every repair is written, with its reasons, into the issue's _ledger.jsonl. `--dry-run` \
        lists them with their ids; `--explain` shows one in full, by its id or the start of it. An \
        article that ran in two seeds is reported with both places and left in both.",
        "把 seeds/ 里的版面文字还原成 content/ 里的文章。\n\n\
        上次导入以后有人改过、删过的文章，一律保持原样。每一处修补都连同理由写进本期的\n\
        _ledger.jsonl。`--dry-run` 列出各处修补和编号；`--explain` 按编号（或编号的开头）\n\
        详细说明一处。同一篇文章登在两份底本里，两处都报告，两处都保留。"
    ))]
    Import {
        #[arg(value_name = both!("SEED", "底本"))]
        #[arg(help = both!("Which seeds, by file name; all of them if none is named", "哪些底本，写文件名；不写就是全部"))]
        seeds: Vec<String>,
        #[arg(long)]
        #[arg(help = both!("Print what would be done, and each repair, and write nothing", "只列出会做什么、每一处怎么修补，什么也不写"))]
        dry_run: bool,
        #[arg(long, value_name = both!("ID", "编号"), num_args = 1.., conflicts_with = "dry_run")]
        #[arg(help = both!("Print these repairs in full, by their ids in the ledger, and write nothing", "详细说明这几处修补，什么也不写；编号见账本"))]
        explain: Vec<String>,
        #[arg(long, help = both!("Write articles again that were deleted by hand", "找回人工删掉的文章"))]
        restore_deleted: bool,
    },
    #[command(about = both!("Print the website into public/", "把网站印到 public/"))]
    #[command(long_about = both!(
        "Print the website into public/.\n\n\
        The new site takes the place of the old one in one step, when all of it stands. If \
        anything is wrong with the articles, all of it is reported and the old site stays. Pages \
        that would be as they were are taken over from the last build.",
        "把网站印到 public/。\n\n\
        新站全部做好以后，一次替换旧站。文章只要有一处不对，就全部报告出来，旧站不动。\n\
        与上次相同的网页不再重做。"
    ))]
    Build {
        #[arg(long, value_name = both!("DIR", "目录"))]
        #[arg(help = both!("Where to, instead of public/", "印到哪里，不印到 public/"))]
        output: Option<PathBuf>,
        #[arg(long, value_name = both!("URL", "网址"))]
        #[arg(help = both!("Where the site will stand, instead of `base_url` in kanyin.yaml", "网站将来的网址，代替 kanyin.yaml 里的 `base_url`"))]
        base_url: Option<String>,
        #[command(flatten)]
        day: Day,
        #[arg(long, value_name = both!("FORM", "形式"), value_parser = ["table", "json"])]
        #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "table")]
        #[arg(help = both!("Show what took how long and how much was made, as a table or as JSON", "列出各阶段用时和产出，用表格或 JSON"))]
        timings: Option<String>,
        #[arg(long, help = both!("Hold all files against a clean build, byte for byte", "把全部文件与从头印制的逐字节核对"))]
        verify: bool,
        #[arg(long, value_name = both!("PATH", "路径"), conflicts_with = "output")]
        #[arg(help = both!("Say why this file of public/ was made, or was kept", "说明 public/ 里的这个文件为什么重新做了，或为什么保留"))]
        why: Option<String>,
    },
    #[command(about = both!(
        "Check articles, links, and that no character of a seed was lost",
        "检查文章和链接，核对底本一字未丢"
    ))]
    #[command(long_about = both!(
        "Check articles, links, and that no character of a seed was lost.\n\n\
        Each seed is set again, byte for byte, from the articles and the ledger. Articles that a \
        person has edited since are named, with what was changed. Nothing is written.",
        "检查文章和链接，核对底本一字未丢。\n\n\
        每份底本都用文章加账本逐字节拼回去。后来有人改过的文章会列出来，并说明改了什么。\n\
        什么也不写。"
    ))]
    Check {
        #[command(flatten)]
        day: Day,
    },
    #[command(about = both!(
        "Write pages that set raw text and restored text side by side",
        "写出校样：原文与还原文逐段对照"
    ))]
    #[command(long_about = both!(
        "Write pages that set raw text and restored text side by side, for the editor.\n\n\
        Each article has a page: every repair is marked in both texts, with its evidence; what \
        is doubted is listed; what a person has changed since import is shown. Each seed has a \
        page with its whole text and where each stretch of it went. public/ is not touched. \
        `kanyin serve` shows the same pages under `/_proof/`.",
        "写出校样：原文与还原文逐段对照，供编辑核对。\n\n\
        每篇文章一页：每一处修补在两边都有标记和依据，存疑之处另列，导入以后人工的改动也标出。\n\
        每份底本一页：全文，以及每一段归入哪里。不动 public/。\n\
        `kanyin serve` 也能看到同样的校样，在 `/_proof/`。"
    ))]
    Proof {
        #[arg(long, value_name = both!("DIR", "目录"))]
        #[arg(help = both!("Where to, instead of `.kanyin/proof/`", "写到哪里，不写到 `.kanyin/proof/`"))]
        output: Option<PathBuf>,
    },
    #[command(about = both!(
        "Keep issues as single files that need no site",
        "把每期存成一个独立的文件"
    ))]
    #[command(long_about = both!(
        "Keep issues as single files that need no site.\n\n\
        Each file holds a whole issue: contents, all articles, pictures, styles, credits, how to \
        cite, where the text is incomplete, and the digests of its texts and seeds. It opens \
        without a network and runs no program. Made again from the same input it is the same, \
        byte for byte. `--verify` takes all digests of such a file again; in the publication that \
        it came from, it also compares them with articles and seeds.",
        "把每期存成一个独立的文件。\n\n\
        一个文件就是完整的一期：目录、全部文章、图片、版式、作者、引用格式、缺文清单，以及文字和\n\
        底本的指纹。断网也能打开，不运行任何程序。稿件不变，再做一次也逐字节相同。\n\
        `--verify` 重新核对存档的全部指纹；在它所属的报纸里运行，还与现在的文章和底本核对。"
    ))]
    Archive {
        #[arg(value_name = both!("ISSUE", "期"))]
        #[arg(help = both!("Which issues, by the names of their folders in content/; all if none is named", "哪几期，写 content/ 里文件夹的名称；不写就是全部"))]
        issues: Vec<String>,
        #[arg(long, value_name = both!("DIR", "目录"))]
        #[arg(help = both!("Where to, instead of `archive/`", "存到哪里，不存到 `archive/`"))]
        output: Option<PathBuf>,
        #[arg(long, value_name = both!("FORMAT", "格式"), default_value = "html", value_parser = ["html", "epub", "zip"])]
        #[arg(help = both!(
            "One HTML file, a book for reading devices, or the pages as a folder",
            "单个网页，电子书，或打成文件夹的网页"
        ))]
        format: String,
        #[arg(long, value_name = both!("FILE", "文件"), conflicts_with_all = ["issues", "output", "format"])]
        #[arg(help = both!("Only check this archive", "只核对这个存档"))]
        verify: Option<PathBuf>,
        #[command(flatten)]
        day: Day,
    },
    #[command(about = both!(
        "Show the site on this machine and reload it at every change",
        "在本机预览网站，改完自动刷新"
    ))]
    #[command(long_about = both!(
        "Show the site on this machine and reload it at every change.\n\n\
        Only programs on this machine can see it. public/ is not touched. Drafts, and articles \
        whose day has not come, are shown and marked. Under `/_proof/` stand the editor's pages: raw text and restored text side by side.",
        "在本机预览网站，改完自动刷新。\n\n\
        只有本机看得到。不动 public/。草稿和还没到日子的文章也看得到，并注明。\n\
        校样在 `/_proof/`：原文与还原文逐段对照。"
    ))]
    Serve {
        #[arg(long, value_name = both!("N", "端口"), default_value_t = preview::DEFAULT_PORT)]
        #[arg(help = both!("Port on 127.0.0.1", "127.0.0.1 的端口"))]
        port: u16,
        #[arg(long, help = both!("Open it in the browser", "在浏览器里打开"))]
        open: bool,
    },
    #[command(about = both!("Do it all: import what is new, build, check", "导入、印站、检查一次做完"))]
    Press {
        #[command(flatten)]
        day: Day,
    },
    #[command(about = both!(
        "Print which keys a file may have, as a JSON Schema",
        "列出各种文件可以写哪些键，格式为 JSON Schema"
    ))]
    #[command(long_about = both!(
        "Print which keys a file may have, as a JSON Schema.\n\n\
        Editors that know the schema complete and check while one types. Without a kind all \
        keys of all files are printed as a page to read.",
        "列出各种文件可以写哪些键，格式为 JSON Schema。\n\n\
        编辑软件有了它，一边写一边补全、检查。不写种类，就把全部文件的全部键列成一页说明。"
    ))]
    Schema {
        #[arg(value_name = both!("KIND", "种类"))]
        #[arg(value_parser = ["article", "issue", "site", "topics", "seed"])]
        #[arg(help = both!(
            "Which file: of an article, of an issue, kanyin.yaml, topics.yaml, beside a seed",
            "哪种文件：文章、期、kanyin.yaml、topics.yaml、底本旁边的设置"
        ))]
        kind: Option<String>,
    },
    #[command(about = both!(
        "Build the site anew and bring it to where its readers are",
        "重新印站，发布到读者看得到的地方"
    ))]
    #[command(long_about = both!(
        "Build the site anew and bring it to where its readers are.\n\n\
        Targets are named in kanyin.yaml under `publish:`: a directory of releases, a bucket that \
        speaks S3, a branch of a git repository. What will change is listed with reasons, then \
        done: pages after what they load, indexes after pages, and what is gone is removed last. \
        A run that is ended early does no harm; the next one completes it. public/ is neither \
        read nor written. Credentials of a bucket come from the environment: `AWS_ACCESS_KEY_ID`, \
        `AWS_SECRET_ACCESS_KEY`.",
        "重新印站，发布到读者看得到的地方。\n\n\
        发布去处写在 kanyin.yaml 的 `publish:` 下面：发布文件夹、S3 对象存储、git 分支。\n\
        先列出哪里变了、为什么，再做：网页所用的文件先放，网页其次，目录再次，最后删除不要的。\n\
        中途停下也不要紧，下次接着做完。public/ 不读也不写。对象存储的密钥从环境变量来：\n\
        `AWS_ACCESS_KEY_ID`、`AWS_SECRET_ACCESS_KEY`。"
    ))]
    Publish {
        #[arg(long, value_name = both!("TARGET", "去处"))]
        #[arg(help = both!("Name of the target; needed if there are several", "发布去处的名称；只有一处可以不写"))]
        to: Option<String>,
        #[arg(long, help = both!("List what would change, and change nothing", "只列出会变什么，什么也不动"))]
        dry_run: bool,
        #[arg(long)]
        #[arg(help = both!("Publish although the site is empty or smaller by more than a fifth", "网站空了或少了五分之一以上，也照样发布"))]
        force_shrink: bool,
        #[arg(long, conflicts_with_all = ["dry_run", "force_shrink"])]
        #[arg(help = both!("Make the release before the live one live again (directories only)", "退回到上一次发布（只限发布文件夹）"))]
        rollback: bool,
        #[command(flatten)]
        day: Day,
    },
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let typed = typed();
    let tongue = tongue(&typed);
    let mut command = speech::command(tongue);
    let parsed = command.try_get_matches_from_mut(&typed);
    match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => cmd::run(&invocation(arguments, tongue)),
        Err(error) if error.use_stderr() => {
            // A closed pipe is nobody's problem.
            let _ = match speech::wrong_usage(&error, tongue) {
                Some(words) => std::io::stderr().lock().write_all(words.as_bytes()),
                None => error.print(),
            };
            ExitCode::from(2)
        }
        Err(help) => {
            // Help and version are no errors.
            let _ = help.print();
            ExitCode::SUCCESS
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads arguments")]
fn typed() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// The language to speak: of `--lang`, which must be known before anything can
/// be said about what was typed, else of the locale.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the environment")]
fn tongue(typed: &[OsString]) -> Tongue {
    speech::asked_for(typed).unwrap_or_else(|| {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| std::env::var_os(name).filter(|value| !value.is_empty()));
        locale.map_or_else(Tongue::default, |locale| Tongue::of_locale(&locale.to_string_lossy()))
    })
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the environment")]
fn invocation(arguments: Arguments, tongue: Tongue) -> Invocation {
    // The language was known before.
    let Arguments { global: Global { site, quiet, lang: _ }, verb } = arguments;
    let variable = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let plain = variable("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let watched = std::io::stderr().is_terminal();
    let action = match verb {
        Verb::Init { dir } => Action::Init { dir },
        Verb::Import { seeds, dry_run, explain, restore_deleted } => {
            Action::Import { seeds, dry_run, explain, restore_deleted }
        }
        Verb::Build { output, base_url, day: Day { day }, timings, verify, why } => {
            let timings = timings.map(|form| match form.as_str() {
                "json" => Timings::Json,
                // The parser has let no other word through.
                _ => Timings::Table,
            });
            Action::Build { output, base_url, day, timings, verify, why }
        }
        Verb::Check { day: Day { day } } => Action::Check { day },
        Verb::Proof { output } => Action::Proof { output },
        Verb::Archive { verify: Some(file), day: Day { day }, .. } => Action::Verify { file, day },
        Verb::Archive { issues, output, format, verify: None, day: Day { day } } => {
            let format = ArchiveFormat::ALL.into_iter().find(|known| known.ending() == format);
            // The parser has let no other word through.
            let format = format.unwrap_or(ArchiveFormat::Html);
            Action::Archive { issues, output, format, day }
        }
        Verb::Serve { port, open } => Action::Serve { port, open },
        Verb::Schema { kind } => {
            let known = |kind: String| Kind::ALL.into_iter().find(|known| known.name() == kind);
            Action::Schema { kind: kind.and_then(known) }
        }
        Verb::Press { day: Day { day } } => Action::Press { day },
        Verb::Publish { to, dry_run, force_shrink, rollback, day: Day { day } } => {
            let environment = std::env::vars_os().filter_map(|(name, value)| {
                Some((name.into_string().ok()?, value.into_string().ok()?))
            });
            let environment = Environment::new(environment);
            Action::Publish { to, dry_run, force_shrink, rollback, environment, day }
        }
    };
    Invocation {
        site,
        quiet,
        colors: (!plain && std::io::stdout().is_terminal(), !plain && watched),
        tongue,
        watched: watched && !quiet,
        program: std::env::current_exe().ok(),
        action,
    }
}

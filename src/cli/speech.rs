//! Help and wrong usage in the language of the person who types.

use std::{ffi::OsString, fmt::Write as _};

use clap::{
    Arg, Command, CommandFactory as _, Error,
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::Arguments;
use crate::tongue::{Said, Tongue};

/// Stands between the English and the Chinese of a help text: a character that no
/// text has, and that clap does not take for one of control.
const BETWEEN: char = '\u{e000}';

/// The language that `--lang` asks for among what was typed, if it is one.
pub(super) fn asked_for(typed: &[OsString]) -> Option<Tongue> {
    let mut words = typed.iter().skip(1).map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        match word.split_once('=') {
            _ if word == "--" => return None,
            _ if word == "--lang" => return Tongue::named(&words.next()?),
            Some(("--lang", code)) => return Tongue::named(code),
            _ => {}
        }
    }
    None
}

/// The command line in one language.
pub(super) fn command(tongue: Tongue) -> Command {
    let mut command = Arguments::command();
    // What clap adds of its own has to be there before it can be translated.
    command.build();
    speaking(command, tongue, "kanyin")
}

/// A command and those below it, each text in one language. `path` is how the
/// command is called.
fn speaking(command: Command, tongue: Tongue, path: &str) -> Command {
    let half = |text: &StyledStr| pick(&text.to_string(), tongue);
    let texts = [
        command.get_about().map(half),
        command.get_long_about().map(half),
        command.get_after_help().map(half),
    ];
    let mut command = command.mut_args(|arg| argument(arg, tongue));
    let [about, long, after] = texts;
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long) = long {
        command = command.long_about(long);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    if tongue == Tongue::Chinese {
        command = in_chinese(command, path);
    }
    command.mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        speaking(below, tongue, &path)
    })
}

/// The half of a text that is in this language.
fn pick(text: &str, tongue: Tongue) -> String {
    let (en, zh) = text.split_once(BETWEEN).unwrap_or((text, text));
    match tongue {
        Tongue::English => en.to_owned(),
        Tongue::Chinese => zh.to_owned(),
    }
}

fn argument(arg: Arg, tongue: Tongue) -> Arg {
    let names = arg.get_value_names().unwrap_or_default().iter();
    let names: Vec<String> = names.map(|name| pick(name, tongue)).collect();
    let help = arg.get_help().map(|help| pick(&help.to_string(), tongue));
    let arg = if names.is_empty() || !arg.get_action().takes_values() {
        arg
    } else {
        arg.value_names(names)
    };
    match (tongue, arg.get_id().as_str()) {
        (Tongue::Chinese, "help") => arg.help("显示帮助").long_help("显示帮助"),
        (Tongue::Chinese, "version") => arg.help("显示版本"),
        (Tongue::Chinese, "subcommand") => arg.help("哪个命令的帮助"),
        (Tongue::Chinese, _) => {
            let help = help.unwrap_or_default() + &notes(&arg);
            arg.help(help).hide_default_value(true).hide_possible_values(true)
        }
        (Tongue::English, _) => match help {
            Some(help) => arg.help(help),
            None => arg,
        },
    }
}

/// What may be given for an argument, and what it is if nothing is given: clap
/// says it in English only.
fn notes(arg: &Arg) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let mut notes = Vec::new();
    if !values.is_empty() {
        notes.push(format!("可以写 {}", values.join("、")));
    }
    if let [default] = arg.get_default_values() {
        notes.push(format!("不写就是 {}", default.to_string_lossy()));
    }
    if notes.is_empty() { String::new() } else { format!("（{}）", notes.join("；")) }
}

/// The headings of a help page and the line that says how a command is typed.
fn in_chinese(command: Command, path: &str) -> Command {
    let mut usage = path.to_owned();
    let mut template = "{before-help}{about-with-newline}\n用法：{usage}".to_owned();
    if command.has_subcommands() {
        usage.push_str(" [选项] <命令>");
        template.push_str("\n\n命令：\n{subcommands}");
    } else {
        usage.push_str(" [选项]");
    }
    for arg in command.get_positionals() {
        let name = arg.get_value_names().and_then(<[_]>::first).map(ToString::to_string);
        let name = name.unwrap_or_else(|| arg.get_id().to_string());
        let many = arg.get_num_args().is_some_and(|number| number.max_values() > 1);
        let many = if many { "..." } else { "" };
        let _ = if arg.is_required_set() {
            write!(usage, " <{name}>{many}")
        } else {
            write!(usage, " [{name}]{many}")
        };
    }
    if command.get_positionals().next().is_some() {
        template.push_str("\n\n参数：\n{positionals}");
    }
    if command.get_opts().next().is_some() {
        template.push_str("\n\n选项：\n{options}");
    }
    let command = match command.get_name() {
        "help" => command.about("显示各命令的帮助"),
        _ => command,
    };
    command
        .override_usage(usage)
        .help_template(template + "{after-help}")
        .subcommand_value_name("命令")
}

/// What is wrong with what was typed, in Chinese; `None` if clap says it itself:
/// in English, or because it is a help page.
pub(super) fn wrong_usage(error: &Error, tongue: Tongue) -> Option<String> {
    let page = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if tongue == Tongue::English || page || !error.use_stderr() {
        return None;
    }
    let mut text = format!("错误：{}\n", fault(error).zh());
    let likely =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(likely) = likely.into_iter().find_map(|kind| value(error, kind)) {
        let _ = write!(text, "\n提示：是不是 `{likely}`？\n");
    }
    if let Some(usage) = value(error, ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage:").trim();
        let _ = write!(text, "\n用法：{usage}\n");
    }
    Some(text + "\n详情见 `kanyin --help`\n")
}

/// The fault by itself. clap has said it in English already.
fn fault(error: &Error) -> Said {
    let own = || error.kind().to_string();
    let named = |kind| value(error, kind).unwrap_or_default();
    let arg = named(ContextKind::InvalidArg);
    let zh = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 `{arg}` 这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有 `{}` 这个命令", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("缺少 `{arg}`"),
        ErrorKind::ArgumentConflict => match named(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == arg => format!("`{arg}` 只能写一次"),
            prior => format!("`{arg}` 不能和 `{prior}` 一起用"),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let values = named(ContextKind::ValidValue);
            match named(ContextKind::InvalidValue) {
                none if none.is_empty() => format!("`{arg}` 后面要写一个值"),
                wrong if values.is_empty() => format!("`{arg}` 不能是“{wrong}”"),
                wrong => format!("`{arg}` 不能是“{wrong}”，可以写 {values}"),
            }
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("`{arg}` 后面要写一个值")
        }
        ErrorKind::TooManyValues => {
            format!("`{arg}` 后面多了“{}”", named(ContextKind::InvalidValue))
        }
        ErrorKind::InvalidUtf8 => "有一个参数不是 UTF-8 文字".to_owned(),
        _ => own(),
    };
    Said::both(own(), zh)
}

/// What clap knows of an error, as text; several in a row.
fn value(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if texts.is_empty() => None,
        ContextValue::Strings(texts) => Some(texts.join("、")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All commands, from the top down.
    fn all(command: &Command) -> Vec<&Command> {
        let below = command.get_subcommands().filter(|below| below.get_name() != "help");
        std::iter::once(command).chain(below.flat_map(all)).collect()
    }

    fn has_han(text: &str) -> bool {
        text.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    fn flat(text: &str) -> String {
        text.split_whitespace().collect()
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
        assert!(Tongue::ALL.map(command).iter().all(|command| command.get_name() == "kanyin"));
    }

    #[test]
    fn every_command_and_argument_has_help_in_both_languages() {
        let (mut commands, mut arguments) = (0, 0);
        for tongue in Tongue::ALL {
            let told = |text: &StyledStr| {
                let text = text.to_string();
                !text.contains(BETWEEN) && has_han(&text) == (tongue == Tongue::Chinese)
            };
            let command = command(tongue);
            for command in all(&command) {
                commands += 1;
                assert!(command.get_about().is_some_and(told), "{}", command.get_name());
                assert!(command.get_long_about().is_none_or(told), "{}", command.get_name());
                assert!(command.get_after_help().is_none_or(told), "{}", command.get_name());
                for arg in command.get_arguments() {
                    arguments += 1;
                    assert!(arg.get_help().is_some_and(told), "{arg}");
                    assert!(
                        !arg.get_value_names()
                            .unwrap_or_default()
                            .iter()
                            .any(|n| n.contains(BETWEEN))
                    );
                }
            }
        }
        assert!(commands > 20 && arguments > 80, "{commands} {arguments}");
    }

    #[test]
    fn pages_and_faults_in_chinese_have_no_english_words_of_clap() {
        let said = |words: &[&str]| {
            let mut command = command(Tongue::Chinese);
            let error = command.try_get_matches_from_mut(words).err();
            error
                .map(|e| wrong_usage(&e, Tongue::Chinese).unwrap_or_else(|| e.render().to_string()))
        };
        let cases: [(&[&str], &[&str]); 13] = [
            (&["kanyin"], &["用法：kanyin [选项] <命令>", "命令：", "选项：", "显示版本"]),
            (&["kanyin", "--help"], &["一字不丢", "退出状态"]),
            (&["kanyin", "help"], &["一字不丢"]),
            (&["kanyin", "help", "build"], &["用法：kanyin build [选项]"]),
            (
                &["kanyin", "init", "--help"],
                &["用法：kanyin init [选项] <目录>", "参数：", "建在哪里"],
            ),
            (&["kanyin", "archive", "-h"], &["[期]...", "可以写 html、epub、zip；不写就是 html"]),
            (&["kanyin", "biuld"], &["没有 `biuld` 这个命令", "是不是 `build`"]),
            (&["kanyin", "build", "--ouptut", "x"], &["没有 `--ouptut` 这个选项", "`--output`"]),
            (&["kanyin", "init"], &["缺少 `<目录>`"]),
            (&["kanyin", "serve", "--port", "x"], &["`--port <端口>` 不能是“x”"]),
            (&["kanyin", "archive", "--format", "pdf"], &["可以写 html、epub、zip"]),
            (&["kanyin", "build", "--output"], &["`--output <目录>` 后面要写一个值"]),
            (
                &["kanyin", "publish", "--rollback", "--dry-run"],
                &["`--rollback` 不能和 `--dry-run` 一起用"],
            ),
        ];
        for (words, parts) in cases {
            let text = said(words).unwrap_or_default();
            for part in parts {
                // A page is as wide as the terminal.
                assert!(flat(&text).contains(&flat(part)), "{words:?} lacks {part}:\n{text}");
            }
            let own = [
                "Usage",
                "Options",
                "OPTIONS",
                "Commands",
                "COMMAND",
                "Arguments",
                "Print",
                "default",
                "possible",
                "error",
                "tip",
                "argument",
                "required",
                BETWEEN.encode_utf8(&mut [0; 4]),
            ]
            .iter()
            .find(|word| text.contains(**word))
            .map(|word| (*word).to_owned());
            assert_eq!(own, None, "{words:?}:\n{text}");
        }
    }

    #[test]
    fn the_language_is_known_before_the_rest() {
        let typed = |words: &str| words.split(' ').map(OsString::from).collect::<Vec<_>>();
        let asked = |words: &str| asked_for(&typed(words));
        assert_eq!(asked("kanyin build --lang zh"), Some(Tongue::Chinese));
        assert_eq!(asked("kanyin --lang=en biuld"), Some(Tongue::English));
        assert_eq!(asked("kanyin --lang fr"), None);
        assert_eq!(asked("kanyin import -- --lang zh"), None);
        assert_eq!(asked("--lang"), None);
    }
}

//! The languages that the program speaks to its user, and what it says: each
//! message in both, written side by side where it is made.
//!
//! [`said!`] takes the English and the Chinese of one message, and the compiler
//! holds them together: both see the same values, the Chinese is Chinese, and
//! what stands in backquotes (a key, a command) stands so in both. A [`Said`]
//! has no `Display`: words come out of it only for a [`Tongue`], so that no
//! message can carry a reason in the other language.

use std::{borrow::Cow, io, sync::Arc};

use serde::{Deserialize, Serialize};

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    #[default]
    English,
    /// Chinese, in simplified characters.
    Chinese,
}

impl Tongue {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// As `--lang` names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The one that `--lang` calls `code`.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.code() == code)
    }

    /// What a person with this locale reads: `zh_CN.UTF-8`, `zh-TW`, `C`. Whoever
    /// has set none of both languages gets English.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("zh") { Self::Chinese } else { Self::English }
    }
}

/// One message in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said(Arc<[String; 2]>);

impl Said {
    /// For [`said!`], which sees to it that both say the same.
    #[doc(hidden)]
    pub fn both(en: String, zh: String) -> Self {
        Self([en, zh].into())
    }

    /// Words that are not the program's own and have one form only: of the
    /// operating system, of a library, of the input.
    pub fn verbatim(words: impl Into<String>) -> Self {
        let words = words.into();
        Self::both(words.clone(), words)
    }

    /// What the system answered: its own words without its number in English, and
    /// ours in Chinese, as the system speaks the language of the program that asks.
    pub fn system(error: &io::Error) -> Self {
        let text = error.to_string();
        let en = text.find(" (os error").map_or(text.as_str(), |at| &text[..at]);
        let zh = match error.kind() {
            io::ErrorKind::NotFound => "没有这个文件或文件夹",
            io::ErrorKind::PermissionDenied => "没有权限",
            io::ErrorKind::AlreadyExists => "已经有同名的文件",
            io::ErrorKind::NotADirectory => "路径里有一段不是文件夹",
            io::ErrorKind::IsADirectory => "这是文件夹",
            io::ErrorKind::DirectoryNotEmpty => "文件夹里还有东西",
            io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
            io::ErrorKind::StorageFull => "磁盘满了",
            io::ErrorKind::QuotaExceeded => "磁盘配额用完了",
            io::ErrorKind::FileTooLarge => "文件太大",
            io::ErrorKind::InvalidFilename => "文件名太长或不合规矩",
            io::ErrorKind::InvalidInput => "系统不接受这个路径",
            io::ErrorKind::ResourceBusy => "文件正被占用",
            io::ErrorKind::CrossesDevices => "不在同一个磁盘上",
            io::ErrorKind::TooManyLinks => "链接太多",
            io::ErrorKind::OutOfMemory => "内存不够",
            io::ErrorKind::TimedOut => "等得太久",
            io::ErrorKind::Interrupted => "中途被打断",
            io::ErrorKind::AddrInUse => "已被占用",
            io::ErrorKind::AddrNotAvailable => "本机没有这个地址",
            io::ErrorKind::ConnectionRefused => "对方没有应答",
            // Of what is left, a person can at least look the number up.
            _ => return Self::verbatim(text),
        };
        Self::both(en.to_owned(), zh.to_owned())
    }

    /// Names to choose from, in a row.
    pub fn list<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let (mut en, mut zh) = (Vec::new(), Vec::new());
        for name in names {
            en.push(name.as_ref().to_owned());
            zh.push(format!("`{}`", name.as_ref()));
        }
        Self::both(en.join(", "), zh.join("、"))
    }

    /// Several in a row.
    pub fn row(said: &[Self]) -> Self {
        let join =
            |tongue, sign| said.iter().map(|one| one.text(tongue)).collect::<Vec<_>>().join(sign);
        Self::both(join(Tongue::English, ", "), join(Tongue::Chinese, "，"))
    }

    /// Nothing.
    pub fn nothing() -> Self {
        Self::both(String::new(), String::new())
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.en().is_empty()
    }

    /// In a language.
    pub fn text(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::English => self.en(),
            Tongue::Chinese => self.zh(),
        }
    }

    /// In English: what tests and orders go by.
    pub fn en(&self) -> &str {
        &self.0[0]
    }

    /// In Chinese.
    pub fn zh(&self) -> &str {
        &self.0[1]
    }
}

/// `1 error`, `2 errors`: for the English side of a message.
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What [`said!`] can put into a message.
pub trait Speak {
    /// In a language.
    fn speak(&self, tongue: Tongue) -> Cow<'_, str>;
}

impl Speak for Said {
    fn speak(&self, tongue: Tongue) -> Cow<'_, str> {
        self.text(tongue).into()
    }
}

impl Speak for str {
    fn speak(&self, _: Tongue) -> Cow<'_, str> {
        self.into()
    }
}

impl Speak for String {
    fn speak(&self, _: Tongue) -> Cow<'_, str> {
        self.as_str().into()
    }
}

impl Speak for Cow<'_, str> {
    fn speak(&self, _: Tongue) -> Cow<'_, str> {
        self.as_ref().into()
    }
}

impl<T: Speak + ?Sized> Speak for &T {
    fn speak(&self, tongue: Tongue) -> Cow<'_, str> {
        (**self).speak(tongue)
    }
}

macro_rules! speak_plainly {
    ($($type:ty),*) => {
        $(impl Speak for $type {
            fn speak(&self, _: Tongue) -> Cow<'_, str> {
                self.to_string().into()
            }
        })*
    };
}

speak_plainly!(char, u16, u32, u64, usize, jiff::civil::Date, std::path::Display<'_>);

/// Makes a [`Said`]: the English, the Chinese, and the values that both name.
///
/// `said!("`{key}` is no date: {why}", "`{key}` 不是日期：{why}", key = text.brief(), why)`
///
/// A value that is itself a [`Said`] is given behind the words, by name, and
/// speaks the language that it stands in. All that is given so must stand in
/// both, and is asked once for each. What is only captured from around (`{n}`)
/// may stand in one: a plural.
macro_rules! said {
    ($en:literal, $zh:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::tongue::Said::both(
            {
                const _: () = $crate::tongue::hold($en, $zh);
                format!($en $(, $name = $crate::tongue::said!(@in English $name $($value)?))*)
            },
            format!($zh $(, $name = $crate::tongue::said!(@in Chinese $name $($value)?))*),
        )
    };
    (@in $tongue:ident $name:ident) => {
        $crate::tongue::said!(@in $tongue $name $name)
    };
    (@in $tongue:ident $name:ident $value:expr) => {
        $crate::tongue::Speak::speak(&$value, $crate::tongue::Tongue::$tongue)
    };
}
pub(crate) use said;

/// Words that are the same in Chinese.
const NAMES: [&str; 44] = [
    "Schema", "topics", "ledger", "themes", "kanyin", "yaml", "jsonl", "md", "txt", "UTF-8",
    "UTF-16", "Unicode", "ASCII", "Markdown", "HTML", "XML", "CSS", "EPUB", "YAML", "JSON",
    "SHA-256", "git", "S3", "AWS", "HTTP", "JPEG", "PNG", "WebP", "KiB", "MiB", "GiB", "U+",
    "Tera", "Ctrl-C", "ID", "zip", "a-z", "Host", "GB", "Big5", "public", "content", "seeds",
    "OCR",
];

/// Refuses, when the program is compiled, a Chinese text that has no Chinese in
/// it, that has English words outside of backquotes, or that quotes other
/// keys and commands than the English.
#[doc(hidden)]
pub const fn hold(en: &str, zh: &str) {
    let (en, zh) = (en.as_bytes(), zh.as_bytes());
    assert!(has_han(zh) || no_english(en), "the Chinese of a message has no Chinese character");
    assert!(quotes_of(en, zh), "the Chinese of a message lacks what the English quotes");
    assert!(quotes_of(zh, en), "the Chinese of a message quotes what the English does not");
    assert!(no_english(zh), "the Chinese of a message has an English word outside of backquotes");
}

/// Whether a character of U+4000 to U+9FFF stands in the text.
const fn has_han(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if text[at] >= 0xe4 && text[at] <= 0xe9 {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether each `part` in backquotes that stands in `from` stands so in `to`. A
/// value alone may be quoted “so” as well.
const fn quotes_of(from: &[u8], to: &[u8]) -> bool {
    let mut at = 0;
    while at < from.len() {
        if from[at] != b'`' {
            at += 1;
            continue;
        }
        let start = at + 1;
        at = start;
        while at < from.len() && from[at] != b'`' {
            at += 1;
        }
        if at == from.len() || !(quoted_in(from, start, at, to) || from[start] == b'{') {
            return false;
        }
        at += 1;
    }
    true
}

const fn quoted_in(from: &[u8], start: usize, end: usize, to: &[u8]) -> bool {
    let length = end - start + 2;
    let mut at = 0;
    while at + length <= to.len() {
        let mut same = 0;
        while same < length && from[start - 1 + same] == to[at + same] {
            same += 1;
        }
        if same == length {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the text has no words but values, names, and what is in backquotes.
const fn no_english(text: &[u8]) -> bool {
    let (mut at, mut quoted, mut depth) = (0, false, 0_usize);
    while at < text.len() {
        match text[at] {
            b'`' => quoted = !quoted,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            letter if letter.is_ascii_alphabetic() && !quoted && depth == 0 => {
                let Some(length) = name_at(text, at) else { return false };
                at += length;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    true
}

/// How long the name is that stands here, if it is one of [`NAMES`] and ends with
/// them.
const fn name_at(text: &[u8], at: usize) -> Option<usize> {
    let mut number = 0;
    while number < NAMES.len() {
        let name = NAMES[number].as_bytes();
        let mut same = 0;
        while same < name.len() && at + same < text.len() && text[at + same] == name[same] {
            same += 1;
        }
        let end = at + same;
        if same == name.len() && (end == text.len() || !text[end].is_ascii_alphabetic()) {
            return Some(same);
        }
        number += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_speaks_the_language_it_stands_in() {
        let why = said!("it is a link", "它是链接");
        let said =
            said!("`{name}`: {why}, {n}", "“{name}”：{why}，{n}", name = "甲", why, n = 3_usize);
        assert_eq!((said.en(), said.zh()), ("`甲`: it is a link, 3", "“甲”：它是链接，3"));
        let names = Said::list(["a", "b"]);
        assert_eq!((names.en(), names.zh()), ("a, b", "`a`、`b`"));
        let row = Said::row(&[why, Said::verbatim("x")]);
        assert_eq!((row.en(), row.zh()), ("it is a link, x", "它是链接，x"));
        assert!(Said::nothing().is_empty());
    }

    #[test]
    fn what_is_no_translation_is_not_compiled() {
        let good =
            |en: &'static str, zh: &'static str| std::panic::catch_unwind(|| hold(en, zh)).is_ok();
        for (en, zh) in [
            ("write `{key}: …`", "请写 `{key}: …`"),
            ("`{name}` is no place", "没有“{name}”这个地方"),
            ("save it as UTF-8", "请另存为 UTF-8"),
            ("{file} ({line})", "{file}（{line}）"),
        ] {
            assert!(good(en, zh), "{zh}");
        }
        for (en, zh) in [
            ("nothing written", "nothing written"),
            ("say `--force`", "请加 `--yes`"),
            ("say `--force`", "请加上它"),
            ("say it", "请加 `--force`"),
            ("a text", "一段 text"),
            ("a kanyin", "一个 kanyins"),
        ] {
            assert!(!good(en, zh), "{zh}");
        }
    }

    #[test]
    fn a_locale_names_a_language() {
        for (locale, tongue) in [
            ("zh", Tongue::Chinese),
            ("zh_CN.UTF-8", Tongue::Chinese),
            ("zh-Hant-TW", Tongue::Chinese),
            ("zha", Tongue::English),
            ("en_US.UTF-8", Tongue::English),
            ("C", Tongue::English),
            ("POSIX", Tongue::English),
            ("", Tongue::English),
        ] {
            assert_eq!(Tongue::of_locale(locale), tongue, "{locale}");
        }
        assert_eq!(Tongue::ALL.map(|t| Tongue::named(t.code())), Tongue::ALL.map(Some));
    }
}

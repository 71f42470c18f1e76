//! The languages that the program speaks to its user, and what it says: each
//! message in both, written side by side where it is made.
//!
//! [`said!`] takes the English and the Chinese of one message, and the compiler
//! holds them together: both see the same values, the Chinese is Chinese, and
//! what stands in backquotes (a key, a command) stands so in both. A [`Said`]
//! has no `Display`: words come out of it only for a [`Tongue`], so that no
//! message can carry a reason in the other language.

use std::borrow::Cow;

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

/// One message in all languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    en: String,
    zh: String,
}

impl Said {
    /// For [`said!`], which sees to it that both say the same.
    #[doc(hidden)]
    pub fn both(en: String, zh: String) -> Self {
        Self { en, zh }
    }

    /// Words that are not the program's own and have one form only: of the
    /// operating system, of a library, of the input.
    pub fn verbatim(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { en: words.clone(), zh: words }
    }

    /// Names to choose from, in a row.
    pub fn list<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let (mut en, mut zh) = (Vec::new(), Vec::new());
        for name in names {
            en.push(name.as_ref().to_owned());
            zh.push(format!("`{}`", name.as_ref()));
        }
        Self { en: en.join(", "), zh: zh.join("、") }
    }

    /// Several in a row.
    pub fn row(said: &[Self]) -> Self {
        let join =
            |tongue, sign| said.iter().map(|one| one.text(tongue)).collect::<Vec<_>>().join(sign);
        Self { en: join(Tongue::English, ", "), zh: join(Tongue::Chinese, "，") }
    }

    /// Nothing.
    pub fn nothing() -> Self {
        Self { en: String::new(), zh: String::new() }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// In a language.
    pub fn text(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::English => &self.en,
            Tongue::Chinese => &self.zh,
        }
    }

    /// In English: what tests and orders go by.
    pub fn en(&self) -> &str {
        &self.en
    }

    /// In Chinese.
    pub fn zh(&self) -> &str {
        &self.zh
    }
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
/// both. What is only captured from around (`{n}`) may stand in one: a plural.
macro_rules! said {
    ($en:literal, $zh:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        const _: () = $crate::tongue::hold($en, $zh);
        $(let $name = &$crate::tongue::said!(@value $name $($value)?);)*
        $crate::tongue::Said::both(
            format!($en $(, $name = $crate::tongue::Speak::speak($name, $crate::tongue::Tongue::English))*),
            format!($zh $(, $name = $crate::tongue::Speak::speak($name, $crate::tongue::Tongue::Chinese))*),
        )
    }};
    (@value $name:ident) => { $name };
    (@value $name:ident $value:expr) => { $value };
}
pub(crate) use said;

/// Words that are the same in Chinese.
const NAMES: [&str; 40] = [
    "kanyin", "yaml", "jsonl", "md", "txt", "UTF-8", "UTF-16", "Unicode", "ASCII", "Markdown",
    "HTML", "XML", "CSS", "EPUB", "YAML", "JSON", "SHA-256", "git", "S3", "AWS", "HTTP", "JPEG",
    "PNG", "WebP", "KiB", "MiB", "GiB", "U+", "Tera", "Ctrl-C", "ID", "zip", "a-z", "Host", "GB",
    "Big5", "public", "content", "seeds", "OCR",
];

/// Refuses, when the program is compiled, a Chinese text that has no Chinese in
/// it, that has English words outside of backquotes, or that quotes other
/// keys and commands than the English.
#[doc(hidden)]
pub const fn hold(en: &str, zh: &str) {
    let (en, zh) = (en.as_bytes(), zh.as_bytes());
    assert!(has_han(zh), "the Chinese of a message has no Chinese character");
    assert!(quotes_of(en, zh), "the Chinese of a message lacks what the English quotes");
    assert!(quotes_of(zh, en), "the Chinese of a message quotes what the English does not");
    assert!(no_english(zh), "the Chinese of a message has an English word outside of backquotes");
}

/// Whether a character of U+4000 to U+9FFF stands in the text, or nothing does
/// but values.
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

impl From<&str> for Said {
    fn from(words: &str) -> Self {
        Self::verbatim(words)
    }
}

impl From<String> for Said {
    fn from(words: String) -> Self {
        Self::verbatim(words)
    }
}

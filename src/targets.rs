//! Where a publication is published, as `kanyin.yaml` says it under `publish:`.
//!
//! Nothing secret stands in that file: it is shared, and kept in git. A key or an
//! address that holds a credential is an error.

use std::collections::BTreeMap;

use crate::{
    diag::{Diagnostic, Source, Span},
    tongue::{Said, said},
    yaml::{Mapping, Text},
};

/// A named place to publish to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: Kind,
    /// Whether text files stand beside themselves compressed too (`.gz`, `.br`).
    pub precompress: bool,
}

/// The kinds of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A directory of releases.
    Directory(Directory),
    /// A bucket of an object store that speaks S3.
    S3(Bucket),
    /// A branch of a git repository.
    Git(Branch),
}

/// A directory of releases with a link to the live one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// The directory; a relative path is one below the site's.
    pub path: String,
    /// How many releases are kept, the live one among them; at least 1.
    pub keep: usize,
}

/// A bucket and how it is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub bucket: String,
    /// What stands before each address, without `/` at its ends; may be empty.
    pub prefix: String,
    /// The service, `https://…`, if it is not the one of the region.
    pub endpoint: Option<String>,
    /// The region, if the environment does not say it.
    pub region: Option<String>,
    /// Where the bucket's name stands in an address.
    pub addressing: Addressing,
    /// Whether the store is asked to write only if nobody else wrote meanwhile.
    pub conditional_writes: bool,
}

/// Where the bucket's name stands in the address of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressing {
    /// First in the path.
    Path,
    /// First in the host.
    Virtual,
    /// Nowhere: the endpoint is the bucket's own.
    Own,
}

/// A branch and what its commits say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The repository: an address that git knows, or a path.
    pub remote: String,
    /// The branch.
    pub branch: String,
    /// The first line of each commit's message.
    pub message: String,
}

/// Names under which people write credentials down.
const CREDENTIALS: [&str; 14] = [
    "access_key",
    "access_key_id",
    "access_key_secret",
    "api_key",
    "aws_access_key_id",
    "aws_secret_access_key",
    "credentials",
    "key",
    "password",
    "secret",
    "secret_access_key",
    "secret_key",
    "session_token",
    "token",
];

/// Most releases that can be kept.
const MOST_KEPT: usize = 1000;

/// Reads `publish:`, a place an entry.
pub(crate) fn read(
    source: &Source,
    mapping: &mut Mapping,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Target> {
    let mut targets = BTreeMap::new();
    let Some(all) = mapping.mapping("publish", problems) else { return targets };
    let names: Vec<String> = all.keys().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some(mut inner) = all.nested(&name, problems) else { continue };
        let target = Reader { source, mapping: &mut inner, problems }.target();
        inner.finish(problems);
        targets.extend(target.map(|target| (name, target)));
    }
    targets
}

struct Reader<'a> {
    source: &'a Source,
    mapping: &'a mut Mapping,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn target(&mut self) -> Option<Target> {
        self.refuse_credentials();
        let kind = self.mapping.required("kind", self.problems);
        let precompress = self.flag("precompress").unwrap_or(false);
        let Some(kind) = kind else {
            self.ask_all();
            return None;
        };
        let kind = match kind.value.as_str() {
            "directory" => Kind::Directory(self.directory()?),
            "s3" => Kind::S3(self.bucket()?),
            "git" => Kind::Git(self.branch()?),
            _ => {
                let hint =
                    said!("known are `directory`, `s3`, `git`", "可以写 `directory`、`s3`、`git`");
                let message = said!(
                    "`{kind}` is no kind of target",
                    "没有“{kind}”这种发布去处",
                    kind = kind.brief()
                );
                self.error(message, kind.span, hint);
                self.ask_all();
                return None;
            }
        };
        Some(Target { kind, precompress })
    }

    fn directory(&mut self) -> Option<Directory> {
        let path = self.mapping.required("path", self.problems);
        let what = said!("a whole number from 1 to {MOST_KEPT}", "1 到 {MOST_KEPT} 的整数");
        let keep = self.mapping.parsed("keep", &what, self.problems).unwrap_or(5);
        if !(1..=MOST_KEPT).contains(&keep) {
            let span = self.mapping.value_span("keep").unwrap_or_default();
            let message = said!(
                "`keep` must be {what}, not {keep}",
                "`keep` 应当是{what}，不能是 {keep}",
                what,
                keep
            );
            self.error(message, span, said!("5 is usual", "一般写 5"));
            return None;
        }
        Some(Directory { path: path?.value, keep })
    }

    fn bucket(&mut self) -> Option<Bucket> {
        let bucket = self.mapping.required("bucket", self.problems);
        let prefix = self.text("prefix").map(|text| text.value);
        let endpoint = self.endpoint();
        let region = self.text("region").map(|text| text.value);
        let addressing = self.addressing(endpoint.is_some());
        let conditional_writes = self.flag("conditional_writes").unwrap_or(true);
        let bucket = bucket?;
        let named = bucket.value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
        if !named {
            let message = said!(
                "`{name}` is no name of a bucket",
                "“{name}”不是存储桶的名称",
                name = bucket.brief()
            );
            let hint = said!(
                "write the name alone, and a folder as `prefix:`",
                "只写名称；文件夹写在 `prefix:` 里"
            );
            self.error(message, bucket.span, hint);
            return None;
        }
        Some(Bucket {
            bucket: bucket.value,
            prefix: prefix.unwrap_or_default().trim_matches('/').to_owned(),
            endpoint,
            region,
            addressing,
            conditional_writes,
        })
    }

    fn addressing(&mut self, endpoint: bool) -> Addressing {
        // A service that has no name here asks for the host; stores of one's own
        // mostly know only the path.
        let usual = if endpoint { Addressing::Path } else { Addressing::Virtual };
        let Some(text) = self.text("addressing") else { return usual };
        match text.value.as_str() {
            "path" => Addressing::Path,
            "virtual" => Addressing::Virtual,
            "own" if endpoint => Addressing::Own,
            _ => {
                let message = said!(
                    "`addressing` must be `path`, `virtual`, or with an endpoint of the bucket's own `own`, not `{text}`",
                    "`addressing` 应当写 `path` 或 `virtual`，端点为本桶专用时写 `own`，不能是“{text}”",
                    text = text.brief()
                );
                let hint =
                    said!("`path` is usual for a store of one's own", "自建的存储一般写 `path`");
                self.error(message, text.span, hint);
                usual
            }
        }
    }

    fn endpoint(&mut self) -> Option<String> {
        let text = self.text("endpoint")?;
        let url = text.value.trim_end_matches('/');
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if host.is_none_or(|host| host.is_empty() || host.contains(['@', '?', '#', ' '])) {
            let hint = said!(
                "write the service's address: `https://s3.example.org`",
                "请写服务的网址：`https://s3.example.org`"
            );
            let message =
                said!("`{text}` is no endpoint", "“{text}”不是端点的网址", text = text.brief());
            self.error(message, text.span, hint);
            return None;
        }
        Some(url.to_owned())
    }

    fn branch(&mut self) -> Option<Branch> {
        let remote = self.mapping.required("remote", self.problems);
        let branch = self.text("branch");
        let message = self.text("message").map(|text| text.value);
        let remote = remote?;
        let host = remote.value.split_once("://").map_or("", |(_, rest)| rest);
        let user = host.split('/').next().and_then(|host| host.split_once('@'));
        if user.is_some_and(|(user, _)| user.contains(':')) {
            let hint = said!(
                "write the address without it, and leave the credential to git: `git help credentials`",
                "网址里不要写密码，交给 git 保管：`git help credentials`"
            );
            self.error(said!("`remote` holds a password", "`remote` 里有密码"), remote.span, hint);
            return None;
        }
        if remote.value.starts_with('-') {
            let message =
                said!("`{text}` is no repository", "“{text}”不是仓库", text = remote.brief());
            let hint = said!(
                "write an address that git knows, or a path",
                "请写 git 认得的网址，或一个路径"
            );
            self.error(message, remote.span, hint);
            return None;
        }
        let name = branch.as_ref().map_or("gh-pages", |text| text.value.as_str());
        if !is_branch(name) {
            let message = said!("`{name}` is no name of a branch", "“{name}”不是分支的名称");
            let span = branch.map(|text| text.span).unwrap_or_default();
            self.error(message, span, said!("`gh-pages` is usual", "一般写 `gh-pages`"));
            return None;
        }
        let message = message.unwrap_or_else(|| "Publish".to_owned());
        Some(Branch { remote: remote.value, branch: name.to_owned(), message })
    }

    fn text(&mut self, key: &'static str) -> Option<Text> {
        self.mapping.text(key, self.problems)
    }

    fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.mapping.flag(key, self.problems)
    }

    fn error(&mut self, message: Said, span: Span, hint: Said) {
        let place = self.source.place(span);
        self.problems.push(Diagnostic::error(message).at(place).hint(hint));
    }

    /// Points at the key and never at the value: what is printed may be kept in
    /// a log.
    fn refuse_credentials(&mut self) {
        for key in CREDENTIALS {
            let found = self.mapping.keys().find(|(name, _)| name.eq_ignore_ascii_case(key));
            if let Some((name, span)) = found {
                let message = said!(
                    "`{name}` does not belong into kanyin.yaml",
                    "`{name}` 不能写在 kanyin.yaml 里"
                );
                let line = self.source.place(span);
                let place = crate::diag::Place { text: name.into(), marked: 0..name.len(), ..line };
                let hint = said!(
                    "take it out, make a new one if the file was shared, and put it into the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`",
                    "请把它删掉，文件给别人看过就换一个新的，然后写进环境变量 `AWS_ACCESS_KEY_ID`、`AWS_SECRET_ACCESS_KEY`"
                );
                self.problems.push(Diagnostic::error(message).at(place).hint(hint));
                self.mapping.text(key, &mut Vec::new());
            }
        }
    }

    /// Where the kind is unknown, nothing can be said of the other keys.
    fn ask_all(&mut self) {
        const ALL: [&str; 11] = [
            "addressing",
            "branch",
            "bucket",
            "conditional_writes",
            "endpoint",
            "keep",
            "message",
            "path",
            "prefix",
            "region",
            "remote",
        ];
        for key in ALL {
            self.mapping.text(key, &mut Vec::new());
        }
    }
}

/// A name that git takes for a branch and that no shell, option or refspec takes
/// for something else.
fn is_branch(name: &str) -> bool {
    let part = |part: &str| {
        let good = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b) || !b.is_ascii();
        !part.is_empty()
            && !part.starts_with(['.', '-'])
            && !part.ends_with('.')
            && crate::media::ending(part) != "lock"
            && !part.contains("..")
            && part.bytes().all(good)
    };
    name.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(text: &str) -> (BTreeMap<String, Target>, Vec<String>) {
        let source = Source::new("kanyin.yaml", format!("title: 报\npublish:\n{text}"));
        let mut checked = Config::parse(&source);
        crate::diag::sort(&mut checked.diagnostics);
        let drawn = checked
            .diagnostics
            .iter()
            .map(|d| d.draw(false, crate::tongue::Tongue::English))
            .collect();
        (checked.value.map(|config| config.publish).unwrap_or_default(), drawn)
    }

    #[test]
    fn every_key_is_read() {
        let (targets, problems) = read(
            "  web:\n    kind: directory\n    path: ../www\n    keep: 2\n    precompress: true\n  \
               pages: {kind: git, remote: 'git@example.org:a/b.git', branch: web/site, message: 出报}\n  \
               cloud:\n    kind: s3\n    bucket: paper\n    prefix: /site/\n    endpoint: http://127.0.0.1:9000/\n    \
                 region: cn-1\n    addressing: virtual\n    conditional_writes: false\n  plain: {kind: s3, bucket: b}\n",
        );
        assert_eq!(problems, [""; 0]);
        let directory = Directory { path: "../www".into(), keep: 2 };
        let web = Target { kind: Kind::Directory(directory), precompress: true };
        let branch = Branch {
            remote: "git@example.org:a/b.git".into(),
            branch: "web/site".into(),
            message: "出报".into(),
        };
        let bucket = Bucket {
            bucket: "paper".into(),
            prefix: "site".into(),
            endpoint: Some("http://127.0.0.1:9000".into()),
            region: Some("cn-1".into()),
            addressing: Addressing::Virtual,
            conditional_writes: false,
        };
        assert_eq!(targets["web"], web);
        assert_eq!(targets["pages"].kind, Kind::Git(branch));
        assert_eq!(targets["cloud"].kind, Kind::S3(bucket));
        let Kind::S3(plain) = &targets["plain"].kind else { panic!("{targets:?}") };
        assert_eq!(plain.addressing, Addressing::Virtual);
        assert!(plain.conditional_writes && plain.prefix.is_empty());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("web: {kind: ftp, path: x}", "`ftp` is no kind of target"),
            ("web: {path: x}", "`kind` is missing"),
            ("web: {kind: directory}", "`path` is missing"),
            ("web: {kind: directory, path: x, keep: 0}", "`keep` must be a whole number from 1"),
            ("web: {kind: directory, path: x, keeps: 3}", "did you mean `keep`?"),
            ("web: {kind: s3, bucket: a/b}", "no name of a bucket"),
            ("web: {kind: s3, bucket: a, endpoint: example.org}", "no endpoint"),
            ("web: {kind: s3, bucket: a, endpoint: 'https://u:p@h'}", "no endpoint"),
            ("web: {kind: s3, bucket: a, addressing: dns}", "must be `path`, `virtual`"),
            ("web: {kind: s3, bucket: a, addressing: own}", "must be `path`, `virtual`"),
            ("web: {kind: git, remote: 'https://u:secret@h/r'}", "`remote` holds a password"),
            ("web: {kind: git, remote: '--upload-pack=x'}", "is no repository"),
            ("web: {kind: git, remote: r, branch: '-f'}", "no name of a branch"),
            ("web: {kind: git, remote: r, branch: 'a:b'}", "no name of a branch"),
            ("web: x", "must be entries"),
        ];
        for (text, expected) in cases {
            let (_, problems) = read(&format!("  {text}\n"));
            assert_eq!(problems.len(), 1, "{text}: {problems:#?}");
            assert!(problems[0].contains(expected), "{text}: {problems:#?}");
        }
    }

    #[test]
    fn a_credential_is_refused_and_not_shown() {
        for key in CREDENTIALS {
            let (_, problems) =
                read(&format!("  web: {{kind: s3, bucket: a, {key}: hunter2hunter2}}\n"));
            let told = problems.join("\n");
            assert!(told.contains("does not belong into kanyin.yaml"), "{told}");
            assert!(told.contains("AWS_SECRET_ACCESS_KEY") && !told.contains("hunter2"), "{told}");
        }
    }
}

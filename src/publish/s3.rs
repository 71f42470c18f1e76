//! A bucket of an object store that speaks S3, as a target.
//!
//! Objects are put one by one, so readers see an edition grow: that is what the
//! order of a plan is for. What stands is told by the ledger, an object among the
//! others, and by one listing: an object is what was published if its `ETag` is
//! the one that the store gave it then.
//!
//! Two runs at once. Each object is written only if it still is as it was listed
//! (`If-Match`, `If-None-Match`), and so is the ledger, into which a run first
//! writes that it is there, and to which it comes back before it removes
//! anything. Who comes second takes over; who was first notices, waits until the
//! other has ended, and looks again. Whoever found the mark of another run lists
//! once more at its end.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, ObjectStore as _, ObjectStoreExt as _,
    PutMode, PutOptions, PutPayload, RetryConfig, UpdateVersion,
    aws::{AmazonS3, AmazonS3Builder, S3ConditionalPut},
    path::Path,
};
use tokio::{runtime::Runtime, task::JoinSet};
use tokio_stream::StreamExt as _;

use super::{
    Environment, Failure, Stands, Target,
    edition::{File, Headers},
    ledger::{LEDGER, Ledger},
    plan::{Plan, Standing},
};
use crate::{
    diag::Diagnostic,
    route::Address,
    targets::{self, Addressing},
    tongue::{Said, said},
};

/// Requests at once.
const PARALLEL: usize = 32;

/// After so many objects a run looks whether it has been overtaken: so many, at
/// most, it writes beside a run that came after it.
const CHECK_EVERY: usize = 200;

/// How long the run that has overtaken this one may give no sign before it is
/// taken for ended.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often an object is put or removed where the line broke. What only reads,
/// and the answers of a server in trouble, the client itself tries again.
const TRIES: u32 = 5;

/// A bucket.
#[derive(Debug)]
pub struct Bucket {
    runtime: Runtime,
    objects: Objects,
    /// What the listing said of each object below the prefix.
    etags: BTreeMap<Address, String>,
    /// The `ETag` of the ledger, where there is one.
    ledger: Option<String>,
    /// Whether another run was writing, or was ended before it could finish.
    contested: bool,
    /// Whether this run was overtaken by another.
    overtaken: bool,
}

/// The store with the one folder in it that is kanyin's.
#[derive(Clone, Debug)]
struct Objects {
    store: Arc<AmazonS3>,
    prefix: String,
    conditional: bool,
}

impl Bucket {
    /// The bucket that `settings` name, with what the environment says. Sends
    /// nothing.
    ///
    /// # Errors
    /// If the environment holds no credentials, or they are none.
    pub fn open(settings: &targets::Bucket, environment: &Environment) -> Result<Self, Failure> {
        check_credentials(environment)?;
        // Other parts of the program may have chosen one; then it is theirs.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = builder(settings, environment)
            .build()
            .map_err(|e| refused(&said!("open", "打开存储桶"), &e))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|e| {
                let cause = Said::system(&e);
                Diagnostic::error(said!(
                    "cannot start to send: {cause}",
                    "开始不了发送：{cause}",
                    cause
                ))
            })?;
        let objects = Objects {
            store: Arc::new(store),
            prefix: settings.prefix.clone(),
            conditional: settings.conditional_writes,
        };
        Ok(Self {
            runtime,
            objects,
            etags: BTreeMap::new(),
            ledger: None,
            contested: false,
            overtaken: false,
        })
    }

    /// Waits until the other run has ended, or gives no sign of life.
    fn let_other_end(&self) -> Result<(), Failure> {
        let (mut seen, mut since) = (None, Instant::now());
        while since.elapsed() < PATIENCE {
            match self.runtime.block_on(self.objects.get(LEDGER))? {
                Some((bytes, etag)) => {
                    if Ledger::parse(&bytes, &mut Vec::new()).claim.is_none() {
                        return Ok(());
                    }
                    if seen.as_ref() != Some(&etag) {
                        (seen, since) = (Some(etag), Instant::now());
                    }
                }
                None => return Ok(()),
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        Ok(())
    }

    /// Writes the ledger, if it still is as this run left it.
    fn write_ledger(&mut self, ledger: &Ledger) -> Result<(), Failure> {
        let headers = Headers {
            content_type: "application/jsonl; charset=utf-8".into(),
            cache_control: "no-store".into(),
            content_encoding: None,
        };
        let text = Bytes::from(ledger.to_text());
        let address = Address::file(LEDGER);
        let put = self.objects.clone().put(address, text, headers, self.ledger.clone());
        let done = self.runtime.block_on(put);
        self.ledger = Some(self.notice(done)?.1);
        Ok(())
    }

    /// Notes it if this was overtaken.
    fn notice<T>(&mut self, done: Result<T, Failure>) -> Result<T, Failure> {
        self.overtaken |= matches!(done, Err(Failure::Overtaken));
        done
    }
}

impl Target for Bucket {
    fn look(&mut self) -> Result<Standing, Failure> {
        if std::mem::take(&mut self.overtaken) {
            self.let_other_end()?;
        }
        let mut notes = Vec::new();
        let (ledger, etag) = match self.runtime.block_on(self.objects.get(LEDGER))? {
            Some((bytes, etag)) => (Ledger::parse(&bytes, &mut notes), Some(etag)),
            None => (Ledger::default(), None),
        };
        self.ledger = etag;
        self.etags = self.runtime.block_on(self.objects.list())?;
        self.etags.remove(&Address::file(LEDGER));
        self.contested = ledger.claim.is_some() || !self.objects.conditional;
        if ledger.claim.is_some() {
            let note = said!(
                "another run is publishing there, or was ended early: this one takes over",
                "另一个 kanyin 正在往那里发布，或者上次没有做完：这次接手"
            );
            notes.push(Diagnostic::note(note));
        }
        Ok(Standing::new(ledger, &self.etags, notes))
    }

    fn begin(&mut self, _: &Plan, ledger: &Ledger) -> Result<(), Failure> {
        self.save(ledger)
    }

    fn put(&mut self, files: &[(&Address, &File)], stands: &Stands<'_>) -> Result<(), Failure> {
        for files in files.chunks(CHECK_EVERY) {
            let Self { runtime, objects, etags, ledger, .. } = self;
            let done = runtime.block_on(async {
                objects.put_all(files, etags, stands).await?;
                let many = files.len() == CHECK_EVERY;
                if many { objects.still(LEDGER, ledger.as_deref()).await } else { Ok(()) }
            });
            self.notice(done)?;
        }
        Ok(())
    }

    fn save(&mut self, ledger: &Ledger) -> Result<(), Failure> {
        // Another one each time: two ledgers with the same words have the same
        // `ETag`, and whoever looks for it could not tell them apart.
        let run = RandomState::new().hash_one(std::process::id());
        self.write_ledger(&Ledger { claim: Some(format!("{run:016x}")), ..ledger.clone() })
    }

    fn remove(&mut self, addresses: &[&Address]) -> Result<(), Failure> {
        self.runtime.block_on(self.objects.remove_all(addresses))?;
        for address in addresses {
            self.etags.remove(*address);
        }
        Ok(())
    }

    fn finish(&mut self, ledger: &Ledger) -> Result<Vec<Diagnostic>, Failure> {
        self.write_ledger(ledger)?;
        if self.contested {
            let stands = self.runtime.block_on(self.objects.list())?;
            let as_noted = ledger.entries.iter().all(|(address, entry)| {
                entry.as_ref().is_some_and(|entry| stands.get(address) == Some(&entry.mark))
            });
            if !as_noted {
                return Err(Failure::Overtaken);
            }
        }
        Ok(Vec::new())
    }
}

impl Objects {
    fn path(&self, address: &str) -> Result<Path, Failure> {
        let whole = match self.prefix.as_str() {
            "" => address.to_owned(),
            prefix => format!("{prefix}/{address}"),
        };
        Path::parse(&whole).map_err(|error| {
            let cause = Said::verbatim(error.to_string());
            let problem = said!(
                "`{whole}` cannot be an object: {cause}",
                "`{whole}` 不能作对象的名称：{cause}",
                cause
            );
            let hint = said!(
                "rename the file, or set another `prefix:` in kanyin.yaml",
                "请给文件改名，或在 kanyin.yaml 里换一个 `prefix:`"
            );
            Diagnostic::error(problem).hint(hint).into()
        })
    }

    /// The objects below the prefix, with their `ETag`s.
    async fn list(&self) -> Result<BTreeMap<Address, String>, Failure> {
        let prefix = Path::parse(&self.prefix).ok().filter(|prefix| !prefix.is_root());
        let mut listing = self.store.list(prefix.as_ref());
        let above = if self.prefix.is_empty() { 0 } else { self.prefix.len() + 1 };
        let mut etags = BTreeMap::new();
        while let Some(object) = listing.next().await {
            let object =
                object.map_err(|e| refused(&said!("list what stands", "列出那里的文件"), &e))?;
            let Some(address) = object.location.as_ref().get(above..) else { continue };
            etags.insert(Address::file(address), mark(object.e_tag));
        }
        Ok(etags)
    }

    /// An object and its `ETag`; `None` if there is none.
    async fn get(&self, address: &str) -> Result<Option<(Vec<u8>, String)>, Failure> {
        match self.store.get(&self.path(address)?).await {
            Ok(found) => {
                let etag = mark(found.meta.e_tag.clone());
                let bytes = found
                    .bytes()
                    .await
                    .map_err(|e| refused(&said!("read the ledger", "读取发布清单"), &e))?;
                Ok(Some((bytes.to_vec(), etag)))
            }
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(refused(&said!("read the ledger", "读取发布清单"), &error)),
        }
    }

    /// Whether an object has this `ETag`.
    async fn still(&self, address: &str, etag: Option<&str>) -> Result<(), Failure> {
        let found = self.store.head(&self.path(address)?).await;
        let found = found.map_err(|e| refused(&said!("look at the ledger", "查看发布清单"), &e))?;
        if etag == Some(&mark(found.e_tag)) { Ok(()) } else { Err(Failure::Overtaken) }
    }

    /// Puts files, so many at once. After a failure no more are begun, and those
    /// under way are waited for, so that it is known what stands.
    async fn put_all(
        &self,
        files: &[(&Address, &File)],
        etags: &mut BTreeMap<Address, String>,
        stands: &Stands<'_>,
    ) -> Result<(), Failure> {
        let (mut waiting, mut under_way) = (files.iter(), JoinSet::new());
        let mut done = Ok(());
        loop {
            while done.is_ok() && under_way.len() < PARALLEL {
                let Some((address, file)) = waiting.next() else { break };
                let (objects, address) = (self.clone(), (*address).clone());
                let (bytes, headers) = (file.bytes.clone(), file.headers.clone());
                let was = etags.get(&address).cloned();
                under_way.spawn(async move { objects.put(address, bytes, headers, was).await });
            }
            let Some(ended) = under_way.join_next().await else { return done };
            match ended
                .unwrap_or_else(|e| Err(Diagnostic::error(Said::verbatim(e.to_string())).into()))
            {
                Ok((address, etag)) => {
                    stands(&address, etag.clone());
                    etags.insert(address, etag);
                }
                Err(failure) => done = done.and(Err(failure)),
            }
        }
    }

    /// Puts one object, if it still has the `ETag` `was`; gives its address and
    /// its new one.
    async fn put(
        self,
        address: Address,
        bytes: Bytes,
        headers: Headers,
        was: Option<String>,
    ) -> Result<(Address, String), Failure> {
        let path = self.path(address.as_str())?;
        let mut tries = 1;
        loop {
            let mode = match was.clone().filter(|_| self.conditional) {
                Some(etag) => PutMode::Update(UpdateVersion { e_tag: Some(etag), version: None }),
                None if self.conditional => PutMode::Create,
                None => PutMode::Overwrite,
            };
            let options = PutOptions { mode, ..attributes(&headers).into() };
            let payload = PutPayload::from(bytes.clone());
            match self.store.put_opts(&path, payload, options).await {
                Ok(put) => return Ok((address, mark(put.e_tag))),
                Err(
                    object_store::Error::Precondition { .. }
                    | object_store::Error::AlreadyExists { .. },
                ) => {
                    // The first try may have come through and only its answer not.
                    let etag = self.standing(&path, &bytes, &headers).await?;
                    return etag.map(|etag| (address, etag)).ok_or(Failure::Overtaken);
                }
                Err(object_store::Error::Generic { .. }) if tries < TRIES => {
                    pause(tries).await;
                    tries += 1;
                }
                Err(error) => return Err(refused(&said!("put a file", "放上文件"), &error)),
            }
        }
    }

    /// The `ETag` of the object at `path`, if it is what was to be put there.
    async fn standing(
        &self,
        path: &Path,
        bytes: &[u8],
        headers: &Headers,
    ) -> Result<Option<String>, Failure> {
        let found = match self.store.get(path).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(refused(&said!("look at a file", "查看文件"), &error)),
        };
        let wanted = attributes(headers);
        let same = wanted.iter().all(|(name, value)| found.attributes.get(name) == Some(value));
        let etag = mark(found.meta.e_tag.clone());
        let there =
            found.bytes().await.map_err(|e| refused(&said!("look at a file", "查看文件"), &e))?;
        Ok((same && there == bytes).then_some(etag))
    }

    async fn remove_all(&self, addresses: &[&Address]) -> Result<(), Failure> {
        let (mut waiting, mut under_way) = (addresses.iter(), JoinSet::new());
        let mut done = Ok(());
        loop {
            while done.is_ok() && under_way.len() < PARALLEL {
                let Some(address) = waiting.next() else { break };
                let (store, path) = (Arc::clone(&self.store), self.path(address.as_str())?);
                under_way.spawn(async move { remove(&store, &path).await });
            }
            let Some(ended) = under_way.join_next().await else { return done };
            let ended = ended
                .unwrap_or_else(|e| Err(Diagnostic::error(Said::verbatim(e.to_string())).into()));
            done = done.and(ended);
        }
    }
}

/// Removes an object; one that is not there needs no removing.
async fn remove(store: &AmazonS3, path: &Path) -> Result<(), Failure> {
    let mut tries = 1;
    loop {
        match store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => return Ok(()),
            Err(object_store::Error::Generic { .. }) if tries < TRIES => {
                pause(tries).await;
                tries += 1;
            }
            Err(error) => return Err(refused(&said!("remove a file", "删除文件"), &error)),
        }
    }
}

/// Waits before something is tried again, longer each time.
async fn pause(tries: u32) {
    tokio::time::sleep(Duration::from_millis(100 << tries)).await;
}

/// An `ETag` as it is compared: stores differ in where they put the quotes.
fn mark(etag: Option<String>) -> String {
    etag.unwrap_or_default().trim_matches('"').to_owned()
}

fn attributes(headers: &Headers) -> Attributes {
    let Headers { content_type, cache_control, content_encoding } = headers;
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, content_type.clone().into());
    attributes.insert(Attribute::CacheControl, cache_control.clone().into());
    if let Some(encoding) = content_encoding {
        attributes.insert(Attribute::ContentEncoding, encoding.clone().into());
    }
    attributes
}

fn builder(settings: &targets::Bucket, environment: &Environment) -> AmazonS3Builder {
    let mut builder = AmazonS3Builder::new();
    for (name, value) in environment.all() {
        if let Ok(key) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    let targets::Bucket { bucket, endpoint, region, addressing, conditional_writes, .. } = settings;
    let mut plain = false;
    let named = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"];
    let named = named.iter().find_map(|name| environment.get(name));
    if let Some(endpoint) = endpoint.as_deref().or(named) {
        let endpoint = match endpoint.split_once("://") {
            Some((scheme, host)) if *addressing == Addressing::Virtual => {
                format!("{scheme}://{bucket}.{host}")
            }
            _ => endpoint.to_owned(),
        };
        plain = endpoint.starts_with("http://");
        builder = builder.with_endpoint(endpoint);
    }
    if let Some(region) = region {
        builder = builder.with_region(region);
    }
    let conditional =
        if *conditional_writes { S3ConditionalPut::ETagMatch } else { S3ConditionalPut::Disabled };
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_secs(10),
        base: 2.0,
    };
    let retry = RetryConfig { backoff, max_retries: 8, retry_timeout: Duration::from_mins(1) };
    builder
        .with_bucket_name(bucket)
        .with_virtual_hosted_style_request(*addressing != Addressing::Path)
        .with_conditional_put(conditional)
        .with_retry(retry)
        // A whole issue as one file over a slow line takes its time.
        .with_client_options(
            ClientOptions::new()
                .with_allow_http(plain)
                .with_connect_timeout(Duration::from_secs(10))
                .with_timeout(Duration::from_mins(5)),
        )
}

/// Without credentials the client would look for a service that only machines of
/// one cloud have, and wait for it.
fn check_credentials(environment: &Environment) -> Result<(), Failure> {
    let has = |name| environment.get(name).is_some();
    let pair = has("AWS_ACCESS_KEY_ID") && has("AWS_SECRET_ACCESS_KEY");
    let issued = [
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];
    if pair || issued.into_iter().any(has) {
        return Ok(());
    }
    let problem =
        Diagnostic::error(said!("there are no credentials for the bucket", "没有存储桶的密钥"));
    let hint = said!(
        "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` in the environment, not in kanyin.yaml",
        "请写进环境变量 `AWS_ACCESS_KEY_ID`、`AWS_SECRET_ACCESS_KEY`，不要写在 kanyin.yaml 里"
    );
    Err(problem.hint(hint).into())
}

/// What the store, or the way to it, said when it was asked for `doing`.
fn refused(doing: &Said, error: &object_store::Error) -> Failure {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    let whole = error.to_string();
    let has = |part: &str| whole.contains(part);
    let hint = if has("NoSuchBucket") {
        said!(
            "make the bucket, or correct `bucket:` in kanyin.yaml",
            "请先建好存储桶，或改正 kanyin.yaml 里的 `bucket:`"
        )
    } else if has("SignatureDoesNotMatch") || has("InvalidAccessKeyId") || has("AccessDenied") {
        said!(
            "look at `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and what they may do",
            "请查看 `AWS_ACCESS_KEY_ID` 和 `AWS_SECRET_ACCESS_KEY`，以及它们有哪些权限"
        )
    } else if has("NotImplemented") || has("501") {
        said!(
            "the store may not know conditional writes: set `conditional_writes: false`",
            "这个存储可能不支持有条件的写入：请写 `conditional_writes: false`"
        )
    } else {
        said!(
            "what stands there is whole: run again when the store can be reached",
            "那里的文件都完好：等存储连得上再运行"
        )
    };
    let cause = cause.to_string();
    let cause = cause.split_whitespace().collect::<Vec<_>>().join(" ");
    let cause: String = cause.chars().take(400).collect();
    Diagnostic::error(said!("cannot {doing}: {cause}", "不能{doing}：{cause}", doing, cause))
        .hint(hint)
        .into()
}

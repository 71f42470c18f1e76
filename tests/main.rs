//! The integration tests, linked once.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test sets its scene on a real disk, with names of its own, and fails there if it cannot"
)]

#[allow(dead_code, reason = "the bench uses the rest")]
#[path = "../benches/damage/mod.rs"]
mod damage;

mod it {
    mod archive;
    mod atomic;
    #[cfg(feature = "s3")]
    mod bucket;
    mod contract;
    mod corpus;
    mod damage;
    mod deploy;
    mod desk;
    mod disk;
    mod docs;
    mod hostile;
    mod http;
    mod import;
    mod laws;
    mod layers;
    mod many;
    mod pictures;
    mod press;
    mod program;
    mod promises;
    mod proof;
    mod publish;
    mod publish_directory;
    mod publish_git;
    mod publish_plan;
    #[cfg(feature = "s3")]
    mod publish_s3;
    mod schema;
    mod serve;
    mod site;
    mod tongues;
    mod vocabulary;
    mod warm;
}

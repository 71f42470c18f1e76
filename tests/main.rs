//! The integration tests, linked once.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test sets its scene on a real disk, with names of its own, and fails there if it cannot"
)]

mod it {
    mod atomic;
    mod disk;
    mod docs;
    mod http;
    mod import;
    mod laws;
    mod layers;
    mod press;
    mod program;
    mod proof;
    mod serve;
    mod site;
    mod vocabulary;
}

//! The integration tests, linked once.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot set its scene should fail there"
)]

mod it {
    mod atomic;
    mod disk;
    mod http;
    mod import;
    mod laws;
    mod press;
    mod program;
    mod serve;
    mod site;
    mod vocabulary;
}

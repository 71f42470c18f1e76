//! The integration tests, linked once.
#![allow(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot set its scene should fail there"
)]

mod it {
    mod atomic;
    mod disk;
    mod import;
    mod laws;
    mod press;
    mod program;
    mod site;
    mod vocabulary;
}

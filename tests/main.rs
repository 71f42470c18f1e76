//! The integration tests, linked once.

mod it {
    mod atomic;
    mod disk;
    mod http;
    mod serve;
}

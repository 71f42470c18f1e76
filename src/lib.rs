//! kanyin 刊印, a press for publications.

pub mod article;
pub mod cmd {
    //! The verbs.
    pub mod serve;
}
pub mod config;
pub mod diag;
pub mod disk;
pub mod markdown;
pub mod preview;
pub mod route;
pub mod site;
pub mod text;
pub mod topics;

//! kanyin 刊印, a press for publications.

pub mod archive;
pub mod article;
pub mod cli;
pub mod cmd;
pub mod config;
pub mod diag;
pub mod disk;
pub mod import;
pub mod limits;
pub mod markdown;
pub mod media;
pub mod pictures;
pub mod places;
pub mod preview;
pub mod proof;
pub mod publish;
pub mod route;
pub mod schema;
pub mod site;
pub mod targets;
pub mod text;
pub mod tongue;
pub mod topics;
pub mod words;
pub mod yaml;

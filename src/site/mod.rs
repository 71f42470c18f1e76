//! The site pipeline.
pub mod view;

//! kanyin 刊印, a press for publications.
pub mod diag;

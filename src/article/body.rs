//! The body as import writes it: paragraphs and subheads, escaped so that what
//! was printed is what is shown.

use super::Block;

/// The blocks as Markdown, without a line end after the last.
pub fn body_to_markdown(blocks: &[Block]) -> String {
    let line = |block: &Block| match block {
        Block::Subhead(text) => format!("## {text}"),
        Block::Text(text) => text.clone(),
    };
    blocks.iter().map(line).collect::<Vec<_>>().join("\n\n")
}

/// The blocks that [`body_to_markdown`] made `body` of; `None` if it holds
/// anything that import never writes.
pub fn body_from_markdown(body: &str) -> Option<Vec<Block>> {
    let block = |line: &str| match line.strip_prefix("## ") {
        Some(text) => Block::Subhead(text.to_owned()),
        None => Block::Text(line.to_owned()),
    };
    let blocks: Vec<_> = body.split("\n\n").filter(|l| !l.is_empty()).map(block).collect();
    (body_to_markdown(&blocks) == body).then_some(blocks)
}

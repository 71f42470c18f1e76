//! What the pictures of an article lack: a caption (图注), a credit (图片署名), or the
//! picture itself.
//!
//! A picture is printed without either, so that an editor sees the page while the
//! words are still being found; [`Captions::Required`] is for the last look.

use super::Captions;
use crate::{
    article::{Kind, Parsed, byline},
    diag::{Diagnostic, Source},
    markdown::{Block, Pictured, Rendered},
    tongue::said,
};

/// Words that a caption opens with and other paragraphs do not.
const OPENINGS: [&str; 6] = ["图为", "图①", "图1", "上图", "左图", "下图"];

/// What the pictures of an article lack, in the order of the text.
pub(super) fn check(
    source: &Source,
    parsed: &Parsed,
    body: &Rendered,
    asked: Captions,
) -> Vec<Diagnostic> {
    let figures: Vec<&Pictured> = body.pictures.iter().filter(|p| p.figure).collect();
    let mut problems: Vec<Diagnostic> =
        figures.iter().filter_map(|figure| lacking(source, parsed, body, figure, asked)).collect();
    if asked == Captions::Required {
        problems.extend(without_picture(source, parsed, body));
    }
    problems
}

/// What a figure lacks. The text of a photo piece is its picture's caption, and a byline
/// that says who took the pictures credits those that name nobody else.
fn lacking(
    source: &Source,
    parsed: &Parsed,
    body: &Rendered,
    figure: &Pictured,
    asked: Captions,
) -> Option<Diagnostic> {
    let article = &parsed.article;
    let told = article.kind == Kind::Photo && texts(&body.blocks).next().is_some();
    let credited = article.byline.iter().any(|line| byline::credits_pictures(line));
    let lacks = match (figure.caption.is_empty() && !told, figure.credit.is_empty() && !credited) {
        (false, false) => return None,
        (true, true) => said!("neither a caption nor a credit", "没有图注，也没有署名"),
        (true, false) => said!("no caption", "没有图注"),
        (false, true) => said!("no credit", "没有署名"),
    };
    let address = &figure.address;
    let message =
        said!("the picture `{address}` has {lacks}", "图片 `{address}` {lacks}", address, lacks);
    let problem = match asked {
        Captions::Wanted => Diagnostic::warning(message),
        Captions::Required => Diagnostic::error(message),
    };
    let hint = if lacks.en() == "no credit" {
        said!(
            "end the caption with who took it or where it is from: `![…（刘娟 摄）]({address})` or `（县档案馆供图）`",
            "请在图注末尾写明谁拍的、从哪里来：`![…（刘娟 摄）]({address})` 或 `（县档案馆供图）`"
        )
    } else {
        said!(
            "write it between the brackets: `![图为……。（刘娟 摄）]({address})`",
            "请写在方括号里：`![图为……。（刘娟 摄）]({address})`"
        )
    };
    Some(problem.at(source.place(figure.span.clone())).hint(hint))
}

/// Captions whose picture is not there. They may be all that was kept of an old page,
/// so that nothing is wrong with them.
fn without_picture(source: &Source, parsed: &Parsed, body: &Rendered) -> Vec<Diagnostic> {
    let start = parsed.body_start;
    let place = |block: &Block| source.place(start + block.span.start..start + block.span.end);
    if parsed.article.kind == Kind::Photo {
        let pictured = body.pictures.iter().any(|picture| picture.figure);
        let text = texts(&body.blocks).next().filter(|_| !pictured);
        let warning = |block| {
            let warning =
                Diagnostic::warning(said!("a photo piece without its picture", "图片新闻没有图片"));
            let hint = said!(
                "put the picture beside this file and write above the text: `![](name.jpg)`",
                "请把图片放在这个文件旁边，在正文上面写：`![](name.jpg)`"
            );
            warning.at(place(block)).hint(hint)
        };
        return text.map(warning).into_iter().collect();
    }
    let lonely = |(index, block): (usize, &Block)| {
        let beside = |at: Option<usize>| {
            at.and_then(|at| body.blocks.get(at)).is_some_and(|block| block.figure)
        };
        let caption = is_text(block) && is_caption(&block.text);
        if !caption {
            return None;
        }
        let warning = Diagnostic::warning(said!("a caption without a picture", "有图注，没有图片"))
            .at(place(block));
        Some(if beside(index.checked_sub(1)) || beside(Some(index + 1)) {
            let hint = said!(
                "write it between the brackets of the picture beside it: `![…](name.jpg)`",
                "请写在旁边那张图片的方括号里：`![…](name.jpg)`"
            );
            warning.hint(hint)
        } else {
            let hint = said!(
                "put the picture beside this file and write `![…](name.jpg)` with these words",
                "请把图片放在这个文件旁边，用这些文字写成 `![…](name.jpg)`"
            );
            warning.hint(hint)
        })
    };
    body.blocks.iter().enumerate().filter_map(lonely).collect()
}

/// Whether a paragraph is what stands under a picture.
fn is_caption(text: &str) -> bool {
    let text = text.trim();
    let opens = OPENINGS.iter().any(|opening| text.starts_with(opening));
    let named = byline::of_caption(text).is_some_and(|credit| !credit.credits.is_empty());
    // Who signs a whole text with 文/图 signs no caption.
    let taken = text.trim_end_matches(['）', ')', '。']).ends_with(['摄', '影']);
    named && (opens || taken)
}

fn texts(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|block| is_text(block))
}

fn is_text(block: &Block) -> bool {
    block.heading.is_none() && !block.figure && !block.text.trim().is_empty()
}

//! What stands in a cut: a photo, a head, a whole masthead.

use super::{
    decode::Seed,
    evidence::{Evidence, join as sign},
    openings::opens_item,
    passage::{Passage, Role},
};

/// What a line is to a text that may go on behind it. A short item of a document is a head
/// that ends like a sentence: 二、规范定价程序。
pub(super) fn role(seed: &Seed, line: &Passage) -> Role {
    const LONG: usize = 30;
    let is_head = |text: &str| {
        opens_item(text)
            && text.ends_with('。')
            && text.chars().nth(LONG).is_none()
            && text.matches(['。', '，', '；', '：']).count() == 1
    };
    if line.role == Role::Body && is_head(&line.words(seed)) { Role::Head } else { line.role }
}

/// What may stand between the parts of a paragraph. However many lines of it there
/// are, it stands there once.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not, in any combination")]
pub(super) struct Between {
    pub(super) photo: bool,
    head: bool,
    masthead: bool,
    /// A short line that may be the continuation itself.
    pub(super) fragment: bool,
}

impl Between {
    /// Whether it is nothing at all.
    pub(super) fn is_nothing(self) -> bool {
        !(self.photo || self.head || self.masthead || self.fragment)
    }

    /// One more of it.
    pub(super) fn pass(&mut self, role: Role) {
        match role {
            Role::Head | Role::Deck => self.head = true,
            Role::Byline | Role::SignOff => self.masthead = true,
            Role::Credit => self.photo = true,
            Role::Body | Role::Caption => {}
        }
    }

    /// Adds what it says against going on behind it.
    pub(super) fn weigh(self, e: &mut Evidence) {
        if self.masthead {
            e.add(sign::PAST_MASTHEAD);
        } else if self.head {
            e.add(sign::PAST_HEAD);
        }
        if self.fragment {
            e.add(sign::PAST_FRAGMENT);
        }
        if self.photo {
            e.add(sign::PAST_PHOTO);
        }
    }
}

//! How near the articles that a program wrote come to the truth of a page.
//!
//! Each metric is kept as counts, so that those of many pages can be added up.

/// So many of so many.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    /// What is right.
    pub(crate) right: f64,
    /// What there is.
    pub(crate) all: f64,
}

impl Share {
    /// Counts one more.
    pub(crate) fn count(&mut self, right: bool) {
        self.right += f64::from(u8::from(right));
        self.all += 1.0;
    }

    /// Adds others.
    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.all += other.all;
    }

    /// The share; none where there is nothing to have a share of.
    pub(crate) fn value(self) -> Option<f64> {
        (self.all > 0.0).then(|| self.right / self.all)
    }
}

/// What is found and right, found and wrong, and not found.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    /// Found, and right.
    pub(crate) right: f64,
    /// Found, and wrong.
    pub(crate) wrong: f64,
    /// Not found.
    pub(crate) missed: f64,
}

impl Found {
    /// Adds others.
    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// Of what is found, the share that is right.
    pub(crate) fn precision(self) -> Share {
        Share { right: self.right, all: self.right + self.wrong }
    }

    /// Of what there is, the share that is found.
    pub(crate) fn recall(self) -> Share {
        Share { right: self.right, all: self.right + self.missed }
    }

    /// The harmonic mean of both.
    pub(crate) fn f1(self) -> Option<f64> {
        let all = 2.0 * self.right + self.wrong + self.missed;
        (all > 0.0).then(|| 2.0 * self.right / all)
    }
}

/// A line that is not as it was meant.
#[derive(Clone, Debug)]
pub(crate) struct Miss {
    /// The metric.
    pub(crate) metric: &'static str,
    /// What was wanted.
    pub(crate) wanted: String,
    /// What came.
    pub(crate) came: String,
}

/// The counts of all metrics. `README.md` says what each means.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    /// B-cubed precision of characters in articles.
    pub(crate) together: Share,
    /// B-cubed recall.
    pub(crate) kept_together: Share,
    /// Articles that are whole and nothing else.
    pub(crate) articles: Share,
    /// Headlines.
    pub(crate) headline: Share,
    /// Decks.
    pub(crate) deck: Share,
    /// Columns.
    pub(crate) column: Share,
    /// Sets of authors.
    pub(crate) byline: Share,
    /// Places.
    pub(crate) city: Share,
    /// Joins of cut paragraphs.
    pub(crate) join: Found,
    /// Joins of wrapped lines.
    pub(crate) unwrap: Share,
    /// Subheads.
    pub(crate) subhead: Found,
    /// Characters taken out as copies.
    pub(crate) duplicate: Found,
    /// Characters brought back from another copy.
    pub(crate) restored: Share,
    /// Marks of losses.
    pub(crate) gap: Found,
    /// Characters kept right where a copy has another.
    pub(crate) look_alike: Share,
    /// Leads set above their subhead again.
    pub(crate) lead: Share,
    /// Stray quotation marks taken out.
    pub(crate) stray: Share,
    /// Characters of the page that stand in some article.
    pub(crate) conservation: Share,
    /// Characters of articles that are not on the page.
    pub(crate) invention: f64,
    /// Characters of page furniture that stand in some article.
    pub(crate) pollution: Share,
    /// Means of single pages, for the total.
    pub(crate) totals: Share,
    /// What went wrong, in words: the metric, what was wanted, what came.
    pub(crate) misses: Vec<Miss>,
}

/// A value to be printed: its name, itself, of how many, and whether the total counts it.
pub(crate) type Value = (&'static str, Option<f64>, f64, bool);

impl Score {
    /// All metrics in the order of the table.
    pub(crate) fn values(&self) -> Vec<Value> {
        let share = |name, share: Share, counts| (name, share.value(), share.all, counts);
        let f1 =
            |name, found: Found, counts| (name, found.f1(), found.right + found.missed, counts);
        vec![
            ("segmentation", self.segmentation(), self.kept_together.all, true),
            share("article F1 >= 0.9", self.articles, false),
            share("headline", self.headline, true),
            share("deck", self.deck, false),
            share("column", self.column, false),
            share("byline", self.byline, true),
            share("city", self.city, true),
            f1("join F1", self.join, true),
            share("  join precision", self.join.precision(), false),
            share("  join recall", self.join.recall(), false),
            share("unwrap", self.unwrap, true),
            f1("subhead F1", self.subhead, true),
            f1("duplicate F1", self.duplicate_counted(), true),
            share("  duplicate precision", self.duplicate.precision(), false),
            share("  duplicate recall", self.duplicate.recall(), false),
            share("restored", self.restored, true),
            f1("gap F1", self.gap, true),
            share("  gap recall", self.gap.recall(), false),
            (
                "  false marks",
                self.gap.precision().value().map(|p| 1.0 - p),
                self.gap.precision().all,
                false,
            ),
            share("look-alike", self.look_alike, false),
            share("lead", self.lead, false),
            share("stray quote", self.stray, false),
            share("conservation", self.conservation, true),
            share("pollution", self.pollution, false),
        ]
    }

    /// Writes down what went wrong.
    pub(crate) fn miss(
        &mut self,
        metric: &'static str,
        wanted: impl Into<String>,
        came: impl Into<String>,
    ) {
        self.misses.push(Miss { metric, wanted: wanted.into(), came: came.into() });
    }

    /// B-cubed F1.
    fn segmentation(&self) -> Option<f64> {
        let (precision, recall) =
            (self.together.value().unwrap_or(0.0), self.kept_together.value()?);
        Some(if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        })
    }

    /// The counts of copies, if there are any: without a copy there is nothing to find.
    fn duplicate_counted(&self) -> Found {
        let any = self.duplicate.right + self.duplicate.missed > 0.0;
        if any { self.duplicate } else { Found::default() }
    }

    /// The mean of those metrics of the total that the page has.
    pub(crate) fn total(&self) -> f64 {
        let values = self.values();
        let counted: Vec<f64> = values.iter().filter(|v| v.3).filter_map(|v| v.1).collect();
        counted.iter().sum::<f64>() / counted.len().max(1) as f64
    }

    /// Adds the counts of another page.
    pub(crate) fn add(&mut self, other: &Self) {
        self.together.add(other.together);
        self.kept_together.add(other.kept_together);
        self.articles.add(other.articles);
        self.headline.add(other.headline);
        self.deck.add(other.deck);
        self.column.add(other.column);
        self.byline.add(other.byline);
        self.city.add(other.city);
        self.join.add(other.join);
        self.unwrap.add(other.unwrap);
        self.subhead.add(other.subhead);
        self.duplicate.add(other.duplicate);
        self.restored.add(other.restored);
        self.gap.add(other.gap);
        self.look_alike.add(other.look_alike);
        self.lead.add(other.lead);
        self.stray.add(other.stray);
        self.conservation.add(other.conservation);
        self.invention += other.invention;
        self.pollution.add(other.pollution);
        self.totals.add(Share { right: other.total(), all: 1.0 });
    }
}

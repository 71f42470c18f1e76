//! What the templates of a theme ask their Views for.
//!
//! Some parts of a View take long to work out. They are only where a template may ask for them: what
//! none can ask for stands on no page.

use super::Source;

/// What gives a template its whole View, whatever the fields are called.
const ALL_THERE_IS: &str = "__tera_context";

/// What some template of a theme may ask its View for. In doubt it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::site) struct Asked {
    /// The articles that are like one.
    pub(in crate::site) related: bool,
    /// What a page says of itself to machines.
    pub(in crate::site) structured: bool,
}

impl Asked {
    /// By templates with these texts.
    pub(super) fn by<'t>(templates: impl Iterator<Item = &'t Source>) -> Self {
        let nothing = Self { related: false, structured: false };
        templates.map(Source::text).fold(nothing, |asked, text| {
            let all = text.contains(ALL_THERE_IS);
            Self {
                related: asked.related || all || text.contains("related"),
                // A field of `page`, which may be gone over without naming one.
                structured: asked.structured
                    || all
                    || text.contains("structured")
                    || takes_whole(text, "page"),
            }
        })
    }
}

/// Whether a template may take the map `name` as a whole: it stands there by itself, with no field
/// behind it, and not as what a component takes from where it is used (`@page`).
fn takes_whole(template: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_-".contains(c);
    template.match_indices(name).any(|(at, _)| {
        let (before, after) = (&template[..at], &template[at + name.len()..]);
        let is_word =
            !before.ends_with(|c| is_part(c) || ".@".contains(c)) && !after.starts_with(is_part);
        is_word && !after.trim_start().starts_with('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(template: &str) -> (bool, bool) {
        let Asked { related, structured } = Asked::by([Source::new("a.html", template)].iter());
        (related, structured)
    }

    #[test]
    fn what_a_template_may_show_is_asked_for() {
        for (template, wants) in [
            ("", (false, false)),
            ("{{ title }}{{ page.root }}{{ page . path }}", (false, false)),
            (
                "{%- component link(to, @page) -%}{{ page.root }}{%- endcomponent -%}",
                (false, false),
            ),
            ("{{ of.page }}{{ page_size }}<i class=\"front-page\">", (false, false)),
            ("{% for item in related %}{% endfor %}", (true, false)),
            ("{{ page.structured | safe }}", (false, true)),
            ("{% for key, value in page %}{% endfor %}", (false, true)),
            ("{{ page[options.shown] }}", (false, true)),
            ("{{ <head of={page} /> }}", (false, true)),
            ("{{ __tera_context }}", (true, true)),
        ] {
            assert_eq!(asked(template), wants, "{template}");
        }
    }

    #[test]
    fn each_template_has_a_say() {
        let templates =
            ["{{ related }}", "", "{{ page.structured }}"].map(|text| Source::new("a", text));
        assert_eq!(Asked::by(templates.iter()), Asked { related: true, structured: true });
    }
}

// Addresses in pages: each leads to a file of the site and to an element in it.

/** Where pages are thought to stand while their links are resolved. */
const HOST = "http://site.invalid";

/** Elements whose address may lead to another host: a reader follows it or not. */
const MAY_LEAVE = new Set(["a[href]", "link[canonical]", "link[license]", "blockquote[cite]", "q[cite]"]);

/** Elements whose address may be the picture itself. */
const HOLDS = new Set(["img[src]", "image[href]"]);

/**
 * Follows the links of all pages. `anatomies` has, by a page's path, its `kind`,
 * the `ids` of its elements and its `links`: `{element, value}`.
 */
export function checkLinks(site, anatomies) {
  const findings = [];
  let looked = 0;
  for (const [page, { kind, links }] of anatomies) {
    for (const link of links) {
      looked += 1;
      const fault = follow(site, anatomies, page, kind, link);
      if (fault) findings.push({ rule: "links", page, detail: `${link.element} “${link.value.slice(0, 200)}” ${fault}` });
    }
  }
  return { findings, looked };
}

function follow(site, anatomies, page, kind, { element, value }) {
  if (value.trim() === "") return "is empty";
  if (/^[a-z][a-z0-9+.-]*:|^\/\//iu.test(value)) return leave(element, value);
  // The 404 page is shown under any address: its links must name the whole path.
  if (value.startsWith("/") !== (kind === "not-found" && !value.startsWith("#"))) {
    return kind === "not-found" ? "is relative, and this page is shown under any address" : "does not work from a folder";
  }
  const target = new URL(value, HOST + site.base + page);
  if (!target.pathname.startsWith(site.base)) return "leads out of the site";
  const file = decodeURIComponent(target.pathname.slice(site.base.length));
  if (!site.files.has(file)) return "leads to no file";
  const id = decodeURIComponent(target.hash.slice(1));
  const there = anatomies.get(file);
  if (id !== "" && there && !there.ids.includes(id)) return "leads to no element";
  return null;
}

function leave(element, value) {
  // What an address holds itself is loaded from nowhere.
  if (value.startsWith("data:image/") && HOLDS.has(element)) return null;
  if (!/^(?:https?|mailto|tel):/iu.test(value)) return "has a scheme that a newspaper needs not";
  return MAY_LEAVE.has(element) ? null : "is loaded from elsewhere";
}

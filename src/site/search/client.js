// Searches the articles without a server. The index is a folder of scripts, each of
// which hands its part to kanyinShard(name, part): so it is read from a disk as from a
// host, under a policy that allows the site's own scripts and nothing else. What the
// parts are is written in src/site/search/FORMAT.md. Every text is set as text, never as markup.
"use strict";
(() => {
  const home = document.getElementById("search");
  if (!home) return;
  const { root, index, version } = home.dataset;
  const form = home.querySelector("form");
  const field = form.elements.namedItem("q");
  const selects = [...form.querySelectorAll("select")];
  const [status, hits, more] = ["search-status", "search-hits", "search-more"].map((id) => document.getElementById(id));

  const FORMAT = 3;
  /** Hits that are shown at a time. */
  const SHOWN = 10;
  /** So many characters of lists, and of texts, are read for one step; the last list and the last batch of texts may go beyond. */
  const LIST_CHARS = 20_000;
  const TEXT_CHARS = 32_000;
  /** Articles of which the texts are read at once. */
  const BATCH = 8;
  /** So few articles are looked through sooner than another list is read. */
  const FEW = 20;
  /** Characters on either side of a match that are shown at most. */
  const AROUND = 80;

  // ---- The parts of the index.

  const parts = new Map();
  const arrived = new Map();
  window.kanyinShard = (name, part) => arrived.set(name, part);

  /** The part called `name`; each is loaded once. */
  function load(name) {
    if (!parts.has(name)) {
      const loaded = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const fail = () => {
          parts.delete(name);
          reject(new Error(name));
        };
        script.src = `${root}${index}${name}.js?v=${version}`;
        script.onload = () => (arrived.has(name) ? resolve(arrived.get(name)) : fail());
        script.onerror = fail;
        document.head.append(script);
        script.remove();
      });
      parts.set(name, loaded);
    }
    return parts.get(name);
  }

  /** Reads numbers out of a string that has fifteen bits a character. */
  class Bits {
    constructor(units) {
      this.units = units;
      this.at = 0;
    }
    bit() {
      const unit = this.units.charCodeAt((this.at / 15) | 0) - 0x0800;
      const bit = (unit >> (14 - (this.at % 15))) & 1;
      this.at += 1;
      return bit;
    }
    bits(width) {
      let value = 0;
      for (let i = 0; i < width; i += 1) value = value * 2 + this.bit();
      return value;
    }
    unary() {
      let value = 0;
      while (this.bit()) value += 1;
      return value;
    }
    golomb(order) {
      const width = this.unary() + order;
      return 2 ** width + this.bits(width) - 2 ** order;
    }
    /** Which `count` of `all` numbers are in a list. */
    list(count, all) {
      const absent = count * 2 > all;
      const coded = absent ? all - count : count;
      let order = 0;
      while (coded > 0 && coded * 2 ** (order + 1) * 36 <= all * 25) order += 1;
      const list = [];
      let next = 0;
      for (let i = 0; i < coded; i += 1) {
        const number = next + this.unary() * 2 ** order + this.bits(order);
        if (absent) while (next < number) list.push(next++);
        else list.push(number);
        next = number + 1;
      }
      if (absent) while (next < all) list.push(next++);
      return list;
    }
  }

  const mixed = (character) => Math.imul(character.codePointAt(0), 0x9e3779b1);
  const spread = (character, files) => (mixed(character) >>> 8) & (files - 1);
  const hash = (character, width) => mixed(character) >>> (32 - width);
  const successorBits = (count, [frequent, left]) => (count < frequent ? 0 : Math.min(31 - Math.clz32(count) - left, 13));

  /** The lists of one character, as units: undefined if no article has it. */
  async function lists(first, second, manifest) {
    const code = first.codePointAt(0).toString(16);
    const files = manifest.split[first];
    let name = `s${spread(first, manifest.shared)}`;
    if (files) name = second === undefined ? code : `${code}.${spread(second, files)}`;
    else if (manifest.own.has(first)) name = code;
    return (await load(`pairs/${name}`))[first];
  }

  /** For each of some leaves what comes after a pair on it, or null where that is not known. */
  function successors(bits, leaves, width) {
    const different = Array.from({ length: bits.golomb(0) }, () => bits.bits(width));
    const single = bits.bit() === 1;
    const order = bits.bits(4);
    return leaves.map(() => {
      const said = single ? 0 : bits.unary();
      if (said === 8) return null;
      return Array.from({ length: [1, 2, 0][said] ?? said }, () => different[different.length > 1 ? bits.golomb(order) : 0]);
    });
  }

  /** Calls `each` for all pairs that `bits` goes on with: with the second character's code, in how many articles
      the pair stands, the leaves, and for each of them what follows, or null where that is not known. */
  function pairs(bits, manifest, each) {
    let second = 0;
    for (let left = bits.golomb(0); left > 0; left -= 1) {
      second += bits.golomb(5);
      const count = bits.golomb(0) + 1;
      const articles = count + bits.golomb(0);
      const leaves = bits.list(count, manifest.leaves);
      const width = successorBits(count, manifest.after);
      const followed = width === 0 ? null : successors(bits, leaves, width);
      if (each(second, articles, leaves, followed, width)) return;
    }
  }

  /** Where a pair stands, or a character if there is no second one: in how many articles, and on which leaves;
      of those with a pair only such as may have `third` after it, if there is a third. */
  async function standing([first, second, third], manifest, cost) {
    const units = await lists(first, second, manifest);
    let found = { articles: 0, leaves: [] };
    if (units === undefined) return found;
    cost.chars += units.length;
    const bits = new Bits(units);
    const articles = bits.golomb(0);
    if (second === undefined) {
      if (manifest.split[first]) return { articles, leaves: bits.list(bits.golomb(0), manifest.leaves) };
      const has = new Uint8Array(manifest.leaves);
      pairs(bits, manifest, (_, __, leaves) => leaves.forEach((leaf) => (has[leaf] = 1)));
      return { articles, leaves: [...has.keys()].filter((leaf) => has[leaf]) };
    }
    pairs(bits, manifest, (code, articles, leaves, followed, width) => {
      if (code !== second.codePointAt(0)) return code > second.codePointAt(0);
      const wanted = third !== undefined && followed ? hash(third, width) : null;
      const may = (_, i) => wanted === null || followed[i] === null || followed[i].includes(wanted);
      found = { articles, leaves: leaves.filter(may) };
      return true;
    });
    return found;
  }

  // ---- What is held for the same.

  const DRESS = new Map([
    ..."“”„‟‘’‚‛「」『』'".split("").map((c) => [c, '"']),
    ..."—–―─−~〜".split("").map((c) => [c, "-"]),
    ..."•・‧".split("").map((c) => [c, "·"]),
    ["⋯", "…"],
  ]);

  /** A text as it is searched: every character stays in its place. */
  function fold(text) {
    return text.replace(/[^\u4e00-\u9fffa-z0-9]/gu, (c) => {
      const code = c.codePointAt(0);
      const narrow = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : c;
      const dressed = DRESS.get(narrow);
      if (dressed) return dressed;
      if (!/[A-Z\u00c0-\u052f]/u.test(narrow)) return narrow;
      const small = narrow.toLowerCase();
      return small.length === 1 ? small : narrow;
    });
  }

  // ---- A query.

  /** The words that are asked for, and what is chosen. */
  function asked() {
    const search = new URLSearchParams(location.search);
    const query = search.get("q") ?? "";
    const terms = [...new Set(fold(query).split(/[\s\u0085\0]+/u).filter(Boolean))];
    const chosen = selects.map(({ name }) => [name, search.get(name) ?? ""]).filter(([, value]) => value !== "");
    return { query, terms, chosen };
  }

  /** Which lists say the most about a query: of each term first the pairs that stand far from each other. */
  function probes(terms) {
    const each = terms.map((term) => {
      const characters = [...term];
      if (characters.length < 3) return [characters];
      const order = [];
      const between = [[-1, characters.length - 1]];
      for (const [before, after] of between) {
        if (after - before < 2) continue;
        const place = (before + after) >> 1;
        order.push(place);
        between.push([before, place], [place, after]);
      }
      return order.map((i) => characters.slice(i, i + 3));
    });
    const most = Math.max(0, ...each.map((list) => list.length));
    return Array.from({ length: most }, (_, i) => each.map((list) => list[i]).filter(Boolean)).flat();
  }

  /** What may answer: the leaves, the newest first, and which articles of them; and how many do, if that is known. */
  async function candidates({ terms, chosen }, manifest) {
    let articles = null;
    for (const [kind, value] of chosen) {
      const at = manifest.filters[kind].findIndex((entry) => entry.value === value);
      if (at < 0) return { leaves: [], chosen: new Set(), answers: 0 };
      const { count, file } = manifest.filters[kind][at];
      const list = new Bits((await load(`filters/${kind}.${file}`))[at]).list(count, manifest.articles);
      articles = articles === null ? new Set(list) : new Set(list.filter((article) => articles.has(article)));
    }
    let leaves = articles === null ? null : [...new Set([...articles].map((article) => Math.floor(article / manifest.leaf)))];
    let answers = articles?.size;
    const cost = { chars: 0 };
    for (const [number, probe] of probes(terms).entries()) {
      if (leaves?.length === 0 || (number > 0 && (leaves.length * manifest.leaf <= FEW || cost.chars > LIST_CHARS))) break;
      const found = await standing(probe, manifest, cost);
      const on = new Set(found.leaves);
      leaves = leaves === null ? found.leaves : leaves.filter((leaf) => on.has(leaf));
      // A list alone says how many articles answer if it is the only thing that is asked for.
      answers = articles === null && terms.length === 1 && probe.join("") === terms[0] && probe.length < 3 ? found.articles : undefined;
    }
    if (leaves.length === 0) answers = 0;
    return { leaves: leaves.reverse(), chosen: articles, answers };
  }

  /** The texts of a leaf: its articles, the newest first, each as it is and as it is searched; and how many characters they have. */
  async function leaf(number, perLeaf) {
    const together = await load(`texts/${number}`);
    const articles = together.map(([href, issue, city, hasDeck, head, body], i) => {
      const texts = [...head.map((text) => [null, text]), ...body].map(([block, text]) => ({ block, text, folded: fold(text) }));
      const deck = hasDeck ? texts[1] : null;
      const byline = texts.slice(hasDeck ? 2 : 1, head.length);
      return { number: number * perLeaf + i, href, issue, city, title: texts[0], deck, byline, body: texts.slice(head.length), texts };
    });
    return { articles: articles.reverse(), chars: size(together) };
  }

  /** How many characters some articles have. */
  const size = (articles) => articles.flat(3).reduce((sum, part) => sum + (part.length ?? 0), 0);

  // ---- What is shown.

  function element(name, className, ...inside) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  }

  function link(href, ...inside) {
    const made = element("a", "", ...inside);
    made.href = root + href;
    return made;
  }

  /** A stretch of a text, with all that was asked for marked. */
  function marked({ text, folded }, terms, start = 0, end = text.length) {
    const found = terms.flatMap((term) => {
      const places = [];
      for (let at = folded.indexOf(term, start); at >= 0 && at + term.length <= end; at = folded.indexOf(term, at + term.length)) {
        places.push([at, at + term.length]);
      }
      return places;
    }).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const pieces = [];
    let at = start;
    for (const [from, to] of found) {
      if (to <= at) continue;
      pieces.push(text.slice(at, Math.max(at, from)), element("mark", "", text.slice(Math.max(at, from), to)));
      at = to;
    }
    return [...pieces, text.slice(at, end)];
  }

  /** Where the sentence begins and ends in which `length` characters at `at` stand. */
  function sentence(text, at, length) {
    const ends = /[。！？!?\n][”’」』）)]*/gu;
    let [start, end] = [0, text.length];
    for (const match of text.matchAll(ends)) {
      const after = match.index + match[0].length;
      if (after <= at) start = after;
      else if (after >= at + length) {
        end = after;
        break;
      }
    }
    const whole = (place) => place + (/[\udc00-\udfff]/u.test(text[place] ?? "") ? 1 : 0);
    return [whole(Math.max(start, at - AROUND)), whole(Math.min(end, at + length + AROUND)), start, end];
  }

  /** The sentences of the text in which the terms stand, no more than it takes. */
  function quotes({ href, body }, terms) {
    const [made, seen] = [[], []];
    for (const term of terms) {
      if (seen.some((folded) => folded.includes(term))) continue;
      const passage = body.find(({ folded }) => folded.includes(term));
      if (!passage) continue;
      const [from, to, start, end] = sentence(passage.text, passage.folded.indexOf(term), term.length);
      seen.push(passage.folded.slice(from, to));
      const words = [from > start ? "……" : "", ...marked(passage, terms, from, to), to < end ? "……" : ""];
      const place = passage.block > 0 ? `${href}#p${passage.block}` : href;
      made.push(element("blockquote", "", element("p", "", link(place, ...words))));
    }
    return made;
  }

  function hit(found, terms) {
    const { href, issue, city, title, deck, byline, body } = found;
    const headline = element("h2", title.text.includes(" ") ? "headline phrased" : "headline", link(href, ...marked(title, terms)));
    const facts = element("p", "facts");
    for (const line of byline) facts.append(element("span", "byline", ...marked(line, terms)));
    if (city) facts.append(element("span", "", city));
    facts.append(element("span", "", issue));
    const said = quotes(found, terms);
    if (said.length === 0 && body.length > 0) {
      const [from, to, , end] = sentence(body[0].text, 0, 1);
      said.push(element("p", "summary", body[0].text.slice(from, to), to < end ? "……" : ""));
    }
    const item = element("li", "entry", headline);
    if (deck) item.append(element("p", "deck", "——", ...marked(deck, terms)));
    item.append(...said, facts);
    return item;
  }

  const say = (word, values = {}) => {
    status.textContent = home.dataset[word].replace(/%([a-z]+)/gu, (whole, name) => values[name] ?? whole);
  };

  // ---- A search, from the query to the last hit.

  let running = null;

  /** Begins the search that the address asks for. */
  async function start(manifest) {
    const search = asked();
    field.value = search.query;
    for (const select of selects) select.value = search.chosen.find(([name]) => name === select.name)?.[1] ?? "";
    hits.replaceChildren();
    hits.hidden = true;
    more.parentElement.hidden = true;
    status.textContent = "";
    running = null;
    home.removeAttribute("aria-busy");
    if (search.terms.length === 0 && search.chosen.length === 0) return;
    const state = { terms: search.terms, all: manifest.articles, perLeaf: manifest.leaf, leaves: [], chosen: null, answers: undefined, checked: 0, waiting: [], found: 0 };
    running = state;
    say("loading");
    await attempt(state, async () => {
      Object.assign(state, await candidates(search, manifest));
      await step(state);
    });
  }

  /** Shows some more hits, each held against its text. */
  async function step(state) {
    const enough = state.found + SHOWN;
    let chars = 0;
    for (;;) {
      for (const found of state.waiting.splice(0, enough - state.found)) {
        hits.append(hit(found, state.terms));
        state.found += 1;
      }
      if (state.found === enough || chars >= TEXT_CHARS || state.checked === state.leaves.length) break;
      const most = Math.ceil(Math.min(BATCH / state.perLeaf, enough - state.found));
      const batch = state.leaves.slice(state.checked, state.checked + most);
      const leaves = await Promise.all(batch.map((number) => leaf(number, state.perLeaf)));
      if (running !== state) return;
      for (const { articles, chars: read } of leaves) {
        chars += read;
        state.waiting.push(...articles.filter((article) => hasAll(article, state)));
      }
      state.checked += batch.length;
    }
    tell(state);
  }

  /** Whether an article has all that is asked for. */
  function hasAll({ number, texts }, { terms, chosen }) {
    if (chosen !== null && !chosen.has(number)) return false;
    return terms.every((term) => texts.some(({ folded }) => folded.includes(term)));
  }

  function tell(state) {
    const { checked, found } = state;
    const left = state.leaves.length - checked;
    const rest = state.waiting.length;
    const n = state.answers ?? found + rest;
    hits.hidden = found === 0;
    more.parentElement.hidden = left === 0 && rest === 0;
    if (state.answers === undefined && left > 0) {
      const [before, after] = [state.leaves.slice(0, checked), state.leaves.slice(checked)];
      say("partly", { n, checked: mayAnswer(before, state), left: mayAnswer(after, state) });
    } else say(n > 0 ? "found" : "none", { n });
  }

  /** How many articles of some leaves may answer. */
  function mayAnswer(leaves, { chosen, all, perLeaf }) {
    const articles = leaves.flatMap((leaf) => Array.from({ length: perLeaf }, (_, i) => leaf * perLeaf + i));
    return articles.filter((article) => (chosen === null ? article < all : chosen.has(article))).length;
  }

  /** Does `work` for the search `state`, and says so if the index cannot be read. */
  async function attempt(state, work) {
    home.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch {
      if (running === state) say("failed");
    }
    if (running === state) home.removeAttribute("aria-busy");
  }

  /** Goes to the address of what the form asks for, without loading the page again. */
  function go(manifest) {
    const search = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim() !== "") search.append(name, value);
    const address = `?${search}`;
    try {
      if (address !== location.search) history.pushState(null, "", address);
    } catch {
      location.search = address;
      return undefined;
    }
    return start(manifest);
  }

  /** What may be chosen, as the manifest says it. */
  function offer(manifest) {
    for (const select of selects) {
      const entries = manifest.filters[select.name];
      const names = new Map();
      for (const entry of entries) {
        const before = names.get(entry.name) ?? 0;
        names.set(entry.name, before + 1);
        // Two places may have one name.
        entry.value = before > 0 ? `${entry.name}.${before + 1}` : entry.name;
        const option = element("option", "", `${"　".repeat(entry.depth)}${entry.name}　${entry.count}`);
        option.value = entry.value;
        select.append(option);
      }
      select.parentElement.hidden = entries.length === 0;
    }
  }

  function read({ format, articles, leaf, shared, own, split, after, filters }) {
    if (format !== FORMAT) throw new Error(`format ${format}`);
    const entry = ([name, depth, count, file]) => ({ name, depth, count, file });
    const kinds = Object.entries(filters).map(([kind, entries]) => [kind, entries.map(entry)]);
    return { articles, leaf, leaves: Math.ceil(articles / leaf), shared, own: new Set(own), split, after, filters: Object.fromEntries(kinds) };
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  say("loading");
  load("index").then((part) => {
    const manifest = read(part);
    offer(manifest);
    form.querySelector(".filters").hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(manifest);
    });
    for (const select of selects) select.addEventListener("change", () => go(manifest));
    more.addEventListener("click", () => {
      if (home.hasAttribute("aria-busy")) return;
      const state = running;
      const before = hits.children.length;
      attempt(state, () => step(state)).then(() => hits.children[before]?.querySelector("a").focus());
    });
    window.addEventListener("popstate", () => start(manifest));
    if (field.value === "" && !location.search) field.focus();
    return start(manifest);
  }).catch(() => say("failed"));
})();

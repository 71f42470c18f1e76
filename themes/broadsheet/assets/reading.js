// Type size and the plain page (适老化): what the reader chose stands on the root
// element before anything is shown, and is remembered. Without this script a page has
// no such buttons, and the browser's own type size works all the same.

(() => {
  const root = document.documentElement;
  const KEY = "kanyin-reading";
  const SIZES = ["normal", "large", "largest"];

  // A browser may refuse to remember; then a choice holds for the page.
  const remembered = () => {
    try {
      const { size, plain } = JSON.parse(localStorage.getItem(KEY)) ?? {};
      return { size: SIZES.includes(size) ? size : "normal", plain: plain === true };
    } catch {
      return { size: "normal", plain: false };
    }
  };
  let chosen = remembered();

  const show = () => {
    root.toggleAttribute("data-plain", chosen.plain);
    if (chosen.size === "normal") root.removeAttribute("data-size");
    else root.dataset.size = chosen.size;
    for (const button of document.querySelectorAll(".reading button")) {
      const { size } = button.dataset;
      button.setAttribute("aria-pressed", String(size ? size === chosen.size : chosen.plain));
    }
  };

  const choose = (change) => {
    chosen = { ...chosen, ...change };
    show();
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      // See above.
    }
  };

  root.classList.add("scripted");
  show();
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector(".reading");
    const buttons = place?.querySelector("template");
    if (!buttons) return;
    place.append(buttons.content.cloneNode(true));
    place.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) choose(button.dataset.size ? { size: button.dataset.size } : { plain: !chosen.plain });
    });
    show();
  });
  addEventListener("storage", ({ key }) => {
    if (key !== KEY) return;
    chosen = remembered();
    show();
  });
})();

// Put into each page by `kanyin serve`, never into a published one.
// A page knows which version of the site it was made from and is told the
// present one: whatever messages it missed, it finds out that it is old.
(() => {
  'use strict';
  const own = new URL(document.currentScript.src).searchParams;
  const content = Number(own.get('content'));
  let styles = Number(own.get('styles'));
  const place = 'kanyin-scroll ' + location.pathname;

  const scrolled = sessionStorage.getItem(place);
  if (scrolled !== null) {
    sessionStorage.removeItem(place);
    const restore = () => scrollTo({ top: Number(scrolled), behavior: 'instant' });
    restore();
    // Pictures and fonts may have moved the text since.
    addEventListener('load', restore, { once: true });
  }

  function reload() {
    sessionStorage.setItem(place, String(scrollY));
    location.reload();
  }

  function sheets(page) {
    const all = [...page.querySelectorAll('link[rel~="stylesheet"]')];
    return all.filter((link) => !link.getAttribute('href').startsWith('/_kanyin/'));
  }

  // A sheet's address changes with what is in it: the page as it would be loaded now
  // says where it stands. The new sheet stands beside the old one until it is there:
  // no flash.
  async function swapStyles() {
    const answer = await fetch(location.href);
    const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = sheets(now);
    const present = sheets(document);
    if (fresh.length !== present.length) return reload();
    present.forEach((old, at) => {
      const url = new URL(fresh[at].getAttribute('href'), location.href);
      if (url.origin !== location.origin) return;
      url.searchParams.set('kanyin', String(styles));
      const link = old.cloneNode();
      link.href = url.href;
      link.onload = link.onerror = () => old.remove();
      old.after(link);
    });
  }

  let source = null;
  let retry = 0;

  function listen() {
    source = new EventSource('/_kanyin/events/' + own.get('token'));
    source.onmessage = (message) => {
      const now = JSON.parse(message.data);
      if (now.content !== content) {
        reload();
      } else if (now.styles !== styles) {
        styles = now.styles;
        swapStyles().catch(reload);
      }
    };
    source.onerror = () => {
      // A refusal is final: another session answers here now. Begin anew with it.
      if (source.readyState === EventSource.CLOSED && retry === 0) {
        retry = setInterval(() => {
          fetch(location.href, { method: 'HEAD' }).then(reload, () => {});
        }, 2000);
      }
    };
  }

  function rest() {
    clearInterval(retry);
    retry = 0;
    source.close();
    source = null;
  }

  // A browser opens six connections to a server and no more: a page that nobody
  // looks at must not hold one.
  function followAttention() {
    if (document.visibilityState === 'visible' && source === null) listen();
    if (document.visibilityState === 'hidden' && source !== null) rest();
  }
  document.addEventListener('visibilitychange', followAttention);
  addEventListener('pagehide', () => { if (source !== null) rest(); });
  addEventListener('pageshow', followAttention);
  followAttention();
})();

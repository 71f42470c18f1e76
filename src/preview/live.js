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

  // The new sheet stands beside the old one until it is there: no flash.
  function swapStyles() {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const url = new URL(old.href);
      if (url.origin !== location.origin || url.pathname.startsWith('/_kanyin/')) continue;
      url.searchParams.set('kanyin', String(styles));
      const fresh = old.cloneNode();
      fresh.href = url.href;
      fresh.onload = fresh.onerror = () => old.remove();
      old.after(fresh);
    }
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
        swapStyles();
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

// SPDX-License-Identifier: Apache-2.0
// The page works by its links alone; this adds keys, search, the passage in full and the progress.
(() => {
  'use strict';
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const byId = (id) => document.getElementById(id);
  const terms = all('article');
  const boxes = all('input[data-of]');
  const store = 'mandat-review-' + document.body.dataset.sha256;
  let current = null;

  // Lights every passage of a term and shows the first of them, unless the reader is there.
  function light(term, scrolls, anchor) {
    all('mark.lit').forEach((mark) => mark.classList.remove('lit'));
    terms.forEach((other) => other.removeAttribute('aria-current'));
    current = term;
    term.setAttribute('aria-current', 'true');
    const marks = all('mark.' + term.id);
    marks.forEach((mark) => mark.classList.add('lit'));
    const first = anchor || marks[0];
    if (scrolls && first) first.scrollIntoView({ block: 'center' });
  }

  function go(term) {
    for (let at = term.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    light(term, true);
    term.focus({ preventScroll: true });
    term.scrollIntoView({ block: 'nearest' });
  }

  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    const found = /^[pt](\d+)/.exec(id);
    const term = found && byId('t' + found[1]);
    if (!term) return;
    if (id[0] === 't') go(term);
    else light(term, true, byId(id));
  }

  function count() {
    const done = boxes.filter((box) => box.checked);
    const bar = byId('bar');
    bar.value = done.length;
    byId('count').textContent = done.length + ' / ' + boxes.length;
    byId('end').hidden = done.length < boxes.length;
    try {
      localStorage.setItem(store, done.map((box) => box.dataset.of).join(' '));
    } catch { /* a browser that keeps nothing for files */ }
  }

  function move(step, wants) {
    const seen = terms.filter((term) => term.checkVisibility() || term === current);
    let at = seen.indexOf(current) + step;
    if (!current && step < 0) at = seen.length - 1;
    while (seen[at] && wants && !wants(seen[at])) at += step;
    if (seen[at]) go(seen[at]);
  }

  const isOpen = (term) => term.querySelector('input[data-of]:not(:checked)');
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    n: () => move(1, isOpen),
    x: () => {
      const box = current && current.querySelector('input[data-of]');
      if (!box) return;
      box.checked = !box.checked;
      count();
      if (box.checked) move(1, isOpen);
    },
    '/': () => byId('search').focus(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.type === 'search') {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (event.key === 'Escape' && current) return go(current);
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  byId('search').addEventListener('input', (event) => {
    const wanted = event.target.value.trim().toLocaleLowerCase();
    const hide = (part) => { part.hidden = !part.textContent.toLocaleLowerCase().includes(wanted); };
    terms.forEach(hide);
    all('.gaps li').forEach(hide);
  });
  document.addEventListener('change', (event) => { if (event.target.dataset.of) count(); });
  document.addEventListener('click', (event) => {
    if (event.target.closest('a, input, label, summary') || String(getSelection())) return;
    const mark = event.target.closest('mark');
    if (mark) {
      const of = mark.className.split(' ').filter((name) => /^t\d+$/.test(name));
      const next = of[(of.indexOf(current ? current.id : '') + 1) % of.length];
      location.hash = next;
      if (byId(next)) go(byId(next));
    } else if (event.target.closest('article')) {
      light(event.target.closest('article'), true);
    }
  });
  addEventListener('beforeprint', () => all('details').forEach((part) => { part.open = true; }));
  addEventListener('hashchange', follow);
  // A link to where one is already changes no hash.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link && link.hash === location.hash) follow();
  });

  try {
    const kept = new Set((localStorage.getItem(store) || '').split(' '));
    boxes.forEach((box) => { box.checked = kept.has(box.dataset.of); });
  } catch { /* as above */ }
  all('.scripted').forEach((part) => { part.hidden = false; });
  byId('bar').max = boxes.length;
  count();
  follow();
})();

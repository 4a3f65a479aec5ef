"use strict";
(() => {
  const up = document.body.dataset.up;
  const $ = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  const ALIKE = { "ı": "i", "ə": "e", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "’": "'", "‑": "-", "–": "-" };
  const fold = (text) => text.toLowerCase().replace(/[ıəłøđß’‑–]/g, (c) => ALIKE[c]).normalize("NFKD").replace(/\p{M}/gu, "").trim();

  const loaded = new Map();
  const load = (path) => {
    if (!loaded.has(path)) loaded.set(path, new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src: path, onload: done, onerror: failed });
      document.head.append(script);
    }));
    return loaded.get(path);
  };

  // Search: the index comes as a script, because a page on a disk may not fetch.
  const TABLES = ["actors", "events", "claims", "places", "dependencies", "memberships", "sources"];
  let entries = null, alphabet = {};
  window.searchIndex = (index) => {
    alphabet = index;
    entries = index.entries.map(([table, id, shown, others]) => ({ table, id, shown, text: fold(shown) + (others ? " | " + others : "") }));
  };
  const LETTER = /[\p{L}\p{N}]/u;
  const sounding = (text) => {
    for (const [letters, latin] of alphabet.spoken) text = text.replaceAll(letters, latin);
    text = fold(text.replace(/[^\0-\x7f]/g, (letter) => alphabet.letters[letter] ?? letter));
    for (const [spelling, plain] of alphabet.alike) text = text.replaceAll(spelling, plain);
    return text.replace(/(\p{L})\1+/gu, "$1").replace(/\bie/g, "e");
  };
  const score = (entry, text, query, words) => {
    let points = 0;
    for (const word of words) {
      const at = text.indexOf(word);
      if (at < 0) return -1;
      points += at === 0 ? 6 : LETTER.test(text[at - 1]) ? 0 : 4;
      if (!LETTER.test(text[at + word.length] || " ")) points += 16;
    }
    if (text === query || text.split(/ \| /).includes(query)) points += 40;
    else if (text.startsWith(query)) points += 8;
    return points * 10 + (entry.table ? 0 : 150) - entry.table * 4 - Math.min(Math.floor(entry.shown.length / 40), 9);
  };
  const matching = (query, text = (entry) => entry.text) => {
    const words = query.split(/\s+/).filter(Boolean);
    if (!words.length || !entries) return [];
    return entries.map((entry) => [score(entry, text(entry), query, words), entry]).filter(([points]) => points > -30 && points !== -1)
      .sort((a, b) => b[0] - a[0]).map(([, entry]) => entry);
  };
  const find = (text, most = 12) => {
    const query = fold(text), latin = /^[\0-\x7f]*$/.test(query);
    const found = new Set((entries || []).filter((entry) => entry.id === query));
    matching(query).slice(0, most).forEach((entry) => found.add(entry));
    if (entries && (latin ? !found.size : found.size < most)) {
      const sound = (entry) => entry.sound ??= sounding(entry.text);
      matching(sounding(text.toLowerCase()), sound).slice(0, most).forEach((entry) => found.add(entry));
    }
    return [...found].slice(0, most);
  };
  const form = $(".search");
  if (form) {
    const field = $("input", form), list = $("#found"), number = $("#found-number");
    form.hidden = false;
    let chosen = -1;
    const ready = () => load(up + "assets/search-index.js");
    const choose = (place) => {
      const items = all("li", list);
      chosen = items.length ? (place + items.length) % items.length : -1;
      items.forEach((item, n) => item.setAttribute("aria-selected", n === chosen));
      if (chosen >= 0) { field.setAttribute("aria-activedescendant", items[chosen].id); items[chosen].scrollIntoView({ block: "nearest" }); }
      else field.removeAttribute("aria-activedescendant");
    };
    const show = (found, said = "") => {
      list.replaceChildren(...found.map((entry, n) => {
        const item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("small");
        item.id = "found-" + n; item.setAttribute("role", "option");
        link.href = `${up}${TABLES[entry.table]}/${entry.id}/index.html`; link.tabIndex = -1; link.dir = "auto";
        link.textContent = entry.shown; kind.textContent = TABLES[entry.table]; link.append(kind); item.append(link);
        return item;
      }));
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(!!found.length));
      number.textContent = said;
      number.className = said && !found.length ? "none" : "hidden";
      choose(found.length ? 0 : -1);
    };
    const search = async () => { await ready(); const from = performance.now(); const found = find(field.value); form.dataset.took = (performance.now() - from).toFixed(1); show(found, field.value.trim() && `${found.length || "Nothing"} found`); };
    field.addEventListener("focus", ready);
    field.addEventListener("input", search);
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(chosen + (event.key === "ArrowDown" ? 1 : -1)); }
      else if (event.key === "Escape") { field.value = ""; show([]); }
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); const link = $(`#found-${chosen} a`); if (link) location.href = link.href; });
    document.addEventListener("click", (event) => { if (!form.contains(event.target)) show([]); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); field.focus(); }
    });
  }

  // Filters, whose state stays in the address.
  const asked = new URLSearchParams(location.search || location.hash.replace(/^#\?/, "?"));
  const remember = (state) => {
    const text = new URLSearchParams(Object.entries(state).filter(([, value]) => value)).toString();
    try { history.replaceState(null, "", text ? "?" + text : location.pathname); } catch { location.hash = text ? "?" + text : ""; }
  };
  for (const filter of all("[data-filter]")) {
    filter.hidden = false;
    const fields = all("[name]", filter), release = filter.elements.release;
    const newest = release ? release.options[0].value : "";
    for (const field of fields) if (asked.has(field.name)) field.value = asked.get(field.name);
    const items = all("[data-item]").map((item) => ({ item, words: null }));
    const held = (data, day) => {
      if (data.a && data.a > day || data.d && data.d < day) return "";
      return !data.b || data.b > day || (data.c && data.c < day) ? "possibly" : "surely";
    };
    const passes = (one, state) => {
      const data = one.item.dataset;
      if (data.releases && !data.releases.split(" ").includes(state.release || newest)) return false;
      let sure = "surely";
      for (const [name, value] of Object.entries(state)) {
        if (!value || name === "release") continue;
        if (name === "words") {
          one.words ??= fold(one.item.textContent);
          if (!fold(value).split(/\s+/).every((word) => one.words.includes(word))) return false;
        } else if (name === "on") {
          if (!(sure = held(data, value))) return false;
        } else if (data[name] !== value && !(data[name] || "").split(" ").includes(value)) return false;
      }
      const maybe = $(".maybe", one.item);
      if (maybe) maybe.hidden = sure !== "possibly" || !state.on;
      return true;
    };
    const apply = (first) => {
      const state = Object.fromEntries(fields.map((field) => [field.name, field.value]));
      if (state.release === newest) state.release = "";
      let number = 0;
      for (const one of items) number += !(one.item.hidden = !passes(one, state));
      const some = Object.values(state).some(Boolean);
      for (const group of all("[data-group]")) {
        const shown = all("[data-item]:not([hidden])", group).length;
        group.hidden = !shown;
        if (group.tagName !== "DETAILS") continue;
        $("[data-number]", group).textContent = shown;
        if (some || first !== true) group.open = some;
      }
      $("output", filter).textContent = some ? `${number} shown` : "";
      if (first !== true) remember(state);
      document.dispatchEvent(new CustomEvent("filtered", { detail: state }));
    };
    filter.addEventListener("input", apply);
    filter.addEventListener("reset", () => setTimeout(apply));
    filter.addEventListener("submit", (event) => event.preventDefault());
    setTimeout(() => apply(true));
  }

  // What a link leads to is unfolded.
  const unfold = () => {
    const fold = document.getElementById(location.hash.slice(1))?.closest("details");
    if (fold && !fold.open) { fold.open = true; fold.scrollIntoView(); }
  };
  addEventListener("hashchange", unfold);
  unfold();

  // Charts: drawn once they come into sight, in the colours of the page.
  let drawing = Promise.resolve();
  const draw = (figure, script) => {
    drawing = drawing.then(async () => {
      await load(up + "assets/vega.js");
      let drawn = null;
      window.drawChart = (spec) => { drawn = spec; };
      loaded.delete(script);
      await load(script);
      $(".canvas", figure)?.remove();
      const canvas = document.createElement("div");
      canvas.className = "canvas";
      figure.prepend(canvas);
      drawn.title = undefined;
      await window.vegaEmbed(canvas, drawn, { actions: false, renderer: "svg", tooltip: { theme: "custom" } });
      for (const svg of all("svg", canvas)) { svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`); svg.removeAttribute("height"); svg.removeAttribute("width"); svg.setAttribute("aria-label", $("figcaption", figure).textContent.trim()); svg.setAttribute("role", "img"); }
      figure.style.minHeight = "";
    }).catch((error) => console.error("chart:", error));
    return drawing;
  };
  const watch = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) { watch.unobserve(target); draw(target, target.dataset.chart); }
  }, { rootMargin: "200px" });
  all("figure[data-chart]").forEach((figure) => watch.observe(figure));
  const choice = $("figure[data-choose]");
  if (choice) {
    const there = new Set(choice.dataset.choose.split(" "));
    document.addEventListener("filtered", ({ detail }) => {
      const name = `${detail.dependent}-${detail.indicator}`.replaceAll("_", "-");
      choice.hidden = !there.has(name);
      if (!choice.hidden && choice.dataset.shown !== name) { choice.dataset.shown = name; draw(choice, `charts/${name}.js`); }
    });
  }

  // Tables that can be sorted by any column.
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const value = (row) => row.cells[column].textContent.trim();
        const compare = head.classList.contains("n")
          ? (a, b) => (parseFloat(value(a).replaceAll(",", "")) || 0) - (parseFloat(value(b).replaceAll(",", "")) || 0)
          : (a, b) => value(a).localeCompare(value(b));
        const body = table.tBodies[0];
        body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * compare(a, b)));
      });
    });
  }

  // Whose names a reader wants to see: chosen on the page of names, and kept from page to page.
  const names = $("[data-names]"), calling = $("[data-calling]");
  const linked = all("a[data-actor]").map((link) => ({ link, own: link.textContent }));
  let called = {};
  window.namesOf = (users) => { called = users; };
  const call = async (who) => {
    if (who) await load(up + "assets/names.js");
    const theirs = called[who]?.names || {};
    let number = 0;
    for (const { link, own } of linked) {
      const other = theirs[link.dataset.actor];
      if (link.title || other) { $("bdi", link).textContent = other || own; link.title = other ? `this record: ${own}` : ""; }
      const fold = names && other && link.closest("details");
      if (fold) fold.open = true;
      number += !!other;
    }
    calling.hidden = !called[who];
    if (called[who]) $("span", calling).textContent = called[who].label;
    if (names) $("output", names).textContent = who ? `${number} names changed` : "";
  };
  const choose = (who) => {
    try { if (who) localStorage.setItem("names", who); else localStorage.removeItem("names"); } catch { /* kept for this page alone */ }
    if (names) names.elements.names.value = who;
    return call(who);
  };
  let wanted = "";
  try { wanted = localStorage.getItem("names") || ""; } catch { /* nothing is kept here */ }
  if (names) {
    names.hidden = false;
    names.elements.names.value = wanted;
    names.addEventListener("input", () => choose(names.elements.names.value));
    names.addEventListener("submit", (event) => event.preventDefault());
  }
  $("button", calling).addEventListener("click", () => choose(""));
  if (wanted) call(wanted);
})();

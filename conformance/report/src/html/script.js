"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  window.addEventListener("error", () => { root.dataset.failed = "true"; });
  const read = (id) => JSON.parse(by(id).textContent);
  const { whole, chunk } = read("page-data");

  // What the page shows lives in the part of its address behind the #, so that a link shows the same.
  // Names of parts of the page, such as #cases, hold no `=`.
  const isState = () => location.hash.includes("=");
  const state = new URLSearchParams(isState() ? location.hash.slice(1) : "");
  let pending = 0;
  const keep = () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      const text = state.toString();
      history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
    }, 150);
  };
  const set = (name, value) => { value ? state.set(name, value) : state.delete(name); };
  const number = (count) => count.toLocaleString("en");
  const say = (text) => { by("said").textContent = text; };

  // The theme: that of the system until somebody chooses.
  const button = by("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const name = () => { button.textContent = isDark() ? "Light theme" : "Dark theme"; };
  const stored = () => { try { return localStorage.getItem("conformance-theme"); } catch { return null; } };
  const theme = (choice) => { if (choice === "dark" || choice === "light") root.dataset.theme = choice; name(); };
  theme(state.get("theme") || stored());
  system.addEventListener("change", name);
  button.addEventListener("click", () => {
    theme(isDark() ? "light" : "dark");
    try { localStorage.setItem("conformance-theme", root.dataset.theme); } catch { /* not on this page */ }
    if (state.has("theme")) { set("theme", root.dataset.theme); keep(); }
  });
  button.hidden = false;

  // Links to parts of the page leave what it shows in its address.
  for (const link of document.querySelectorAll(".top nav a, .skip")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const part = by(link.getAttribute("href").slice(1));
      part.scrollIntoView();
      part.focus({ preventScroll: true });
    });
  }

  // Findings.
  const form = by("finding-filters");
  const findings = [...document.querySelectorAll(".finding")];
  const chunks = new Map();
  const fill = (finding) => {
    const index = findings.indexOf(finding);
    if (index < whole || finding.dataset.filled) return;
    finding.dataset.filled = "true";
    const held = Math.floor((index - whole) / chunk);
    if (!chunks.has(held)) chunks.set(held, read("chunk-" + held));
    const body = chunks.get(held)[(index - whole) % chunk];
    // It was escaped when the page was written, like all of the page.
    const template = document.createElement("template");
    template.innerHTML = body || "<p class=\"body none\">Omitted, since the page would be too long. The JSON report has it.</p>";
    finding.append(template.content);
  };
  const filterFindings = () => {
    const chosen = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    const all = form.querySelectorAll("[name=severity]").length === chosen.size;
    const provider = form.elements.provider ? form.elements.provider.value : "";
    const check = form.elements.check.value;
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const finding of findings) {
      const { dataset } = finding;
      const fits = chosen.has(dataset.severity) && (!provider || dataset.provider === provider)
        && (!check || dataset.check === check) && words.every((word) => dataset.find.includes(word));
      if (finding.hidden === fits) finding.hidden = !fits;
      shown += fits;
    }
    by("findings-shown").textContent = number(shown) + " of " + number(findings.length) + " shown";
    by("no-findings").hidden = shown > 0;
    set("severity", all ? "" : [...chosen].join(",") || "none");
    set("provider", provider);
    set("check", check);
    set("q", form.elements.q.value.trim());
  };
  const restoreFindings = () => {
    const severity = state.get("severity");
    const chosen = severity === null ? null : severity.split(",");
    for (const box of form.querySelectorAll("[name=severity]")) box.checked = !chosen || chosen.includes(box.value);
    if (form.elements.provider) form.elements.provider.value = state.get("provider") || "";
    form.elements.check.value = state.get("check") || "";
    form.elements.q.value = state.get("q") || "";
    for (const select of form.querySelectorAll("select")) if (select.selectedIndex < 0) select.value = "";
    filterFindings();
  };
  const openFinding = () => {
    const id = state.get("open");
    const finding = id && findings.find((one) => one.dataset.id === id);
    if (!finding) return;
    fill(finding);
    finding.hidden = false;
    finding.open = true;
    finding.scrollIntoView({ block: "start", behavior: "instant" });
    finding.querySelector("summary").focus({ preventScroll: true });
  };
  // The page reacts to typing when it pauses.
  const soon = (work) => {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(work, 120); };
  };
  const wire = (filters, apply) => {
    filters.hidden = false;
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.addEventListener("change", () => { apply(); keep(); });
    filters.addEventListener("input", (event) => { if (event.target.type === "search") later(); });
    const later = soon(() => { apply(); keep(); });
    filters.addEventListener("reset", () => setTimeout(() => { apply(); keep(); }));
  };
  if (form) {
    wire(form, filterFindings);
    by("finding-list").addEventListener("toggle", (event) => { if (event.target.open && event.target.matches(".finding")) fill(event.target); }, true);
    document.querySelector("[data-reset]").addEventListener("click", () => form.reset());
  }

  // Commands are copied; where the browser forbids it, they are selected.
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest(".copy");
    if (!copy) return;
    const code = copy.parentElement.querySelector("code");
    const text = copy.dataset.raw || code.textContent;
    let words = "Copied";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      words = document.execCommand("copy") ? "Copied" : "Selected";
    }
    copy.textContent = words;
    say(words === "Copied" ? "The command was copied." : "The command is selected.");
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });

  // Cases: rows as [target, id, title, verdict, microseconds, note], a page of them at a time.
  const ON_A_PAGE = 100;
  const caseForm = by("case-filters");
  let rows = null;
  let shownRows = [];
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const time = (us) => (us === 0 ? "" : us < 10000 ? (us / 1000).toFixed(1) + " ms" : us < 1e6 ? Math.round(us / 1000) + " ms" : (us / 1e6).toFixed(1) + " s");
  const drawRow = ([, id, title, verdict, us, note]) => {
    const row = element("tr");
    row.setAttribute("role", "row");
    const cell = (className) => {
      const made = row.appendChild(element("td", className));
      made.setAttribute("role", "cell");
      return made;
    };
    cell("").append(element("span", "badge " + verdict, verdict));
    cell("").append(element("span", "id", id), element("span", "title", title));
    cell("").append(element("bdi", "", note));
    cell("number").append(time(us));
    return row;
  };
  const drawPage = () => {
    const pages = Math.max(1, Math.ceil(shownRows.length / ON_A_PAGE));
    const page = Math.min(pages, Math.max(1, Number(state.get("page")) || 1));
    const first = (page - 1) * ON_A_PAGE;
    by("rows").replaceChildren(...shownRows.slice(first, first + ON_A_PAGE).map(drawRow));
    by("case-table").hidden = shownRows.length === 0;
    by("pages").hidden = pages === 1;
    by("page-words").textContent = "Page " + number(page) + " of " + number(pages);
    by("previous").disabled = page === 1;
    by("next").disabled = page === pages;
    const span = shownRows.length > ON_A_PAGE
      ? ", " + number(first + 1) + " to " + number(Math.min(first + ON_A_PAGE, shownRows.length)) + " below" : "";
    by("cases-shown").textContent = number(shownRows.length) + " of " + number(rows.length) + " shown" + span;
  };
  const filterCases = () => {
    rows = rows || read("case-rows");
    const verdict = caseForm.elements.verdict.value;
    const of = caseForm.elements.of ? caseForm.elements.of.value : "";
    const words = caseForm.elements.case.value.toLowerCase().split(/\s+/).filter(Boolean);
    shownRows = rows.filter((row) => (!verdict || row[3] === verdict) && (of === "" || row[0] === Number(of))
      && (!words.length || words.every((word) => (row[1] + " " + row[2] + " " + row[5]).toLowerCase().includes(word))));
    set("verdict", verdict);
    set("of", of);
    set("case", caseForm.elements.case.value.trim());
    drawPage();
  };
  const restoreCases = () => {
    for (const field of ["verdict", "of", "case"]) {
      if (caseForm.elements[field]) caseForm.elements[field].value = state.get(field) || "";
    }
    for (const select of caseForm.querySelectorAll("select")) if (select.selectedIndex < 0) select.value = "";
    filterCases();
  };
  const turn = (by_) => () => {
    set("page", String((Number(state.get("page")) || 1) + by_));
    drawPage();
    keep();
    by("case-table").scrollIntoView();
    say(by("page-words").textContent);
  };
  by("previous").addEventListener("click", turn(-1));
  by("next").addEventListener("click", turn(1));
  wire(caseForm, () => { set("page", ""); filterCases(); });

  const restore = () => {
    if (form) restoreFindings();
    restoreCases();
    openFinding();
  };
  window.addEventListener("hashchange", () => {
    if (!isState()) return;
    const link = new URLSearchParams(location.hash.slice(1));
    // A link to a finding leaves the filters as they are.
    if ([...link.keys()].join() === "open") { set("open", link.get("open")); openFinding(); keep(); return; }
    for (const key of [...state.keys()]) state.delete(key);
    for (const [key, value] of link) state.set(key, value);
    theme(state.get("theme"));
    restore();
  });
  // On paper, what is shown is shown in full, as long as it is not a book.
  window.addEventListener("beforeprint", () => {
    const shown = findings.filter((finding) => !finding.hidden);
    if (shown.length <= 200) for (const finding of shown) { fill(finding); finding.open = true; }
  });
  restore();
  root.dataset.ready = "true";
})();

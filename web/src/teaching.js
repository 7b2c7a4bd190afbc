// The trainer's desk: changes come back in place, files are fetched while the page says so, and nothing is sent twice.
const SLOW = 6000;

/** Whatever the trainer wrote and no file holds yet. */
let unsaved = false;

function progressOf(element) {
  return element.closest("form, main").querySelector("[data-progress]") ?? document.querySelector("[data-progress]");
}

function fill(text, value) {
  return text.replace("{}", value);
}

function tell(progress, text, failed = false) {
  if (!progress) return;
  progress.textContent = text;
  progress.classList.toggle("error", failed);
  if (text) progress.scrollIntoView({ block: "nearest" });
}

/** The name that the service gives a file (RFC 6266). */
function nameOf(response) {
  const header = response.headers.get("content-disposition") ?? "";
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(header);
  return wide ? decodeURIComponent(wide[1]) : (/filename="([^"]+)"/.exec(header)?.[1] ?? "forlobkg");
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What a page says went wrong. */
function complaint(page, otherwise) {
  return page.querySelector("main .error")?.textContent.trim() || page.querySelector("h1")?.textContent || otherwise;
}

function show(page) {
  const fresh = page.querySelector("#kursus");
  const old = document.querySelector("#kursus");
  if (!fresh || !old) return false;
  const next = fresh.querySelector("#fejl") ?? fresh.querySelector("[autofocus]");
  // What is put in is not a page that is being opened: the browser would leave it alone, and say so.
  next?.removeAttribute("autofocus");
  old.replaceWith(fresh);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  unsaved = fresh.querySelector("[data-unsaved]")?.dataset.unsaved === "yes";
  return true;
}

/** Fetches what `address` gives, and saves or shows it. */
async function fetched(address, options, pressed) {
  const progress = progressOf(pressed);
  const called = pressed.dataset.build;
  const slow = setTimeout(() => called && tell(progress, fill(progress.dataset.still, called)), SLOW);
  if (called) tell(progress, fill(progress.dataset.building, called));
  try {
    const response = await fetch(address, options);
    if (response.headers.get("content-disposition")?.startsWith("attachment")) {
      const name = nameOf(response);
      save(await response.blob(), name);
      if ("saves" in pressed.dataset) unsaved = false;
      tell(progress, fill(progress.dataset.fetched, name));
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!show(page)) tell(progress, complaint(page, progress.dataset.lost), true);
  } catch {
    tell(progress, progress.dataset.lost, true);
  } finally {
    clearTimeout(slow);
  }
}

/** Does `work` once, however often `element` is pressed meanwhile. */
async function once(element, work) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    element.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const pressed = event.submitter;
  if (!pressed || !form.matches("[data-desk]")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (pressed.name) body.append(pressed.name, pressed.value);
  // `form.action` would be a field of that name, if there were one.
  const address = pressed.getAttribute("formaction") ?? form.getAttribute("action");
  once(form, () => fetched(address, { method: "POST", body, headers: { Accept: "text/html" } }, pressed));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-build]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  once(link, () => fetched(link.href, { headers: { Accept: "text/html" } }, link));
});

document.addEventListener("input", (event) => {
  if (event.target.form?.matches("[data-unsaved]")) unsaved = true;
});

addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// How many questions are approved, and all of them at once for whoever has read them.
function count() {
  for (const form of document.querySelectorAll("form[data-approving]")) {
    const boxes = [...form.querySelectorAll("input[name=godkend]")];
    const told = form.querySelector("[data-approved]");
    const text = told.dataset.approved.replace("{}", boxes.filter((box) => box.checked).length).replace("{}", boxes.length);
    if (told.textContent !== text) told.textContent = text;
  }
}
document.addEventListener("change", count);
addEventListener("pageshow", count);

/** Leaves to be chosen what the chosen pathway has; what is chosen already goes only when the pathway is `changed`. */
function narrow(form, changed) {
  const pathway = form.elements.forloeb?.value;
  for (const one of form.querySelectorAll("select:not([name=forloeb]) [data-forloeb], li[data-forloeb]")) {
    const control = one.querySelector("input") ?? one;
    const chosen = control.checked || control.selected;
    const fits = !pathway || one.dataset.forloeb.split(" ").includes(pathway);
    one.hidden = control.disabled = !fits && (changed || !chosen);
    if (!one.hidden || !chosen) continue;
    if (control.selected) control.closest("select").value = "";
    else control.checked = false;
  }
  form.querySelectorAll("details.several").forEach(countChosen);
}

function countChosen(details) {
  const told = details.querySelector("[data-none]");
  const chosen = details.querySelectorAll("input:checked").length;
  told.textContent = chosen ? fill(told.dataset.some, chosen) : told.dataset.none;
}

document.addEventListener("change", ({ target }) => {
  if (!target.form?.matches("[data-choosing]")) return;
  if (target.name === "forloeb") narrow(target.form, true);
  else if (target.closest("details.several")) countChosen(target.closest("details.several"));
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-choosing]")) narrow(form, false);
});

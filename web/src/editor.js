// The page with the SPARQL editor. It takes over the plain form, which works without it.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "@zazuko/yasr/build/yasr.min.css";
import "./editor.css";
import { registerCompleters, undeclared } from "./completion.js";
import { keepInDanish } from "./danish.js";
import texts, { isDanish } from "./texts.js";
import { results } from "./results.js";

const find = (id) => document.getElementById(id);
const vocabulary = JSON.parse(find("vocabulary").textContent);
const examples = new Map(vocabulary.examples.map((example) => [example.name, example]));
const form = find("query-form");
const area = find("query");
const runButton = find("run");
const said = find("said");

const completers = registerCompleters(vocabulary);
Yasqe.defaults.autocompleters = completers;
const workbench = find("editor");
const yasqe = new Yasqe(workbench, {
  value: area.value,
  requestConfig: { endpoint: new URL(form.action, location.href).href, method: "POST" },
  createShareableLink: null, // the page's own buttons do these, in words
  showQueryButton: false,
  consumeShareLink: null,
  persistenceId: null,
  editorHeight: "auto", // as high as the query, so that nothing scrolls that the keyboard cannot reach
  viewportMargin: Infinity,
  highlightSelectionMatches: { showToken: false },
  screenReaderLabel: area.labels[0].textContent,
  extraKeys: { Tab: false, "Shift-Tab": false }, // so that the keyboard can leave the field
});
const yasr = results(find("results"), vocabulary.base, vocabulary.prefixes);
if (isDanish) [workbench, find("results")].forEach(keepInDanish);

let running;

function shareable() {
  const url = new URL(location.pathname, location.href);
  url.hash = new URLSearchParams({ query: yasqe.getValue() });
  return url.href;
}

function shownAs(isRunning) {
  runButton.textContent = isRunning ? texts.buttons.stop : texts.buttons.run;
  find("results").setAttribute("aria-busy", String(isRunning));
}

/** The service knows our prefixes; written out, the query also runs elsewhere. */
function declarePrefixes() {
  const missing = undeclared(yasqe.getValue(), vocabulary.prefixes);
  if (Object.keys(missing).length > 0) yasqe.addPrefixes(missing);
}

async function run() {
  declarePrefixes();
  history.replaceState(null, "", shareable());
  said.textContent = "";
  try {
    await yasqe.query();
  } catch {
    // The results show what went wrong.
  }
}

function show(query) {
  yasqe.setValue(query);
  declarePrefixes();
  yasqe.refresh();
}

function showShared() {
  const shared = new URLSearchParams(location.hash.slice(1)).get("query");
  if (shared !== null && shared !== yasqe.getValue()) show(shared);
}

function noExample() {
  for (const other of document.querySelectorAll("[data-example][aria-current]")) other.removeAttribute("aria-current");
  find("note").textContent = "";
}

function shownExample(link) {
  noExample();
  link.setAttribute("aria-current", "true");
  const { note, question } = examples.get(link.dataset.example);
  find("note").textContent = [question, note].filter(Boolean).join(" ");
}

yasqe.on("query", (_, __, controller) => {
  running = controller;
  shownAs(true);
});
yasqe.on("queryResponse", (_, response, duration) => {
  running = undefined;
  shownAs(false);
  if (response.name !== "AbortError") yasr.setResponse(response, duration);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) running.abort();
  else void run();
});
find("copy").addEventListener("click", async () => {
  const link = shareable();
  history.replaceState(null, "", link);
  try {
    await navigator.clipboard.writeText(link);
    said.textContent = texts.buttons.copied;
  } catch {
    said.textContent = texts.buttons.link; // the clipboard is closed on pages without TLS
  }
});
find("download").addEventListener("click", async () => {
  const isGraph = ["CONSTRUCT", "DESCRIBE"].includes(yasqe.getQueryType());
  const chosen = find(isGraph ? "graph-format" : "result-format").selectedOptions[0];
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: chosen.dataset.type },
    body: new URLSearchParams({ query: yasqe.getValue() }),
  });
  const content = await response.blob();
  if (!response.ok) {
    yasr.setResponse(new Error(await content.text()));
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = `forlobkg.${chosen.value}`;
  link.click();
  URL.revokeObjectURL(link.href);
});
yasqe.on("change", () => {
  offerFormats();
  const shown = document.querySelector("[data-example][aria-current]");
  if (shown && examples.get(shown.dataset.example).query !== yasqe.getValue()) noExample();
});
function offerFormats() {
  const isGraph = ["CONSTRUCT", "DESCRIBE"].includes(yasqe.getQueryType());
  find("result-format").hidden = isGraph;
  find("graph-format").hidden = !isGraph;
}
find("examples").addEventListener("click", (event) => {
  const link = event.target.closest("[data-example]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(examples.get(link.dataset.example).query);
  shownExample(link);
  form.scrollIntoView({ block: "start" });
  yasqe.focus();
});
find("filter").addEventListener("input", ({ target }) => {
  const wanted = target.value.trim().toLowerCase();
  for (const item of document.querySelectorAll("#examples li")) {
    item.hidden = wanted !== "" && !item.textContent.toLowerCase().includes(wanted);
  }
  for (const group of document.querySelectorAll("#examples details")) {
    group.hidden = !group.querySelector("li:not([hidden])");
    if (wanted !== "") group.open = true;
  }
});
window.addEventListener("hashchange", showShared);

area.closest(".plain").hidden = true;
area.disabled = true; // the editor's text is what counts now
for (const element of document.querySelectorAll("[data-scripted]")) element.hidden = false;
showShared();
yasqe.refresh();
offerFormats();

// The libraries' own words in Danish, as they are drawn. What people or the dataset wrote is left as it is.
import texts from "./danish.json";

const THEIRS = ".CodeMirror-code, .CodeMirror-hints, tbody, thead, .errorResult, textarea";
const ATTRIBUTES = ["title", "aria-label", "placeholder"];
const RESULTS = /^(?:(\d+) results?|Response)(?: in ([\d.]+) seconds?)?$/;

function inDanish(text) {
  const known = texts.words[text.trim()];
  if (known !== undefined) return known;
  const counted = RESULTS.exec(text.trim());
  if (!counted) return undefined;
  const [, rows, seconds] = counted;
  const number = Number(rows).toLocaleString("da");
  const what = rows === undefined ? "Svar" : rows === "1" ? "1 række" : `${number} rækker`;
  return seconds === undefined ? what : `${what} på ${Number(seconds).toLocaleString("da")} sekunder`;
}

function translate(node) {
  const element = node instanceof Element ? node : node.parentElement;
  if (!element || element.closest(THEIRS)) return;
  if (node instanceof Text) {
    const danish = inDanish(node.data);
    if (danish !== undefined) node.data = danish;
    return;
  }
  for (const name of ATTRIBUTES) {
    const danish = inDanish(node.getAttribute?.(name) ?? "");
    if (danish !== undefined) node.setAttribute(name, danish);
  }
  node.childNodes.forEach(translate);
}

/** Keeps what is drawn in `root` in Danish. */
export function keepInDanish(root) {
  const observer = new MutationObserver((changes) => {
    for (const { target, addedNodes, type } of changes) {
      if (type === "childList") addedNodes.forEach(translate);
      else translate(target);
    }
  });
  observer.observe(root, { attributeFilter: ATTRIBUTES, characterData: true, childList: true, subtree: true });
  translate(root);
}

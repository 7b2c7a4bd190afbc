// Completion from what the dataset itself holds: its prefixes, and the classes and properties that its description counts.
import Yasqe from "@zazuko/yasqe";

const MOST = 60;

/** The shortest prefixed name of `iri`, or the IRI in angle brackets. */
export function shorten(iri, prefixes) {
  let best;
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const local = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && /^[\w-]*$/.test(local) && (!best || local.length < best.local.length)) {
      best = { prefix, local };
    }
  }
  return best ? `${best.prefix}:${best.local}` : `<${iri}>`;
}

/** The prefixes that `query` uses without declaring them, of those that are known. */
export function undeclared(query, prefixes) {
  const bare = query.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|#.*$/gm, "");
  const declared = new Set(Array.from(bare.matchAll(/\bprefix\s+([\w-]*):/gi), ([, prefix]) => prefix));
  const used = new Set(Array.from(bare.replace(/<[^<>\s]*>/g, "").matchAll(/([\w-]+):/g), ([, prefix]) => prefix));
  return Object.fromEntries(
    Object.entries(prefixes).filter(([prefix]) => used.has(prefix) && !declared.has(prefix)),
  );
}

/** The terms whose IRI, name or Danish label goes on from what is typed, those that begin with it first. */
function matching(terms, typed, prefixes) {
  const wanted = typed.toLowerCase().replace(/^</, "");
  const rank = ({ iri, label }) => {
    const name = shorten(iri, prefixes).toLowerCase();
    const local = name.indexOf(":") + 1;
    const spoken = label.toLowerCase();
    const words = [name, iri.toLowerCase(), name.slice(local), spoken, name.slice(0, local) + spoken];
    if (words.some((word) => word.startsWith(wanted))) return 0;
    return words.some((word) => word.includes(wanted)) ? 1 : 2;
  };
  return terms
    .map((term) => [rank(term), term])
    .filter(([place]) => place < 2)
    .sort(([one], [other]) => one - other)
    .slice(0, MOST)
    .map(([, term]) => term.iri);
}

/** The word at the cursor, which the grammar's tokens may split: a Danish label need not be SPARQL. */
function wordAtCursor(yasqe, token) {
  const { line, ch } = yasqe.getDoc().getCursor();
  const text = yasqe.getDoc().getLine(line);
  const [before] = /<[^<>\s]*$|[\p{L}\p{N}_:-]*$/u.exec(text.slice(0, ch));
  const [after] = /^[\p{L}\p{N}_:-]*/u.exec(text.slice(ch));
  return { ...token, string: before, autocompletionString: before, from: { ch: ch - before.length }, to: { ch: ch + after.length } };
}

function completer(kind, terms, prefixes) {
  const byIri = new Map(terms.map((term) => [term.iri, term]));
  Yasqe.forkAutocompleter(kind, {
    name: `${kind}-of-dataset`,
    autoShow: true,
    persistenceId: null,
    preProcessToken: wordAtCursor,
    get: (_, token) => matching(terms, token.autocompletionString, prefixes),
    postProcessSuggestion: (_, __, iri) => iri,
    postprocessHints: (_, hints) =>
      hints.map((hint) => {
        const { iri, label, count } = byIri.get(hint.text);
        const text = shorten(iri, prefixes);
        return { ...hint, text, displayText: `${text}  ${[label, count.toLocaleString("da")].filter(Boolean).join(", ")}` };
      }),
  });
}

/** Registers the completers and gives their names. */
export function registerCompleters({ prefixes, classes, properties }) {
  completer("class", classes, prefixes);
  completer("property", properties, prefixes);
  Yasqe.forkAutocompleter("prefixes", {
    name: "prefixes-of-dataset",
    persistenceId: null,
    get: () => Object.entries(prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`),
  });
  return ["prefixes-of-dataset", "variables", "class-of-dataset", "property-of-dataset"];
}

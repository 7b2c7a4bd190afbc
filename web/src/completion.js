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

/** The terms whose IRI, name or Danish label goes on from what is typed, those that begin with it first. */
function matching(terms, typed, prefixes) {
  const wanted = typed.toLowerCase();
  const rank = ({ iri, label }) => {
    const name = shorten(iri, prefixes).toLowerCase();
    const words = [name, iri.toLowerCase(), name.slice(name.indexOf(":") + 1), label.toLowerCase()];
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

function completer(kind, terms, prefixes) {
  const byIri = new Map(terms.map((term) => [term.iri, term]));
  Yasqe.forkAutocompleter(kind, {
    name: `${kind}-of-dataset`,
    autoShow: true,
    persistenceId: null,
    get: (_, token) => matching(terms, token.autocompletionString ?? token.string, prefixes),
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

// The results as a table and as text, with links that stay on this host and errors in the service's own words.
import Yasr from "@zazuko/yasr";
import texts from "./texts.js";
import { shorten } from "./completion.js";

const escaped = (text) => {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML.replaceAll('"', "&quot;").replaceAll("'", "&#39;");
};

/** Where the IRI can be looked up: our own things on this host, others where they are; nothing for no web address. */
function address(iri, base) {
  if (iri.startsWith(base)) return `/id/${iri.slice(base.length)}`;
  return /^https?:\/\//.test(iri) ? iri : undefined;
}

/** A table in Danish that shows prefixed names. */
export function tableFor(base, prefixes) {
  return class extends Yasr.plugins.table {
    label = texts.plugins.table;
    helpReference = undefined;

    drawControls() {
      super.drawControls();
      // Theirs has its words beside the field, not as its label.
      this.tableSizeField?.setAttribute("aria-label", texts.pageSize);
    }

    getColumns() {
      const [number, ...columns] = super.getColumns();
      // What is searched and sorted is text as well: theirs would be parsed as markup first.
      const asText = (render) => (data, type, ...place) =>
        data !== "" && type !== "display" ? escaped(data.value) : render(data, type, ...place);
      return [number, ...columns.map((column) => ({ ...column, render: asText(column.render) }))];
    }

    getUriLinkFromBinding({ value }) {
      const text = escaped(shorten(value, prefixes));
      const href = address(value, base);
      return href === undefined ? text : `<a class="iri" rel="noreferrer" href="${escaped(href)}">${text}</a>`;
    }
  };
}

class Response extends Yasr.plugins.response {
  label = texts.plugins.response;
  helpReference = undefined;
}

/** What the service said of the failure, from its problem details (RFC 9457). */
async function problem({ text }) {
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  try {
    const { detail, [texts.title]: title } = JSON.parse(text);
    said.textContent = `${title}: ${detail}`;
  } catch {
    said.textContent = texts.unreachable;
  }
  return said;
}

/** The place for results in `parent`. */
export function results(parent, base, prefixes) {
  const table = tableFor(base, prefixes);
  table.defaults.tableConfig.language = { ...table.defaults.tableConfig.language, ...texts.table };
  Yasr.registerPlugin("table", table);
  Yasr.registerPlugin("response", Response);
  const yasr = new Yasr(parent, { persistenceId: null, prefixes, errorRenderers: [problem] });
  yasr.rootEl.querySelector(".yasr_external_ref_btn").remove(); // leads to another host
  yasr.rootEl.querySelector(".yasr_downloadIcon").remove(); // the page downloads in every format
  return yasr;
}

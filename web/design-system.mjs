// The parts of the Danish public design system that the pages use, with its colours made ours: each becomes a custom
// property, so that light and dark are two sets of values (src/look/colours.css).
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compile } from "sass";

const properties = {
  "#1a1a1a": "ink",
  "#707070": "ink-quiet",
  "#454545": "brand",
  "#8e8e8e": "edge",
  "#bfbfbf": "line",
  "#dcdcdc": "shade-strong",
  "#f5f5f5": "shade",
  "#004d99": "brand",
  "#800080": "visited",
  "#cc0000": "error",
  "#ffe0e0": "error-tint",
  "#febb30": "warning",
  "#ffeecc": "warning-tint",
  "#358000": "success",
  "#ddf7ce": "success-tint",
  "#1b86c3": "info",
  "#e2f2fb": "info-tint",
};

function recoloured(css) {
  return css
    .replace(/#[0-9a-f]{3,8}\b/gi, (colour) => {
      const property = properties[colour.toLowerCase()];
      if (property === undefined) throw new Error(`the design system has a colour that is not ours yet: ${colour}`);
      return `var(--${property})`;
    })
    .replace(/(?<=[:\s])white(?=[;\s])/g, "var(--surface)")
    .replace(/(?<=[:\s])black(?=[;\s])/g, "var(--ink)");
}

/** Compiles the Sass files, and finds icons and fonts, which are named as the design system names them. */
export function designSystem(here) {
  const theirs = path.join(here, "node_modules", "dkfds", "dist");
  return {
    name: "design-system",
    setup(bundling) {
      bundling.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
        const { css } = compile(file, {
          loadPaths: [path.join(here, "node_modules")],
          quietDeps: true,
          silenceDeprecations: ["if-function"],
          url: pathToFileURL(file),
        });
        return { contents: recoloured(css), loader: "css", resolveDir: path.dirname(file) };
      });
      bundling.onResolve({ filter: /^\.\.\/(img|fonts)\// }, ({ path: file }) => ({ path: path.join(theirs, "css", file) }));
    },
  };
}

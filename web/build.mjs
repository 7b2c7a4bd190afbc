// Bundles what the browser runs into the package's static files, named by their content, with a manifest of the names.
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { designSystem } from "./design-system.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, "..", "api", "forlobkg_api", "static", "built");
const fresh = `${built}.new`;
/** Where course material finds its typefaces; the browser has the smaller ones of the design system. */
const typefaces = path.join(here, "..", "src", "forlobkg", "teach", "fonts");

/** The licences of everything that goes into the bundles, which their licences ask to be kept with them. */
async function licences() {
  const lock = JSON.parse(await readFile(path.join(here, "package-lock.json"), "utf8"));
  const texts = [];
  for (const [folder, entry] of Object.entries(lock.packages)) {
    if (folder === "" || entry.dev || entry.optional) continue;
    const place = path.join(here, folder);
    const about = JSON.parse(await readFile(path.join(place, "package.json"), "utf8"));
    const author = typeof about.author === "object" ? about.author.name : about.author;
    const file = (await readdir(place)).find((name) => /^licen[cs]e(\.|-mit|$)/i.test(name));
    const text = file
      ? await readFile(path.join(place, file), "utf8")
      : `Licence: ${about.license}. Author: ${author ?? "not named"}. ${about.homepage ?? ""}\n`;
    texts.push(`== ${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
  }
  return texts.join("\n");
}

/**
 * What the libraries would write as inline styles, which the pages' content security policy does not allow:
 * emphasis in the editor's messages, the style sheet of the table's column grips, which is in editor.css, and that of the
 * map's canvas, which is in pages/map.css.
 */
const inlineStyles = {
  "cytoscape.esm.mjs": [["document.createElement('style')", "document.createElement('template')"]],
  "yasqe.esm.js": [["<strong style='text-decoration:underline'>", "<strong>"]],
  "yasr.esm.js": [
    ['document.createElement("style")', 'document.createElement("template")'],
    ['querySelectorAll("style")', 'querySelectorAll("template")'],
  ],
};
const withoutInlineStyles = {
  name: "without-inline-styles",
  setup(bundling) {
    bundling.onLoad({ filter: /(yas(qe|r)\.esm\.js|cytoscape\.esm\.mjs)$/ }, async ({ path: file }) => {
      let contents = await readFile(file, "utf8");
      for (const [theirs, ours] of inlineStyles[path.basename(file)]) {
        if (contents.split(theirs).length !== 2) throw new Error(`${file} has not ${theirs} once: look at it again`);
        contents = contents.replace(theirs, () => ours);
      }
      return { contents, loader: "js" };
    });
  },
};

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: { editor: "src/editor.js", map: "src/map.js", site: "src/site.js", look: "src/look/index.css" },
  outdir: fresh,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome110", "firefox110", "safari16"],
  loader: { ".woff2": "file", ".svg": "file" },
  legalComments: "none",
  metafile: true,
  plugins: [withoutInlineStyles, designSystem(here)],
  logLevel: "warning",
});
const manifest = {};
for (const [output, { entryPoint, cssBundle }] of Object.entries(result.metafile.outputs)) {
  if (!entryPoint) continue;
  const name = path.basename(entryPoint === "src/look/index.css" ? "site.css" : entryPoint);
  manifest[name] = path.basename(output);
  if (cssBundle) manifest[name.replace(/\.js$/, ".css")] = path.basename(cssBundle);
}
await writeFile(path.join(fresh, "licences.txt"), await licences());
await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(built, { recursive: true, force: true });
await rename(fresh, built);

await mkdir(typefaces, { recursive: true });
for (const family of ["Sans", "Serif"]) {
  for (const cut of ["400Regular", "400Regular_Italic", "600SemiBold"]) {
    const name = `IBMPlex${family}_${cut}.ttf`;
    const place = path.join(here, "node_modules", "@expo-google-fonts", `ibm-plex-${family.toLowerCase()}`, cut, name);
    await copyFile(place, path.join(typefaces, name));
  }
}

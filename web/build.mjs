// Bundles what the browser runs into the package's static files, named by their content, with a manifest of the names.
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, "..", "api", "forlobkg_api", "static", "built");
const fresh = `${built}.new`;

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

/** The editor's one inline style is emphasis within emphasis: without it the pages need no 'unsafe-inline'. */
const withoutInlineStyles = {
  name: "without-inline-styles",
  setup(bundling) {
    bundling.onLoad({ filter: /yasqe\.esm\.js$/ }, async ({ path: file }) => {
      const contents = (await readFile(file, "utf8")).replaceAll("<strong style='text-decoration:underline'>", "<strong>");
      if (contents.includes(" style='")) throw new Error(`${file} has further inline styles: take them out here`);
      return { contents, loader: "js" };
    });
  },
};

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: { editor: "src/editor.js" },
  outdir: fresh,
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  plugins: [withoutInlineStyles],
  logLevel: "warning",
});
const manifest = {};
for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  const name = path.basename(output);
  if (entryPoint) manifest["editor.js"] = name;
  else if (name.endsWith(".css")) manifest["editor.css"] = name;
}
await writeFile(path.join(fresh, "licences.txt"), await licences());
await writeFile(path.join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(built, { recursive: true, force: true });
await rename(fresh, built);

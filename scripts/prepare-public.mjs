// Run in an app's folder. Copies files for browsers into its public/: the themes' logos, and MapLibre, which is in no bundle
// (packages/map/src/ui/load-maplibre.ts says why), in a folder of its version: browsers keep it.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { marked } from "./marked-script.mjs";

const app = process.cwd();
const themes = path.resolve(import.meta.dirname, "../themes");
for (const theme of readdirSync(themes)) {
  mkdirSync(path.join(app, "public/themes", theme), { recursive: true });
  copyFileSync(path.join(themes, theme, "logo.svg"), path.join(app, "public/themes", theme, "logo.svg"));
}

const maplibre = path.dirname(fileURLToPath(import.meta.resolve("maplibre-gl")));
const { version } = JSON.parse(readFileSync(path.join(maplibre, "../package.json"), "utf8"));
const served = path.join(app, "public/maplibre", version);
rmSync(path.join(app, "public/maplibre"), { recursive: true, force: true });
mkdirSync(served, { recursive: true });
for (const file of readdirSync(maplibre)) {
  if (/^maplibre-gl(-worker|-shared)?\.mjs$/.test(file))
    writeFileSync(path.join(served, file), marked(readFileSync(path.join(maplibre, file), "utf8")));
}
// A page with a map loads this file: the worker starts as soon as the library is there, not when the page's other scripts have run.
writeFileSync(
  path.join(served, "start.mjs"),
  `import { prewarm, setWorkerUrl } from "./maplibre-gl.mjs";\nsetWorkerUrl("/maplibre/${version}/maplibre-gl-worker.mjs");\nprewarm();\n`,
);

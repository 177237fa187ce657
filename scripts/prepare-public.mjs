// Run in an app's folder. Copies files for browsers into its public/: the themes' logos, and MapLibre's worker with its shared module
// (the library is ESM only: the bundler must not change those two).
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const app = process.cwd();
const themes = path.resolve(import.meta.dirname, "../themes");
for (const theme of readdirSync(themes)) {
  mkdirSync(path.join(app, "public/themes", theme), { recursive: true });
  copyFileSync(path.join(themes, theme, "logo.svg"), path.join(app, "public/themes", theme, "logo.svg"));
}

const maplibre = path.dirname(fileURLToPath(import.meta.resolve("maplibre-gl")));
mkdirSync(path.join(app, "public/maplibre"), { recursive: true });
for (const file of readdirSync(maplibre)) {
  if (/^maplibre-gl-(worker|shared)\.mjs$/.test(file)) copyFileSync(path.join(maplibre, file), path.join(app, "public/maplibre", file));
}

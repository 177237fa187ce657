// Run in an app's folder. Copies files for browsers into its public/: the themes' logos, and MapLibre, which browsers load as it is
// (packages/map/src/ui/load-maplibre.ts says why), in a folder of its version: browsers keep it.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

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
  if (/^maplibre-gl(-worker|-shared)?\.mjs$/.test(file)) copyFileSync(path.join(maplibre, file), path.join(served, file));
}

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bundledProgram } from "@archipel/sandbox/program.ts";
import type { PrintFiles } from "./requests.ts";

const require = createRequire(import.meta.url);
const engine = dirname(require.resolve("@myriaddreamin/typst-ts-node-compiler/package.json"));
const fonts = dirname(require.resolve("@expo-google-fonts/inter/package.json"));
/** The template and its icons; the only directory that the engine can read from a document. */
const template = import.meta.dirname;

export const FONT_FILES = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"].map((file) => join(fonts, file));

/** The program of the children that print (child.ts). The engine's machine code is in a package beside it. */
export const childProgram = bundledProgram({
  name: "report-print",
  entry: import.meta.resolve("./child.ts"),
  libraries: [dirname(engine), template, fonts],
});

export const printFiles: PrintFiles = { template, fontFiles: FONT_FILES };

/** Changes with the engine, the fonts, the template and its icons, and what composes documents. */
export function printVersion(): string {
  const hash = createHash("sha256");
  for (const folder of [engine, fonts]) hash.update(readFileSync(join(folder, "package.json")));
  const sources = join(import.meta.dirname, "..");
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) => /(?<!\.test)\.(ts|typ|svg)$/.test(name));
  for (const name of files.sort()) hash.update(readFileSync(join(sources, name)));
  return hash.digest("hex").slice(0, 8);
}

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { bundledProgram } from "@archipel/sandbox/program.ts";

/** The program of GDAL's children (child.ts). */
export const childProgram = bundledProgram({
  name: "gdal",
  entry: import.meta.resolve("./child.ts"),
  libraries: [dirname(createRequire(import.meta.url).resolve("gdal3.js/package.json"))],
});

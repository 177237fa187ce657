import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspectFile } from "../inspect.ts";
import type { Inspection, SandboxLimits } from "../model.ts";
import { ESRI_LAMBERT_93 } from "./prj-texts.ts";
import { buildShapefile, type ShapefileOptions } from "./shapefile-builder.ts";

/** For tests: writes files into the test's directory, which is created later. */
export function testFiles(directoryOf: () => string) {
  let files = 0;
  /** Writes a file under a name without meaning, as in the object store. */
  async function save(content: string | Uint8Array): Promise<string> {
    const path = join(directoryOf(), `object-${++files}`);
    await writeFile(path, content);
    return path;
  }

  async function inspect(content: string | Uint8Array, fileName: string, limits?: Partial<SandboxLimits>) {
    const path = await save(content);
    const inspection = await inspectFile(path, { fileName, ...(limits ? { limits } : {}) });
    return { path, inspection };
  }

  return { save, inspect };
}

export const latin1 = (text: string) => Buffer.from(text, "latin1");
export const utf8 = (text: string) => Buffer.from(text, "utf8");
const square: [number, number][] = [
  [700_000, 6_600_000],
  [700_000, 6_600_100],
  [700_100, 6_600_100],
  [700_100, 6_600_000],
  [700_000, 6_600_000],
];
export const shapefile = (changes: Partial<ShapefileOptions> = {}) =>
  buildShapefile({
    name: "deep/er/ZONES",
    shapes: [square, square],
    fields: [{ name: "LIBELLE", width: 20 }],
    values: [[latin1("Forêt")], [latin1("Pré")]],
    prj: ESRI_LAMBERT_93,
    ...changes,
  });
export const rules = (inspection: Inspection) => inspection.findings.map((finding) => finding.rule);

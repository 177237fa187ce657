import { join } from "node:path";
import { sheetsOf } from "../formats/spreadsheet/workbook.ts";
import { topologyObjects } from "../formats/topojson.ts";
import { jsonInUtf8, type Opening } from "./open-as.ts";

/** Parts of a file that are opened one by one: objects of a topology, sheets of a workbook. */
export interface Parts {
  names: string[];
  /** Sheets that their author hides. They are not read. */
  hidden: string[];
}

let listed = 0;

/** The parts of a file; null for a format that is opened as a whole. @throws UnreadableError broken */
export async function partsOf({ format, staged, workDirectory, chosenEncoding, limits }: Opening): Promise<Parts | null> {
  const source = join(staged.directory, staged.main);
  if (format === "topojson") {
    const { path } = await jsonInUtf8(source, join(workDirectory, `parts-${++listed}`), chosenEncoding);
    return { names: await topologyObjects(path), hidden: [] };
  }
  if (format === "xlsx" || format === "ods") return sheetsOf(source, format, join(workDirectory, `parts-${++listed}`), limits);
  return null;
}

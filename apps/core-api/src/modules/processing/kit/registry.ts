import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { loadedOnce } from "../../../kernel/loaded-once.ts";
import type { Processing } from "./processing.ts";

const FOLDER = path.join(import.meta.dirname, "..", "processings");

/** The processings of the folder `processings/`, by the names of their files. Adding a file is enough. */
async function readProcessings(): Promise<ReadonlyMap<string, Processing>> {
  const found = new Map<string, Processing>();
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  for (const file of files.sort()) {
    const module = (await import(/* @vite-ignore */ pathToFileURL(path.join(FOLDER, file)).href)) as { default?: Processing };
    const { default: one } = module;
    if (!one || found.has(one.id)) throw new Error(`processings/${file} exports no processing of its own as default`);
    found.set(one.id, one);
  }
  return found;
}

/** All processings by id. The folder is read once. */
export const processings = loadedOnce(readProcessings);

import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { watchedRun } from "./process-tree.ts";
import type { Published } from "./publish-file.ts";

/** Takes a generated file through the product, from its upload to its layer on a portal of its own. */
export async function publishText(folder: string, name: string, text: Iterable<string>): Promise<Published> {
  const file = path.join(folder, name);
  await pipeline(Readable.from(text), createWriteStream(file));
  const ran = await watchedRun(process.execPath, [path.join(import.meta.dirname, "publish-file.ts"), JSON.stringify({ file })]);
  await rm(file);
  return JSON.parse(ran.output) as Published;
}

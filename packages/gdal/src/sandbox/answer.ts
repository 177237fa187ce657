import { writeAll } from "@archipel/sandbox/write-all.ts";
import { UnreadableError } from "../model.ts";
import { clipClouds } from "./clip-task.ts";
import { compareTask } from "./compare-task.ts";
import { writeCloud } from "./copc-task.ts";
import { writeHeights } from "./heights-task.ts";
import { inspect } from "./inspect-task.ts";
import { findChangedBox, writeModel } from "./model-task.ts";
import { readInspected, readManyRows, readRows } from "./read-task.ts";
import { correctClasses } from "./reclassify-task.ts";
import type { SandboxReply, SandboxRequest } from "./requests.ts";
import { makeTerrain } from "./terrain-task.ts";
import { type Gdal, lacksMemory, loadGdal } from "./wasm.ts";
import { writeFile } from "./write-task.ts";

let loaded: Gdal | null = null;

async function load(): Promise<Gdal> {
  loaded ??= await loadGdal();
  return loaded;
}

/**
 * Answers one request. Errors are a reply too.
 *
 * @param rows descriptor to which the rows are streamed
 */
export async function answer(request: SandboxRequest, rows: number): Promise<SandboxReply> {
  const messages = () => loaded?.messages ?? [];
  messages().length = 0;
  try {
    if (request.kind === "inspect") {
      const say = (line: string) => writeAll(rows, Buffer.from(`${line}\n`));
      const inspected = await inspect(load, request, request.withRows ? say : null);
      if (request.withRows) await readInspected(load, inspected, request, rows);
      return { ok: true, ...(request.withRows ? {} : { inspection: inspected.inspection }), messages: messages() };
    }
    if (request.kind === "copc") return { ok: true, cloud: await writeCloud(request, rows), messages: messages() };
    if (request.kind === "reclassify") return { ok: true, moves: await correctClasses(request), messages: messages() };
    if (request.kind === "compare") return { ok: true, changes: await compareTask(request), messages: messages() };
    if (request.kind === "model") return { ok: true, model: await writeModel(request, rows), messages: messages() };
    if (request.kind === "changed-box") return { ok: true, box: await findChangedBox(request), messages: messages() };
    if (request.kind === "clip") return { ok: true, clip: await clipClouds(request, rows), messages: messages() };
    if (request.kind === "terrain") return { ok: true, files: await makeTerrain(load, request, rows), messages: messages() };
    if (request.kind === "heights") return { ok: true, blocks: await writeHeights(load, request, rows), messages: messages() };
    if (request.kind === "read") await readRows(load, request, rows);
    else if (request.kind === "read-many") await readManyRows(load, request, rows);
    else await writeFile(await load(), request);
    return { ok: true, messages: messages() };
  } catch (error) {
    const isArchive = error instanceof UnreadableError && error.reason === "archive";
    const reason = isArchive ? "archive" : lacksMemory() ? "memory" : "broken";
    const detail = error instanceof UnreadableError ? error.detail : error instanceof Error ? error.message : String(error);
    return { ok: false, reason, detail, messages: messages() };
  }
}

import { writeSync } from "node:fs";
import { text } from "node:stream/consumers";
import { UnreadableError } from "../model.ts";
import { inspect } from "./inspect-task.ts";
import { readManyRows, readRows } from "./read-task.ts";
import type { SandboxReply, SandboxRequest } from "./requests.ts";
import { loadGdal } from "./wasm.ts";
import { writeGeoPackageFile } from "./write-task.ts";

/** Entry of the child process: one request, one reply, end. It is started with no environment and almost no rights (process.ts). */
async function main(): Promise<void> {
  const request = JSON.parse(await text(process.stdin)) as SandboxRequest;
  const gdal = await loadGdal();
  try {
    if (request.kind === "inspect") reply({ ok: true, inspection: await inspect(gdal, request), messages: gdal.messages });
    else {
      if (request.kind === "read") await readRows(gdal, request);
      else if (request.kind === "read-many") await readManyRows(gdal, request);
      else await writeGeoPackageFile(gdal, request);
      reply({ ok: true, messages: gdal.messages });
    }
  } catch (error) {
    const reason = error instanceof UnreadableError && error.reason === "archive" ? "archive" : "broken";
    const detail = error instanceof UnreadableError ? error.detail : error instanceof Error ? error.message : String(error);
    reply({ ok: false, reason, detail, messages: gdal.messages });
  }
}

function reply(answer: SandboxReply): void {
  const bytes = Buffer.from(JSON.stringify(answer));
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(1, bytes, sent);
}

await main();

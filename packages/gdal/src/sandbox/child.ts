import { text } from "node:stream/consumers";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import { UnreadableError } from "../model.ts";
import { inspect } from "./inspect-task.ts";
import { readInspected, readManyRows, readRows } from "./read-task.ts";
import type { SandboxReply, SandboxRequest } from "./requests.ts";
import { type Gdal, lacksMemory, loadGdal } from "./wasm.ts";
import { writeFile } from "./write-task.ts";

/** Entry of the child process: answers one request, then exits. It has no environment variables and almost no rights (process.ts). */
async function main(): Promise<void> {
  const request = JSON.parse(await text(process.stdin)) as SandboxRequest;
  let loaded: Gdal | null = null;
  const load = async () => (loaded ??= await loadGdal());
  const messages = () => loaded?.messages ?? [];
  try {
    if (request.kind === "inspect") {
      const inspected = await inspect(load, request);
      if (request.withRows) await readInspected(load, inspected, request);
      reply({ ok: true, ...(request.withRows ? {} : { inspection: inspected.inspection }), messages: messages() });
    } else {
      if (request.kind === "read") await readRows(await load(), request);
      else if (request.kind === "read-many") await readManyRows(await load(), request);
      else await writeFile(await load(), request);
      reply({ ok: true, messages: messages() });
    }
  } catch (error) {
    const isArchive = error instanceof UnreadableError && error.reason === "archive";
    const reason = isArchive ? "archive" : lacksMemory() ? "memory" : "broken";
    const detail = error instanceof UnreadableError ? error.detail : error instanceof Error ? error.message : String(error);
    reply({ ok: false, reason, detail, messages: messages() });
  }
}

function reply(answer: SandboxReply): void {
  writeAll(1, Buffer.from(JSON.stringify(answer)));
}

await main();

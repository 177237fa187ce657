import { closeSync, openSync } from "node:fs";
import { answer } from "../sandbox/answer.ts";
import type { SandboxReply, SandboxRequest } from "../sandbox/requests.ts";

/** A request of the tests' process. The rows go into a file. */
export interface WarmRequest {
  request: SandboxRequest;
  rowsFile: string;
}

// Answers one request after the other with one GDAL, whose start takes most of the time for a small file.
let last: Promise<void> = Promise.resolve();
process.on("message", ({ request, rowsFile }: WarmRequest) => {
  last = last.then(async () => {
    const rows = openSync(rowsFile, "w");
    const reply: SandboxReply = await answer(request, rows);
    closeSync(rows);
    process.send?.(reply);
  });
});
process.on("disconnect", () => process.exit());

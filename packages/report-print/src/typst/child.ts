import { createInterface } from "node:readline";
import { writeAll } from "@archipel/sandbox/write-all.ts";
import type { PrintFiles, PrintReply, PrintRequest } from "./requests.ts";
import { openTypesetter, type Typesetter } from "./typesetter.ts";

/** Entry of the child process: one PDF for each line that it reads, until its input ends. */
async function main(): Promise<void> {
  let typesetter: Typesetter | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    if (typesetter === null) {
      typesetter = openTypesetter(JSON.parse(line) as PrintFiles);
      continue;
    }
    const { document } = JSON.parse(line) as PrintRequest;
    const made = typesetter.print(document);
    const reply: PrintReply = typeof made === "string" ? { ok: false, detail: made } : { ok: true, bytes: made.length };
    writeAll(3, Buffer.from(`${JSON.stringify(reply)}\n`));
    if (typeof made !== "string") writeAll(3, made);
  }
}

await main();

import type { SandboxRun } from "./sandbox/process.ts";

/** Reads the lines of progress of a child until it ends. @param onProgress called with 0 to 1; when it throws, so does this */
export async function followProgress({ rows }: Pick<SandboxRun, "rows">, onProgress: (fraction: number) => Promise<void>): Promise<void> {
  for await (const text of rows as AsyncIterable<Buffer>) {
    const fraction = Number(text.toString("latin1").trim().split("\n").at(-1));
    if (Number.isFinite(fraction)) await onProgress(Math.min(1, fraction));
  }
}

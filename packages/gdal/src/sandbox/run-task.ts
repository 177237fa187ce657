import { runSandbox, type SandboxReplyOf, withWorkDirectory } from "./process.ts";
import type { SandboxRequest } from "./requests.ts";

type Task = SandboxRequest extends infer Request ? (Request extends SandboxRequest ? Omit<Request, "workDirectory"> : never) : never;

/**
 * Runs one task that streams no rows in a child process with a work directory of its own, which is deleted after `use`.
 *
 * @param readable the files of the task
 * @param use gets the reply, and the directory with the files that the task made
 * @param onProgress called with 0 to 1; when it throws, the child ends
 * @throws UnreadableError when a file is broken, or needs too much memory or time
 */
export function runTask<T>(
  task: Task,
  readable: string | readonly string[],
  use: (reply: SandboxReplyOf, directory: string) => T | Promise<T>,
  onProgress?: (fraction: number) => Promise<void>,
): Promise<T> {
  return withWorkDirectory(async (workDirectory) => {
    const run = await runSandbox({ ...task, workDirectory } as SandboxRequest, readable);
    try {
      if (onProgress) await followProgress(run.rows as AsyncIterable<Buffer>, onProgress);
      else run.rows.resume();
      return await use(await run.reply, workDirectory);
    } finally {
      run.stop();
    }
  });
}

/** Reads the lines of progress of a child until it ends. */
async function followProgress(lines: AsyncIterable<Buffer>, onProgress: (fraction: number) => Promise<void>): Promise<void> {
  for await (const text of lines) {
    const fraction = Number(text.toString("latin1").trim().split("\n").at(-1));
    if (Number.isFinite(fraction)) await onProgress(Math.min(1, fraction));
  }
}

import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** Reads the memory that a Node process cannot give back. */
export interface HeapProbe {
  /** Objects and buffers that are still used after a full collection, in MB. */
  liveMegabytes(): Promise<number>;
  close(): void;
}

/**
 * Opens the inspector of a running Node process, which must have been started with `--inspect-port=<port>`. Until then it costs nothing.
 */
export async function openHeap({ pid }: ChildProcess, port: number): Promise<HeapProbe> {
  if (pid === undefined) throw new Error("the process does not run");
  process.kill(pid, "SIGUSR1");
  const socket = new WebSocket(await addressOf(port));
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("the inspector refuses")), { once: true });
  });
  let last = 0;
  const ask = <Result>(method: string) =>
    new Promise<Result>((resolve) => {
      const id = ++last;
      const hear = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result: Result };
        if (answer.id !== id) return;
        socket.removeEventListener("message", hear);
        resolve(answer.result);
      };
      socket.addEventListener("message", hear);
      socket.send(JSON.stringify({ id, method }));
    });
  return {
    async liveMegabytes() {
      // What a collection finalises is free after the next one.
      await ask("HeapProfiler.collectGarbage");
      await ask("HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize } = await ask<{ usedSize: number; backingStorageSize: number }>("Runtime.getHeapUsage");
      return (usedSize + backingStorageSize) / 2 ** 20;
    },
    close: () => socket.close(),
  };
}

async function addressOf(port: number): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const list = await fetch(`http://127.0.0.1:${port}/json/list`).then(
      async (response) => (await response.json()) as { webSocketDebuggerUrl: string }[],
      () => [],
    );
    if (list[0]) return list[0].webSocketDebuggerUrl;
    await delay(50);
  }
  throw new Error(`no inspector at port ${port}`);
}

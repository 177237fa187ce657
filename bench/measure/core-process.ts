import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** core-api in a process of its own, on the database of `DATABASE_URL`, without jobs. Resolves when it is ready. */
export async function startCore(settings: {
  readonly port: number;
  readonly folder: string;
  readonly secret: string;
  /** Several processes listen on the port. */
  readonly isShared?: boolean;
  /** A replica that answers reads. */
  readonly replicaUrl?: string;
  /** Where its inspector listens once `openHeap` asks for it. */
  readonly inspectPort?: number;
}): Promise<ChildProcess> {
  const base = `http://localhost:${settings.port}`;
  const child = spawn(
    process.execPath,
    [
      ...(settings.inspectPort ? [`--inspect-port=${settings.inspectPort}`] : []),
      path.join(import.meta.dirname, "../../apps/core-api/src/main.ts"),
    ],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        PORT: String(settings.port),
        PORT_SHARED: settings.isShared ? "yes" : "no",
        ARCHIPEL_DATA: settings.folder,
        ARCHIPEL_PUBLIC_URL: base,
        ARCHIPEL_SECRET: settings.secret,
        ARCHIPEL_PROCESS: "api",
        ...(settings.replicaUrl && { DATABASE_REPLICA_URL: settings.replicaUrl }),
        LOG_LEVEL: "error",
      },
    },
  );
  for (let tries = 0; tries < 1200; tries++) {
    const isReady = await fetch(`${base}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return child;
    await delay(100);
  }
  child.kill();
  throw new Error("core-api did not start");
}

/** Resident memory of a process, in MB. */
export function residentMegabytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1024);
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { nginxFiles, nginxTemporaryPaths } from "@archipel/testing/shipped-files.ts";
import { vi } from "vitest";
import { environment } from "../../env.ts";

/** A process of the platform that a test kills and starts again. */
export class Program {
  private child: ChildProcess | null = null;
  private readonly command: readonly [program: string, ...args: string[]];
  private readonly env: Readonly<Record<string, string>>;
  private readonly isReady: () => Promise<boolean>;

  constructor(
    command: readonly [program: string, ...args: string[]],
    env: Readonly<Record<string, string>>,
    isReady: () => Promise<boolean>,
  ) {
    [this.command, this.env, this.isReady] = [command, env, isReady];
  }

  async start(): Promise<void> {
    const [program, ...args] = this.command;
    this.child = spawn(program, args, { env: { ...environment(), ...this.env, NODE_ENV: "test" }, stdio: ["ignore", "ignore", "inherit"] });
    await vi.waitUntil(this.isReady, { timeout: 90_000, interval: 100 });
  }

  /** `SIGKILL` ends it without a warning. */
  async end(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }
}

const answers = (url: string) => async () =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** A core-api process as the shipped unit starts it, or a worker; both listen on their port. */
export function coreProgram(kind: "api" | "worker", port: number, settings: Readonly<Record<string, string>>): Program {
  const file = path.resolve(import.meta.dirname, "../..", kind === "api" ? "main.ts" : "worker.ts");
  const env = kind === "api" ? { PORT: String(port), ARCHIPEL_PROCESS: "api" } : { ARCHIPEL_WORKER_PORT: String(port) };
  return new Program([process.execPath, file], { ...settings, ...env, LOG_LEVEL: "error" }, answers(`http://127.0.0.1:${port}/ready`));
}

/** The shipped nginx files without TLS, in front of two core-api processes; requests without a known host reach core-api. */
export async function nginxProgram(
  folder: string,
  port: number,
  cores: readonly [number, number],
  otherPorts: readonly number[],
): Promise<Program> {
  await mkdir(folder, { recursive: true });
  const [internal, portals, plain] = otherPorts;
  const files = nginxFiles(folder, [
    ["server 127.0.0.1:4000", `server 127.0.0.1:${cores[0]}`],
    ["server 127.0.0.1:4001", `server 127.0.0.1:${cores[1]}`],
    [/^\s*(ssl_\w+|http2) .*;$/gm, ""],
    ["listen 127.0.0.1:4080;", `listen 127.0.0.1:${internal};`],
    ["listen 443 ssl default_server;", `listen 127.0.0.1:${portals} default_server;`],
    ["listen 443 ssl;", `listen 127.0.0.1:${port};`],
    ["listen 80 default_server;", `listen 127.0.0.1:${plain};`],
    // The whole load comes from one address.
    [/rate=\d+r\/s/g, "rate=100000r/s"],
  ]);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  const [main, log] = [path.join(folder, "nginx.conf"), path.join(folder, "error.log")];
  await writeFile(
    main,
    `daemon off; pid ${folder}/pid; error_log ${log}; events {} http { access_log off; ${nginxTemporaryPaths(folder)} root ${folder}; include ${folder}/archipel.conf; }`,
  );
  return new Program(["nginx", "-c", main, "-e", log], {}, answers(`http://127.0.0.1:${port}/health`));
}

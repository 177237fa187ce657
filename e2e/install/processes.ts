import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import type { Command } from "./shipped.ts";

/** A process that can be stopped and started again. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  /** Sends SIGTERM and waits. Returns the exit code; null if it had to be killed. */
  stop(): Promise<number | null>;
}

const STARTS_WITHIN_MS = 120_000;
const STOPS_WITHIN_MS = 30_000;

/**
 * @param isReady whether it serves; asked several times a second
 * @param logFile receives what it prints
 */
export function service(name: string, command: Command, isReady: () => Promise<boolean>, logFile: string): Service {
  let child: ChildProcess | null = null;
  return {
    name,
    async start() {
      const { program, args, cwd, env } = command;
      const { PATH = "", HOME = "", TMPDIR } = process.env;
      // Only what systemd gives too, and the settings.
      const started = spawn(program, args, {
        cwd,
        env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr]) stream.on("data", (text) => appendFileSync(logFile, text));
      let failure: string | null = null;
      started.once("error", (error) => {
        failure = error.message;
      });
      started.once("exit", (code, signal) => {
        failure = `it ended with ${code ?? signal}`;
      });
      await until(`${name} is ready`, isReady, STARTS_WITHIN_MS, () => {
        if (failure !== null) throw new Error(`${name} did not start: ${failure}; see ${logFile}`);
      });
    },
    async stop() {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null || running.signalCode !== null) return running?.exitCode ?? 0;
      const ended = new Promise<number | null>((resolve) => running.once("exit", resolve));
      const force = setTimeout(() => running.kill("SIGKILL"), STOPS_WITHIN_MS);
      running.kill("SIGTERM");
      const code = await ended;
      clearTimeout(force);
      return code;
    },
  };
}

/** Waits for a condition. @throws when it did not hold within the time; `check` may throw earlier */
export async function until(what: string, holds: () => Promise<boolean>, withinMs = 60_000, check: () => void = () => {}): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    check();
    if (await holds().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`within ${withinMs / 1000} s it was not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs a program to its end and returns what it printed. @throws with all of it when the exit code is not 0 */
export function runToEnd(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output += text;
    });
  }
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output}`));
    });
  });
}

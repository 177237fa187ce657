import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { text } from "node:stream/consumers";
import { writeAll } from "../write-all.ts";

/** A child process for tests: does the one thing that its input names, and says how that went. */
const deeds: Record<string, () => unknown> = {
  "show its environment": () => Object.keys(env).sort(),
  "read a file": () => readFileSync("/etc/passwd", "utf8"),
  "write a file": () => writeFileSync("/tmp/archipel-greedy", "x"),
  "start a process": () => spawnSync("/bin/true").error?.message ?? "started",
  "take memory": () => Array.from({ length: 10_000 }, () => Buffer.alloc(4 * 2 ** 20, 1)).length,
  "take objects": () => Array.from({ length: 1e9 }, (_, index) => ({ index, name: `${index}` })).length,
  "take time": () => {
    for (;;) Math.sqrt(2);
  },
  "wait for ever": () => new Promise((resolve) => setTimeout(resolve, 1e9)),
  "write without end": () => {
    for (;;) writeAll(1, Buffer.alloc(2 ** 20, 0x78));
  },
};

const deed = deeds[await text(process.stdin)];
try {
  process.stdout.write(JSON.stringify((await deed?.()) ?? null));
} catch (error) {
  process.stdout.write(error instanceof Error && "code" in error ? String(error.code) : String(error));
}

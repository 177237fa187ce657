import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { watchedRun } from "./process-tree.ts";

/** Whether wrk is installed (Debian: wrk). */
export const hasWrk = () => spawnSync("which", ["wrk"]).status === 0;

/** Asks the paths over and over by wrk, which takes less of the processors than a client in Node. Answers a second, how many were errors, and kilobytes of one with its headers. */
export async function wrk(settings: {
  port: number;
  paths: readonly string[];
  host?: string;
  connections: number;
  seconds: number;
  folder: string;
}): Promise<{ perSecond: number; answers: number; errors: number; p50: number; p95: number; kilobytes: number }> {
  const { port, paths, host = "localhost", connections, seconds, folder } = settings;
  const script = path.join(folder, "paths.lua");
  const list = paths.map((one) => JSON.stringify(one)).join(", ");
  await writeFile(
    script,
    `local paths = { ${list} }
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], { ["Host"] = "${host}", ["Accept-Encoding"] = "gzip" })
end
done = function(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %d %d %d %f %f %d", summary.requests, summary.duration, e.status + e.connect + e.read + e.write + e.timeout, latency:percentile(50) / 1000, latency:percentile(95) / 1000, summary.bytes))
end
`,
  );
  const { output } = await watchedRun("wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, `http://127.0.0.1:${port}/`]);
  const [answers = 0, micros = 1, errors = 0, p50 = 0, p95 = 0, bytes = 0] = (/RESULT (.*)/.exec(output)?.[1] ?? "").split(" ").map(Number);
  return { perSecond: answers / (micros / 1e6), answers, errors, p50, p95, kilobytes: bytes / answers / 1024 };
}

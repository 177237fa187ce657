import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { copyFile, stat } from "node:fs/promises";
import { inspectFile } from "@archipel/gdal/inspect.ts";
import { withCopc } from "@archipel/gdal/write-cloud.ts";
const [file = "", ...only] = process.argv.slice(2);
function childrenOf(pid: number): number[] {
  return readdirSync("/proc").filter((d) => /^\d+$/.test(d)).flatMap((d) => {
    try { const s = readFileSync(`/proc/${d}/stat`, "latin1"); const rest = s.slice(s.lastIndexOf(")") + 2).split(" "); return Number(rest[1]) === pid ? [Number(d), ...childrenOf(Number(d))] : []; } catch { return []; }
  });
}
async function watched<T>(name: string, work: () => Promise<T>): Promise<T> {
  let peak = 0;
  const timer = setInterval(() => {
    for (const pid of childrenOf(process.pid)) {
      try { const m = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1")); peak = Math.max(peak, Number(m?.[1] ?? 0)); } catch {}
    }
  }, 200);
  const begun = performance.now();
  try { return await work(); } finally { clearInterval(timer); console.log(name, `${((performance.now() - begun) / 1000).toFixed(0)} s`, `peak RSS ${Math.round(peak / 1024)} MB`); }
}
console.log((await stat(file)).size);
if (!only.includes("copc")) {
  const r = await watched("inspect", () => inspectFile(file, { fileName: "LHD_FXX_0292_6833_PTS_LAMB93_IGN69.laz" }));
  console.log(JSON.stringify(r.clouds.map(({ points, density }) => ({ points, density }))), JSON.stringify(r.findings).slice(0, 600), r.usage);
}
await watched("copc", () => withCopc(file, { entry: null, wkt: null, isCrsReplaced: false }, async () => {}, async (copc, w) => { console.log(w, (await stat(copc)).size); await copyFile(copc, "/tmp/lidar-in/big/out.copc.laz"); }));

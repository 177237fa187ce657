// Updates: time to compare large layers with a new file, to apply the update, and to restore the layer. Each size runs in its own process,
// whose memory is reported.
//   node bench/updates.ts [features = 100000,500000] [steps = part,delta,keyed,bare,all,back]
//   DATABASE_URL: a scratch PostgreSQL + PostGIS database on this machine.
import { loadavg } from "node:os";
import path from "node:path";
import { machine } from "./measure/cpu.ts";
import { watchedRun } from "./measure/process-tree.ts";
import type { Updated } from "./measure/update-layer.ts";

const sizes = (process.argv[2] ?? "100000,500000").split(",").map(Number);
const steps = process.argv[3] ?? "part,delta,keyed,bare,all,back";
const MEGABYTE = 2 ** 20;
console.log(`${machine()}\n`);
for (const count of sizes) {
  const ran = await watchedRun(process.execPath, [path.join(import.meta.dirname, "measure/update-layer.ts"), String(count), steps]);
  const memory = [ran.peakBytes, ran.peakChildBytes].map((bytes) => `${Math.round(bytes / MEGABYTE)} MB`);
  console.log(`${count.toLocaleString("en")} features: core ${memory[0]}, sandbox ${memory[1]}, load ${loadavg()[0]?.toFixed(1)}`);
  for (const { name, checked, compared, applied, changes, processor } of JSON.parse(ran.output) as Updated[]) {
    const seconds = [checked, compared, applied].map((part) => `${part.toFixed(1)} s`.padStart(9));
    console.log(
      `  ${name.padEnd(26)} check ${seconds[0]}, compare ${seconds[1]}, apply ${seconds[2]}   ${changes.toLocaleString("en")} changes`,
    );
    const [whileCompared, whileApplied] = processor.map((used) => used.map((part) => part.toFixed(1)).join(" + "));
    console.log(`${" ".repeat(29)}processor (core, sandbox, database): compare ${whileCompared} s, apply ${whileApplied} s`);
  }
}

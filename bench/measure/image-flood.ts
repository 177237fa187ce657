// Twenty hostile images, all at once, each again when it is answered. Started by bench/images.ts, in a process of its own and at the lowest
// priority: an attacker brings their own processors. At SIGTERM it prints its answers, by status.
import { constants, setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { hostileImages } from "@archipel/images/testing/hostile-images.ts";

setPriority(constants.priority.PRIORITY_LOW);

interface Flood {
  base: string;
  portalId: string;
  /** Session of a manager, who may send logos. */
  token: string;
}

const { base, portalId, token }: Flood = JSON.parse(process.env.FLOOD ?? "null");
const answers: Record<number, number> = {};
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

const files = Object.entries(hostileImages).map(([name, make]) => ({ isLogo: name.includes("SVG"), body: new Uint8Array(make()) }));
console.log("ready");
await Promise.all(files.map(sender));
console.log(JSON.stringify(answers));

/** Sends SVGs as logos and the others as photos. */
async function sender({ isLogo, body }: { isLogo: boolean; body: Uint8Array<ArrayBuffer> }, index: number): Promise<void> {
  const address = isLogo ? `/portals/${portalId}/logo` : `/reports/files?portal=${portalId}&name=x`;
  const headers = { "x-forwarded-for": `203.0.113.${index}`, ...(isLogo ? { authorization: `Bearer ${token}` } : {}) };
  while (!stop.signal.aborted) {
    const status = await fetch(`${base}${address}`, { method: "POST", headers, body, signal: stop.signal }).then(
      (response) => response.status,
      () => 0,
    );
    if (stop.signal.aborted) return;
    answers[status] = (answers[status] ?? 0) + 1;
    if (status === 429 || status === 0) await delay(1000, undefined, { signal: stop.signal }).catch(() => {});
  }
}

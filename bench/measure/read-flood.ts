// One address that sends batches of 20 reads, all at once, each again when it is answered. Started by bench/readers.ts, in a process of its
// own and at the lowest priority: an attacker brings their own processors. At SIGTERM it prints its answers, by code.
import { constants, setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

interface Flood {
  base: string;
  layerId: string;
  portalId: string;
  address: string;
  kind: "search" | "suggest";
  requests: number;
}

const { base, layerId, portalId, address, kind, requests }: Flood = JSON.parse(process.env.FLOOD ?? "null");
setPriority(constants.priority.PRIORITY_LOW);

const CALLS = 20;
/** A client that is refused tries again after a second, whatever the answer says. */
const PAUSE_MS = 1000;

const answers: Record<string, number> = {};
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

console.log("ready");
await Promise.all(Array.from({ length: requests }, (_, index) => sender(index)));
console.log(JSON.stringify(answers));

async function sender(index: number): Promise<void> {
  for (let round = 0; !stop.signal.aborted; round++) {
    const status = await send(`${index} ${round}`).catch(() => 0);
    if (status !== 200 && !stop.signal.aborted) await delay(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => {});
  }
}

async function send(about: string): Promise<number> {
  const procedure = kind === "search" ? "features.rows" : "search.suggest";
  const input = Object.fromEntries(Array.from({ length: CALLS }, (_, call) => [call, { json: inputOf(about, call) }]));
  const query = encodeURIComponent(JSON.stringify(input));
  const response = await fetch(`${base}/trpc/${Array(CALLS).fill(procedure).join(",")}?batch=1&input=${query}`, {
    headers: { "x-forwarded-for": address },
    signal: stop.signal,
  });
  const results: { error?: { json: { message: string } } }[] = [await response.json()].flat();
  for (const { error } of results) {
    const code = error?.json.message ?? "answered";
    answers[code] = (answers[code] ?? 0) + 1;
  }
  return response.status;
}

/** Each search differs from the others and finds nothing, so that it reads every feature; each suggestion matches very many names. */
function inputOf(about: string, call: number) {
  return kind === "search"
    ? { layerId, q: `nothing ${about} ${call}`, offset: 0, limit: 200 }
    : { portalId, q: `zone ${1 + (call % 9)}`, limit: 8 };
}

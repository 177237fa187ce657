import { Agent, get, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { LayerEdited } from "@archipel/contracts/live.ts";
import { mercatorToLonLat } from "@archipel/geo/mercator.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";

// Like browsers, watchers keep their connections.
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: Number.POSITIVE_INFINITY });
const ZOOM = 14;
/** Watchers share this process, and a thousand requests of tiles would delay the notices of the others: tiles wait until no notice comes for a moment. */
const SILENCE_MS = 5;
let lastNotifiedAt = 0;
let silence: Promise<void> | undefined;

/** What one open map received of an edit, as `performance.now()`. */
export interface Seen {
  revision: number;
  notifiedAt: number;
  /** Resolves when all bytes of the touched tile have arrived, at this revision or a later one. */
  repaintedAt: Promise<number>;
}

/** An open map without the map: listens, and requests the tile that an edit touched. */
export async function openWatcher(base: string, layerId: string, onSeen: (seen: Seen) => void): Promise<() => void> {
  const response = await ask(`${base}/events?layers=${layerId}`, undefined);
  if (response.statusCode !== 200) throw new Error(`/events answered ${response.statusCode}`);
  let text = "";
  const isReady = new Promise<void>((resolve) => {
    response.setEncoding("utf8").on("data", (chunk: string) => {
      const frames = (text + chunk).split("\n\n");
      text = frames.pop() ?? "";
      for (const frame of frames) {
        const notifiedAt = performance.now();
        const [, event, data] = /event: (\w+)\ndata: (.*)$/s.exec(frame) ?? [];
        if (event === "ready") resolve();
        if (event !== "edited" || !data) continue;
        const edit = JSON.parse(data) as LayerEdited;
        lastNotifiedAt = notifiedAt;
        onSeen({ revision: edit.revision, notifiedAt, repaintedAt: repaint(base, edit) });
      }
    });
  });
  await isReady;
  return () => response.destroy();
}

async function repaint(base: string, { layerId, revision, boxes: [box] }: LayerEdited): Promise<number> {
  if (!box) throw new Error("an edit without ground");
  silence ??= untilSilent();
  await silence;
  const { z, x, y } = lonLatToTile(...mercatorToLonLat((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), ZOOM);
  const response = await ask(`${base}/tiles/${layerId}/${z}/${x}/${y}.mvt?r=1&e=${revision}`, agent);
  let bytes = 0;
  for await (const chunk of response) bytes += (chunk as Buffer).length;
  const version = Number(/^"(\d+)-/.exec(String(response.headers.etag))?.[1]);
  if (bytes === 0 || !(version >= revision)) throw new Error(`the tile is not that of revision ${revision}`);
  return performance.now();
}

/** Resolves when no watcher was notified for a moment. The wait counts as time of the repaint. */
async function untilSilent(): Promise<void> {
  while (performance.now() - lastNotifiedAt < SILENCE_MS) await delay(SILENCE_MS);
  silence = undefined;
}

function ask(url: string, through: Agent | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent: through ?? false, headers: { "accept-encoding": "gzip" } }, resolve).on("error", reject);
  });
}

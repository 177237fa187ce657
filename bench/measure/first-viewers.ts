import { Agent, get, type RequestOptions } from "node:http";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { quantile } from "./times.ts";

/** A window of 1280 × 800 pixels, in tiles of 512. */
const [ACROSS, DOWN] = [4, 3];
/** As browsers do over HTTP/1.1. */
const CONNECTIONS = 6;

/** The tiles `z/x/y` of the first screen around a place (lon, lat). */
export function firstScreen(z: number, [lon, lat]: readonly [number, number]): string[] {
  const middle = lonLatToTile(lon, lat, z);
  const found: string[] = [];
  for (let row = 0; row < DOWN; row++)
    for (let column = 0; column < ACROSS; column++) found.push(`${z}/${middle.x - 2 + column}/${middle.y - 1 + row}`);
  return found;
}

/** Clients that ask all paths at the same time, each over connections of its own: milliseconds until each has everything. */
export async function measureViewers(
  asked: { readonly port: number; readonly host: string; readonly paths: readonly string[] },
  viewers: number,
): Promise<{ first: number; p50: number; p95: number; requests: number; kilobytes: number }> {
  const all = await Promise.all(Array.from({ length: viewers }, () => fullMap(asked)));
  const sorted = all.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const kilobytes = (all[0]?.bytes ?? 0) / 1024;
  return {
    kilobytes,
    first: sorted[0] ?? 0,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    requests: viewers * asked.paths.length,
  };
}

async function fullMap({
  port,
  host,
  paths,
}: {
  readonly port: number;
  readonly host: string;
  readonly paths: readonly string[];
}): Promise<{ ms: number; bytes: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const started = performance.now();
  const sizes = await Promise.all(
    paths.map((path) => tile({ agent, port, host: "127.0.0.1", path, headers: { host, "accept-encoding": "gzip" } })),
  );
  agent.destroy();
  return { ms: performance.now() - started, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function tile(options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    get(options, (response) => {
      let bytes = 0;
      response.on("data", (piece: Buffer) => {
        bytes += piece.length;
      });
      response.once("end", () =>
        response.statusCode === 200 || response.statusCode === 204
          ? resolve(bytes)
          : reject(new Error(`${options.path}: ${response.statusCode}`)),
      );
    }).once("error", reject);
  });
}

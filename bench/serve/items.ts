import { startBareServer } from "./bare-server.ts";
import { cursorAfter } from "./cursor.ts";
import { compare, type Side } from "./sides.ts";
import type { World } from "./world.ts";

const CONNECTIONS = 8;

/** Features as GeoJSON, beside a bare Node server that does nothing else. */
export async function measureItems({ layer, ours, rounds, cluster, folder, workers, ports }: World): Promise<void> {
  const items = `/ogc/collections/${layer.layerId}/items`;
  const bare = await startBareServer({ port: ports.bare, databaseUrl: cluster.peerUrl, tableName: layer.tableName, workers });
  const theirs: Side = {
    name: "bare Node + pg",
    port: ports.bare,
    pids: bare.pids,
    ...(ours.postmaster && { postmaster: ours.postmaster }),
  };
  const how = { connections: CONNECTIONS, seconds: 4, folder };
  for (const limit of [10, 100, 1000]) {
    // No address comes twice within a second: nothing is answered from memory.
    const boxed = (side: Side) => boxes.map((box) => `${side === ours ? items : "/items"}?limit=${limit}&bbox=${box}`);
    await compare(`items in a box, limit ${limit}`, [ours, theirs], rounds, boxed, how);
    const turned = (side: Side) =>
      starts(layer.rows - limit).map((after) => pageAfter(side === ours ? items : null, after, limit, layer.rows));
    await compare(`pages by cursor, limit ${limit}`, [ours, theirs], rounds, turned, how);
    // Visitors who ask for the same page within a second share it.
    await compare(
      `first items, limit ${limit}`,
      [ours, theirs],
      rounds,
      (side) => [`${side === ours ? items : "/items"}?limit=${limit}`],
      how,
    );
  }
  for (const offset of [0, Math.floor(layer.rows / 2), layer.rows - 200]) {
    await compare(
      `items from offset ${offset.toLocaleString("en")}, limit 100`,
      [ours],
      rounds,
      () => [`${items}?limit=100&offset=${offset}`],
      how,
    );
  }
  bare.stop();
}

/** Boxes of about a degree in which there are buildings. */
const boxes = Array.from({ length: 20_000 }, (_, at) => {
  const west = -3 + ((at * 7919) % 20_000) / 2200;
  const south = 43.5 + ((at * 104_729) % 20_000) / 3400;
  return [west, south, west + 1, south + 1].map((side) => side.toFixed(4)).join();
});

/** Where pages begin, spread over the layer. */
const starts = (last: number): number[] => Array.from({ length: 20_000 }, (_, at) => (at * 104_729) % Math.max(1, last));

/** @param items our address; null for the bare server, whose pages begin after a `fid` */
function pageAfter(items: string | null, after: number, limit: number, rows: number): string {
  return items === null ? `/items?limit=${limit}&after=${after}` : `${items}?limit=${limit}&cursor=${cursorAfter(after, rows)}`;
}

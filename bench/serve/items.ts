import { startBareServer } from "./bare-server.ts";
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
    const paths = (side: Side) =>
      Array.from({ length: 50 }, (_, at) =>
        side === ours
          ? `${items}?limit=${limit}&bbox=${boxes[at % boxes.length]}`
          : `/items?limit=${limit}&bbox=${boxes[at % boxes.length]}`,
      );
    await compare(`items in a box, limit ${limit}`, [ours, theirs], rounds, paths, how);
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

/** Boxes of a hundredth of a degree to a degree, where there are buildings. */
const boxes = Array.from({ length: 25 }, (_, at) => {
  const [west, south] = [-3 + (at % 5) * 2, 43.5 + Math.floor(at / 5) * 1.2];
  return [west, south, west + 1, south + 1].join();
});

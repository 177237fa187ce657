import path from "node:path";
import { gzipSync } from "node:zlib";
import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { type TileAddress, tileSizeMetres } from "@archipel/geo/tile-math.ts";
import { load } from "../measure/http-load.ts";
import { startNginx } from "../measure/site-process.ts";
import { townPlaces } from "../measure/towns.ts";
import { hasMapServer, type PeerTable, startMapServer } from "./mapserver.ts";
import { compare, type Side } from "./sides.ts";
import type { World } from "./world.ts";

/** Tiles of a round: as many as a few seconds take. */
const TILES: Readonly<Record<number, number>> = { 14: 1200, 13: 800, 12: 500, 10: 120, 8: 60 };
const CONNECTIONS = 8;
const NAMES = { POLYGON: "buildings", POINT: "trees", LINE: "streets" };
/** Tiles by zoom that are asked before any is counted; none of them is counted later. */
const WARMING: Readonly<Record<number, number>> = { 15: 20_000, 11: 600 };

/** Tiles with buildings, each once. */
export function tilesOf(z: number, count: number, seed: number): TileAddress[] {
  const found = new Map<string, TileAddress>();
  const size = tileSizeMetres(z);
  for (const [lon = 0, lat = 0] of townPlaces(count * 40, seed)) {
    const east = (lon / 180) * HALF_WORLD_METRES;
    const north = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * (HALF_WORLD_METRES / Math.PI);
    const tile = { z, x: Math.floor((east + HALF_WORLD_METRES) / size), y: Math.floor((HALF_WORLD_METRES - north) / size) };
    found.set(`${tile.x}/${tile.y}`, tile);
    if (found.size === count) break;
  }
  return [...found.values()];
}

/** What our tiles of a zoom carry: below zoom 13 only what the style reads. The peer's carry as much. */
async function columnsAt({ port }: Side, layerId: string, z: number): Promise<string[]> {
  const description = await fetch(`http://127.0.0.1:${port}/tiles/${layerId}.json`).then((response) => response.json());
  const { vector_layers } = description as { vector_layers: { minzoom: number; maxzoom: number; fields: Record<string, string> }[] };
  const fields = vector_layers.find(({ minzoom, maxzoom }) => minzoom <= z && z <= maxzoom)?.fields ?? {};
  return Object.keys(fields).filter((column) => !column.startsWith("archipel:"));
}

const ourPath = (layerId: string) => (tile: TileAddress) => `/tiles/${layerId}/${tile.z}/${tile.x}/${tile.y}.mvt`;

/** A server that has run for a minute has compiled what it runs often. */
export async function warmUp({ layer, ours }: World): Promise<void> {
  const tiles = Object.entries(WARMING).flatMap(([z, count]) => tilesOf(Number(z), count, 5));
  const requests = tiles.map(ourPath(layer.layerId)).map((path) => ({ host: ours.host ?? "localhost", path }));
  await load({ port: ours.port, requests, connections: CONNECTIONS, answers: requests.length });
}

/** Tiles that nobody asked for before, beside MapServer's. Below zoom 12 we serve points gathered in cells, which it has nothing like. */
export async function measureTiles(
  { layer, ours, folder, workers, rounds, cluster, ports }: World,
  type: PeerTable["type"],
): Promise<void> {
  if (!hasMapServer()) throw new Error("MapServer is needed: apt-get install cgi-mapserver spawn-fcgi nginx-light");
  for (const z of type === "POLYGON" ? [14, 13, 12, 10, 8] : [14, 13, 12]) {
    const columns = await columnsAt(ours, layer.layerId, z);
    const settings = { port: ports.peer, folder: path.join(folder, `mapserver-${type}-${z}`), databaseUrl: cluster.peerUrl, workers };
    const peer = await startMapServer(settings, { tableName: layer.tableName, type, columns });
    const theirs: Side = {
      name: "MapServer + nginx",
      port: ports.peer,
      pids: peer.pids,
      ...(ours.postmaster && { postmaster: ours.postmaster }),
    };
    const paths = (side: Side, round: number) => {
      // Ours keeps what it built, so no tile is asked twice: the peer gets the same ones.
      const tiles = tilesOf(z, (TILES[z] ?? 100) * rounds, 1000 + z);
      const share = tiles.slice(Math.floor((round * tiles.length) / rounds), Math.floor(((round + 1) * tiles.length) / rounds));
      return share.map(side === ours ? ourPath(layer.layerId) : peer.tilePath);
    };
    const count = paths(ours, 0).length;
    const title = `tiles of ${NAMES[type]}, z${z}, no cache, ${count} a round, attributes: ${columns.join(", ") || "none"} (target 2 ×)`;
    await compare(title, [ours, theirs], rounds, paths, { connections: CONNECTIONS, once: true });
    peer.stop();
  }
}

/** Tiles from memory, beside nginx with the same tiles as compressed files. */
export async function measureWarmTiles({ layer, ours, folder, rounds, ports }: World): Promise<void> {
  const tiles = tilesOf(14, 200, 77);
  const pathOf = ourPath(layer.layerId);
  const files: Record<string, Buffer> = {};
  for (const tile of tiles) {
    const response = await fetch(`http://127.0.0.1:${ours.port}${pathOf(tile)}`, { headers: { "accept-encoding": "identity" } });
    files[`${tile.x}-${tile.y}.mvt`] = gzipSync(Buffer.from(await response.arrayBuffer()), { level: 1 });
  }
  const nginx = await startNginx(ports.peer, path.join(folder, "static"), files);
  const theirs: Side = { name: "nginx gzip_static", port: ports.peer, pids: nginx?.pid ? [nginx.pid] : [] };
  const paths = (side: Side) => tiles.map((tile) => (side === ours ? pathOf(tile) : `/${tile.x}-${tile.y}.mvt`));
  await compare("warm tiles z14 (target 0.6 ×)", nginx ? [ours, theirs] : [ours], rounds, paths, { connections: 32, seconds: 4, folder });
  nginx?.kill();
}

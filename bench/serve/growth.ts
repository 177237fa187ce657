import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { cpuMsOf } from "../measure/cpu.ts";
import { load } from "../measure/http-load.ts";
import { publishText } from "../measure/publish-text.ts";
import { buildingsText } from "../measure/towns.ts";
import { cursorAfter } from "./cursor.ts";
import { tilesOf } from "./tiles.ts";
import type { World } from "./world.ts";

/** Numbers of features, and the zoom at which a tile holds some fifty of them. */
const SIZES = [
  [10_000, 11],
  [100_000, 12],
  [1_000_000, 14],
  [5_000_000, 15],
] as const;
const REQUESTS = 400;
/** So many requests reach every process. */
const COUNTED = 64;

/** What the same requests cost as a layer grows. */
export async function measureGrowth({ ours, folder }: World): Promise<void> {
  console.log(`\ngrowth: processor time of core-api + PostgreSQL, ms; the lowest zoom: time and size of the tile in the middle`);
  const cpu = () => cpuMsOf(ours.pids) + (ours.postmaster === undefined ? 0 : cpuMsOf([ours.postmaster]));
  const ask = async (paths: readonly string[]) => {
    const before = cpu();
    const requests = paths.map((path) => ({ host: "localhost", path }));
    const { statuses } = await load({ port: ours.port, requests, connections: 8, answers: requests.length });
    const bad = Object.keys(statuses).filter((status) => !["200", "204"].includes(status));
    if (bad.length > 0) throw new Error(`answers of growth: ${JSON.stringify(statuses)}`);
    return (cpu() - before) / paths.length;
  };
  for (const [size, zoom] of SIZES) {
    const { layerId } = await publishText(folder, "growth.geojson", buildingsText(size));
    const tiles = tilesOf(zoom, REQUESTS, 2014).map(({ z, x, y }) => `/tiles/${layerId}/${z}/${x}/${y}.mvt`);
    const tile = await ask(tiles);
    const features = await featuresOf(ours.port, tiles.slice(0, 100));
    const items = `/ogc/collections/${layerId}/items`;
    const spread = Array.from({ length: REQUESTS }, (_, at) => (at * 104_729) % (size - 1000));
    const ten = await ask(spread.map((after) => `${items}?limit=10&cursor=${cursorAfter(after, size)}`));
    const thousand = await ask(spread.slice(0, 100).map((after) => `${items}?limit=1000&cursor=${cursorAfter(after, size)}`));
    const byOffset = (skipped: number) => `${items}?limit=10&offset=${skipped}`;
    // The first caller has the layer counted, in each process.
    const firstOffset = await ask([byOffset(Math.floor(size / 2))]);
    await ask(spread.slice(0, COUNTED).map((skipped) => byOffset(skipped + 1)));
    const offset = await ask(spread.map(byOffset));
    const lowest = await lowestTile(ours.port, layerId);
    console.log(
      `  ${size.toLocaleString("en").padStart(9)} features   tile z${zoom} ${tile.toFixed(2)} (${features.toFixed(0)} features)   10 items ${ten.toFixed(2)}   1,000 items ${thousand.toFixed(2)}   10 items by offset ${offset.toFixed(2)} (the first ${firstOffset.toFixed(0)})   z${lowest.zoom} ${lowest.milliseconds.toFixed(0)} ms (target 100), ${lowest.kilobytes.toFixed(0)} KB (target 500)`,
    );
  }
}

/** Features of a tile on average. */
async function featuresOf(port: number, paths: readonly string[]): Promise<number> {
  let count = 0;
  for (const one of paths) {
    const response = await fetch(`http://127.0.0.1:${port}${one}`, { headers: { "accept-encoding": "gzip" } });
    const layers = decodeTile(new Uint8Array(await response.arrayBuffer()));
    for (const layer of Object.values(layers)) count += layer.features.length;
  }
  return count / paths.length;
}

/** The tile in the middle at the lowest zoom that is served: the longest of some requests, which is the first, as later ones are answered from memory. */
async function lowestTile(port: number, layerId: string) {
  const base = `http://127.0.0.1:${port}/tiles/${layerId}`;
  const { minzoom: zoom } = (await fetch(`${base}.json`).then((response) => response.json())) as { minzoom: number };
  const { z, x, y } = lonLatToTile(1.75, 46.75, zoom);
  const times: number[] = [];
  let size = 0;
  for (let asked = 0; asked < 4; asked++) {
    const started = performance.now();
    const response = await fetch(`${base}/${z}/${x}/${y}.mvt`, { headers: { "accept-encoding": "gzip" } });
    // Buildings of a few metres are nothing to see on a map of the world until there are very many.
    if (response.status !== 200 && response.status !== 204) throw new Error(`the tile ${z}/${x}/${y} answers ${response.status}`);
    size = Number(response.headers.get("content-length") ?? 0);
    await response.arrayBuffer();
    times.push(performance.now() - started);
  }
  return { zoom, milliseconds: Math.max(...times), kilobytes: size / 1024 };
}

import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { load } from "../measure/http-load.ts";
import { cursorAfter } from "../serve/cursor.ts";
import { tilesOf } from "../serve/tiles.ts";
import { compare } from "./measure.ts";
import type { World } from "./setting.ts";

const CONNECTIONS = 8;
const SECONDS = 4;
const TILES = 600;
/** Tiles that are asked of each process before any is counted: a server that has run for a while has compiled what it runs often. */
const WARMING = 3000;

export async function measureParts(world: World): Promise<void> {
  const { layer, parts, settings, rounds } = world;
  const pathOf = ({ z, x, y }: { z: number; x: number; y: number }) => `/tiles/${layer.layerId}/${z}/${x}/${y}.mvt`;
  // No tile comes twice: finished ones are kept.
  const fresh = (round: number, seed: number) =>
    tilesOf(14, TILES * rounds, seed)
      .slice(round * TILES, (round + 1) * TILES)
      .map(pathOf);
  const once = { connections: CONNECTIONS, once: true } as const;
  const again = { connections: CONNECTIONS, seconds: SECONDS } as const;
  if (parts.has("tiles") || parts.has("writes")) {
    const requests = tilesOf(15, WARMING, 5).map((tile) => ({ host: "localhost", path: pathOf(tile) }));
    for (const { port } of settings) await load({ port, requests, connections: CONNECTIONS, answers: requests.length });
  }
  if (parts.has("tiles")) await compare(world, `tiles z14, none asked before, ${TILES} a round`, (round) => fresh(round, 1014), once);
  if (parts.has("warm")) {
    const tiles = tilesOf(14, 100, 77).map(pathOf);
    for (const { port } of settings)
      for (let turn = 0; turn < 3; turn++)
        await load({ port, requests: tiles.map((path) => ({ host: "localhost", path })), connections: CONNECTIONS, answers: tiles.length });
    await compare(world, "tiles z14 in memory", () => tiles, { ...again, connections: 32 });
  }
  if (parts.has("items")) {
    for (const limit of [10, 100]) {
      await compare(world, `pages of features by cursor, ${limit} features`, (round) => pages(world, limit, round), again);
    }
  }
  if (parts.has("pages")) {
    const path = `/portals/site?${new URLSearchParams({ host: `${layer.portalSlug}.localhost`, locale: "fr" })}`;
    await compare(world, "openings of a portal, kept by the database", () => [path], again);
  }
  if (parts.has("writes")) {
    for (const commits of [10, 100]) {
      await whileWriting(world, commits, () =>
        compare(
          world,
          `tiles z14, none asked before, while others commit ${commits} times a second`,
          (round) => fresh(round, 2000 + commits),
          once,
        ),
      );
    }
  }
}

/** Pages that begin all over the layer; none comes twice within a second, so that nothing is answered from memory. */
function pages({ layer }: World, limit: number, round: number): string[] {
  return Array.from({ length: 20_000 }, (_, at) => {
    const after = ((at + round * 20_000) * 104_729) % Math.max(1, layer.rows - limit);
    return `/ogc/collections/${layer.layerId}/items?limit=${limit}&cursor=${cursorAfter(after, layer.rows)}`;
  });
}

/** Commits small transactions at a steady pace while `work` runs. */
async function whileWriting({ url }: World, commits: number, work: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("CREATE TABLE IF NOT EXISTS public.bench_writes (n integer); INSERT INTO public.bench_writes VALUES (0)");
  const state = { isOver: false };
  const writing = (async () => {
    while (!state.isOver) {
      await client.query("UPDATE public.bench_writes SET n = n + 1");
      await delay(1000 / commits);
    }
  })();
  try {
    await work();
  } finally {
    state.isOver = true;
    await writing;
    await client.query("DROP TABLE public.bench_writes");
    await client.end();
  }
}

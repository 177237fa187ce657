import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import type { CloudFacts } from "@archipel/contracts/clouds.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { publishTiles } from "@archipel/core-api/modules/clouds/service/publish.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { rangesOf, sinkOf, temporaryFile } from "@archipel/pointcloud/node/files.ts";
import { ThreadPool } from "@archipel/pointcloud/node/thread-pool.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { type CloudSummary, summarise } from "@archipel/pointcloud/summarise.ts";
import { flightStart, tileName, writeScan } from "../territory/clouds/cloud-file.ts";
import { TILE_METRES, type Tile } from "../territory/clouds/scene.ts";
import { fromLambert93, toLambert93 } from "../territory/lambert93.ts";
import type { Territory } from "../territory/territory.ts";
import { mainTown } from "./main-town.ts";

const DEFAULT_POINTS = 2_400_000;
const MOST_POINTS = 500_000_000;
const FLIGHT = "2023-03-21";
const COPC = "application/vnd.laszip+copc";
/** Sea and overlapping flight lines: a tile of land has more points than the mean. */
const LAND_FACTOR = 1.4;

type Ground = Parameters<typeof mainTown>[0] & Pick<Territory, "scene">;

interface CloudSeed {
  /** Called only when tiles are missing. */
  territory: () => Ground;
  say: (text: string) => void;
  points: number | undefined;
}

/** The value of `--points`. @throws Error when it is not a number that makes sense */
export function cloudPointsOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const points = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (points < 100_000 || points > MOST_POINTS) throw new Error(`--points is a whole number from 100000 to ${MOST_POINTS}, not ${given}`);
  return points;
}

/**
 * Gives the dataset of point clouds tiles around the largest town, as publishing a delivery would. When it has tiles, they are kept, unless
 * another number of points is asked for.
 */
export async function seedClouds(core: Core, actor: MemberActor, title: string, { territory, say, points }: CloudSeed): Promise<void> {
  const { communityId } = actor;
  const dataset = await core.database.withSystem((tx) =>
    tx.dataset.findUnique({
      where: { communityId_slug: { communityId, slug: slugOf(title) } },
      select: { id: true, attachments: { where: { mediaType: COPC }, select: { cloud: true } } },
    }),
  );
  if (!dataset) return;
  const known = dataset.attachments.reduce((sum, { cloud }) => sum + ((cloud as CloudFacts | null)?.points ?? 0), 0);
  const wanted = points ?? DEFAULT_POINTS;
  if (known > 0 && (points === undefined || Math.abs(known - wanted) < 0.4 * wanted)) return;
  const made = territory();
  const tiles = tilesAround(made, wanted);
  const folder = await mkdtemp(path.join(tmpdir(), "archipel-seed-clouds-"));
  const pool = new ThreadPool(Math.max(1, availableParallelism() - 1));
  const started = performance.now();
  let total = 0;
  try {
    for (const [i, tile] of tiles.entries()) {
      // Deliveries differ: the last tile comes without colours.
      const format = i === tiles.length - 1 ? 6 : 8;
      const file = path.join(folder, "tile.copc.laz");
      const facts = await writeTile(made, tile, { format, points: (LAND_FACTOR * wanted) / tiles.length }, { folder, file, pool });
      const { key, size } = await core.storage.put(createReadStream(file));
      const name = tileName(tile);
      const fileName = `${name}.copc.laz`;
      const of = { communityId, datasetId: dataset.id, uploadId: null, authorId: actor.userId, fileName };
      await core.database.sqlAs({ role: "worker", communityId }, (sql) =>
        publishTiles(sql, of, [{ path: fileName, fileName, title: name, mediaType: COPC, size, key, facts }]),
      );
      total += facts.points;
    }
  } finally {
    await pool.close();
    await rm(folder, { recursive: true, force: true });
  }
  say(`  ${total.toLocaleString("en")} points in ${tiles.length} tiles, in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** A square of tiles around the largest town: 2 × 2, and more for many points. */
function tilesAround(territory: Ground, points: number): Tile[] {
  const side = Math.min(6, Math.max(2, Math.round(Math.sqrt(points / 2_500_000))));
  const { lon, lat } = mainTown(territory);
  const [east, north] = toLambert93(lon, lat);
  const first = { column: Math.round(east / TILE_METRES - side / 2), row: Math.round(north / TILE_METRES - side / 2) };
  return Array.from({ length: side * side }, (_, i) => ({ column: first.column + (i % side), row: first.row + Math.floor(i / side) }));
}

interface Workshop {
  folder: string;
  /** The COPC file to write. */
  file: string;
  pool: ThreadPool;
}

async function writeTile(
  territory: Ground,
  tile: Tile,
  scan: { format: 6 | 8; points: number },
  { folder, file, pool }: Workshop,
): Promise<CloudFacts> {
  const [plain, target, storage] = await Promise.all([open(path.join(folder, "tile.las"), "w+"), open(file, "w+"), temporaryFile(folder)]);
  try {
    await writeScan(territory.scene(tile), { ...scan, startedAt: flightStart(FLIGHT) }, sinkOf(plain));
    const cloud = await openCloud(rangesOf(plain));
    await writeCopc(cloud, sinkOf(target), storage, pool);
    return factsOf(await summarise(cloud), scan.format, cloud.header);
  } finally {
    await Promise.all([plain.close(), target.close(), storage.close()]);
  }
}

function factsOf(
  { statistics, density, coveredArea }: CloudSummary,
  pointFormat: number,
  { min, max }: Pick<CloudFacts, "min" | "max">,
): CloudFacts {
  const counted = (counts: Float64Array) =>
    Object.fromEntries([...counts].map((count, code) => [String(code), count] as const).filter(([, count]) => count > 0));
  const [west, south, east, north] = [min[0], min[1], max[0], max[1]];
  return {
    format: "copc",
    version: "1.4",
    pointFormat,
    points: statistics.count,
    min,
    max,
    srid: 2154,
    verticalSrid: 5720,
    footprint: [fromLambert93(west, north), fromLambert93(west, south), fromLambert93(east, south), fromLambert93(east, north)],
    density,
    coverage: Math.min(1, coveredArea / ((east - west) * (north - south))),
    classes: counted(statistics.byClass),
    returns: counted(statistics.byReturn),
    extraFields: [],
    dates: [FLIGHT, FLIGHT],
    product: null,
  };
}

import { createReadStream } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember, createPortal } from "@archipel/testing/factories.ts";
import type { MemberActor } from "../kernel/actor.ts";
import { createTestCore, type TestCore } from "./test-core.ts";

// A plane in Lambert-93: 96 × 80 cells of 10 m from (100000, 6600800), 100 + column + 2 × row, without a value in the first 8 × 8 cells.
// Made by GDAL's driver COG with blocks of 32 × 32; lzw.tif has a coarser copy.

export interface HeightsWorld {
  readonly database: Database;
  readonly core: TestCore;
  readonly manager: MemberActor;
}

export async function buildHeightsWorld(database: Database): Promise<HeightsWorld> {
  const core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  return { database, core, manager: { userId, communityId, role: "manager", isOperator: false, isSuspended: false } };
}

const folder = path.join(import.meta.dirname, "heights");

export interface HeightsFile {
  readonly name: string;
  readonly bytes: Readable;
  readonly cell?: number;
  /** West, south, east, north in Lambert-93. */
  readonly box?: readonly [number, number, number, number];
  readonly facts?: object;
}

const PLANE = [100_000, 6_600_000, 100_960, 6_600_800] as const;
export const plane = (name: string): HeightsFile => ({ name, bytes: createReadStream(path.join(folder, name)) });

/** Places in degrees of positions in Lambert-93. */
export async function degrees({ database }: HeightsWorld, positions: readonly (readonly [number, number])[]): Promise<[number, number][]> {
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      `SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT position, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 2154), 4326) AS p
       FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t(x, y, position)) q ORDER BY position`,
      [positions.map(([x]) => x), positions.map(([, y]) => y)],
    ),
  );
  return rows.map(({ lon, lat }) => [lon, lat]);
}

export async function portalWith(
  world: HeightsWorld,
  files: readonly HeightsFile[],
  values: Parameters<typeof createDataset>[2] = {},
  topic = "elevation",
) {
  const { database, core, manager } = world;
  const { communityId } = manager;
  const dataset = await createDataset(database, communityId, values);
  const portal = await createPortal(database, communityId);
  const rows = await Promise.all(
    files.map(async ({ name, bytes, cell = 10, box = PLANE, facts = {} }, position) => {
      const { key, size } = await core.storage.put(bytes);
      const [west, south, east, north] = box;
      const footprint = await degrees(world, [
        [west, north],
        [west, south],
        [east, south],
        [east, north],
      ]);
      const raster = {
        format: "geotiff",
        size: [(east - west) / cell, (north - south) / cell],
        bands: [{ type: "Float32", nodata: -9999 }],
        srid: 2154,
        pixelSize: [cell, cell],
        isCloudOptimised: true,
        hasPreview: false,
        footprint,
        ...facts,
      };
      return {
        communityId,
        datasetId: dataset.id,
        mediaType: "image/tiff",
        size,
        sha256: "x",
        objectKey: key,
        path: name,
        fileName: name,
        title: name,
        raster,
        position,
      };
    }),
  );
  await database.withSystem(async (tx) => {
    await tx.dataset.update({ where: { id: dataset.id }, data: { topic, revisedOn: "2023-10-08" } });
    await tx.datasetAttachment.createMany({ data: rows });
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId: dataset.id, communityId, position: 0, isVisible: true } });
  });
  return { portalId: portal.id, slug: portal.slug, datasetId: dataset.id, datasetSlug: dataset.slug };
}

/** The position of a point between the middles of cells. */
export const at = (column: number, row: number): [number, number] => [100_000 + (column + 0.5) * 10, 6_600_800 - (row + 0.5) * 10];
export const heightOf = (column: number, row: number) => 100 + column + 2 * row;

import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { placedCorners } from "./rasters.ts";

const triple = z.tuple([z.number(), z.number(), z.number()]);
const counts = z.record(z.string().regex(/^\d{1,3}$/), z.int());

/** Properties of a point cloud, without its points. */
export const cloudFacts = z.object({
  format: z.enum(["las", "laz", "copc"]),
  /** Version of LAS, and its point format. */
  version: z.string(),
  pointFormat: z.int(),
  points: z.int(),
  /** Lowest and highest coordinates of the points, in the units of its CRS. */
  min: triple,
  max: triple,
  srid: z.int().nullable(),
  /** EPSG code of its heights. */
  verticalSrid: z.int().nullable(),
  /** Its box as lon, lat from the upper left against the clock; null while its CRS is unknown, or when it cannot be transformed. */
  footprint: placedCorners.nullable(),
  /** Points a square unit of the ground that they cover, and the share of the box that they cover. */
  density: z.number(),
  coverage: z.number(),
  /** Class → points; return → points. */
  classes: counts,
  returns: counts,
  extraFields: z.array(z.string()),
  /** First and last day of measurement. */
  dates: z.tuple([z.string(), z.string()]).nullable(),
  product: z.enum(["lidar-hd", "ign"]).nullable(),
});
export type CloudFacts = z.infer<typeof cloudFacts>;

/** One tile of a point-cloud layer, as a viewer needs it. */
export const cloudTile = z.object({
  /** The attachment that holds it; its bytes are at `cloudTilePath`, by ranges. */
  id,
  title: z.string(),
  /** Counts up whenever its points change. It is part of the tile's address, so that nothing old is read from a cache. */
  revision: z.int(),
  size: z.int(),
  facts: cloudFacts,
});
export type CloudTile = z.infer<typeof cloudTile>;

/** A point-cloud layer: many tiles as one cloud. All tiles of it share one horizontal CRS. */
export const cloudLayer = z.object({
  layerId: id,
  datasetId: id,
  datasetSlug: z.string(),
  title: z.string(),
  srid: z.int(),
  verticalSrid: z.int().nullable(),
  tiles: z.array(cloudTile),
});
export type CloudLayer = z.infer<typeof cloudLayer>;

/** A point-cloud layer as viewers receive it: what tiles have in common once, and the rest in columns. A layer has up to thousands of tiles. */
export const packedCloud = cloudLayer.omit({ tiles: true }).extend({
  /** Class → points of all tiles. */
  classes: counts,
  /** Point formats of LAS that occur. */
  formats: z.array(z.int()),
  /** First and last day of measurement of all tiles. */
  dates: z.tuple([z.string(), z.string()]).nullable(),
  tiles: z.object({
    ids: z.array(z.string()),
    titles: z.array(z.string()),
    revisions: z.array(z.int()),
    sizes: z.array(z.int()),
    points: z.array(z.int()),
    /** Six a tile: lowest x, y, z, highest x, y, z; outward to the centimetre. */
    boxes: z.array(z.number()),
    /** Eight a tile, lon and lat of each corner; null where it is unknown. */
    footprints: z.array(z.array(z.number()).length(8).nullable()),
  }),
});
export type PackedCloud = z.infer<typeof packedCloud>;

export function packCloud({ tiles, ...layer }: CloudLayer): PackedCloud {
  const classes: Record<string, number> = {};
  for (const { facts } of tiles) for (const [code, points] of Object.entries(facts.classes)) classes[code] = (classes[code] ?? 0) + points;
  const days = tiles.flatMap(({ facts }) => facts.dates ?? []).toSorted();
  const [first, last] = [days.at(0), days.at(-1)];
  const down = (value: number) => Math.floor(value * 100) / 100;
  const up = (value: number) => Math.ceil(value * 100) / 100;
  return {
    ...layer,
    classes,
    formats: [...new Set(tiles.map(({ facts }) => facts.pointFormat))].toSorted((a, b) => a - b),
    dates: first !== undefined && last !== undefined ? [first, last] : null,
    tiles: {
      ids: tiles.map(({ id: tileId }) => tileId),
      titles: tiles.map(({ title }) => title),
      revisions: tiles.map(({ revision }) => revision),
      sizes: tiles.map(({ size }) => size),
      points: tiles.map(({ facts }) => facts.points),
      boxes: tiles.flatMap(({ facts: { min, max } }) => [...min.map(down), ...max.map(up)]),
      footprints: tiles.map(({ facts: { footprint } }) => footprint?.flat() ?? null),
    },
  };
}

/** One tile of a packed layer. */
export interface UnpackedTile extends Pick<CloudTile, "id" | "title" | "revision" | "size"> {
  readonly points: number;
  readonly min: CloudFacts["min"];
  readonly max: CloudFacts["max"];
  readonly footprint: CloudFacts["footprint"];
}

export function unpackTiles({
  tiles: { ids, titles, revisions, sizes, points, boxes, footprints },
}: Pick<PackedCloud, "tiles">): UnpackedTile[] {
  return ids.map((tileId, i) => {
    const [west = 0, south = 0, low = 0, east = 0, north = 0, high = 0] = boxes.slice(6 * i, 6 * i + 6);
    const corners = footprints[i];
    const corner = (k: number): [number, number] => [corners?.[2 * k] ?? 0, corners?.[2 * k + 1] ?? 0];
    return {
      id: tileId,
      title: titles[i] ?? "",
      revision: revisions[i] ?? 1,
      size: sizes[i] ?? 0,
      points: points[i] ?? 0,
      min: [west, south, low],
      max: [east, north, high],
      footprint: corners ? [corner(0), corner(1), corner(2), corner(3)] : null,
    };
  });
}

/** For anyone who may see the layer. */
export const openCloudInput = z.object({ layerId: id });

/** Where the bytes of a tile are. With its revision they never change, so that browsers keep the parts that they read. */
export function cloudTilePath({ id: tileId, revision }: Pick<CloudTile, "id" | "revision">): string {
  return `/downloads/attachments/${tileId}?revision=${revision}`;
}

const beforeAfter = z.object({ before: z.int(), after: z.int() });

/** How a revision of a tile differs from the one before it. */
export const cloudDifference = z.object({
  points: beforeAfter,
  /** Only the classes whose counts differ: class → points. */
  classes: z.record(z.string(), beforeAfter),
  /** The boxes; null when they are the same. */
  bounds: z.object({ before: z.object({ min: triple, max: triple }), after: z.object({ min: triple, max: triple }) }).nullable(),
});
export type CloudDifference = z.infer<typeof cloudDifference>;

/** One revision of a tile. */
export const cloudRevision = z.object({
  revision: z.int(),
  isCurrent: z.boolean(),
  createdAt: z.date(),
  /** Null for a person whose account is deleted. */
  authorName: z.string().nullable(),
  /** The uploaded file. */
  fileName: z.string(),
  size: z.int(),
  points: z.int(),
  /** The earlier revision whose points it has again. */
  restores: z.int().nullable(),
  /** Number of the report by which points got other classes. */
  reportNumber: z.int().nullable(),
  /** Against the revision before it; null for the first that is kept. */
  difference: cloudDifference.nullable(),
});
export type CloudRevision = z.infer<typeof cloudRevision>;

/** Most revisions of one tile that are listed. */
export const MAX_CLOUD_REVISIONS = 200;

/** For contributors: newest first. */
export const cloudHistoryInput = z.object({ communityId, attachmentId: id });
export const cloudHistory = z.array(cloudRevision);
/** For managers: an earlier revision becomes the current one again, or is deleted with its bytes. */
export const cloudRevisionInput = cloudHistoryInput.extend({ revision: z.int().min(1).max(1_000_000) });

/** What is wrong with points that a person chose. */
export const POINT_PROBLEMS = ["class", "noise", "missing", "height"] as const;
export type PointProblem = (typeof POINT_PROBLEMS)[number];

const finite = z.number().refine(Number.isFinite);
/** What a person drew around points on a screen: the points that the view shows inside a ring. See `DrawnVolume` of packages/pointcloud. */
export const drawnVolume = z.object({
  /** In the CRS of the cloud. */
  origin: z.tuple([finite, finite, finite]),
  /** Sixteen numbers, column by column: projects (x, y, z, 1) minus the origin to the screen, which goes from −1 to 1. */
  matrix: z.array(finite).length(16),
  /** Corners on the screen. */
  ring: z
    .array(z.tuple([finite, finite]))
    .min(3)
    .max(400),
  heights: z.tuple([finite, finite]).refine(([low, high]) => low <= high),
  /** Only points of these classes; null for all. */
  classes: z.array(z.int().min(0).max(255)).max(256).nullable(),
});
export type DrawnVolumeInput = z.infer<typeof drawnVolume>;

/** Points of a layer that a report is about. */
export const pointsConcerned = z.object({
  layerId: id,
  volume: drawnVolume,
  problem: z.enum(POINT_PROBLEMS),
  /** The class that the points should have, if the sender knows it. */
  classification: z.int().min(0).max(255).nullable(),
  /** Points of each class that the sender saw. */
  seen: counts,
});
export type PointsConcerned = z.infer<typeof pointsConcerned>;

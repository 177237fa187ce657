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
  /** The type and the bytes of each of them, as readers hold its values; missing for clouds that were published before these were kept. */
  extraTypes: z.array(z.object({ type: z.enum(["floating", "unsigned", "signed"]), size: z.int().min(0).max(255) })).optional(),
  /** First and last day of measurement. */
  dates: z.tuple([z.string(), z.string()]).nullable(),
  product: z.enum(["lidar-hd", "ign"]).nullable(),
});
export type CloudFacts = z.infer<typeof cloudFacts>;

/** Points that a repair can leave out: their time is no number; they lie outside the bounds of the header, or outside the tile of the name. */
export const CLOUD_DROPS = ["bad-times", "outside-header", "outside-tile", "duplicates"] as const;
export type CloudDrop = (typeof CLOUD_DROPS)[number];

const classCode = z.string().regex(/^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/);

/** What people choose to repair of a cloud. The uploaded file stays; the repaired cloud is checked and published. */
export const cloudRepairs = z.object({
  drop: z.array(z.enum(CLOUD_DROPS)).max(CLOUD_DROPS.length).default([]),
  /** Bounds and counts of the header are written again from the points. */
  header: z.boolean().default(false),
  /** Class → class that its points get. */
  classes: z.record(classCode, z.int().min(0).max(255)).default({}),
  /** EPSG code of the heights; null keeps what the file says. */
  heights: z.int().min(1).max(999_999).nullable().default(null),
});
export type CloudRepairs = z.infer<typeof cloudRepairs>;

/** What repairs of points did. */
export const repairedPoints = z.object({
  dropped: z.partialRecord(z.enum(CLOUD_DROPS), z.int()),
  /** Class → points that it lost. */
  reclassified: counts,
});
export type RepairedPoints = z.infer<typeof repairedPoints>;

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
  /** Grants open it inside areas: only the tiles that lie wholly inside are listed. */
  isPart: z.boolean(),
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

/** Ground that tiles of one product and year of measurement cover. */
export const cloudCoverage = z.object({
  product: cloudFacts.shape.product,
  /** Year of the first measurement; null for tiles that do not say it. */
  year: z.int().nullable(),
  tiles: z.int(),
  points: z.number(),
  /** Square kilometres with points; null where lengths are not in metres. */
  squareKilometres: z.number().nullable(),
});
export type CloudCoverage = z.infer<typeof cloudCoverage>;

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

/** What a revision of a tile changed, point by point, by cells of a grid. */
export const cloudChanges = z.object({
  /** West and south of the grid, in the CRS of the tile, and the side of a cell. */
  origin: z.tuple([z.number(), z.number()]),
  cell: z.number(),
  columns: z.int(),
  rows: z.int(),
  gained: z.int(),
  lost: z.int(),
  /** Points that stayed where they are, with another class. */
  reclassified: z.int(),
  /** Class before, class after, points; the most frequent first. */
  moves: z.array(z.object({ from: z.int(), to: z.int(), points: z.int() })),
  /** Only cells in which something changed. `ground`: how much higher the ground is on average. */
  cells: z.array(
    z.object({
      column: z.int(),
      row: z.int(),
      gained: z.int(),
      lost: z.int(),
      reclassified: z.int(),
      ground: z.number().nullable(),
    }),
  ),
  /** Corners of the grid as lon, lat from the upper left against the clock; null when they cannot be placed. */
  footprint: placedCorners.nullable(),
});
export type CloudChanges = z.infer<typeof cloudChanges>;

/** What a revision changed against the one before it, if somebody asked for it already. */
export const comparedRevision = z.object({
  /** The revision that it is compared with; null when none before it is kept. */
  against: z.int().nullable(),
  /** Null until it was compared. */
  changes: cloudChanges.nullable(),
  /** The comparison that is under way. */
  jobId: id.nullable(),
});
export type ComparedRevision = z.infer<typeof comparedRevision>;

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

import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { GrantPermission } from "@archipel/contracts/grants.ts";
import type { Database } from "@archipel/database/database.ts";
import { type Bbox, bboxAround } from "@archipel/geo/bbox.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createDataset, createUser } from "@archipel/testing/factories.ts";
import type { Core } from "../kernel/core.ts";
import { insertGrant, type SubjectColumns } from "../modules/grants/queries.ts";
import { publishTile } from "./cloud-tiles.ts";
import { degrees, type HeightsWorld, plane, portalWith } from "./heights-world.ts";
import { allowed, type BuiltLayer, buildLensWorld, COLUMNS, type Given, type LensWorld, ring, type Seen } from "./lens-world.ts";
import { newOrganisation } from "./organisation-world.ts";
import type { TestCore } from "./test-core.ts";
import { publishTown } from "./town-cloud.ts";

// For tests of requests that many readers mix: each reads a part of a layer, of heights and of point clouds that no other reads. What they may see is
// decided here by arithmetic, without the grants.

/** Four numbers, in cells from a corner: the first and the last column, the first and the last row. */
export interface Cells {
  readonly columns: readonly [number, number];
  readonly rows: readonly [number, number];
}
export const holds = ({ columns, rows }: Cells, column: number, row: number) =>
  column >= columns[0] && column <= columns[1] && row >= rows[0] && row <= rows[1];

export interface MixedReader {
  userId: string;
  email: string;
  /** Set for one who reads by an organisation. */
  organisationId: string | null;
  permission: GrantPermission;
  layer: BuiltLayer;
  /** Those that a grant gives somewhere. */
  columns: readonly string[];
  /** What the grants show of the layer. */
  seen: Map<number, Seen>;
  areas: NonNullable<Given["area"]>[];
  /** Of the plane of heights. */
  heights: Cells;
  /** The box of that area, in degrees. */
  box: Bbox;
  /** Of the grid of tiles. */
  tiles: Cells;
  /** Columns and rows of 50 m of the town. */
  town: Cells;
}

export interface MixedWorld extends LensWorld {
  core: TestCore;
  heights: Awaited<ReturnType<typeof portalWith>> & HeightsWorld;
  grid: { datasetId: string; layerId: string; tiles: { id: string; column: number; row: number }[] };
  town: { datasetId: string; layerId: string };
}

/** Tiles of 100 m on each side of the grid. */
export const GRID = 6;
const GRID_CORNER = [295_000, 6_832_000] as const;
const TOWN_CORNER = [292_000, 6_832_000] as const;

/** What a tile holds; nothing reads it as points. */
export const tileText = (column: number, row: number) => `tile ${column} ${row} of the grid`;

export async function buildMixedWorld(database: Database, core: TestCore): Promise<MixedWorld> {
  const world = await buildLensWorld(database);
  const { id: communityId } = world.community;
  const manager = { userId: world.giver, communityId, role: "manager", isOperator: false, isSuspended: false } as const;
  const heightsWorld: HeightsWorld = { database, core, manager };
  const heights = { ...heightsWorld, ...(await portalWith(heightsWorld, [plane("deflate.tif")], { visibility: "private" })) };
  const dataset = await createDataset(database, communityId, { status: "published", visibility: "private" });
  const tiles: MixedWorld["grid"]["tiles"] = [];
  let layerId = "";
  for (let place = 0; place < GRID ** 2; place++) {
    const [column, row] = [place % GRID, Math.floor(place / GRID)];
    const [west, south] = [GRID_CORNER[0] + column * 100, GRID_CORNER[1] + row * 100];
    const [east, north] = [west + 100, south + 100];
    const [a, b, c, d] = await degrees(heightsWorld, [
      [west, north],
      [west, south],
      [east, south],
      [east, north],
    ]);
    if (!a || !b || !c || !d) throw new Error("no corners");
    const stored = await core.storage.put(Readable.from([Buffer.from(tileText(column, row))]));
    const published = await publishTile(database, { communityId, dataset }, `${column}-${row}.copc.laz`, {
      ...stored,
      ...{ footprint: [a, b, c, d], points: 1_000 + place, min: [west, south, 1], max: [east, north, 9] },
    });
    ({ layerId } = published);
    tiles.push({ id: published.id, column, row });
  }
  const town = await publishTown(core, communityId, { status: "published", visibility: "private" });
  return { ...world, core, heights, grid: { datasetId: dataset.id, layerId, tiles }, town };
}

type Place = (column: number, row: number) => readonly [number, number];
const inPlane: Place = (column, row) => [100_000 + column * 10, 6_600_800 - row * 10];
const inGrid: Place = (column, row) => [GRID_CORNER[0] + column * 100, GRID_CORNER[1] + row * 100];
const inTown: Place = (column, row) => [TOWN_CORNER[0] + column * 50, TOWN_CORNER[1] + row * 50];

/** The outline of cells in degrees, a little larger, so that what it holds does not depend on how its edges are straight. */
async function outlineOf(world: MixedWorld, { columns, rows }: Cells, place: Place): Promise<Position[]> {
  const [west, east, first, last] = [columns[0] - 0.2, columns[1] + 1.2, rows[0] - 0.2, rows[1] + 1.2];
  const corners = await degrees(world.heights, [place(west, first), place(east, first), place(east, last), place(west, last)]);
  return [...corners, corners[0]] as Position[];
}

const hexOf = (outline: Position[]) =>
  Buffer.from(writeEwkb({ type: "MultiPolygon", coordinates: [[outline]] }, 4326, false)).toString("hex");

const PERMISSIONS = ["read", "read", "edit", "propose"] as const;

/** A reader of one or two areas of a layer, with one or two columns in each, and of an area of the heights and of each cloud. */
export async function newMixedReader(database: Database, world: MixedWorld, index: number): Promise<MixedReader> {
  const layer = world.layers[Math.floor(index / 3) % world.layers.length];
  if (!layer) throw new Error("no layer");
  const { id: userId, email } = await createUser(database);
  const organisationId =
    index % 2 === 0 ? null : await newOrganisation(database, { people: { [userId]: index % 3 ? "reader" : "manager" } });
  const permission = PERMISSIONS[index % 4] ?? "read";
  const given = [0, 1].slice(0, 1 + (index % 2)).map((turn): Given => {
    const columns = [COLUMNS[(index + turn) % 3] ?? "name", COLUMNS[(index + 1) % 3] ?? "name"];
    const area: Given["area"] = [(index * 5 + turn * 9) % 12, (index * 3 + turn * 4) % 12, 6, 7];
    return { to: "person", columns, area, state: "valid", isForAll: false, permission };
  });
  const heights: Cells = {
    columns: [1 + ((index * 13) % 60), 13 + ((index * 13) % 60) + index],
    rows: [1 + ((index * 7) % 50), 21 + ((index * 7) % 50)],
  };
  const tiles: Cells = {
    columns: [index % 4, (index % 4) + 1 + (index % 2)],
    rows: [Math.floor(index / 3) % 4, (Math.floor(index / 3) % 4) + 1 + (index % 3 ? 1 : 0)],
  };
  const town: Cells = { columns: [index % 9, (index % 9) + 4 + (index % 3)], rows: [(index * 5) % 11, ((index * 5) % 11) + 5] };

  const subject: SubjectColumns = organisationId ? { organisationId } : { userId };
  const { community, giver } = world;
  const common = { communityId: community.id, subject, areaName: "", from: null, until: null, purpose: "", givenById: giver, permission };
  const heightsOutline = await outlineOf(world, heights, inPlane);
  const onFiles = (datasetId: string, outline: Position[]) => ({
    ...{ ...common, id: randomUUID(), datasetId, layerId: null, columns: null },
    area: hexOf(outline),
  });
  const grants = [
    ...given.map(({ columns, area }) => ({
      ...{ ...common, id: randomUUID(), datasetId: layer.datasetId, layerId: layer.layerId, columns },
      area: area && hexOf(ring(...area)),
    })),
    onFiles(world.heights.datasetId, heightsOutline),
    onFiles(world.grid.datasetId, await outlineOf(world, tiles, inGrid)),
    onFiles(world.town.datasetId, await outlineOf(world, town, inTown)),
  ];
  await database.sqlAs({ role: "system" }, async (sql) => {
    for (const grant of grants) await insertGrant(sql, grant);
  });
  const seen = new Map((await allowed(database, layer, given)).map((one) => [one.fid, one]));
  const areas = given.flatMap(({ area }) => (area ? [area] : []));
  const columns = COLUMNS.filter((column) => given.some((one) => one.columns?.includes(column)));
  const box = bboxAround(heightsOutline.map(([lon = 0, lat = 0]): [number, number] => [lon, lat]));
  return { userId, email, organisationId, permission, layer, columns, seen, areas, heights, box, tiles, town };
}

/** The same platform with nothing in memory: what it answers was read for this call. */
export const cold = (core: Core): Core => ({ ...core, memory: {} });

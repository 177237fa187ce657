import { cloudTilePath, type PackedCloud } from "@archipel/contracts/clouds.ts";
import type { Heights, Profile, Relief } from "@archipel/contracts/elevation.ts";
import type { ViewedDataset } from "@archipel/contracts/grants.ts";
import { wire } from "@archipel/contracts/wire.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { reliefTile } from "../modules/elevation/service.ts";
import { at as cellAt, degrees, heightOf } from "./heights-world.ts";
import { at } from "./lens-world.ts";
import { cold, GRID, holds, type MixedReader, type MixedWorld, tileText } from "./mixed-readers.ts";
import { boxArea } from "./town-cloud.ts";

// Requests of readers of many lenses, each with what its answer must be.

export interface MixedRequest {
  url: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  payload?: string;
  /** Who calls, if it is not the reader. */
  userId?: string;
  /** The statuses that may come; by default 200 and 204. */
  statuses?: readonly number[];
  /** What is wrong with the answer; null: nothing. */
  flaw(body: Buffer, status: number): string | null;
}
export type Kind = (reader: MixedReader, turn: number) => MixedRequest;

const text = (value: unknown) => JSON.stringify(wire.serialize(value));
const query = (path: string, value: unknown) => `/trpc/${path}?input=${encodeURIComponent(text(value))}`;
const mutation = (path: string, value: unknown) =>
  ({ url: `/trpc/${path}`, method: "POST", headers: { "content-type": "application/json" }, payload: text(value) }) as const;
function output<T>(body: Buffer): T {
  return wire.deserialize((JSON.parse(String(body)) as { result: { data: never } }).result.data);
}

interface Shown {
  fid: number;
  /** Values of the columns that grants are about, by column. */
  values: Record<string, unknown>;
}

const lower = (properties: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => (/^(name|rank|note|hush)$/i.test(key) ? [[key.toLowerCase(), value]] : [])),
  );

/** What is wrong with the features of an answer; null for nothing. */
function flawOf({ seen }: MixedReader, shown: readonly Shown[], total: number | null): string | null {
  for (const { fid, values } of shown) {
    const expected = seen.get(fid);
    if (!expected) return `feature ${fid}`;
    for (const [column, value] of Object.entries(values)) {
      if ((value ?? null) !== (expected.values[column] ?? null)) return `${column} of ${fid}: ${value}`;
    }
  }
  return total === null || total === seen.size ? null : `${total} features instead of ${seen.size}`;
}
/** What differs from what must come. */
const differs = (found: unknown, expected: unknown) =>
  JSON.stringify(found) === JSON.stringify(expected) ? null : `${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`;

type Row = { fid: number; properties: Record<string, unknown> };
type GeoJson = { features: { id: number; properties: Record<string, unknown> }[]; numberMatched: number };

/** Rows, counts, boxes and suggestions of layers. */
export const layerKinds = (world: MixedWorld): Record<string, Kind> => ({
  rows: (reader) => ({
    url: query("features.rows", { layerId: reader.layer.layerId, limit: 50 }),
    flaw: (body) => {
      const { items, total } = output<{ items: Row[]; total: number }>(body);
      return flawOf(
        reader,
        items.map(({ fid, properties }) => ({ fid, values: properties })),
        total,
      );
    },
  }),
  items: (reader) => ({
    url: `/ogc/collections/${reader.layer.layerId}/items?limit=100`,
    flaw: (body) => {
      const { features, numberMatched } = JSON.parse(String(body)) as GeoJson;
      const shown = features.map(({ id, properties }) => ({ fid: id, values: lower(properties) }));
      return flawOf(reader, shown, numberMatched) ?? (features.length === reader.seen.size ? null : "not all features");
    },
  }),
  extent: (reader) => ({
    url: `/ogc/collections/${reader.layer.layerId}`,
    flaw: (body) => {
      const [box] = (JSON.parse(String(body)) as { extent: { spatial: { bbox: number[][] } } }).extent.spatial.bbox;
      const [west, south] = at(Math.min(...reader.areas.map(([x]) => x)), Math.min(...reader.areas.map(([, y]) => y)));
      const [east, north] = at(
        Math.max(...reader.areas.map(([x, , width]) => x + width)),
        Math.max(...reader.areas.map(([, y, , height]) => y + height)),
      );
      const isOwn = [west, south, east, north].every((side, index) => Math.abs((side ?? 0) - (box?.[index] ?? 99)) < 1e-6);
      return isOwn ? null : `extent ${box}`;
    },
  }),
  catalogue: (reader) => ({
    url: query("datasets.catalogue", { portalId: world.portalId, limit: 20 }),
    flaw: (body) => {
      const { items } = output<{ items: { id: string; featureCount: number }[] }>(body);
      return differs(
        items.map(({ id, featureCount }) => [id, featureCount]),
        [[reader.layer.datasetId, reader.seen.size]],
      );
    },
  }),
  suggestions: (reader, turn) => ({
    url: query("search.suggest", { portalId: world.portalId, q: turn % 2 ? "name" : `name-${turn % 30}-x`, locale: "fr", limit: 20 }),
    flaw: (body) => {
      const { groups } = output<{ groups: { kind: string; results: { label: string; opens: { fid: number } }[] }[] }>(body);
      const places = groups.filter(({ kind }) => kind === "place").flatMap(({ results }) => results);
      return flawOf(
        reader,
        places.map(({ label, opens }) => ({ fid: opens.fid, values: { name: label } })),
        null,
      );
    },
  }),
  point: (reader, turn) => {
    const [lon = 0, lat = 0] = at((turn * 1.3) % 20, (turn * 2.7) % 20);
    return {
      url: query("features.at", { portalId: world.portalId, lon, lat }),
      flaw: (body) => {
        const found = output<{ layerId: string; features: Row[] }[]>(body);
        if (found.some(({ layerId }) => layerId !== reader.layer.layerId)) return "another layer";
        const shown = found.flatMap(({ features }) => features.map(({ fid, properties }) => ({ fid, values: properties })));
        return flawOf(reader, shown, null);
      },
    };
  },
  tile: (reader, turn) => {
    const z = 11 + (turn % 3);
    const [lon = 0, lat = 0] = at((turn * 3) % 20, (turn * 7) % 20);
    const { x, y } = lonLatToTile(lon, lat, z);
    return {
      url: `/tiles/${reader.layer.layerId}/${z}/${x}/${y}.mvt`,
      flaw: (body) => {
        const features = body.length === 0 ? [] : (decodeTile(body).things?.features ?? []);
        const shown = features.map(({ id, properties }) => ({ fid: Number(id), values: lower(properties) }));
        return flawOf(reader, shown, null);
      },
    };
  },
  feature: (reader, turn) => {
    const fid = 1 + (turn % 31);
    const isSeen = reader.seen.has(fid);
    return {
      url: `/ogc/collections/${reader.layer.layerId}/items/${fid}`,
      statuses: [isSeen ? 200 : 404],
      flaw: (body) => {
        if (!isSeen) return null;
        const { id, properties } = JSON.parse(String(body)) as GeoJson["features"][number];
        return flawOf(reader, [{ fid: id, values: lower(properties) }], null);
      },
    };
  },
  // A layer that the reader has no grant on.
  another: (reader, turn) => {
    const others = world.layers.filter(({ layerId }) => layerId !== reader.layer.layerId);
    const layerId = others[turn % others.length]?.layerId;
    const urls = [`/ogc/collections/${layerId}/items`, query("features.rows", { layerId, limit: 5 }), `/downloads/${layerId}.csv`];
    return { url: urls[turn % urls.length] ?? "", statuses: [404], flaw: () => null };
  },
  limits: (reader, turn) => {
    const fid = 1 + (turn % 31);
    const expected = reader.permission === "read" ? undefined : reader.seen.get(fid);
    return {
      url: query("contributions.limits", { communityId: world.community.id, layerId: reader.layer.layerId, fid }),
      statuses: [expected ? 200 : 404],
      flaw: (body) =>
        expected
          ? differs(
              output<{ closedColumns: string[] }>(body).closedColumns,
              reader.columns.filter((column) => expected.values[column] === null),
            )
          : null,
    };
  },
  // A manager looks as the reader, or as the reader's organisation.
  viewed: (reader) => ({
    ...mutation("grants.viewAs", {
      communityId: world.community.id,
      ...{ datasetId: reader.layer.datasetId, layerId: reader.layer.layerId },
      subject: reader.organisationId
        ? { kind: "organisation", organisationId: reader.organisationId }
        : { kind: "person", email: reader.email },
    }),
    userId: world.giver,
    flaw: (body) => {
      const { access, shown } = output<ViewedDataset>(body);
      return differs(access, "part") ?? flawOf(reader, shown?.rows.map(({ fid, values }) => ({ fid, values })) ?? [], shown?.total ?? -1);
    },
  }),
});

const near = (one: number | null | undefined, other: number | null, by: number) =>
  one === null || one === undefined || other === null ? (one ?? null) === other : Math.abs(one - other) < by;

/** Heights, profiles, relief, tiles of points and what is said of them. */
export async function fileKinds(world: MixedWorld, readers: readonly MixedReader[]): Promise<Record<string, Kind>> {
  const { heights, grid, town } = world;
  const hasValue = (column: number, row: number) => column >= 8 || row >= 8;
  const places = await placesOf(world);
  const placeOf = (column: number, row: number) => places.get(`${column} ${row}`) ?? [0, 0];
  const [lon, lat] = placeOf(48, 40);
  const reliefAddress = lonLatToTile(lon, lat, 13);
  const reliefs = new Map<string, Buffer>();
  for (const { userId } of readers) {
    const actor = { userId, isOperator: false, isSuspended: false };
    const alone = await reliefTile(cold(world.core), actor, { portalId: heights.portalId }, reliefAddress, 0);
    reliefs.set(userId, await alone.draw());
  }
  const heightIn = (reader: MixedReader, column: number, row: number) =>
    holds(reader.heights, column, row) && hasValue(column, row) ? heightOf(column, row) : null;
  const own = (reader: MixedReader) => grid.tiles.filter(({ column, row }) => holds(reader.tiles, column, row)).map(({ id }) => id);
  return {
    heights: (reader, turn) => {
      const cells = Array.from({ length: 20 }, (_, i): [number, number] => [(turn * 17 + i * 29) % 96, (turn * 5 + i * 13) % 80]);
      return {
        url: query("elevation.heights", { portalId: heights.portalId, places: cells.map(([column, row]) => placeOf(column, row)) }),
        flaw: (body) => {
          const found = output<Heights>(body);
          const wrong = cells.find(([column, row], i) => !near(found.heights[i], heightIn(reader, column, row), 0.05));
          if (wrong) return `height of ${wrong}`;
          return differs(
            found.outside,
            cells.flatMap(([column, row], i) => (holds(reader.heights, column, row) ? [] : [i])),
          );
        },
      };
    },
    profile: (reader, turn) => {
      const row = (turn * 7) % 80;
      return {
        url: query("elevation.profile", { portalId: heights.portalId, line: [placeOf(0, row), placeOf(95, row)], samples: 96 }),
        flaw: (body) => {
          const found = output<Profile>(body);
          const wrong = found.heights.findIndex((height, column) => !near(height, heightIn(reader, column, row), 0.3));
          return found.heights.length === 96 && wrong === -1 ? null : `profile at ${wrong}: ${found.heights[wrong]}`;
        },
      };
    },
    reliefBox: (reader) => ({
      url: query("elevation.relief", { portalId: heights.portalId }),
      flaw: (body) => {
        const box = output<Relief | null>(body)?.bbox;
        return box?.every((side, index) => near(side, reader.box[index] ?? null, 1e-6)) ? null : `relief ${box} instead of ${reader.box}`;
      },
    }),
    // What each reader's tile is when nobody else asks.
    relief: (reader) => ({
      url: `/altimetrie/relief/${reliefAddress.z}/${reliefAddress.x}/${reliefAddress.y}.png?base=0&portal=${heights.portalId}`,
      flaw: (body) => (reliefs.get(reader.userId)?.equals(body) ? null : "relief of another"),
    }),
    cloud: (reader) => ({
      url: query("clouds.open", { layerId: grid.layerId }),
      flaw: (body) => differs(output<PackedCloud>(body).tiles.ids.toSorted(), own(reader).toSorted()),
    }),
    coverage: (reader) => ({
      url: query("clouds.coverage", { layerId: grid.layerId }),
      flaw: (body) => {
        const places = grid.tiles.flatMap(({ column, row }, place) => (holds(reader.tiles, column, row) ? [1_000 + place] : []));
        const [found, ...more] = output<{ tiles: number; points: number }[]>(body);
        const expected = [places.length, places.reduce((sum, points) => sum + points, 0)];
        return more.length > 0 ? "two coverages" : differs([found?.tiles, found?.points], expected);
      },
    }),
    bytes: (reader, turn) => {
      const { id, column, row } = grid.tiles[(turn * 5) % GRID ** 2] ?? { id: "", column: 0, row: 0 };
      const isOwn = holds(reader.tiles, column, row);
      return {
        url: cloudTilePath({ id, revision: 1 }),
        headers: { range: turn % 3 === 0 ? "bytes=999999-" : "bytes=0-999" },
        statuses: isOwn ? [turn % 3 === 0 ? 416 : 206] : [404],
        flaw: (body, status) => {
          if (status === 206) return differs(String(body), tileText(column, row));
          return String(body).includes("of the grid") ? "bytes in a refusal" : null;
        },
      };
    },
    stac: (reader) => ({
      url: `/stac/collections/${grid.layerId}/items?limit=50`,
      flaw: (body) => {
        const { numberMatched, features } = JSON.parse(String(body)) as { numberMatched: number; features: { id: string }[] };
        return differs([numberMatched, features.map(({ id }) => id).toSorted()], [own(reader).length, own(reader).toSorted()]);
      },
    }),
    stacItem: (reader, turn) => {
      const tile = grid.tiles[(turn * 7) % GRID ** 2] ?? { id: "", column: 0, row: 0 };
      const isOwn = holds(reader.tiles, tile.column, tile.row);
      return {
        url: `/stac/collections/${grid.layerId}/items/${tile.id}`,
        statuses: [isOwn ? 200 : 404],
        flaw: (body) => (isOwn ? differs((JSON.parse(String(body)) as { id: string }).id, tile.id) : null),
      };
    },
    estimate: (reader) => ({
      ...mutation("cloudExtracts.estimate", { layerId: town.layerId, area: boxArea(291_900, 6_831_900, 293_100, 6_833_100) }),
      flaw: (body) => {
        const { surface, isCut, points } = output<{ surface: number; isCut: boolean; points: number }>(body);
        const { columns, rows } = reader.town;
        // The area is 0.2 cells larger on each side, and ends with the tile.
        const side = ([first, last]: readonly [number, number]) => Math.min(20, last + 1.2) - Math.max(0, first - 0.2);
        const expected = side(columns) * side(rows) * 2_500;
        const isLike = Math.abs(surface - expected) < expected / 200 && points > 0 && points < expected / 12.5;
        return isCut && isLike ? null : `estimate ${surface} m², ${points} points instead of ${expected} m²`;
      },
    }),
  };
}

/** The middles of all cells of the plane of heights, by column and row. */
async function placesOf({ heights }: MixedWorld): Promise<Map<string, [number, number]>> {
  const cells = Array.from({ length: 96 * 80 }, (_, index): [number, number] => [index % 96, Math.floor(index / 96)]);
  const found = await degrees(
    heights,
    cells.map(([column, row]) => cellAt(column, row)),
  );
  return new Map(cells.map(([column, row], index) => [`${column} ${row}`, found[index] ?? [0, 0]]));
}

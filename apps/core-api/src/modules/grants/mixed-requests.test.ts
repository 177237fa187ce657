// @database server
// @endurance attacks
import { gunzipSync } from "node:zlib";
import { wire } from "@archipel/contracts/wire.ts";
import { type Database, openDatabase } from "@archipel/database/database.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { repeats } from "@archipel/testing/endurance.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { createServerDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import {
  allowed,
  at,
  type BuiltLayer,
  buildLensWorld,
  COLUMNS,
  type Given,
  giveToPerson,
  type LensWorld,
  type Seen,
} from "../../testing/lens-world.ts";
import { createTestCore } from "../../testing/test-core.ts";

// Who calls is a setting of the transaction, and what a lens shows is kept in memory by its hash. Readers of many lenses share a few connections
// here: a setting that outlived its transaction, or a key that misses a part of the lens, would show one reader the part of another.

const REQUESTS = repeats(350, 20_000);
const CONNECTIONS = 5;
const AT_ONCE = 40;
const READERS = 12;

interface Reader {
  userId: string;
  layer: BuiltLayer;
  /** What the grants show, decided without them. */
  seen: Map<number, Seen>;
  areas: NonNullable<Given["area"]>[];
}

let database: Database;
let drop: () => Promise<void>;
let app: FastifyInstance;
let world: LensWorld;
let readers: Reader[];

/** A reader of one or two areas, with one or two columns in each. Neighbours read the same layer. */
async function newReader(index: number): Promise<Reader> {
  const layer = world.layers[Math.floor(index / 3) % world.layers.length];
  if (!layer) throw new Error("no layer");
  const { id: userId } = await createUser(database);
  const given = [0, 1].slice(0, 1 + (index % 2)).map((turn): Given => {
    const columns = [COLUMNS[(index + turn) % 3] ?? "name", COLUMNS[(index + 1) % 3] ?? "name"];
    return {
      to: "person",
      columns,
      area: [(index * 5 + turn * 9) % 12, (index * 3 + turn * 4) % 12, 6, 7],
      state: "valid",
      isForAll: false,
    };
  });
  for (const { columns, area } of given) {
    const [x = 0, y = 0, width = 0, height = 0] = area ?? [];
    const ring = [at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height), at(x, y)];
    await giveToPerson(database, {
      ...{ communityId: world.community.id, datasetId: layer.datasetId, layerId: layer.layerId, userId, columns, givenById: world.giver },
      area: Buffer.from(writeEwkb({ type: "MultiPolygon", coordinates: [[ring]] }, 4326, false)).toString("hex"),
    });
  }
  const seen = new Map((await allowed(database, layer, given)).map((one) => [one.fid, one]));
  return { userId, layer, seen, areas: given.flatMap(({ area }) => (area ? [area] : [])) };
}

const input = (value: unknown) => encodeURIComponent(JSON.stringify(wire.serialize(value)));
const output = (body: string): unknown => wire.deserialize((JSON.parse(body) as { result: { data: never } }).result.data);

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
function flawOf({ seen }: Reader, shown: readonly Shown[], total: number | null): string | null {
  for (const { fid, values } of shown) {
    const expected = seen.get(fid);
    if (!expected) return `feature ${fid}`;
    for (const [column, value] of Object.entries(values)) {
      if ((value ?? null) !== (expected.values[column] ?? null)) return `${column} of ${fid}: ${value}`;
    }
  }
  return total === null || total === seen.size ? null : `${total} features instead of ${seen.size}`;
}

type Kind = (reader: Reader, turn: number) => { url: string; flaw(body: Buffer): string | null };
type Row = { fid: number; properties: Record<string, unknown> };
type GeoJson = { features: { id: number; properties: Record<string, unknown> }[]; numberMatched: number };

const kinds: Record<string, Kind> = {
  rows: (reader) => ({
    url: `/trpc/features.rows?input=${input({ layerId: reader.layer.layerId, limit: 50 })}`,
    flaw: (body) => {
      const { items, total } = output(String(body)) as { items: Row[]; total: number };
      const shown = items.map(({ fid, properties }) => ({ fid, values: properties }));
      return flawOf(reader, shown, total);
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
    url: `/trpc/datasets.catalogue?input=${input({ portalId: world.portalId, limit: 20 })}`,
    flaw: (body) => {
      const { items } = output(String(body)) as { items: { id: string; featureCount: number }[] };
      const [item] = items;
      return items.length === 1 && item?.id === reader.layer.datasetId && item.featureCount === reader.seen.size ? null : "catalogue";
    },
  }),
  suggestions: (reader, turn) => ({
    url: `/trpc/search.suggest?input=${input({ portalId: world.portalId, q: turn % 2 ? "name" : `name-${turn % 30}-x`, locale: "fr", limit: 20 })}`,
    flaw: (body) => {
      const { groups } = output(String(body)) as { groups: { kind: string; results: { label: string; opens: { fid: number } }[] }[] };
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
      url: `/trpc/features.at?input=${input({ portalId: world.portalId, lon, lat })}`,
      flaw: (body) => {
        const found = output(String(body)) as { layerId: string; features: Row[] }[];
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
        const features = body.length === 0 ? [] : (decodeTile(gunzipSync(body)).things?.features ?? []);
        const shown = features.map(({ id, properties }) => ({ fid: Number(id), values: lower(properties) }));
        return flawOf(reader, shown, null);
      },
    };
  },
};

describe.skipIf(testDatabaseKind === "embedded")("on a server", () => {
  beforeAll(async () => {
    const created = await createServerDatabase(CONNECTIONS);
    drop = created.drop;
    database = await openDatabase(created.options);
    app = await createServer(await createTestCore(database));
    world = await buildLensWorld(database);
    readers = [];
    for (let index = 0; index < READERS; index++) readers.push(await newReader(index));
  });
  afterAll(async () => {
    await app.close();
    await database.close();
    await drop();
  });

  it(`${REQUESTS} mixed requests over ${CONNECTIONS} connections: each shows what the caller's grants give, and nothing of another lens`, async () => {
    const wrong: string[] = [];
    const names = Object.keys(kinds);
    let answered = 0;
    let features = 0;
    const turns = Array.from({ length: REQUESTS }, (_, turn) => turn);
    const work = async () => {
      for (let turn = turns.pop(); turn !== undefined; turn = turns.pop()) {
        const reader = readers[(turn * 7) % READERS];
        const name = names[turn % names.length] ?? "";
        if (!reader) throw new Error("no reader");
        const { url, flaw } = kinds[name]?.(reader, turn) ?? { url: "", flaw: () => "no such kind" };
        const answer = await app.inject({ url, headers: { ...bearer(reader.userId), "accept-encoding": "gzip" } });
        // A busy machine may refuse a call because too many wait, and a reader's budget may be used up.
        if (answer.statusCode === 503 || answer.statusCode === 429) continue;
        answered += 1;
        if (answer.statusCode !== 200 && answer.statusCode !== 204) {
          wrong.push(`${name}: ${answer.statusCode} ${answer.body.slice(0, 200)}`);
          continue;
        }
        const found = flaw(unpacked(answer.rawPayload, name));
        if (found !== null) wrong.push(`${name}: ${found}`);
        if (answer.rawPayload.length > 0) features += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(wrong).toEqual([]);
    expect(answered).toBeGreaterThan(REQUESTS / 4);
    // Most requests find something: an empty answer would prove nothing.
    expect(features).toBeGreaterThan(answered / 2);
    expect(readers.filter(({ seen }) => seen.size > 0).length).toBeGreaterThan(READERS / 2);
  }, 600_000);
});

const GZIP = [0x1f, 0x8b];
const unpacked = (body: Buffer, name: string) => (name !== "tile" && body[0] === GZIP[0] && body[1] === GZIP[1] ? gunzipSync(body) : body);

// @long
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Position } from "@archipel/geo/geojson.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FeatureRow, InspectedLayer } from "../model.ts";
import { type OpenedFile, withOpenedFile } from "../open-file.ts";
import { buildZip } from "../testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-geojson-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A document that our own reader accepts, and the same document with a member that makes our reader leave it to GDAL. */
interface Pair {
  own: string;
  left: string;
}
type Read = { layer: InspectedLayer; isOwn: boolean; rows: unknown[] } | null;

/** Positions with a height of 0 where there is no height: a layer that does not say whether it has heights may return either. */
function flat(ewkb: FeatureRow["ewkb"]): unknown {
  const position = (at: unknown): unknown =>
    Array.isArray(at) ? (typeof at[0] === "number" ? [at[0], at[1], (at as Position)[2] ?? 0] : at.map(position)) : at;
  const plain = (geometry: object): object =>
    "geometries" in geometry
      ? { ...geometry, geometries: (geometry.geometries as object[]).map(plain) }
      : { ...geometry, coordinates: position("coordinates" in geometry ? geometry.coordinates : null) };
  return ewkb === null ? null : plain(readWkb(ewkb).geometry);
}

async function readOne(file: OpenedFile, name: string): Promise<Read> {
  const layer = file.inspection.layers.find(({ source }) => source.entry === name);
  if (!layer) return null;
  const isOwn = file.written(layer) !== null;
  const rows: unknown[] = [];
  for await (const batch of file.rows(layer)) rows.push(...batch.map((row) => [row.index, row.values, flat(row.ewkb)]));
  return { layer, isOwn, rows };
}

let archives = 0;

/** All documents in one archive, so that one child process reads them. */
async function readPairs(pairs: readonly Pair[], extension: string): Promise<{ own: Read; left: Read }[]> {
  const path = join(directory, `${++archives}.zip`);
  const files = pairs.flatMap(({ own, left }, index) => [
    { name: `${index}-left.${extension}`, content: Buffer.from(left) },
    { name: `${index}-own.${extension}`, content: Buffer.from(own) },
  ]);
  await writeFile(path, buildZip(files));
  return withOpenedFile(path, { fileName: "pairs.zip" }, async (file) => {
    const found = new Map<string, Read>();
    for (const { source } of file.inspection.layers) if (source.entry) found.set(source.entry, await readOne(file, source.entry));
    return pairs.map((_, index) => ({
      own: found.get(`${index}-own.${extension}`) ?? null,
      left: found.get(`${index}-left.${extension}`) ?? null,
    }));
  });
}

function facts(read: Read) {
  if (!read) return null;
  const { featureCount, fields, crs, extent, geometryType } = read.layer;
  return { featureCount, fields, crs, extent, geometryType, rows: read.rows };
}

/** JSON text whose numbers may have unusual spellings. */
class Written {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
function json(value: unknown): string {
  if (value instanceof Written) return value.text;
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${json(member)}`)
    .join(" , ")}}`;
}

const numbers = fc.constantFrom("1.0", "-0", "-0.0", "1e3", "12E-2", "0.30000000000000004", "0.1", "123456789.123456789", "5e-324");
const kinds = {
  whole: fc.integer(),
  long: fc.maxSafeInteger(),
  double: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
    numbers.map((text) => new Written(text)),
  ),
  boolean: fc.boolean(),
  date: fc.constantFrom("2024-01-02", "1999-12-31", "2024-02-30"),
  datetime: fc.constantFrom("2024-01-02T03:04:05Z", "2024-01-02 03:04:05", "1970-01-01T00:00:00"),
  likeDate: fc.constantFrom("2024/1/2", "10:20", "1-2", "2024-01-02T10:20:30.5+02:00", "2024-01", "01004", "+3"),
  text: fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.constantFrom("", "Forêt", "\\N", "a\tb\nc", "01004", '"', "{a", "🏠")),
  odd: fc.constantFrom<unknown>([1, 2], ["a", "b"], { a: 1 }, new Written("12345678901234567890"), '{"a"}', "\0", new Written('"\\ud800"')),
} satisfies Record<string, fc.Arbitrary<unknown>>;
const NAMES = ["nom", "b", "é", "Classe 1", "z", "a", "10"];

/** Mostly one kind for each column, rarely another one. */
const propertiesOf = fc
  .array(
    fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => (kind === "odd" ? kind : [kind, kind, kind]))),
    {
      minLength: NAMES.length,
      maxLength: NAMES.length,
    },
  )
  .map((columns) => {
    const value = (kind: keyof typeof kinds) =>
      fc.oneof({ weight: 40, arbitrary: kinds[kind] }, { weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: kinds.text });
    const entries = columns.map((kind, index) => value(kind).map((one) => [NAMES[index] ?? "", one] as const));
    return fc.tuple(...entries).chain((all) => fc.shuffledSubarray(all, { minLength: 0 }).map((some) => Object.fromEntries(some)));
  });

const ordinate = fc.oneof(
  fc.integer({ min: -180, max: 180 }),
  fc.double({ noNaN: true, min: -180, max: 180 }),
  numbers.map((text) => new Written(text)),
);
function geometriesOf(dimension: number): Record<string, fc.Arbitrary<unknown>> {
  const position = fc.array(ordinate, { minLength: dimension, maxLength: dimension });
  const list = (one: fc.Arbitrary<unknown>, minLength: number) => fc.array(one, { minLength, maxLength: minLength + 2 });
  /** Mostly closed, rarely open. */
  const ring = fc.tuple(list(position, 3), fc.integer({ min: 0, max: 60 })).map(([all, odd]) => (odd === 60 ? all : [...all, all[0]]));
  const of = (type: string, coordinates: fc.Arbitrary<unknown>) =>
    fc.tuple(coordinates, fc.boolean()).map(([all, isFirst]) => (isFirst ? { type, coordinates: all } : { coordinates: all, type }));
  const simple = {
    Point: of("Point", position),
    LineString: of("LineString", list(position, 2)),
    Polygon: of("Polygon", list(ring, 1)),
    MultiPoint: of("MultiPoint", list(position, 1)),
    MultiLineString: of("MultiLineString", list(list(position, 2), 1)),
    MultiPolygon: of("MultiPolygon", list(list(ring, 1), 1)),
  };
  const any = fc.oneof(...Object.values(simple));
  return { ...simple, any, collection: list(any, 1).map((geometries) => ({ type: "GeometryCollection", geometries })) };
}

const documents = fc
  .tuple(fc.constantFrom(2, 2, 2, 3), fc.constantFrom("Point", "Polygon", "MultiPolygon", "LineString", "any", "collection"), propertiesOf)
  .chain(([dimension, kind, properties]) => {
    const shape = geometriesOf(dimension)[kind] ?? fc.constant(null);
    const geometry = fc.oneof({ weight: 9, arbitrary: shape }, { weight: 1, arbitrary: fc.constant(null) });
    const ids = fc.constantFrom<"none" | "number" | "text">("none", "none", "number", "text");
    return fc.tuple(fc.array(fc.tuple(properties, geometry), { minLength: 1, maxLength: 6 }), ids);
  })
  .map(([rows, ids]) =>
    rows.map(([properties, geometry], index) => ({
      type: "Feature",
      ...(ids === "none" ? {} : { id: ids === "number" ? 7 - index : `zone.${index}` }),
      properties,
      geometry,
    })),
  );

const crsMembers = fc.constantFrom<unknown>(
  undefined,
  undefined,
  { type: "name", properties: { name: "urn:ogc:def:crs:OGC:1.3:CRS84" } },
  { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::2154" } },
);

describe("our reader of GeoJSON finds and returns what GDAL does", () => {
  test.each([
    ["collections", "geojson"],
    ["text sequences", "geojsonl"],
  ])("%s generated at random", async (_, extension) => {
    const counts = { own: 0, all: 0 };
    const batch = fc.array(fc.tuple(documents, crsMembers), { minLength: 100, maxLength: 100, size: "max" });
    await fc.assert(
      fc.asyncProperty(batch, async (made) => {
        const pairs = made.map(([features, crs]): Pair => {
          if (extension === "geojsonl") {
            const [first, ...rest] = features;
            const lines = (all: unknown[]) => [...all, { type: "Feature", properties: {}, geometry: null }].map(json).join("\n");
            return { own: lines(features), left: lines([{ ...first, foreign: 1 }, ...rest]) };
          }
          const head = { type: "FeatureCollection", name: "zones", ...(crs === undefined ? {} : { crs }) };
          return { own: json({ ...head, features }), left: json({ ...head, foreign: 1, features }) };
        });
        for (const [index, { own, left }] of (await readPairs(pairs, extension)).entries()) {
          counts.all++;
          if (own?.isOwn) counts.own++;
          expect(left?.isOwn ?? false).toBe(false);
          expect(facts(own), pairs[index]?.own).toEqual(facts(left));
        }
      }),
      // One archive of a hundred documents: GDAL takes 60 ms for each.
      { numRuns: 1, endOnFailure: true },
    );
    expect(counts.own).toBeGreaterThan(counts.all / 4);
  });
});

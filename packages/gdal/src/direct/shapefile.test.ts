import { describe, expect, test } from "vitest";
import type { FeatureRow } from "../model.ts";
import { binaryFiles } from "../testing/hostile/binary-files.ts";
import { latin1, shapefile, utf8 } from "../testing/lay-files.ts";
import { openedFiles, type ReadBothWays, readBothWays } from "../testing/read-both-ways.ts";
import { buildShapefile, NULL_SHAPE, type ShapefileOptions, shapeRecord } from "../testing/shapefile-builder.ts";
import { buildZip, type ZippedFile } from "../testing/zip-builder.ts";

const open = openedFiles();

/** Null when the file has no layer that can be read. */
const readIfPossible = (content: Uint8Array) => open(content, "zip", readBothWays);

async function read(made: readonly ZippedFile[]): Promise<ReadBothWays> {
  const found = await readIfPossible(buildZip(made));
  if (!found) throw new Error("no layer");
  return found;
}

const plain = (rows: readonly FeatureRow[]) => rows.map((row) => ({ ...row, ewkb: row.ewkb && Buffer.from(row.ewkb).toString("hex") }));
const named = (...names: string[]) => names.map((name) => ({ name, width: 20 }));
/** A shapefile of these shapes, each with its number as its only value. */
const ofShapes = (shapes: ShapefileOptions["shapes"]) =>
  buildShapefile({ name: "a", shapes, fields: [{ name: "n", width: 5, kind: "N" }], values: shapes.map((_, n) => [utf8(String(n))]) });

type Position = number[];
/** A square from its lower left corner: an outer ring, which turns clockwise, or a hole. */
const square = (x: number, y: number, side: number, isHole = false): Position[] => {
  const ring = [
    [x, y, 1],
    [x, y + side, 2],
    [x + side, y + side, 3],
    [x + side, y, 4],
    [x, y, 1],
  ];
  return isHole ? ring.reverse() : ring;
};
const hole = (x: number, y: number, side: number) => square(x, y, side, true);

const shapes: Record<string, [type: number, parts: Position[][]][]> = {
  points: [[1, [[[700_000.25, 6_600_000.5]]]]],
  "several points": [[8, [square(0, 0, 5)]]],
  lines: [[3, [square(0, 0, 5)]]],
  "several lines": [[3, [square(0, 0, 5), square(20, 0, 5)]]],
  "a polygon": [[5, [square(0, 0, 5)]]],
  "a polygon that turns the wrong way": [[5, [hole(0, 0, 5)]]],
  "polygons with holes": [
    [5, [square(0, 0, 50), hole(10, 10, 5), hole(20, 20, 5)]],
    [5, [hole(10, 10, 5), square(0, 0, 50), hole(20, 20, 5)]],
  ],
  "several polygons": [[5, [square(0, 0, 5), square(20, 0, 5), square(40, 0, 9)]]],
  "several polygons with holes": [
    [5, [square(0, 0, 50), square(100, 0, 50), hole(10, 10, 5), hole(110, 10, 5), hole(120, 20, 6)]],
    [5, [hole(110, 10, 5), square(0, 0, 50), hole(10, 10, 5), hole(120, 20, 6), square(100, 0, 50)]],
  ],
  "islands in holes": [[5, [square(0, 0, 100), hole(10, 10, 50), square(20, 20, 30), hole(25, 25, 5)]]],
  "holes that touch their ring": [
    [
      5,
      [
        square(0, 0, 50),
        square(100, 0, 50),
        [
          [0, 0],
          [20, 10],
          [10, 20],
          [0, 0],
        ],
      ],
    ],
  ],
  "nested outer rings": [[5, [square(0, 0, 100), square(10, 10, 50)]]],
};

describe("a shapefile", () => {
  test.each(Object.entries(shapes).flatMap(([name, list]) => [[name, 0, list] as const, [`${name}, with heights`, 10, list] as const]))(
    "of %s is read by our own reader, as GDAL reads it",
    async (_, high, list) => {
      const records = list.map(([type, parts]) => shapeRecord(type + high, parts, { hasMeasures: false }));
      const found = await read(ofShapes([...records, NULL_SHAPE]));
      expect(plain(found.rows)).toEqual(plain(found.gdal));
      expect(found.rows.map(({ ewkb }) => ewkb === null)).toEqual([...records.map(() => false), true]);
      expect(found.by).toBe("own reader");
    },
  );

  test("of polygons in any order of their rings is read as GDAL reads it", async () => {
    const random = seeded(20261130);
    const upTo = (limit: number) => Math.floor(random() * limit);
    const records = Array.from({ length: 500 }, () => {
      const rings = Array.from({ length: 1 + upTo(4) }, (_, place) => {
        const side = 20 + upTo(70);
        const holes = Array.from({ length: upTo(4) }, () => hole(100 * place + upTo(side - 5), upTo(side - 5), 1 + upTo(5)));
        return [square(100 * place, 0, side), ...holes];
      }).flat();
      for (let last = rings.length - 1; last > 0; last--) rings.splice(upTo(last + 1), 0, ...rings.splice(last, 1));
      return shapeRecord(
        5,
        rings.map((ring) => turned(ring, upTo(4))),
      );
    });
    const found = await read(ofShapes(records));
    expect(plain(found.rows)).toEqual(plain(found.gdal));
    expect(found.by).toBe("own reader");
  });

  test("of rings without order is read as GDAL reads it, by one reader or the other", async () => {
    const random = seeded(2);
    const upTo = (limit: number) => Math.floor(random() * limit);
    const records = Array.from({ length: 40 }, () =>
      shapeRecord(
        5,
        Array.from({ length: 2 + upTo(4) }, () => square(10 * upTo(12), 10 * upTo(12), 1 + upTo(60), random() < 0.5)),
      ),
    );
    // A file for each, because one shape that is left to GDAL leaves all.
    const found = [];
    for (const record of records) found.push(await read(ofShapes([record])));
    for (const { rows, gdal } of found) expect(plain(rows)).toEqual(plain(gdal));
    expect(new Set(found.map(({ by }) => by)).size).toBe(2);
  });

  const columns: ShapefileOptions["fields"] = [
    { name: "nom", width: 20 },
    { name: "n", width: 9, kind: "N" },
    { name: "gros", width: 18, kind: "N" },
    { name: "code", width: 20, kind: "N" },
    { name: "part", width: 24, kind: "N", decimals: 15 },
    { name: "prix", width: 12, kind: "F", decimals: 2 },
    { name: "mesure", width: 19, kind: "F", decimals: 11 },
    { name: "oui", width: 1, kind: "L" },
    { name: "jour", width: 8, kind: "D" },
  ];
  const values = [
    "Pré",
    "7",
    "123456789012345678",
    "9223372036854775807",
    "0.123456789012345",
    "12.50",
    "1.23400000000e+003",
    "T",
    "20240229",
  ];
  const ofValues = (rows: string[][], options: Partial<ShapefileOptions> = {}, encode = utf8) =>
    buildShapefile({
      name: "a",
      shapes: rows.map((_, n): [number, number] => [n, n]),
      fields: columns,
      values: rows.map((row) => row.map(encode)),
      ...options,
    });

  test("has the values that GDAL reads", async () => {
    const found = await read(
      ofValues([
        values,
        columns.map(() => ""),
        ["  a b ", "  -12", "-1", "-0012", "-0.000000000000001", "-0.5", "  -1.5", "f", "19991231"],
        ['{"a","b"}', "-0", "0", "0", "1e3", "1e-1", "-0", "y", "00000000"],
        ["\t\\N\n{a", "***", "9007199254740993", "1", "12345678.9012345678901", ".5", "5.", "?", "20240231"],
        ["a\0b", "000", "000000000000000012", "", "*", "0.10", "123456789.12345678", " ", "        "],
        ["é".repeat(10), "1", "2", "3", "0.1", "100000000", "0.00000000001", "N", "10000101"],
      ]),
    );
    expect(found.rows).toEqual(found.gdal);
    expect(found.by).toBe("own reader");
    expect(found.rows[0]?.values).toEqual([
      "Pré",
      7,
      "123456789012345678",
      "9223372036854775807",
      0.123456789012345,
      12.5,
      1234,
      true,
      "2024-02-29",
    ]);
  });

  test("has numbers of many digits as GDAL reads them", async () => {
    const random = seeded(7);
    const number = () => {
      const text = (random() * 10 ** Math.floor(random() * 9) * (random() < 0.5 ? -1 : 1)).toFixed(15);
      return text.slice(0, 24);
    };
    const found = await read(ofValues(Array.from({ length: 500 }, () => values.map((value, column) => (column === 4 ? number() : value)))));
    expect(found.rows).toEqual(found.gdal);
    expect(found.by).toBe("own reader");
  });

  test.each([
    ["Windows-1252", "1252", latin1("Forêt d\x92\x8cuvre \x80")],
    ["Latin-9", "ISO-8859-15", latin1("C\xbdur \xa4 \xa8")],
    ["no declaration", undefined, latin1("For\xeat")],
    ["a false declaration", "UTF-8", latin1("For\xeat")],
    ["UTF-8", "UTF-8", utf8("Forêt d’Œuvre €")],
  ])("has its texts in %s", async (_, cpg, text) => {
    const made = shapefile({
      fields: [{ name: "nom", width: 40 }],
      values: [[text], [latin1("x")]],
      ...(cpg === undefined ? {} : { cpg }),
    });
    const found = await read(made);
    expect(found.rows).toEqual(found.gdal);
    expect(found.by).toBe("own reader");
  });

  test("has the columns whose names are their own", async () => {
    const found = await read(ofValues([["a", "b", "c"]], { fields: named("nom", "nature", "nom") }));
    expect(found.rows).toEqual(found.gdal);
    expect(found.by).toBe("own reader");
  });

  test("leaves out rows that are marked as deleted", async () => {
    const made = ofValues([values, values.map((value, column) => (column === 0 ? "Bois" : value)), values]);
    const dbf = made.find(({ name }) => name.endsWith(".dbf"))?.content;
    if (!dbf) throw new Error("no table");
    Buffer.from(dbf.buffer, dbf.byteOffset).write("*", 33 + 32 * columns.length, "latin1");
    const found = await read(made);
    expect(found.rows).toEqual(found.gdal);
    expect(found.rows.map((row) => row.values[0])).toEqual(["Bois", "Pré"]);
    expect(found.by).toBe("own reader");
  });

  const many = Array.from({ length: 1_100 }, (_, index) => `c${index}`);
  const changed = (column: number, to: string) => values.map((value, index) => (index === column ? to : value));
  test.each([
    ["a number that GDAL rounds", ofValues([changed(6, "1.2345678901e-009")])],
    ["a text among numbers", ofValues([changed(4, "beaucoup")])],
    ["a comma among numbers", ofValues([changed(5, "1,5")])],
    ["a text among whole numbers", ofValues([changed(1, "12abc")])],
    ["a part among whole numbers", ofValues([changed(1, "1.5")])],
    ["a logical that is none", ofValues([changed(7, "x")])],
    ["a day that is none", ofValues([changed(8, "hier")])],
    ["texts that were encoded twice", ofValues([changed(0, "ForÃªt")])],
    ["a text that is cut in a letter", ofValues([changed(0, "é"), changed(0, `${"a".repeat(19)}é`)])],
    ["measures", ofShapes([shapeRecord(23, [square(0, 0, 5)], { hasMeasures: true })])],
    ["heights and measures", ofShapes([shapeRecord(13, [square(0, 0, 5)], { hasMeasures: true })])],
    ["an empty shape", ofShapes([shapeRecord(5, []), shapeRecord(5, [square(0, 0, 5)])])],
    ["an open ring", ofShapes([shapeRecord(5, [square(0, 0, 5).slice(0, 4)])])],
    ["holes alone", ofShapes([shapeRecord(5, [hole(0, 0, 5), hole(20, 0, 5)])])],
    ["a hole outside", ofShapes([shapeRecord(5, [square(0, 0, 5), square(50, 0, 5), hole(20, 0, 5)])])],
    ["a hole outside of one ring", ofShapes([shapeRecord(5, [square(0, 0, 5), hole(20, 0, 5)])])],
    [
      "a ring that crosses itself",
      ofShapes([
        shapeRecord(5, [
          square(0, 0, 50),
          [
            [60, 0],
            [70, 10],
            [70, 0],
            [60, 10],
            [60, 0],
          ],
        ]),
      ]),
    ],
    ["a point without a place", ofShapes([shapeRecord(1, [[[Number.NaN, 1]]]), shapeRecord(1, [[[1, 1]]])])],
    ["shapes of several types", ofShapes([shapeRecord(5, [square(0, 0, 5)]), shapeRecord(3, [square(0, 0, 5)])])],
    ["more columns than a layer has", ofValues([Array.from({ length: 1_100 }, () => "a")], { fields: named(...many) })],
  ])("with %s is left to GDAL", async (_, made) => {
    const found = await read(made);
    expect(plain(found.rows)).toEqual(plain(found.gdal));
    expect(found.by).toBe("GDAL");
  });

  test("that harms its readers is read alike by both", async () => {
    const bait = { url: "http://127.0.0.1:1", secretPath: "/nothing/is/here" };
    const harmful = binaryFiles(bait).filter(({ name }) => name.startsWith("shapefile"));
    let own = 0;
    for (const { name, content } of harmful) {
      const found = await readIfPossible(Buffer.from(await content())).catch((error: Error) => error);
      if (found === null) continue;
      if (found instanceof Error) throw new Error(`${name}: ${found.message}`);
      expect({ name, rows: plain(found.rows) }).toEqual({ name, rows: plain(found.gdal) });
      if (found.by === "own reader") own++;
    }
    expect(own).toBeGreaterThan(3);
  });
});

/** Numbers from 0 to 1, the same in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same ring from another of its positions. */
function turned(ring: Position[], by: number): Position[] {
  const open = ring.slice(1);
  const from = [...open.slice(by), ...open.slice(0, by)];
  return [...from.slice(-1), ...from];
}

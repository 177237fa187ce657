// @database server
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Format } from "@archipel/gdal/model.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Attribute, attributeList, attributeOf } from "../../tables/attribute-columns.ts";
import { columnTypes } from "../../tables/layer-table.ts";
import { type FileValue, fileValue } from "./file-value.ts";
import { isSameValue } from "./same-value.ts";
import { isSameSql } from "./same-value-sql.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A value of the layer as PostgreSQL reads it, and one of a file. */
type Pair = { theirs: string | null; raw: Attribute };

const piece = fc.constantFrom(..." \t\r\n\v\u00A0\u202F\u3000é0715.-+'", "\r\n", "Île", "7.0", "007");
const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
const long = fc.integer({ min: 120, max: 130 }).map((count) => "é".repeat(count));
/** The second value is often derived from the first, so that both results occur. */
const texts: fc.Arbitrary<Pair> = fc.oneof(
  fc.record({ theirs: fc.option(text), raw: fc.option(text) }),
  fc.tuple(text, text).map(([around, word]) => ({ theirs: `${around}${word} `, raw: word })),
  fc.tuple(long, text).map(([cut, rest]) => ({ theirs: cut + rest, raw: cut })),
  fc
    .tuple(fc.constantFrom("007", " 7 ", "7.0", "7,0", "+7", "7e0", "0x7", "", "700"), fc.constantFrom<Attribute>(7, 7.5, 700, 1e21))
    .map(([theirs, raw]) => ({ theirs, raw })),
);
const numbers: fc.Arbitrary<Pair> = fc.oneof(
  fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -30, max: 30 })).map(([number, steps]) => ({
    theirs: String(number),
    raw: number * (1 + steps * 1e-10),
  })),
  fc
    .tuple(
      ...([0, 1].map(() => fc.constantFrom(0, -0, 5e-324, 1e-300, -1e-300, 1.7e308, -1.7e308, 1e15)) as [
        fc.Arbitrary<number>,
        fc.Arbitrary<number>,
      ]),
    )
    .map(([theirs, raw]) => ({ theirs: String(theirs), raw })),
  fc
    .tuple(fc.option(fc.constantFrom("1.5", "-2")), fc.constantFrom<Attribute>(null, "1,5", " -2 ", "1 000,25"))
    .map(([theirs, raw]) => ({ theirs, raw })),
);
const integers: fc.Arbitrary<Pair> = fc.record({
  theirs: fc.option(fc.constantFrom("12", "-12", "0", "9007199254740993")),
  raw: fc.constantFrom<Attribute>(null, 12, "012", "12.0", "1 2", "-12", "-0", "9007199254740993", "9007199254740992", "09007199254740993"),
});
const moments: fc.Arbitrary<Pair> = fc
  .tuple(
    fc.date({ min: new Date("1890-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
    fc.nat(9),
  )
  .map(([date, micros, how]) => {
    const iso = date.toISOString();
    const apart = (ms: number) => new Date(date.getTime() + ms).toISOString();
    const raw =
      [iso, `${iso.slice(0, 19)}Z`, iso.slice(0, 10), iso.slice(0, 10).replaceAll("-", "/"), apart(1), apart(2), apart(-1), apart(-999)][
        how
      ] ?? null;
    return { theirs: how === 9 ? null : `${iso.slice(0, 23)}${String(micros).padStart(3, "0")}Z`, raw };
  });
const days: fc.Arbitrary<Pair> = fc.record({
  theirs: fc.option(fc.constantFrom("2024-12-31", "2024-01-01")),
  raw: fc.constantFrom<Attribute>(null, "31/12/2024", "2024/12/31", "2024-12-31T00:00:00Z", "2024-01-01"),
});
const flags: fc.Arbitrary<Pair> = fc.record({
  theirs: fc.option(fc.constantFrom("true", "false")),
  raw: fc.constantFrom<Attribute>(null, true, false, "oui", "F", 1, 0),
});

const kinds: [LayerField["type"], fc.Arbitrary<Pair>][] = [
  ["text", texts],
  ["double", numbers],
  ["integer", integers],
  ["datetime", moments],
  ["date", days],
  ["boolean", flags],
];
const formats: Format[] = ["csv", "shapefile", "gpkg"];

describe.each(kinds)("a value of type %s", (type, pairs) => {
  const field: LayerField = { name: "v", column: "v", type };

  /** Each pair that the column can hold, by the rule in SQL and by that in TypeScript. */
  async function verdicts(format: Format, all: readonly Pair[]) {
    const fitting = all.flatMap(({ theirs, raw }) => {
      const mine = fileValue(field, raw, format);
      return isTyped(mine) ? [{ theirs, raw, mine }] : [];
    });
    const layer = fitting.map(({ theirs }) => theirs);
    const rows = await database.sqlAs({ role: "system" }, async (sql) => {
      const read = await sql.query<{ a0: unknown }>(
        `SELECT place${attributeList([field], "c")} FROM unnest($1::text[]) WITH ORDINALITY AS u(x, place), LATERAL (SELECT x::${columnTypes[type]} AS v) c ORDER BY place`,
        [layer],
      );
      const compared = await sql.query<{ same: unknown }>(
        `SELECT ${isSameSql(field, format)} AS same
         FROM (SELECT place, x::${columnTypes[type]} AS v FROM unnest($1::text[]) WITH ORDINALITY AS u(x, place)) t
           JOIN (SELECT place, x::${columnTypes[type]} AS v, string_to_array(c, ',') AS _coarse
                 FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS u(x, c, place)) s USING (place) ORDER BY place`,
        [
          layer,
          fitting.map(({ mine }) => (mine.value === null ? null : String(mine.value))),
          fitting.map(({ mine }) => (mine.isCoarse ? field.column : "")),
        ],
      );
      return compared.map(({ same }, place) => ({ same, theirs: attributeOf(read[place]?.a0) }));
    });
    return fitting.map((pair, place) => ({
      pair,
      inSql: rows[place]?.same,
      inTypeScript: isSameValue(field, rows[place]?.theirs ?? null, pair.mine, format),
    }));
  }

  test.each(formats)("is the same in SQL and in TypeScript, read from %s", async (format) => {
    const answers = new Set<unknown>();
    await fc.assert(
      fc.asyncProperty(fc.array(pairs, { minLength: 20, maxLength: 60 }), async (all) => {
        for (const { pair, inSql, inTypeScript } of await verdicts(format, all)) {
          expect({ pair, isSame: inSql }).toEqual({ pair, isSame: inTypeScript });
          answers.add(inSql);
        }
      }),
      { numRuns: 25 },
    );
    expect([...answers].toSorted()).toEqual([false, true]);
  });
});

function isTyped(mine: FileValue): mine is FileValue & { value: Attribute } {
  return mine.value !== undefined;
}

test("the rule, by examples", () => {
  const same = (type: LayerField["type"], theirs: Attribute, raw: Attribute, format: Format) => {
    const field: LayerField = { name: "v", column: "v", type };
    const mine = fileValue(field, raw, format);
    return isTyped(mine) && isSameValue(field, theirs, mine, format);
  };
  expect(same("text", "007", 7, "gpkg")).toBe(true);
  expect(same("text", "007", "7", "csv")).toBe(false);
  expect(same("text", " Île ", "Île", "csv")).toBe(true);
  expect(same("text", " Île ", "Île", "gpkg")).toBe(false);
  expect(same("datetime", "2024-12-31T14:30:00Z", "2024-12-31", "shapefile")).toBe(true);
  expect(same("datetime", "2024-12-31T14:30:00Z", "2024-12-31T00:00:00Z", "shapefile")).toBe(false);
  expect(same("datetime", "2024-12-31T14:30:00.7Z", "2024-12-31T14:30:00Z", "csv")).toBe(true);
  expect(same("double", 0.1, "0,1", "csv")).toBe(true);
});

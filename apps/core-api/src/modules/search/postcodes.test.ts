// @database server
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { anonymous } from "../../kernel/actor.ts";
import { fieldsOf, pointAt, searchWorld, squareAt } from "../../testing/search-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { suggest } from "./service.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());
const world = () => searchWorld(core);

/** Real communes with all their postcodes. Source: official file of postcodes. The INSEE code of Haucourt is the postcode of two other towns. */
const TOWNS: readonly (readonly [name: string, code: string, postcodes: readonly string[], population: number])[] = [
  ["Guesnain", "59276", ["59287"], 4_650],
  ["Lewarde", "59345", ["59287"], 2_450],
  ["Haucourt-en-Cambrésis", "59287", ["59191"], 210],
  ["Couzeix", "87050", ["87270"], 9_700],
  ["Chaptelat", "87038", ["87270"], 2_000],
  ["Limoges", "87085", ["87000", "87100", "87280"], 130_000],
  ["Bourg-en-Bresse", "01053", ["01000"], 42_000],
  ["Groslée-Saint-Benoit", "01338", ["01300", "01680"], 1_200],
  ["Ajaccio", "2A004", ["20000", "20090", "20167"], 72_000],
  ["Saint-Denis", "97411", ["97400", "97417", "97490"], 155_000],
];

const located = (row: number) => pointAt(2 + row / 10, 46);
const withCodes = (codes: (postcodes: readonly string[]) => string | number) =>
  TOWNS.map(([name, code, postcodes, population]) => [name, code, codes(postcodes), population]);
const population: LayerField = { name: "population", column: "population", type: "integer" };

/** How files write the postcodes of their towns. */
const SHAPES: readonly (readonly [title: string, layer: string, fields: LayerField[], rows: (string | number)[][]])[] = [
  ["semicolons", "communes", [...fieldsOf("nom", "code_insee", "code_postal"), population], withCodes((all) => all.join(";"))],
  ["commas", "commune_label", [...fieldsOf("nom", "code", "codes_postaux"), population], withCodes((all) => all.join(", "))],
  ["a list in JSON", "communes-points", [...fieldsOf("nom", "code", "codesPostaux"), population], withCodes((all) => JSON.stringify(all))],
  [
    "spaces, with the codes of companies",
    "communes-2026",
    [...fieldsOf("nom", "insee_com", "cp"), population],
    withCodes((all) => `${all.join(" ")} ${all[0]?.slice(0, 3)}99 CEDEX 9`),
  ],
  [
    "a row for each",
    "laposte-hexasmal",
    [...fieldsOf("nom_de_la_commune", "code_commune_insee", "code_postal"), population],
    TOWNS.flatMap(([name, code, postcodes, people]) => postcodes.map((one) => [name, code, one, people])),
  ],
];

const BOTH = ["Guesnain (59287)", "Lewarde (59287)"];
const HAUCOURT = "Haucourt-en-Cambrésis (59191, code INSEE 59287)";
/** What is found, and whether it opens; without anything found, the search says so. */
const CASES: readonly (readonly [typed: string, found: readonly string[], isChoice?: boolean])[] = [
  ["59287", [...BOTH, HAUCOURT], true],
  [" 59287 ", [...BOTH, HAUCOURT], true],
  ["87270", ["Couzeix (87270)", "Chaptelat (87270)"], true],
  ["87270 couzeix", ["Couzeix (87270)"]],
  ["couzeix 87270", ["Couzeix (87270)"]],
  ["Couzeix, 87270", ["Couzeix (87270)"]],
  ["couzeix (87270)", ["Couzeix (87270)"]],
  ["87270 couz", ["Couzeix (87270)"], true],
  ["guesnain 59287", ["Guesnain (59287)"]],
  ["872", ["Limoges (87280)", "Couzeix (87270)", "Chaptelat (87270)"], true],
  ["8727", ["Couzeix (87270)", "Chaptelat (87270)"], true],
  ["87100", ["Limoges (87100)"]],
  ["87280 limoges", ["Limoges (87280)"]],
  ["limoges", ["Limoges (87000)"]],
  ["87000 limoges cedex 9", ["Limoges (87000)"]],
  ["87099", []],
  ["59276", ["Guesnain (59287, code INSEE 59276)"], true],
  ["5934", ["Lewarde (59287, code INSEE 59345)"], true],
  ["59287 haucourt", [HAUCOURT], true],
  ["01000", ["Bourg-en-Bresse (01000)"]],
  ["01680", ["Groslée-Saint-Benoit (01680)"]],
  ["2A004", ["Ajaccio (20000, code INSEE 2A004)"]],
  ["2a004 ajaccio", ["Ajaccio (20000, code INSEE 2A004)"]],
  ["20090", ["Ajaccio (20090)"]],
  ["97400", ["Saint-Denis (97400)"]],
  ["97490 st denis", ["Saint-Denis (97490)"]],
  ["97411", ["Saint-Denis (97400, code INSEE 97411)"], true],
  ["12345", []],
];

describe.each(SHAPES)("postcodes written with %s", (_, name, fields, rows) => {
  it("find their towns, and another town by its INSEE code behind them", async () => {
    const { ask, add } = await world();
    await add({ name, fields, rows, geometry: located });
    for (const [typed, expected, isChoice = false] of CASES) {
      const { groups, decision } = await ask(typed);
      const towns = groups.filter(({ kind }) => kind === "commune").flatMap(({ results }) => results);
      const found = towns.map(({ label, detail }) => `${label} (${detail})`);
      const decided = expected.length === 0 ? "no" : isChoice ? "ask" : "open";
      expect([typed, found, decision.kind], typed).toEqual([typed, expected, decided]);
    }
  });
});

test("postcodes and INSEE codes that numbers hold have their first zero, and find the streets of their own town first", async () => {
  const { ask, add } = await world();
  const numbers: LayerField[] = ["code_postal", "code_insee"].map((name) => ({ name, column: name, type: "integer" }));
  await add({
    name: "communes",
    fields: [...fieldsOf("nom"), ...numbers],
    rows: [
      ["Bourg-en-Bresse", 1000, 1053],
      ["Guesnain", 59_287, 59_276],
      ["Haucourt-en-Cambrésis", 59_191, 59_287],
    ],
    geometry: (row) => squareAt(2 + row, 46),
  });
  await add({
    name: "rues",
    fields: fieldsOf("nom"),
    rows: [["Rue du Lin"], ["Rue du Lin"]],
    geometry: (row) => pointAt(4.05 - row, 46.05),
  });
  const found = async (q: string) =>
    (await ask(q)).groups.flatMap(({ results }) => results.map(({ label, detail }) => `${label} (${detail})`));
  expect(await found("01000")).toEqual(["Bourg-en-Bresse (01000)"]);
  expect(await found("01053")).toEqual(["Bourg-en-Bresse (01000, code INSEE 01053)"]);
  expect(await found("rue du lin 59287")).toEqual(["Rue du Lin (59287 Guesnain)", "Rue du Lin (59191 Haucourt-en-Cambrésis)"]);
  expect((await ask("rue du lin 59287")).decision).toMatchObject({ kind: "open", result: { commune: { name: "Guesnain" } } });
});

test("a layer of places finds them by its own postcodes, behind the communes, and not by those of the communes around them", async () => {
  const { ask, add } = await world();
  await add({ name: "communes", fields: fieldsOf("nom", "code_postal"), rows: [["Couzeix", "87270"]], geometry: () => squareAt(2, 46) });
  await add({ name: "lieux-dits", fields: fieldsOf("nom"), rows: [["Le Buisson"]], geometry: () => pointAt(2.05, 46.05) });
  await add({
    name: "villes",
    fields: fieldsOf("nom", "code_postal"),
    rows: [["Villefélix", "87270"]],
    geometry: () => pointAt(2.05, 46.06),
  });
  const { groups, decision } = await ask("87270");
  expect(groups.map(({ kind, results }) => [kind, ...results.map(({ label }) => label)])).toEqual([
    ["commune", "Couzeix"],
    ["place", "Villefélix"],
  ]);
  expect(decision).toMatchObject({ kind: "open", result: { label: "Couzeix" } });
});

test("without postcodes, a number finds the town of this INSEE code, which names it in the visitor's language", async () => {
  const { ask, add, portal } = await world();
  await add({ name: "communes", fields: fieldsOf("nom", "code_insee"), rows: [["Haucourt-en-Cambrésis", "59287"]] });
  const found = (await ask("59287")).groups[0]?.results[0];
  expect(found).toMatchObject({ label: "Haucourt-en-Cambrésis", detail: "code INSEE 59287", commune: { code: "59287", postcode: null } });
  const { groups } = await suggest(core, anonymous, { portalId: portal.id, q: "592", locale: "en", limit: 5 });
  expect(groups[0]?.results[0]?.detail).toBe("INSEE code 59287");
});

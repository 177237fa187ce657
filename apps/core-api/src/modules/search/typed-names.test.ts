// @database server
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { someCommunes, streetsOf, typedCases } from "@archipel/search/testing/typed-names.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous } from "../../kernel/actor.ts";
import type { RowValue } from "../../layer-store/tables/copy-rows.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { indexLayerForSearch } from "./indexing/index-layer.ts";
import { suggest } from "./service.ts";

let database: Database;
let core: TestCore;
let portalId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  const community = await createCommunity(database);
  portalId = (await createPortal(database, community.id)).id;
  const add = async (name: string, columns: string[], rows: RowValue[][]) => {
    const fields = columns.map((column): LayerField => ({ name: column, column, type: column === "population" ? "integer" : "text" }));
    const features = rows.map((values, index) => ({
      geometry: { type: "Point" as const, coordinates: [2 + (index % 100) / 50, 46 + Math.floor(index / 100) / 50] as [number, number] },
      values,
    }));
    const layer = await buildTestLayer(database, community.id, { geometry: { type: "Point", srid: 4326, hasZ: false }, fields, features });
    await layer.open((sql) => indexLayerForSearch(sql, { ...layer.spec, name }));
    await database.withSystem((tx) =>
      tx.portalDataset.create({ data: { portalId, datasetId: layer.datasetId, communityId: community.id } }),
    );
  };
  const communes = someCommunes.map(({ name, code, postcode, population }) => [name, code, postcode, population]);
  await add("communes", ["nom", "code_insee", "code_postal", "population"], communes);
  await add(
    "voies",
    ["nom_voie", "nom_commune", "code_insee", "code_postal"],
    streets.map(({ name, commune }) => [name, commune.name, commune.code, commune.postcode]),
  );
});
afterAll(() => database.close());

const streets = [...streetsOf(someCommunes, 25)];

test("of 150 texts as people type them, 97 % find their street or commune among the first three results", async () => {
  const missed: string[] = [];
  for (const { typed, label, commune } of typedCases(streets, 150)) {
    const { groups } = await suggest(core, anonymous, { portalId, q: typed, locale: "fr", limit: 5 });
    const first = groups.flatMap(({ results }) => results).slice(0, 3);
    if (!first.some((result) => result.label === label && result.commune?.name === commune)) missed.push(`${typed} → ${label}, ${commune}`);
  }
  expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(4);
});

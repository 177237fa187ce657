import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous } from "../../kernel/actor.ts";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { searchColumnsOf } from "./policy.ts";
import { BY_PREFIX_SQL, BY_WORDS_SQL } from "./queries.ts";
import { indexFeaturesForSearch, indexLayerForSearch, suggest } from "./service.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

const fieldsOf = (...names: string[]): LayerField[] => names.map((name) => ({ name, column: name.toLowerCase(), type: "text" }));

describe("which layers hold names", () => {
  it.each([
    ["adresse", ["numero", "nom_voie", "code_postal", "nom_commune", "libelle"], "address", ["numero", "nom_voie"]],
    ["ban-25", ["id", "numero", "rep", "nom_voie"], "address", ["numero", "rep", "nom_voie"]],
    ["communes-france-2018", ["code", "nom"], "place", ["nom"]],
    ["DEPARTEMENT", ["ID", "NOM_M", "NOM"], "place", ["nom"]],
    ["Lieux-dits", ["toponyme", "nature"], "place", ["toponyme"]],
  ])("%s", (name, columns, kind, label) => {
    expect(searchColumnsOf({ name, fields: fieldsOf(...columns) })).toMatchObject({ kind, label });
  });

  it.each([
    ["zone_urba", ["LIBELLE", "TYPEZONE"]],
    ["route", ["nom", "numero"]],
    ["communes", ["code"]],
    ["icpe", ["nom_ets", "adresse", "commune"]],
  ])("not %s", (name, columns) => {
    expect(searchColumnsOf({ name, fields: fieldsOf(...columns) })).toBeNull();
  });

  it("never by a hidden field", () => {
    expect(searchColumnsOf({ name: "lieux", fields: [{ name: "nom", column: "nom", type: "text", isHidden: true }] })).toBeNull();
  });
});

async function addNames(
  community: CommunityId,
  portalId: string,
  name: string,
  fields: LayerField[],
  rows: (string | number)[][],
  dataset: { visibility?: "public" | "members"; status?: "draft" | "published" } = {},
) {
  const features = rows.map((values, index) => ({
    geometry: { type: "Point" as const, coordinates: [2 + index / 100, 46] as [number, number] },
    values,
  }));
  const layer = await buildTestLayer(database, community, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields,
    features,
    dataset,
  });
  const entries = await layer.open((sql) => indexLayerForSearch(sql, { ...layer.spec, name }));
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId: layer.datasetId, communityId: community } }));
  return { ...layer, entries };
}

async function world() {
  const community = await createCommunity(database);
  const portal = await createPortal(database, community.id);
  const find = async (q: string, actor = anonymous, limit = 8) =>
    (await suggest(core, actor, { portalId: portal.id, q, limit })).filter((one) => one.kind !== "dataset").map((one) => one.label);
  return { community, portal, find };
}

const addressFields = fieldsOf("numero", "nom_voie", "code_postal", "nom_commune");
const placeFields: LayerField[] = [...fieldsOf("nom"), { name: "population", column: "population", type: "integer" }];

describe("suggestions", () => {
  it("match the beginning of a name, or of its words in any order, with or without accents", async () => {
    const { community, portal, find } = await world();
    await addNames(community.id, portal.id, "communes", placeFields, [
      ["Évry", 10],
      ["Saint-Évroult-Notre-Dame", 5],
      ["Évrange", 300],
      ["L’Île-d’Yeu", 7],
    ]);
    const { entries } = await addNames(community.id, portal.id, "adresse", addressFields, [
      ["12", "rue de l’Église", "35000", "Évry"],
      ["120", "rue de l’Église", "35000", "Évry"],
      ["1", "impasse du Four", "35000", "Rennes"],
    ]);
    expect(entries).toBe(3);
    expect(await find("evr")).toEqual(["Évrange", "Évry", "Saint-Évroult-Notre-Dame"]);
    expect((await find("EVRY"))[0]).toBe("Évry");
    expect(await find("ile d'yeu")).toEqual(["L’Île-d’Yeu"]);
    expect(await find("12 rue eglise")).toEqual(["12 rue de l’Église", "120 rue de l’Église"]);
    expect(await find("eglise 12 evry")).toEqual(["12 rue de l’Église", "120 rue de l’Église"]);
    // The name of a town does not find all of its addresses.
    expect(await find("rennes")).toEqual([]);
    expect(await find("rennes four")).toEqual(["1 impasse du Four"]);
    for (const q of ["'", "&", "zzz", "%", "_"]) expect(await find(q), q).toEqual([]);
  });

  it("contain their place and a detail that distinguishes them", async () => {
    const { community, portal } = await world();
    await addNames(community.id, portal.id, "adresse", addressFields, [["3", "rue Basse", "29200", "Brest"]]);
    const [first] = await suggest(core, anonymous, { portalId: portal.id, q: "3 rue", limit: 5 });
    expect(first).toMatchObject({ kind: "address", label: "3 rue Basse", detail: "29200 Brest", bbox: null });
    expect([first?.lon, first?.lat].map((degrees) => Number(degrees?.toFixed(6)))).toEqual([2, 46]);
  });

  it("only come from layers that the caller may read in this portal", async () => {
    const { community, portal, find } = await world();
    const elsewhere = await world();
    await addNames(community.id, portal.id, "lieux", fieldsOf("nom"), [["Cap Public"]]);
    await addNames(community.id, portal.id, "lieux", fieldsOf("nom"), [["Cap Membre"]], { visibility: "members" });
    await addNames(community.id, portal.id, "lieux", fieldsOf("nom"), [["Cap Brouillon"]], { status: "draft" });
    await addNames(elsewhere.community.id, elsewhere.portal.id, "lieux", fieldsOf("nom"), [["Cap Ailleurs"]]);
    const member = await createMember(database, community.id, "member");
    expect(await find("cap")).toEqual(["Cap Public"]);
    expect(await find("cap", { userId: member.id, isOperator: false, isSuspended: false })).toEqual(["Cap Membre", "Cap Public"]);
  });

  it("are replaced when the layer is indexed again", async () => {
    const { community, portal, find } = await world();
    const layer = await addNames(community.id, portal.id, "lieux", fieldsOf("nom"), [["Ancien"], ["Autre"]]);
    await layer.open((sql) => sql.query(`UPDATE layers.${layer.spec.tableName} SET nom = 'Nouveau' WHERE nom = 'Ancien'`));
    expect(await layer.open((sql) => indexLayerForSearch(sql, { ...layer.spec, name: "lieux" }))).toBe(2);
    expect([await find("ancien"), await find("nouv")]).toEqual([[], ["Nouveau"]]);
  });

  it("follow an edit of some features, and leave the others", async () => {
    const { community, portal, find } = await world();
    const layer = await addNames(community.id, portal.id, "lieux", fieldsOf("nom"), [["Ancien"], ["Parti"], ["Autre"]]);
    const table = `layers.${layer.spec.tableName}`;
    await layer.open(async (sql) => {
      await sql.query(`UPDATE ${table} SET nom = 'Nouveau' WHERE nom = 'Ancien'`);
      // Not among the changed features: its entry is not updated.
      await sql.query(`UPDATE ${table} SET nom = 'Inconnu' WHERE nom = 'Autre'`);
      await sql.query(`DELETE FROM ${table} WHERE nom = 'Parti'`);
      await indexFeaturesForSearch(sql, { ...layer.spec, name: "lieux" }, [1, 2]);
    });
    expect([await find("ancien"), await find("parti"), await find("inconnu")]).toEqual([[], [], []]);
    expect([await find("nouv"), await find("autre")]).toEqual([["Nouveau"], ["Autre"]]);
  });

  it("use their indexes in a large table", async () => {
    const { community, portal } = await world();
    const { layerId } = await addNames(community.id, portal.id, "lieux", fieldsOf("nom"), [["Ici"]]);
    const plans = await database.sqlAs({ role: "system" }, async (sql) => {
      await sql.query(
        `INSERT INTO search_entries (layer_id, fid, community_id, kind, label, detail, lon, lat)
         SELECT $1::uuid, 10 + n, $2::uuid, CASE WHEN n % 20 = 0 THEN 'place' ELSE 'address' END, (n % 300) || ' rue ' || md5((n / 300)::text), 'x', 0, 0
         FROM generate_series(1, 30000) n`,
        [layerId, community.id],
      );
      await sql.script("ANALYZE search_entries");
      const explain = async (statement: string, values: unknown[]) =>
        (await sql.query<{ "QUERY PLAN": string }>(`EXPLAIN ${statement}`, values)).map((row) => row["QUERY PLAN"]).join("\n");
      return {
        prefix: await explain(BY_PREFIX_SQL, [[layerId], "12 rue", "12 rue\u{10FFFF}", 8]),
        words: await explain(BY_WORDS_SQL, [[layerId], "12 abc", 8]),
      };
    });
    expect(plans.prefix).toMatch(/search_entries_prefix_idx/);
    expect(plans.words).toMatch(/search_entries_words_idx/);
    expect(plans.prefix + plans.words).not.toMatch(/Seq Scan/);
  });
});

import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SearchKind } from "@archipel/contracts/search.ts";
import type { Database } from "@archipel/database/database.ts";
import { fold, wordsOf } from "@archipel/search/fold.ts";
import { createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressFields, fieldsOf, pointAt, searchWorld, squareAt } from "../../testing/search-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());
const world = () => searchWorld(core);

const placeFields: LayerField[] = [...fieldsOf("nom"), { name: "population", column: "population", type: "integer" }];

it("folds text as the database does", async () => {
  const texts = ["Œuvre d’Æthelred", "ÎLE_SAINT-ŁUKASZ n°12", "Straße Øst Đorđe", "L’Haÿ-les-Roses", "12bis (Val/Marne)", "'&%"];
  const [row] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ folded: string[]; words: string[] }>(
      "SELECT array_agg(app.fold(t) ORDER BY n) AS folded, array_agg(app.fold_words(t) ORDER BY n) AS words FROM unnest($1::text[]) WITH ORDINALITY AS x(t, n)",
      [texts],
    ),
  );
  expect(row?.folded).toEqual(texts.map(fold));
  expect(row?.words).toEqual(texts.map((text) => wordsOf(text).join(" ")));
});

describe("suggestions", () => {
  it("match names by their words, with or without accents, with typing errors, in any order", async () => {
    const { find, add } = await world();
    await add({
      name: "communes",
      fields: placeFields,
      rows: [
        ["Évry", 10],
        ["Saint-Évroult-Notre-Dame", 5],
        ["Évrange", 300],
        ["L’Île-d’Yeu", 7],
      ],
    });
    await add({
      name: "adresse",
      fields: addressFields,
      rows: [
        ["12", "rue de l’Église", "35000", "Évry"],
        ["120", "rue de l’Église", "35000", "Évry"],
        ["1", "impasse du Four", "35000", "Rennes"],
        ["3", "AV DU GAL LECLERC", "35000", "Rennes"],
      ],
    });
    expect((await find("evr")).slice(0, 2).sort()).toEqual(["Évrange", "Évry"]);
    expect((await find("EVRY"))[0]).toBe("Évry");
    expect(await find("ile d'yeu")).toEqual(["L’Île-d’Yeu"]);
    expect(await find("rue de l eglise")).toEqual(["rue de l’Église"]);
    expect(await find("rue de leglise")).toEqual(["rue de l’Église"]);
    expect((await find("12 rue eglise"))[0]).toBe("12 rue de l’Église");
    expect((await find("eglise 12 evry"))[0]).toBe("12 rue de l’Église");
    expect((await find("rue de l'eglsie"))[0]).toBe("rue de l’Église");
    expect((await find("avenue general leclerc"))[0]).toBe("AV DU GAL LECLERC");
    expect((await find("st evroult nd"))[0]).toBe("Saint-Évroult-Notre-Dame");
    expect(await find("rennes four")).toEqual(["impasse du Four"]);
    for (const q of ["'", "&", "zzz", "%", "_", "a", "::", "\\ '|'", "!!!! ((", "'x':*A & !z"]) expect(await find(q), q).toEqual([]);
  });

  it("name the commune of each place, and leave the choice among five of the same name", async () => {
    const { ask, places, add } = await world();
    const towns = ["Ansac", "Bersac", "Cressac", "Dournac", "Espagnac"];
    await add({
      name: "adresses",
      fields: addressFields,
      rows: towns.flatMap((town, index) => [1, 2].map((number) => [String(number), "Rue du Lin", `1234${index}`, town])),
      geometry: (row) => pointAt(2 + row / 100, 46),
    });
    expect(await places("rue du lin")).toEqual(towns.map((town) => `Rue du Lin, ${town}`));
    const found = await ask("rue du lin");
    expect(found.decision).toEqual({ kind: "ask", why: "communes" });
    expect(found.groups).toMatchObject([{ kind: "street", count: 5, isMore: false }]);
    expect(found.groups[0]?.results[0]).toMatchObject({
      detail: "12340 Ansac",
      commune: { name: "Ansac", code: null, postcode: "12340" },
      opens: { type: "place" },
    });
    const chosen = await ask("rue du lin cressac");
    expect(chosen.decision).toMatchObject({ kind: "open", result: { commune: { name: "Cressac" } } });
    expect((await places("2 rue du lin")).slice(0, 5)).toEqual(towns.map((town) => `2 Rue du Lin, ${town}`));
    expect((await places("rue du lin 12343"))[0]).toBe("Rue du Lin, Dournac");
  });

  it("leave the choice between towns of one name, although one is larger", async () => {
    const { ask, add } = await world();
    await add({
      name: "communes",
      fields: [...placeFields, ...fieldsOf("code_insee")],
      rows: [
        ["Saint-Denis", 500, "90001"],
        ["Saint-Denis", 150_000, "90002"],
      ],
      geometry: (row) => squareAt(2 + row, 46),
    });
    const { groups, decision } = await ask("st denis");
    expect([decision.kind, groups[0]?.results.map(({ commune }) => commune?.code)]).toEqual(["ask", ["90002", "90001"]]);
    // An INSEE code may be the postcode of another town: only with the name of its town it opens.
    expect((await ask("90001")).decision).toEqual({ kind: "ask", why: "similar" });
    expect((await ask("90001 st denis")).decision).toMatchObject({ kind: "open", result: { commune: { code: "90001" } } });
  });

  it("are streets and not only their houses; a house with its repetition is one of them", async () => {
    const { ask, results, add } = await world();
    await add({
      name: "ban",
      fields: fieldsOf("numero", "rep", "nom_voie", "nom_commune"),
      rows: [
        ["12", null, "Rue Basse", "Brest"],
        ["12", "bis", "Rue Basse", "Brest"],
        ["12", "B", "Rue Haute", "Brest"],
        ["14", null, "Rue Basse", "Brest"],
      ],
    });
    expect((await ask("rue basse")).groups).toMatchObject([{ kind: "street", count: 1 }]);
    const labels = async (q: string) => (await results(q)).filter(({ kind }) => kind === "address").map(({ label }) => label);
    expect((await labels("12 rue basse"))[0]).toBe("12 Rue Basse");
    expect((await labels("12bis rue basse"))[0]).toBe("12 bis Rue Basse");
    expect((await labels("12 b rue haute"))[0]).toBe("12 bis Rue Haute");
    // A number that the street does not have: the street itself, and its nearest numbers.
    expect((await results("99 rue basse")).map(({ label }) => label)).toEqual([
      "Rue Basse",
      "14 Rue Basse",
      "12 Rue Basse",
      "12 bis Rue Basse",
    ]);
  });

  it("take the commune of a place from its code, or from where it lies", async () => {
    const { places, add } = await world();
    await add({
      name: "communes",
      fields: fieldsOf("code_insee", "nom", "code_postal"),
      rows: [
        ["90001", "Ansac", "90100"],
        ["90002", "Bersac", "90200"],
      ],
      geometry: (row) => squareAt(2 + row * 0.1, 46),
    });
    await add({
      name: "lieux",
      fields: fieldsOf("nom"),
      rows: [["Moulin Neuf"], ["Moulin Neuf"]],
      geometry: (row) => pointAt(2.05 + row * 0.1, 46.05),
    });
    await add({
      name: "rues",
      fields: fieldsOf("nom", "code_insee"),
      rows: [["Rue Haute", "90002"]],
      geometry: () => pointAt(2.01, 46.01),
    });
    expect((await places("moulin neuf")).sort()).toEqual(["Moulin Neuf, Ansac", "Moulin Neuf, Bersac"]);
    expect((await places("moulin neuf bersac"))[0]).toBe("Moulin Neuf, Bersac");
    expect(await places("rue haute")).toEqual(["Rue Haute, Bersac"]);
    expect(await places("90200")).toContain("Bersac, Bersac");
    expect(await places("90001")).toContain("Ansac, Ansac");
  });

  it("find zones, parcels, tiles and coordinates", async () => {
    const { ask, results, add } = await world();
    await add({
      name: "communes",
      fields: fieldsOf("code_insee", "nom"),
      rows: [
        ["90001", "Ansac"],
        ["90002", "Bersac"],
      ],
      geometry: (row) => squareAt(2 + row * 0.1, 46),
    });
    await add({
      name: "zone_urba",
      fields: fieldsOf("LIBELLE", "LIBELONG"),
      rows: [
        ["UA1", "Centre ancien"],
        ["UA1", "Centre ancien"],
        ["AUs", "À urbaniser"],
      ],
      geometry: (row) => squareAt(2.02 + row * 0.02, 46.02, 0.01),
    });
    await add({
      name: "parcelles",
      fields: fieldsOf("idu"),
      rows: [["90001000AB0012"], ["90002000AB0012"], ["90001000AB0120"], ["pas un identifiant"]],
      geometry: (row) => squareAt(2.03 + row * 0.05, 46.03, 0.001),
    });
    await add({
      name: "dalle_lidar",
      fields: fieldsOf("nom"),
      rows: [["LHD_FXX_0825_6285_PTS_LAMB93_IGN69"]],
      geometry: () => squareAt(2, 46, 0.01),
    });
    const kinds = async (q: string): Promise<[SearchKind, string, string | undefined][]> =>
      (await results(q)).map(({ kind, label, commune }) => [kind, label, commune?.name]);
    expect(await kinds("ua1")).toEqual([["zone", "UA1", "Ansac"]]);
    expect(await kinds("aus ansac")).toEqual([["zone", "AUs", "Ansac"]]);
    expect(await kinds("90001000AB0012")).toEqual([["parcel", "000 AB 0012", "Ansac"]]);
    expect(await kinds("AB 12")).toEqual([
      ["parcel", "000 AB 0012", "Ansac"],
      ["parcel", "000 AB 0012", "Bersac"],
    ]);
    expect((await ask("AB 12")).decision.kind).toBe("ask");
    expect((await ask("AB 12, Bersac")).decision).toMatchObject({ kind: "open", result: { commune: { code: "90002" } } });
    expect((await ask("AB 12, Bers")).decision.kind).toBe("ask");
    expect((await kinds("AB 12 bersac"))[0]).toEqual(["parcel", "000 AB 0012", "Bersac"]);
    expect((await kinds("90002 AB 12"))[0]).toEqual(["parcel", "000 AB 0012", "Bersac"]);
    expect((await kinds("0825_6285"))[0]).toEqual(["tile", "LHD_FXX_0825_6285_PTS_LAMB93_IGN69", "Ansac"]);
    expect((await kinds("LHD_FXX_0825_6285"))[0]).toEqual(["tile", "LHD_FXX_0825_6285_PTS_LAMB93_IGN69", "Ansac"]);
    expect((await kinds("LHD_FXX_0001_6285"))[0]?.[0]).toBe("tile");
    expect((await results("48.1173, -1.6778"))[0]).toMatchObject({
      kind: "coordinates",
      label: "48,11730 ; -1,67780",
      detail: "WGS 84, degrés décimaux, latitude puis longitude",
      lon: -1.6778,
      lat: 48.1173,
      opens: { type: "place" },
    });
    // Of coordinates and of layers that know no communes, the portal's communes name the one in which they lie.
    expect((await results("46.05 2.05"))[0]).toMatchObject({
      kind: "coordinates",
      commune: { name: "Ansac", code: "90001" },
      detail: "Ansac, WGS 84, degrés décimaux, latitude puis longitude",
    });
  });

  it("find published maps and stories of the portal by the words of their titles and texts, in either language", async () => {
    const { community, portal, ask } = await world();
    const save = (slug: string, also: object) =>
      database.withSystem((tx) =>
        tx.savedMap.create({
          data: {
            communityId: community.id,
            portalId: portal.id,
            slug,
            kind: "map",
            status: "published",
            publishedAt: new Date(),
            title: { fr: `Les crues (.*) de ${slug}`, en: "Floods" },
            text: { fr: "Depuis 1910, la rivière." },
            state: {},
            ...also,
          },
        }),
      );
    await save("publiee", {});
    await save("recit", { kind: "story" });
    await save("brouillon", { status: "draft", publishedAt: null });
    await save("cachee", { status: "unlisted", publishedAt: null });
    const other = await world();
    await save("ailleurs", { communityId: other.community.id, portalId: other.portal.id });
    const found = async (q: string) => (await ask(q)).groups.map(({ kind, results }) => [kind, ...results.map(({ opens }) => opens)]);
    const both = [
      ["story", { type: "map", slug: "recit" }],
      ["map", { type: "map", slug: "publiee" }],
    ];
    expect((await found("crue")).toSorted()).toEqual(both.toSorted());
    expect((await found("riviere 1910")).toSorted()).toEqual(both.toSorted());
    expect((await ask("floods")).groups[0]?.results[0]?.label).toMatch(/^Les crues/);
    expect(await found("crues montagne")).toEqual([]);
  });

  it("find published pages of the portal by their titles, descriptions and headings", async () => {
    const { community, portal, ask } = await world();
    const write = (slug: string, content: object, also: object = {}, status = "published") =>
      database.withSystem(async (tx) => {
        const page = await tx.sitePage.create({
          data: { communityId: community.id, portalId: portal.id, kind: "page", slug, ...also },
        });
        const version = await tx.sitePageVersion.create({ data: { communityId: page.communityId, pageId: page.id, number: 1, content } });
        if (status === "published")
          await tx.sitePage.update({ where: { id: page.id }, data: { status, publishedVersionId: version.id, publishedAt: new Date() } });
      });
    const blocks = [{ id: "aaaaaa", type: "faq", v: 1, props: { items: [{ question: { fr: "Faut-il une étude de sol ?" } }] } }];
    const content = { title: { fr: "Construire sur argile" }, description: { fr: "Le retrait et le gonflement." }, blocks };
    await write("construire", content);
    await write("cachee", { ...content, isInSearch: false });
    await write("brouillon", content, {}, "draft");
    const other = await world();
    await write("ailleurs", content, { communityId: other.community.id, portalId: other.portal.id });
    const found = async (q: string) => (await ask(q)).groups.flatMap(({ results }) => results.map(({ opens }) => opens));
    for (const q of ["argile constr", "gonflement", "étude sol"]) expect(await found(q), q).toEqual([{ type: "page", slug: "construire" }]);
    expect(await found("argile montagne")).toEqual([]);
  });

  it("find datasets, with typing errors corrected, legal pages and topics of the help", async () => {
    const { ask, add } = await world();
    const { datasetId } = await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Le Bourg"]] });
    await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { title: "Plan et zonage" } }));
    for (const q of ["zonage", "zonnage"])
      expect((await ask(q)).groups).toMatchObject([{ kind: "dataset", results: [{ label: "Plan et zonage" }] }]);
    const { groups } = await ask("signaler un problème");
    expect(groups.find(({ kind }) => kind === "help")?.results[0]).toMatchObject({ opens: { type: "help", topic: "report-a-problem" } });
    expect((await ask("mentions leg")).groups).toMatchObject([
      { kind: "page", results: [{ label: "Mentions légales", opens: { slug: "legal/notices" } }] },
    ]);
  });

  it("only come from layers that the caller may read in this portal, and so do corrections", async () => {
    const { community, portal, add, find } = await world();
    const elsewhere = await world();
    await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Cap Public"]] });
    await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Cap Membre Confidentiel"]], dataset: { visibility: "members" } });
    await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Cap Brouillon"]], dataset: { status: "draft" } });
    await elsewhere.add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Cap Ailleurs"]] });
    const { id: userId } = await createMember(database, community.id, "member");
    const member = { userId, isOperator: false, isSuspended: false };
    expect(await find("cap")).toEqual(["Cap Public"]);
    // The typing error is no word that the visitor may see, and its correction is not applied either.
    expect(await find("confidentiell")).toEqual([]);
    expect(await find("confident")).toEqual([]);
    expect(await find("confidentiell", member)).toEqual(["Cap Membre Confidentiel"]);
    expect((await find("cap", member)).sort()).toEqual(["Cap Membre Confidentiel", "Cap Public"]);
    await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { status: "archived" } }));
    expect(await find("cap")).toEqual([]);
  });

  it("are the same town once when two layers hold it", async () => {
    const { find, add } = await world();
    await add({ name: "communes", fields: fieldsOf("nom", "code_insee"), rows: [["Ansac", "90001"]], geometry: () => squareAt(2, 46) });
    await add({ name: "lieux", fields: fieldsOf("nom"), rows: [["Ansac"]], geometry: () => pointAt(2.05, 46.05) });
    expect(await find("ansac")).toEqual(["Ansac"]);
  });
});

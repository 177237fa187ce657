// @long
import { createContributionInput } from "@archipel/contracts/contributions.ts";
import { buildXlsx } from "@archipel/gdal/testing/workbook-builder.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Downloaded, importsWorld, KINDS } from "../../testing/imports-world.ts";
import { createContribution, saveEdits, submitContribution } from "../contributions/service/drafts.ts";
import { mergeAsSeen } from "../contributions/testing/decide.ts";
import { getImport } from "./service.ts";

let world: Awaited<ReturnType<typeof importsWorld>>;
beforeAll(async () => {
  world = await importsWorld();
});
afterAll(() => world.close());

describe("an unchanged download changes nothing", () => {
  describe.each(Object.entries(KINDS))("%s", (_name, kind) => {
    test.each(["geojson", "gpkg", "csv"])("%s", async (format) => {
      const { layerOf, uploadFile, download, take } = world;
      const { layerId } = await layerOf(kind);
      const found = await uploadFile(layerId, `couche.${format}`, await download(layerId, format));
      expect(found.error).toBeNull();
      expect(found.preview).toMatchObject({
        rows: 3,
        inserted: 0,
        updated: 0,
        unchanged: 3,
        refused: 0,
        absent: 0,
        key: "fid",
        refusals: [],
      });
      expect(found.preview?.columns).toEqual({ compared: ["Code", "Nom complet", "n", "r", "ok", "jour", "vu"], ignored: [], locked: [] });
      await expect(take(found)).rejects.toMatchObject({ code: "import-changes-nothing" });
    });
  });

  test("a spreadsheet: semicolons, decimal commas, French dates, a number for each row, no shapes", async () => {
    const { zones, uploadFile } = world;
    const { layerId } = await zones();
    const table = [
      "fid;CODE;Libelle;n;r;ok;jour;vu",
      '1;007;"Forêt ""dense""\nsur deux lignes";12;0,1;VRAI;29/02/2024;2024-01-01 10:00:00',
      "2;1.10;2024/01/02;-3;1234567,891234567;FAUX;31/12/1999;31/12/1999 23:59:59",
      "3;'=0;NULL;;;;;",
    ].join("\n");
    const { preview } = await uploadFile(layerId, "table.csv", table);
    expect(preview).toMatchObject({ rows: 3, updated: 0, unchanged: 3, refused: 0, key: "fid", crs: null });
  });
});

test("a workbook made of a download changes nothing but the cells that were edited", async () => {
  const { zones, uploadFile } = world;
  const { layerId } = await zones();
  const rows = [
    ["fid", "CODE", "Libelle", "n", "r", "ok", "jour", "vu"],
    [1, "007", 'Forêt "dense"\nsur deux lignes', 12, 0.1, true, "29/02/2024", "2024-01-01 10:00:00"],
    [2, "1.10", "2024/01/02", -4, 1234567.891234567, false, "31/12/1999", "31/12/1999 23:59:59"],
    [3, "'=0", "NULL", null, null, null, null, null],
  ];
  const { preview } = await uploadFile(layerId, "table.xlsx", buildXlsx({ Feuil1: rows }));
  expect(preview).toMatchObject({ rows: 3, updated: 1, unchanged: 2, refused: 0, key: "fid", crs: null });
});

describe("an edited copy", () => {
  test("proposes exactly the differences, and takes them into the draft, three-way from the downloaded version", async () => {
    const { database, core, contributor, manager, zones, uploadFile, geojsonOf, take, editsOf } = world;
    const layer = await zones();
    const { layerId } = layer;
    const data = await geojsonOf(layer);
    const [first, second] = data.features;
    if (!first || !second) throw new Error("no features");
    first.properties.n = 13;
    first.properties.Libellé = "Futaie";
    const corner = second.geometry.coordinates[0]?.[0]?.[2];
    if (!corner) throw new Error("no corner");
    corner[0] = (corner[0] ?? 0) + 0.0001;
    data.features.push({ properties: { Code: "new", n: 5 }, geometry: first.geometry });
    const found = await uploadFile(layerId, "couche.geojson", JSON.stringify(data));
    expect(found.preview).toMatchObject({ rows: 4, inserted: 1, updated: 2, unchanged: 1, refused: 0, absent: 0 });
    const { contributionId, taken } = await take(found);
    expect(taken).toBe(3);
    const edits = await editsOf(contributionId);
    expect(edits).toMatchObject([
      {
        operation: "update",
        fid: 1,
        baseVersion: 1,
        changedColumns: ["n", "libelle"],
        hasGeometry: false,
        mine: { values: { n: 13, libelle: "Futaie" } },
      },
      { operation: "update", fid: 2, baseVersion: 1, changedColumns: [], hasGeometry: true },
      {
        operation: "insert",
        fid: null,
        changedColumns: ["n", "code"],
        hasGeometry: true,
        mine: { values: { n: 5, code: "new", ok: null } },
      },
    ]);
    // Only one vertex of the second moved: all others are those of the layer, to the last digit.
    const [moved] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ apart: number; same: number }>(
        `SELECT count(*) FILTER (WHERE NOT ST_Equals(a.geom, b.geom))::integer AS apart, count(*) FILTER (WHERE ST_Equals(a.geom, b.geom))::integer AS same
         FROM contribution_edits e, layers."${layer.spec.tableName}" f, ST_DumpPoints(e.geom) a, ST_DumpPoints(f.geom) b
         WHERE e.contribution_id = $1::uuid AND e.fid = 2 AND f.fid = 2 AND a.path = b.path`,
        [contributionId],
      ),
    );
    expect(moved).toMatchObject({ apart: 1, same: 14 });
    await submitContribution(core, contributor, contributionId);
    expect((await mergeAsSeen(core, manager, contributionId)).outcome).toBe("merged");
    expect((await getImport(core, contributor, found.id)).status).toBe("taken");
    await expect(take(found)).rejects.toMatchObject({ code: "import-not-ready" });
  });

  test("joins the open draft: edits of other features stay, a new feature that comes twice is one", async () => {
    const { core, contributor, zones, uploadFile, geojsonOf, take, editsOf } = world;
    const layer = await zones();
    const { layerId, datasetId } = layer;
    const { communityId } = contributor;
    const draft = createContributionInput.parse({ communityId, datasetId, title: "À la main" });
    const { id: contributionId } = await createContribution(core, contributor, draft);
    const drawn = { operation: "update", layerId, fid: 1, baseVersion: 1, values: { libelle: "À la main", n: 1 } } as const;
    await saveEdits(core, contributor, { communityId, contributionId, edits: [drawn] });
    const data = await geojsonOf(layer);
    Object.assign(data.features[0]?.properties ?? {}, { n: 99 });
    data.features.push({ properties: { Code: "new" }, geometry: (data.features[0] as Downloaded["features"][0]).geometry });
    for (const _round of [1, 2]) {
      const found = await uploadFile(layerId, "couche.geojson", JSON.stringify(data));
      expect((await take(found, { contributionId })).contributionId).toBe(contributionId);
      const edits = await editsOf(contributionId);
      expect(edits.map(({ operation, mine }) => [operation, mine?.values.libelle, mine?.values.n])).toEqual([
        ["update", "À la main", 99],
        ["insert", null, null],
      ]);
    }
  });

  test("deletes features that are not in the file, if asked for, with the reason", async () => {
    const { zones, uploadFile, geojsonOf, take, editsOf } = world;
    const layer = await zones();
    const data = await geojsonOf(layer);
    data.features.splice(1, 1);
    const found = await uploadFile(layer.layerId, "couche.geojson", JSON.stringify(data));
    expect(found.preview).toMatchObject({ unchanged: 2, absent: 1 });
    await expect(take(found)).rejects.toMatchObject({ code: "import-changes-nothing" });
    const { contributionId } = await take(found, { deleteAbsent: { reason: "Absent du fichier" } });
    expect(await editsOf(contributionId)).toMatchObject([{ operation: "delete", fid: 2, baseVersion: 1, reason: "Absent du fichier" }]);
  });

  test("a feature that somebody changed since the download conflicts, and is not overwritten", async () => {
    const { core, manager, zones, uploadFile, geojsonOf, take, editsOf } = world;
    const layer = await zones();
    const { layerId } = layer;
    const data = await geojsonOf(layer);
    Object.assign(data.features[0]?.properties ?? {}, { n: 99 });
    const found = await uploadFile(layerId, "couche.geojson", JSON.stringify(data));
    const { communityId } = manager;
    const theirs = createContributionInput.parse({ communityId, datasetId: layer.datasetId, title: "Autre" });
    const { id } = await createContribution(core, manager, theirs);
    const edit = { operation: "update", layerId, fid: 1, baseVersion: 1, values: { n: 50 } } as const;
    await saveEdits(core, manager, { communityId, contributionId: id, edits: [edit] });
    expect((await mergeAsSeen(core, manager, id)).outcome).toBe("merged");
    const { contributionId } = await take(found);
    expect(await editsOf(contributionId)).toMatchObject([{ fid: 1, baseVersion: 1, conflict: { columns: ["n"] } }]);
  });

  test("rows identified by a chosen column, and by nothing", async () => {
    const { zones, uploadFile, again } = world;
    const layer = await zones();
    const table = "code;n;lon;lat\n007;20;2,5;46,5\n1.10;-3;;\nnouveau;1;2,5;46,5\n";
    const found = await uploadFile(layer.layerId, "table.csv", table);
    // Shapes of the layer are polygons: points do not fit, and are reported.
    expect(found.preview).toMatchObject({ key: "code", rows: 3, updated: 0, inserted: 0, unchanged: 1, refused: 2, absent: 1 });
    expect(found.preview?.keys.map(({ key }) => key)).toEqual(["code", "n", "none"]);
    expect(found.preview?.refusals).toMatchObject([
      { row: 1, code: "import-geometry-of-other-type", params: { found: "Point", layer: "MultiPolygon" } },
      { row: 3, code: "import-geometry-of-other-type" },
    ]);
    expect((await again(found.id, { key: "none" })).preview).toMatchObject({ key: "none", absent: null, refused: 3, updated: 0 });
    const plain = await uploadFile(layer.layerId, "table.csv", "code;n\n007;20\n");
    expect(plain.preview).toMatchObject({ updated: 1, unchanged: 0, absent: 2 });
  });
});

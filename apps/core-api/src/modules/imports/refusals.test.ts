import { createContributionInput } from "@archipel/contracts/contributions.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { tangle } from "@archipel/testing/hostile-shapes.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { importsWorld, KINDS, type Kind } from "../../testing/imports-world.ts";
import { createContribution, saveEdits } from "../contributions/service/drafts.ts";
import { saveEditRules } from "../contributions/service/rules.ts";
import { mergeAsSeen } from "../contributions/testing/decide.ts";
import { discardImport, getImport, takeImport } from "./service.ts";

let world: Awaited<ReturnType<typeof importsWorld>>;
beforeAll(async () => {
  world = await importsWorld();
});
afterAll(() => world.close());

describe("rows that do not fit", () => {
  test("each is reported with its row, column and value; the others can be taken", async () => {
    const { zones, uploadFile, geojsonOf, take, editsOf } = world;
    const layer = await zones();
    const data = await geojsonOf(layer);
    const [first, second, third] = data.features;
    if (!first || !second || !third) throw new Error("no features");
    first.properties.n = "douze";
    second.properties.jour = "2024-02-30";
    third.properties.Code = "changed";
    const bowTie = {
      type: "MultiPolygon",
      coordinates: [
        [
          [
            [2, 46],
            [3, 47],
            [3, 46],
            [2, 47],
            [2, 46],
          ],
        ],
      ],
    };
    data.features.push({ id: 3, properties: {}, geometry: third.geometry });
    data.features.push({ properties: {}, geometry: bowTie });
    data.features.push({
      properties: {},
      geometry: {
        type: "MultiPolygon",
        coordinates: [
          [
            [
              [2, 460],
              [3, 460],
              [3, 461],
              [2, 460],
            ],
          ],
        ],
      },
    });
    data.features.push({ properties: {}, geometry: { type: "MultiPolygon", coordinates: [[tangle(151, [2, 46])]] } });
    data.features.push({ properties: { Code: "sans forme" }, geometry: JSON.parse("null") });
    data.features.push({ id: 1.5, properties: {}, geometry: third.geometry });
    const found = await uploadFile(layer.layerId, "couche.geojson", JSON.stringify(data));
    expect(found.preview).toMatchObject({ rows: 9, updated: 1, unchanged: 0, inserted: 0, refused: 8, absent: 0 });
    expect(found.preview?.refusals.toSorted((a, b) => a.row - b.row)).toMatchObject([
      { row: 1, column: "n", code: "value-not-integer", params: { value: "douze" } },
      { row: 2, column: "jour", code: "value-not-date", params: { value: "2024-02-30" } },
      { row: 4, column: null, code: "import-key-twice", params: { value: "3", row: 3 } },
      { row: 5, code: "import-geometry-invalid", params: { lon: expect.closeTo(2.5, 1), lat: expect.closeTo(46.5, 1) } },
      { row: 6, code: "import-out-of-reach" },
      { row: 7, code: "shape-too-crossed" },
      { row: 8, code: "import-without-geometry" },
      { row: 9, code: "import-number-unreadable", params: { value: "1.5" } },
    ]);
    const { contributionId } = await take(found);
    expect(await editsOf(contributionId)).toMatchObject([{ fid: 3, changedColumns: ["code"] }]);
  });

  test("columns that cannot be edited, and unknown ones, are listed and ignored", async () => {
    const { core, manager, zones, uploadFile } = world;
    const layer = await zones();
    const { communityId } = manager;
    const rules = {
      isOpen: true,
      directRole: "manager",
      approvals: 1,
      territoryCounts: false,
      lockedColumns: { [layer.layerId]: ["n"] },
    } as const;
    await saveEditRules(core, manager, {
      communityId,
      datasetId: layer.datasetId,
      rules: { ...rules, lockedColumns: { [layer.layerId]: ["n"] } },
    });
    const { preview } = await uploadFile(layer.layerId, "table.csv", "fid;code;n;interne;autre\n1;007;500;vu;x\n");
    expect(preview).toMatchObject({ unchanged: 1, columns: { compared: ["Code"], ignored: ["interne", "autre"], locked: ["n"] } });
  });

  test("the fid of a deleted feature does not create it again", async () => {
    const { core, manager, zones, uploadFile, download } = world;
    const layer = await zones();
    const { communityId } = manager;
    const file = await download(layer.layerId, "geojson");
    const { id } = await createContribution(
      core,
      manager,
      createContributionInput.parse({ communityId, datasetId: layer.datasetId, title: "x" }),
    );
    await saveEdits(core, manager, {
      communityId,
      contributionId: id,
      edits: [{ operation: "delete", layerId: layer.layerId, fid: 2, baseVersion: 1 }],
    });
    expect((await mergeAsSeen(core, manager, id)).outcome).toBe("merged");
    const { preview } = await uploadFile(layer.layerId, "couche.geojson", file);
    expect(preview).toMatchObject({
      unchanged: 2,
      inserted: 0,
      refused: 1,
      refusals: [{ row: 2, code: "import-feature-deleted", params: { fid: 2 } }],
    });
  });
});

describe("who and what is refused", () => {
  test("a layer of another community, a member without the right, a dataset that takes no contributions, nobody", async () => {
    const { database, core, app, contributor, manager, layerOf, zones, send } = world;
    const other = await createCommunity(database);
    const foreign = await layerOf(KINDS.points as Kind, other.id);
    expect((await send(foreign.layerId, "a.csv", "fid\n1")).json()).toMatchObject({ error: "layer-not-found" });
    const member: MemberActor = { ...contributor, userId: (await createMember(database, contributor.communityId, "member")).id };
    const layer = await zones();
    expect((await send(layer.layerId, "a.csv", "fid\n1", member)).statusCode).toBe(403);
    expect(
      (
        await app.inject({
          method: "POST",
          url: "/imports",
          query: { community: contributor.communityId, layer: layer.layerId, name: "a" },
        })
      ).statusCode,
    ).toBe(401);
    const { communityId } = manager;
    const closed = { isOpen: false, directRole: "manager", approvals: 1, territoryCounts: false, lockedColumns: {} } as const;
    await saveEditRules(core, manager, { communityId, datasetId: layer.datasetId, rules: closed });
    expect((await send(layer.layerId, "a.csv", "fid\n1")).json()).toMatchObject({ error: "contributions-closed" });
  });

  test("somebody else's file does not exist", async () => {
    const { core, contributor, manager, zones, uploadFile } = world;
    const layer = await zones();
    const found = await uploadFile(layer.layerId, "a.csv", "fid;n\n1;5");
    await expect(getImport(core, manager, found.id)).rejects.toMatchObject({ code: "import-not-found" });
    const wanted = { communityId: manager.communityId, importId: found.id };
    await expect(takeImport(core, manager, { ...wanted, title: "x" })).rejects.toMatchObject({ code: "import-not-found" });
    await expect(discardImport(core, manager, found.id)).rejects.toMatchObject({ code: "import-not-found" });
    await discardImport(core, contributor, found.id);
    await expect(getImport(core, contributor, found.id)).rejects.toMatchObject({ code: "import-not-found" });
  });

  test.each([
    [
      "a virtual format under another name",
      "a.geojson",
      '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
      "import-unsupported",
    ],
    ["a document type", "a.kml", '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>', "import-unsupported"],
    [
      "an archive that climbs out of its folder",
      "a.zip",
      buildZip([{ name: "../../a.csv", content: Buffer.from("fid") }]),
      "import-archive-refused",
    ],
    ["broken JSON", "a.geojson", '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":}]}', "import-unreadable"],
    ["a picture", "a.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), "import-unsupported"],
  ])("%s", async (_what, name, content, code) => {
    const { zones, uploadFile, take } = world;
    const layer = await zones();
    const found = await uploadFile(layer.layerId, name, content);
    expect(found).toMatchObject({ status: "failed", preview: null, error: { code } });
    await expect(take(found)).rejects.toMatchObject({ code: "import-not-ready" });
  });
});

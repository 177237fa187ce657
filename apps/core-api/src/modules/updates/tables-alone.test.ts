import { buildDbf } from "@archipel/gdal/testing/shapefile-builder.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { geojson, updateWorld, zones } from "../../testing/update-world.ts";
import { compareAgain, prepareUpdate } from "./service/prepare.ts";

let world: Awaited<ReturnType<typeof updateWorld>>;
beforeAll(async () => {
  world = await updateWorld();
});
afterAll(() => world.close());

const csv = "code;alea;note\nA1;très fort;relue\nA9;nul;nulle part\nA3;fort;zone 3\n";
const cells = (...texts: string[]) => texts.map((text) => Buffer.from(text, "latin1"));
const dbf = () =>
  buildDbf(
    [
      { name: "CODE", width: 4 },
      { name: "ALEA", width: 12 },
    ],
    [cells("A1", "très fort"), cells("A9", "nul"), cells("A3", "fort")],
  );

describe("a table without geometry", () => {
  test.each([
    ["table.csv", () => Buffer.from(csv)],
    ["table.dbf", dbf],
    ["table.zip", () => buildZip([{ name: "table.dbf", content: dbf() }])],
  ] as const)("as %s changes what features say, leaves where they are, and adds none", async (fileName, content) => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    const before = await featuresOf(layer);
    const update = await compare(layer, content(), "delta", { key: ["code"] }, fileName);
    expect(update.preview).toMatchObject({
      counts: { inserted: 0, updated: 1, deleted: 0, unchanged: 1 },
      file: { rows: 3, crs: { file: null } },
      findings: [{ code: "update-rows-without-shape", severity: "warning", params: { count: 1, rows: "2" } }],
    });
    expect(await apply(update)).toMatchObject({ status: "applied" });
    const after = await featuresOf(layer);
    expect(after.map(({ fid, ewkb, drawn }) => [fid, ewkb, drawn])).toEqual(before.map(({ fid, ewkb, drawn }) => [fid, ewkb, drawn]));
    expect(after.map(({ values }) => (values as { alea: string }).alea)).toEqual(["très fort", "faible", "fort", "faible"]);
  });

  test("can also add columns, by the fid of existing features; deleted features do not come back", async () => {
    const { publish, compare, apply, featuresOf } = world;
    const layer = await publish(geojson(zones()));
    await apply(await compare(layer, geojson(zones().slice(0, 3)), "replace"));
    const update = await compare(layer, "fid,source\n1,DDT\n4,DDT\n", "delta", { key: ["fid"], adds: ["source"] }, "sources.csv");
    expect(update.preview).toMatchObject({
      counts: { inserted: 0, updated: 1, deleted: 0 },
      findings: [{ code: "update-rows-without-shape", params: { count: 1, rows: "2" } }],
    });
    await apply(update);
    expect((await featuresOf(layer)).map(({ fid, values }) => [fid, (values as { source: string | null }).source])).toEqual([
      [1, "DDT"],
      [2, null],
      [3, null],
    ]);
  });

  test("can neither append nor replace, at no step", async () => {
    const { publish, compare, uploadFile, core, manager, communityId } = world;
    const layer = await publish(geojson(zones()));
    const file = await uploadFile("table.csv", csv);
    const asked = { communityId, layerId: layer.layerId, ...file, choice: {} };
    const refusal = { code: "update-without-shapes", params: { layer: "table" } };
    for (const way of ["append", "replace"] as const)
      await expect(prepareUpdate(core, manager, { ...asked, way })).rejects.toMatchObject(refusal);
    const update = await compare(layer, csv, "delta", { key: ["code"] }, "table.csv");
    await expect(compareAgain(core, manager, { communityId, updateId: update.id, way: "replace" })).rejects.toMatchObject(refusal);
  });
});

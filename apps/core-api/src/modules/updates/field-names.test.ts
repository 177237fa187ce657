import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous } from "../../kernel/actor.ts";
import { jobOver } from "../../testing/run-jobs.ts";
import { geojson, updateWorld, zones } from "../../testing/update-world.ts";
import { setFieldNames } from "../deliveries/uploads/service/change.ts";
import { publishUpload } from "../deliveries/uploads/service/publish.ts";
import { listFindings } from "../deliveries/uploads/service/read.ts";
import { exportCsv } from "../features/csv/export-csv.ts";
import { compareMoments, getHistory } from "../features/history/service.ts";
import { listInView } from "../features/service.ts";
import { listRows } from "../features/table/service.ts";
import { getRun, runProcessing } from "../processing/runs/service.ts";

let world: Awaited<ReturnType<typeof updateWorld>>;
beforeAll(async () => {
  world = await updateWorld();
});
afterAll(() => world.close());

/** System columns of PostgreSQL, keys that JavaScript refuses, words of SQL, and names of our own tables. */
const renamed = [
  "xmin",
  "xmax",
  "cmin",
  "cmax",
  "ctid",
  "tableoid",
  "constructor",
  "prototype",
  "order",
  "user",
  "operation",
  "changed_at",
].concat(["author_id", "contribution_id", "version", "geom", "geometry"]);
/** Names that our own statements used beside those of a layer: fields may have them. */
const kept = ["ymin", "row", "number", "gone", "unfit", "coarse", "ground", "weight", "x", "y", "content", "copy", "value", "type", "id"];

/** Names that would end a statement, an attribute of a page or a path, if they were ever written into one. */
const hostile = [
  `a"; DROP TABLE layers; --`,
  "'); DELETE FROM users; --",
  `" OR 1=1`,
  "$1",
  "%s %n",
  "?",
  "a.b.c",
  "../../etc/passwd",
  "<img src=x onerror=alert(1)>",
  "\\",
  "\u202egpj",
  "\u200b",
  "😀",
  "{{7*7}}",
  "=1+1",
  "*",
];

const named = (value: string) =>
  zones().map((zone, index) => ({
    ...zone,
    properties: {
      code: `A${index}`,
      ...Object.fromEntries([...renamed, ...kept, "__proto__", ...hostile].map((name) => [name, `${name} ${value}`])),
    },
  }));
const columns = ["code", ...renamed.map((name) => `source_${name}`), ...kept, "proto"];

test("any name of a field is published, updated, restored and processed", async () => {
  const { publish, compare, apply, compareRevision, featuresOf, stateOf, core, manager, communityId, database } = world;
  const layer = await publish(geojson(named("1")));
  const { fields } = await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layer.layerId } }));
  const all = fields as { name: string; column: string }[];
  expect(all.slice(0, columns.length).map(({ column }) => column)).toEqual(columns);
  expect(all.slice(columns.length).map(({ name }) => name)).toEqual(hostile);
  for (const { column } of all) expect(column).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
  const before = await stateOf(layer);
  expect(before[0]?.values).toMatchObject({
    source_xmin: "xmin 1",
    source_constructor: "constructor 1",
    proto: "__proto__ 1",
    row: "row 1",
  });

  const same = await compare(layer, geojson(named("1")), "delta", { key: ["code"] });
  expect(same).toMatchObject({ error: null, preview: { counts: { updated: 0, unchanged: 4 }, file: { unknown: [] } } });
  expect((await compare(layer, geojson(named("1")), "replace")).preview?.counts).toMatchObject({ unchanged: 4, inserted: 0, deleted: 0 });
  const change = await compare(layer, geojson(named("2")), "delta", { key: ["code"] });
  expect(change).toMatchObject({ error: null, preview: { counts: { updated: 4 }, findings: [] } });
  expect((await apply(change)).error).toBeNull();
  expect((await featuresOf(layer))[0]?.values).toMatchObject({
    source_xmin: "xmin 2",
    source_constructor: "constructor 2",
    number: "number 2",
  });
  const history = await getHistory(core, manager, { layerId: layer.layerId, fid: 1 });
  expect(history.versions.map(({ properties }) => properties.source_operation)).toEqual(["operation 2", "operation 1"]);
  await apply(await compareRevision(layer, 1));
  expect(await stateOf(layer)).toEqual(before);

  const { runId, jobId } = await runProcessing(core, manager, {
    communityId,
    processing: "merge-layers",
    parameters: { layers: [layer.layerId, (await publish(geojson(named("3")))).layerId] },
    result: { kind: "layer", title: "Réunion", target: { title: "Réunions" } },
  });
  await jobOver(core, jobId);
  const { layerId } = await getRun(core, manager, runId);
  const made = await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layerId ?? "" } }));
  expect((made.fields as { column: string }[]).map(({ column }) => column)).toEqual([...all.map(({ column }) => column), "origine"]);
});

test("the check says which names it changes, and refuses too many fields and too long names", async () => {
  const { uploadFile, core, manager, communityId } = world;
  const findingsOf = async (content: string, fileName?: string) => {
    const { uploadId } = await uploadFile(fileName ?? "noms.geojson", content);
    return (await listFindings(core, manager, { communityId, uploadId, limit: 100 })).items;
  };
  const reserved = (await findingsOf(geojson(named("1")))).filter(({ rule }) => rule === "field-reserved");
  expect(reserved.map(({ field, params }) => [field, params.column])).toEqual(renamed.map((name) => [name, `source_${name}`]));

  const csv = (names: string[]) => `lon,lat,${names.join(",")}\n2,48,${names.map(() => "1").join(",")}\n`;
  const many = await findingsOf(csv(Array.from({ length: 1700 }, (_name, index) => `c${index}`)), "beaucoup.csv");
  expect(many).toMatchObject([{ rule: "too-many-fields", severity: "error", params: { count: 1702, max: 800 } }]);
  const long = await findingsOf(csv(["a".repeat(300)]), "long.csv");
  expect(long).toMatchObject([{ rule: "field-name-too-long", severity: "error", params: { length: 300, max: 255 } }]);
});

test("a click gives fields the names of their columns; later files with the old names still match", async () => {
  const { core, manager, communityId, uploadFile, compare, featuresOf, database } = world;
  const content = (value: string) =>
    geojson(
      zones().map((zone, index) => ({
        ...zone,
        properties: { code: `A${index}`, xmin: `xmin ${value}`, Libellé: "l", user: `user ${value}`, source_user: "taken" },
      })),
    );
  const { uploadId, uploadLayerId } = await uploadFile("noms.geojson", content("1"));
  const named = { communityId, uploadId };
  const all = await setFieldNames(core, manager, { ...named, renamed: ["field-reserved", "field-renamed"] });
  expect(all.renamedFields).toEqual(["field-reserved", "field-renamed"]);
  expect((await setFieldNames(core, manager, { ...named, renamed: ["field-reserved"] })).renamedFields).toEqual(["field-reserved"]);
  await database.withSystem(async (tx) => {
    // As an older version stored them, when fewer names were reserved.
    const { fields } = await tx.uploadLayer.findUniqueOrThrow({ where: { id: uploadLayerId } });
    const older = (fields as { name: string; column: string }[]).map((field) =>
      field.name === "xmin" ? { ...field, column: "xmin" } : field,
    );
    await tx.uploadLayer.update({ where: { id: uploadLayerId }, data: { fields: older } });
  });
  const { jobId, datasetId } = await publishUpload(core, manager, {
    ...named,
    target: { record: datasetRecord.parse({ title: "Renommés" }) },
    layers: [{ uploadLayerId, title: "Renommés" }],
    status: "published",
    portalIds: [],
  });
  await jobOver(core, jobId);
  await expect(setFieldNames(core, manager, { ...named, renamed: [] })).rejects.toMatchObject({ code: "upload-is-busy" });
  const { id: layerId, tableName, fields } = await database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { datasetId } }));
  // Another field of the file is called `source_user`, so the field `user` keeps its name.
  expect((fields as { name: string; column: string }[]).map(({ name, column }) => [name, column])).toEqual([
    ["code", "code"],
    ["source_xmin", "source_xmin"],
    ["Libellé", "libelle"],
    ["user", "source_user"],
    ["source_user", "source_user_2"],
  ]);
  const values = { source_xmin: "xmin 1", source_user: "user 1", source_user_2: "taken" };
  expect((await featuresOf({ tableName }))[0]?.values).toMatchObject(values);
  expect(await compare({ layerId }, content("2"), "delta", { key: ["code"] })).toMatchObject({
    error: null,
    preview: { counts: { updated: 4 }, file: { unknown: [] } },
  });
});

test("the most fields that a layer can have are published, searched, updated and compared", async () => {
  const { publish, compare, apply, core, manager } = world;
  const wide = (value: string) =>
    zones().map((zone, index) => ({
      ...zone,
      properties: { code: `A${index}`, ...Object.fromEntries(Array.from({ length: 799 }, (_name, column) => [`c${column}`, value])) },
    }));
  const layer = await publish(geojson(wide("a")));
  expect((await apply(await compare(layer, geojson(wide("b")), "delta", { key: ["code"] }))).error).toBeNull();
  const about = { layerId: layer.layerId, q: "b", limit: 10 };
  expect((await listRows(core, manager, { ...about, offset: 0 })).total).toBe(4);
  expect((await listInView(core, manager, { ...about, bbox: [-180, -85, 180, 85] })).total).toBe(4);
  const changes = await compareMoments(core, manager, { layerId: layer.layerId, from: { revision: 1 }, to: { revision: 2 }, limit: 10 });
  expect(changes.items[0]?.changedColumns).toHaveLength(799);
});

test("features that fill more than a row can hold are refused in words", async () => {
  const filled = Object.fromEntries(Array.from({ length: 700 }, (_name, column) => [`c${column}`, "vingt-quatre caractères"]));
  const { core, manager, communityId, uploadFile } = world;
  const { uploadId, uploadLayerId } = await uploadFile("large.geojson", geojson(zones().map((zone) => ({ ...zone, properties: filled }))));
  const { jobId } = await publishUpload(core, manager, {
    communityId,
    uploadId,
    target: { record: datasetRecord.parse({ title: "Large" }) },
    layers: [{ uploadLayerId, title: "Large" }],
    status: "published",
    portalIds: [],
  });
  expect(await jobOver(core, jobId)).toMatchObject({ status: "failure", error: { code: "layer-rows-too-wide", params: { count: 700 } } });
});

test("a download for spreadsheets runs nothing, and comes back as it was", async () => {
  const { publish, compare, core } = world;
  const texts = ["=1+1", "\n=1", "-2+3", "'=a"];
  const features = zones().map((zone, index) => ({
    ...zone,
    properties: { code: `A${index}`, "=cmd()": texts[index] ?? "", entier: -5, Nom: "a", nom: "b", FID: "c" },
  }));
  const layer = await publish(geojson(features));
  const download = await exportCsv(core, anonymous, layer.layerId);
  let csv = "";
  for await (const piece of download.text()) csv += piece;
  expect(csv.startsWith(`\uFEFFfid;code;'=cmd();entier;Nom;nom;source_fid\r\n`)).toBe(true);
  expect(csv).not.toMatch(/[;"][=@+]/);
  expect(csv).toContain(";-5;a;b;c\r\n");
  const again = await compare(layer, csv, "delta", { key: ["code"] }, "zones.csv");
  expect(again.preview).toMatchObject({ counts: { updated: 0, unchanged: 4 }, file: { unknown: [] } });
});

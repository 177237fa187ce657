import type { Database } from "@archipel/database/database.ts";
import { buildXlsx } from "@archipel/gdal/testing/workbook-builder.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { addressFields, pointAt } from "../../../testing/search-world.ts";
import { newPerson, openUploadingWorld, type UploadingWorld } from "../../../testing/uploading-world.ts";
import { indexLayerForSearch } from "../../search/indexing/index-layer.ts";
import { previewLayer } from "../uploads/service/preview.ts";
import { getUpload, listUploads } from "../uploads/service/read.ts";
import { placeAddresses, readPlacement, suggestParts } from "./service/place.ts";
import { finishAddresses, listDoubtful, settleAddress } from "./service/settle.ts";

const STREETS = ["rue du Lin", "avenue de la Mer", "place du Marché", "chemin des Dunes"];
const HOUSES = 60;

let world: UploadingWorld;
let core: Core;
let database: Database;
let manager: MemberActor;
beforeAll(async () => {
  world = await openUploadingWorld();
  ({ core, database, manager } = world);
  await addHouses(manager, "35000", "Lanvorenn", {});
});
afterAll(() => world.close());

/** The addresses of a town: every house of its streets. */
async function addHouses({ communityId }: MemberActor, postcode: string, town: string, dataset: { visibility?: "public" | "members" }) {
  const rows = STREETS.flatMap((street) => Array.from({ length: HOUSES }, (_, index) => [String(index + 1), street, postcode, town]));
  const features = rows.map((values, index) => ({ geometry: pointAt(2 + index / 1000, 46), values }));
  const geometry = { type: "Point" as const, srid: 4326, hasZ: false };
  const layer = await buildTestLayer(database, communityId, { geometry, fields: addressFields, features, dataset });
  await layer.open((sql) => indexLayerForSearch(sql, { ...layer.spec, name: "adresses" }));
}

async function tableOf(actor: MemberActor, fileName: string, content: string | Uint8Array) {
  const upload = actor === manager ? await world.uploadFile(fileName, content) : null;
  const [layer] = upload?.layers ?? [];
  if (!upload || !layer) throw new Error("the file has no table");
  return { upload, layer, table: { communityId: actor.communityId, uploadId: upload.id, uploadLayerId: layer.id } };
}

test("a table of 200 addresses becomes 200 points: the sure ones at once, the doubtful as a person says, every row kept", async () => {
  const sure = Array.from(
    { length: 195 },
    (_, index) => `Lieu ${index};${(index % HOUSES) + 1} ${STREETS[index % 4]};35000;Lanvorenn;${index}`,
  );
  const doubtful = [
    "Autre ville;3 rue du Lin;35000;Kerlouan;195",
    "Autre code;3 rue du Lin;29000;Lanvorenn;196",
    "Sans maison;999 rue du Lin;35000;Lanvorenn;197",
    "Inconnue;5 allée Zzyzx;35000;Lanvorenn;198",
    "Sans adresse;;;;199",
  ];
  const csv = ["nom;adresse;code_postal;commune;rang", ...sure, ...doubtful].join("\n");
  const { upload, layer, table } = await tableOf(manager, "lieux.csv", csv);
  expect(layer).toMatchObject({ geometryType: "None", awaitsPoints: true });
  const { parts, examples } = await suggestParts(core, manager, table);
  expect(parts).toEqual({ address: "adresse", number: null, postcode: "code_postal", town: "commune" });
  expect(examples[0]).toBe("1 rue du Lin, 35000 Lanvorenn");
  if (!parts) throw new Error("no address was recognised");

  const { jobId } = await placeAddresses(core, manager, { ...table, parts });
  expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
  expect((await readPlacement(core, manager, table)).counts).toEqual({ sure: 195, doubtful: 5, settled: 0, skipped: 0 });
  const rows = await listDoubtful(core, manager, table);
  const mismatches = new Map(rows.map(({ position, candidates }) => [position, candidates[0]?.mismatches]));
  expect([...mismatches.keys()]).toEqual([196, 197, 198, 199, 200]);
  expect([196, 197, 198].map((position) => mismatches.get(position))).toEqual([["town"], ["postcode"], ["number"]]);
  expect(mismatches.get(200)).toBeUndefined();

  await expect(finishAddresses(core, manager, { ...table, skipsRest: false })).rejects.toMatchObject({ code: "addresses-doubtful-left" });
  await settleAddress(core, manager, { ...table, position: 197, choice: { kind: "candidate", index: 0 } });
  await settleAddress(core, manager, { ...table, position: 199, choice: { kind: "hand", lon: 2.5, lat: 46.5 } });
  await settleAddress(core, manager, { ...table, position: 196, choice: { kind: "skip" } });
  const { uploadId } = await finishAddresses(core, manager, { ...table, skipsRest: true });
  const points = await world.checked(uploadId);
  expect(points).toMatchObject({
    fileName: "lieux-points.geojson",
    status: "checked",
    layers: [{ geometryType: "Point", featureCount: 200 }],
  });
  expect(points.layers[0]?.fields.map(({ name }) => name)).toEqual([
    ...["nom", "adresse", "code_postal", "commune", "rang", "position_score", "position_source", "position_adresse"],
  ]);
  const shown = await previewLayer(core, manager, { ...table, uploadId, uploadLayerId: points.layers[0]?.id ?? "" });
  const { features } = shown.geojson as { features: { properties: Record<string, unknown>; geometry: { coordinates: number[] } }[] };
  // Three rows have no point: the one that was skipped and the two that nobody settled.
  expect(features).toHaveLength(197);
  expect(features[0]).toMatchObject({
    properties: {
      nom: "Lieu 0",
      position_source: "platform",
      position_score: 1,
      position_adresse: expect.stringMatching(/^1 rue du lin/i),
    },
    geometry: { coordinates: [2, 46] },
  });
  expect(features.find(({ properties }) => properties.nom === "Inconnue")).toMatchObject({
    properties: { position_source: "hand" },
    geometry: { coordinates: [2.5, 46.5] },
  });
  // The table waits no longer.
  expect((await getUpload(core, manager, upload.id)).layers[0]?.awaitsPoints).toBe(false);
  expect(await readPlacement(core, manager, table)).toMatchObject({ pointsUploadId: uploadId, counts: { sure: 0, doubtful: 0 } });
});

test("a sheet with the parts of addresses is placed by what the community may read, and by nothing else", async () => {
  const [open, closed] = [await newPerson(core, "manager"), await newPerson(core, "manager")];
  await addHouses(open, "29000", "Kerfeun", {});
  await addHouses(closed, "22000", "Plouzan", { visibility: "members" });
  const sheet = buildXlsx({
    Lieux: [
      ["Nom", "Numéro", "Rue", "CP", "Ville"],
      ["Un", 7, "rue du Lin", 29000, "Kerfeun"],
      ["Deux", 8, "rue du Lin", 22000, "Plouzan"],
    ],
  });
  const { table } = await tableOf(manager, "lieux.xlsx", sheet);
  const { parts } = await suggestParts(core, manager, table);
  expect(parts).toEqual({ address: "Rue", number: "Numéro", postcode: "CP", town: "Ville" });
  const { jobId } = await placeAddresses(core, manager, {
    ...table,
    parts: parts ?? { address: "", number: null, postcode: null, town: null },
  });
  expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
  expect((await readPlacement(core, manager, table)).counts).toMatchObject({ sure: 1, doubtful: 1 });
  const [hidden] = await listDoubtful(core, manager, table);
  expect(JSON.stringify(hidden?.candidates)).not.toContain("Plouzan");
  const stranger = await newPerson(core, "manager");
  const asked = { ...table, communityId: stranger.communityId };
  await expect(readPlacement(core, stranger, asked)).rejects.toMatchObject({ code: "upload-layer-not-found" });
  await expect(settleAddress(core, stranger, { ...asked, position: 1, choice: { kind: "skip" } })).rejects.toMatchObject({
    kind: "not-found",
  });
  expect((await listUploads(core, stranger, { communityId: stranger.communityId, limit: 10 })).items).toEqual([]);
});

// @database server
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { buildDbf, buildShapefile } from "@archipel/gdal/testing/shapefile-builder.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { jobOver } from "../../testing/run-jobs.ts";
import { newPerson, openUploadingWorld, type UploadingWorld } from "../../testing/uploading-world.ts";
import { publishUpload } from "../deliveries/uploads/service/publish.ts";
import { proposalsFor } from "./propose/propose.ts";
import { reportAt } from "./service/report.ts";
import { acceptProposals, choosePacks, readSettings } from "./service/settings.ts";

let world: UploadingWorld;
let portalId: string;

beforeAll(async () => {
  world = await openUploadingWorld();
  portalId = (await createPortal(world.database, world.manager.communityId)).id;
});
afterAll(() => world.close());

const LAMBERT =
  'PROJCS["RGF93_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]';
const text = (value: string) => Buffer.from(value, "utf8");
const columns = (...names: string[]) => names.map((name) => ({ name, width: 80 }));
const ring = (x: number, y: number): [number, number][] =>
  [
    [0, 0],
    [0, 200],
    [200, 200],
    [200, 0],
    [0, 0],
  ].map(([dx = 0, dy = 0]) => [810_000 + x + dx, 6_300_000 + y + dy]);
const ID = "30999_PLU_20200131";

/** A planning archive of the standard of 2017, with two zones, its tables of documents, and two pieces. */
function archive(): Buffer {
  const zone = (label: string, type: string) => [label, label, type, `30999_reglement_20200131.pdf#page=7`, "", ID, "20200131"].map(text);
  const zones = buildShapefile({
    name: `${ID}/Donnees_geographiques/30999_ZONE_URBA_20200131`,
    shapes: [ring(0, 0), ring(200, 0)],
    fields: columns("LIBELLE", "LIBELONG", "TYPEZONE", "NOMFIC", "URLFIC", "IDURBA", "DATVALID"),
    values: [zone("UA", "U"), zone("A", "A")],
    prj: LAMBERT,
    cpg: "UTF-8",
  });
  const documents = columns(
    "IDURBA",
    "TYPEDOC",
    "ETAT",
    "NOMPROC",
    "DATAPPRO",
    "DATEFIN",
    "SIREN",
    "NOMREG",
    "URLREG",
    "NOMPLAN",
    "URLPLAN",
    "URLPE",
    "SITEWEB",
    "TYPEREF",
    "DATEREF",
  );
  const row = (base: string) =>
    [ID, "PLU", "03", "E", "20200131", "20200131", "", "30999_REGLEMENT_20200131.pdf", "", "", "", "", "", base, "2019"].map(text);
  return buildZip([
    ...zones,
    { name: `${ID}/30999_DOC_URBA_20200131.dbf`, content: buildDbf(documents, [row("01"), row("02")]) },
    { name: `${ID}/30999_DOC_URBA_COM_20200131.dbf`, content: buildDbf(columns("IDURBA", "INSEE"), [[ID, "30999"].map(text)]) },
    { name: `${ID}/Pieces_ecrites/3_Reglement/30999_reglement_20200131.pdf`, content: Buffer.from("%PDF-1.7\nrules") },
    { name: `${ID}/Pieces_ecrites/4_Annexes/30999_liste_sup_20200131.pdf`, content: Buffer.from("%PDF-1.7\nannex") },
    { name: `${ID}/Pieces_ecrites/4_Annexes/30999_info_surf_04_20200131.pdf`, content: Buffer.from("%PDF-1.7\ndrawn") },
  ]);
}

it("proposes what a published planning archive declares, and answers with it after one click", async () => {
  const { core, manager } = world;
  const { communityId } = manager;
  const upload = await world.uploadFile(`${ID}.zip`, archive());
  const layers = upload.layers
    .filter(({ geometryType }) => geometryType !== "None")
    .map(({ id, name }) => ({ uploadLayerId: id, title: name }));
  const target = { record: datasetRecord.parse({ title: "PLU" }) };
  const { jobId } = await publishUpload(core, manager, {
    communityId,
    uploadId: upload.id,
    target,
    layers,
    status: "published",
    portalIds: [portalId],
  });
  await jobOver(core, jobId);

  const proposals = await proposalsFor(core, manager, portalId);
  expect(proposals).toMatchObject([{ by: "delivery", speaksFor: ["fr-plu"] }]);
  const [{ layerId = "", declared } = {}] = proposals;
  expect(declared).toMatchObject({
    standard: { model: "cnig-plu-2017", table: "ZONE_URBA" },
    captured: "2020-01-31",
    coverage: { kind: "area" },
    documents: [{ id: ID, title: `PLU ${ID}`, state: "03", approved: "2020-01-31" }],
  });
  // The day of approval in DATEFIN ends nothing, and the file of drawn features is not a piece of the whole document.
  expect(declared?.documents[0]).not.toHaveProperty("validUntil");
  expect(declared?.documents[0]?.pieces).toHaveLength(2);

  const second = await newPerson(core, "member", manager);
  await expect(
    proposalsFor(core, { ...second, communityId: (await newPerson(core, "manager")).communityId }, portalId),
  ).rejects.toMatchObject({ code: "portal-not-found" });
  expect(await acceptProposals(core, manager, { communityId, portalId, layerIds: [layerId] })).toEqual({ declared: 1 });
  expect(await proposalsFor(core, manager, portalId)).toEqual([]);
  await choosePacks(core, manager, { communityId, portalId, packs: ["fr-plu"] });
  expect((await readSettings(core, manager, portalId)).layers).toMatchObject([{ lacks: ["accuracy"] }]);

  const at = (x: number, y: number) => ({ kind: "point" as const, lon: x, lat: y, precision: "exact" as const });
  const { bbox } = await world.database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layerId } }));
  const [west = 0, south = 0, east = 0, north = 0] = bbox;
  const request = { portalId, locale: "fr" as const };
  const nobody = { userId: null, isOperator: false, isSuspended: false };
  const report = await reportAt(core, nobody, { ...request, place: at(west + (east - west) / 4, (south + north) / 2) });
  const zone = report.themes.find(({ theme }) => theme === "plu.zone");
  expect(zone).toMatchObject({ list: "onPlace", documents: [{ status: "inForce" }], findings: [{ level: 1, label: { text: "UA" } }] });
  const rules = zone?.findings[0]?.provisions.find(({ type }) => type === "document");
  expect(rules).toMatchObject({
    title: "30999_reglement_20200131.pdf",
    page: 7,
    url: expect.stringMatching(/\/downloads\/attachments\/[0-9a-f-]{36}#page=7$/),
  });
  expect(report.alsoInDocument.map(({ title }) => title)).toEqual(["Règlement", "Liste des servitudes d’utilité publique"]);
  // Outside the territory that the archive draws, nothing is cleared.
  const outside = await reportAt(core, nobody, { ...request, place: at(east + 0.01, north + 0.01) });
  expect(outside.themes.find(({ theme }) => theme === "plu.zone")).toMatchObject({ state: "noData" });
});

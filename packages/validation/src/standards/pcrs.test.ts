import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withDelivery } from "../delivery/open.ts";
import { loadModel } from "../model/load.ts";
import { fillTable, type MadeFeature, type MadeRow } from "../testing/fill-table.ts";
import { type MadeTable, makeDelivery, square } from "../testing/make-delivery.ts";
import { runCheck } from "../testing/run-check.ts";

const model = await loadModel("cnig-pcrs-2.0");
const [X, Y] = [1_350_000, 7_200_000];
const line: Geometry = {
  type: "LineString",
  coordinates: [
    [X, Y, 31],
    [X + 5, Y, 31.2],
  ],
};
const layer = (name: string, rows: readonly MadeFeature[], srid = 3948): MadeTable =>
  fillTable(
    model,
    name,
    "rue.gml",
    rows.map(([row, shape]) => [{ qualiteCategorisation: "01", ...row }, shape]),
    { name, srid },
  );
const extent = (srid = 3948) => layer("EmpriseEchangePCRS", [[{}, square(X, Y, 500)]], srid);
const kerb = (row: MadeRow = {}, shape: Geometry = line) => layer("LimiteVoiriePCRS", [[{ thematique: "03", ...row }, shape]]);

async function find(...tables: MadeTable[]) {
  const { findings } = await runCheck(makeDelivery({ name: "rue", tables, isSingleFile: true }), model);
  return findings.filter(({ level }) => level !== "INFO").map(({ code, table, field }) => [code, table, field]);
}

describe("a simplified street plan (CNIG PCRS 2.0)", () => {
  test("a valid delivery conforms", async () => {
    expect(
      await find(
        extent(),
        kerb({ precisionAltimetrique: "010" }),
        layer("ArbrePCRS", [[{ thematique: "06" }, { type: "Point", coordinates: [X, Y, 30] }]]),
        layer("AffleurantPCRS", [[{ thematique: "10", nature: "other: bouche", reseau: "AEP" }]]),
        layer("NomVoiriePCRS", [[{}, { type: "Point", coordinates: [X, Y, 0] }]]),
        layer("RailPCRS", [[{ thematique: "04" }, line]]),
      ),
    ).toEqual([]);
  });

  test.each<[string, MadeRow, string]>([
    ["precisionPlanimetrique", { precisionPlanimetrique: "007" }, "ATTRIBUTE_UNEXPECTED_VALUE"],
    ["precisionAltimetrique", { precisionAltimetrique: "5" }, "ATTRIBUTE_UNEXPECTED_VALUE"],
    ["thematique", { thematique: "12" }, "ATTRIBUTE_UNEXPECTED_VALUE"],
    ["qualiteCategorisation", { qualiteCategorisation: "bonne" }, "ATTRIBUTE_INVALID_REGEXP"],
    ["producteur", { producteur: "" }, "ATTRIBUTE_UNEXPECTED_NULL"],
    ["dateLeve", { dateLeve: "hier" }, "ATTRIBUTE_INVALID_FORMAT"],
  ])("an object with a wrong %s is reported", async (field, row, code) => {
    expect(await find(extent(), kerb(row))).toEqual([[code, "LimiteVoiriePCRS", field]]);
  });

  test("its extent is required, its CRS must be a conic one, and other classes are reported", async () => {
    expect(await find(kerb())).toEqual([["layer-missing", "EmpriseEchangePCRS", null]]);
    expect((await find(extent(2154)))[0]).toEqual(["crs-not-accepted", "EmpriseEchangePCRS", null]);
    expect(await find(extent(), { ...kerb(), name: "BancPublicPCRS" })).toEqual([["layer-unexpected", "BancPublicPCRS", null]]);
  });

  test("geometry types are checked, and identifiers are unique", async () => {
    expect(await find(extent(), kerb({}, { type: "Point", coordinates: [X, Y] }))).toEqual([
      ["geometry-type", "LimiteVoiriePCRS", "geometrie"],
    ]);
    expect(
      await find(
        extent(),
        layer("MurPCRS", [
          [{ idObjet: "m" }, line],
          [{ idObjet: "m" }, line],
        ]),
      ),
    ).toEqual([["ATTRIBUTE_NOT_UNIQUE", "MurPCRS", "idObjet"]]);
  });
});

describe("a street plan in GML", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "archipel-pcrs-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("circular arcs are read with their heights", async () => {
    const at = (x: number, y: number) => `${X + x} ${Y + y} 30.5`;
    const gml = `<?xml version="1.0" encoding="UTF-8"?>
<PlanCorpsRueSimplifie xmlns="http://cnig.gouv.fr/pcrs" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="p" version="2.0">
<featureMember><EmpriseEchangePCRS gml:id="e"><fournisseur>Ville</fournisseur><datePublication>2026-03-01</datePublication>
<geometrie><gml:MultiSurface gml:id="e1" srsName="EPSG:3948"><gml:surfaceMember><gml:Polygon gml:id="e2"><gml:exterior><gml:LinearRing>
<gml:posList>${X} ${Y} ${X + 9} ${Y} ${X + 9} ${Y + 9} ${X} ${Y} </gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></geometrie>
<idEmprise>E1</idEmprise></EmpriseEchangePCRS></featureMember>
<featureMember><AffleurantEnveloppePCRS gml:id="a"><geometrie><gml:Polygon gml:id="a1" srsName="EPSG:3948" srsDimension="3"><gml:exterior><gml:Ring>
<gml:curveMember><gml:Curve gml:id="a2"><gml:segments><gml:Arc><gml:posList>${at(1, 0)} ${at(0, 1)} ${at(-1, 0)}</gml:posList></gml:Arc></gml:segments></gml:Curve></gml:curveMember>
<gml:curveMember><gml:LineString gml:id="a3"><gml:posList>${at(-1, 0)} ${at(1, 0)}</gml:posList></gml:LineString></gml:curveMember>
</gml:Ring></gml:exterior></gml:Polygon></geometrie></AffleurantEnveloppePCRS></featureMember></PlanCorpsRueSimplifie>`;
    await writeFile(join(folder, "rue.gml"), gml);
    const { findings, verdict } = await withDelivery(join(folder, "rue.gml"), {}, (delivery) => runCheck(delivery, model));
    expect(findings.filter(({ level }) => level !== "INFO")).toEqual([]);
    expect(verdict).toMatchObject({ conforms: true, rows: 2 });
  });
});

// @own-children
// @long
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latin1, testFiles, utf8 } from "./testing/lay-files.ts";
import { buildDbf } from "./testing/shapefile-builder.ts";
import { buildZip } from "./testing/zip-builder.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-texts-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const { inspect } = testFiles(() => directory);
const names = (layers: readonly { name: string }[]) => layers.map(({ name }) => name);

describe("texts of an archive", () => {
  test("keeps thousands of letters as documents, and finds the tables of places among them", async () => {
    const letters = Array.from({ length: 4998 }, (_one, index) => ({
      name: `courriers/${index}.txt`,
      content: utf8(`Objet: relevé n° ${index}; suite\nMadame, Monsieur,\nle point 2, 48 est à revoir, voir la note.\n`),
    }));
    const places = [
      { name: "relevés.txt", content: utf8("nom;lon;lat\nA;2,5;48,5\nB;2,6;48,6\n") },
      { name: "zones.txt", content: latin1("forêt|wkt\noui|POLYGON((0 0,1 0,1 1,0 0))\n") },
    ];
    const { inspection: found } = await inspect(buildZip([...letters.slice(0, 2500), ...places, ...letters.slice(2500)]), "courriers.zip");
    expect(found.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(names(found.layers)).toEqual(["relevés", "zones"]);
    expect(found.documents).toHaveLength(4998);
  });

  test("opens no more candidates than a delivery can have", async () => {
    const tables = Array.from({ length: 230 }, (_one, index) => ({ name: `${index}.txt`, content: utf8(`lon,lat\n2.${index},48.5\n`) }));
    const { inspection: found } = await inspect(buildZip(tables), "tables.zip");
    expect(found.findings).toContainEqual(
      expect.objectContaining({ rule: "texts-left", severity: "warning", params: { opened: 200, left: 30 } }),
    );
    expect(found.layers).toHaveLength(200);
    expect(found.documents).toHaveLength(30);
  });
});

describe("a table alone", () => {
  test("recognises a DBF by its content and its name together", async () => {
    const dbf = buildDbf([{ name: "CODE", width: 4 }], [[latin1("A1é")], [latin1("A2")]]);
    const { inspection: found } = await inspect(dbf, "table.dbf");
    expect(found).toMatchObject({
      driver: "dbf",
      layers: [{ name: "table", geometryType: "None", featureCount: 2, fields: [{ name: "CODE" }] }],
    });
    expect((await inspect(utf8("bonjour".repeat(40)), "faux.dbf")).inspection.findings).toMatchObject([
      { rule: "unsupported", params: { seems: "dbf" } },
    ]);
  });
});

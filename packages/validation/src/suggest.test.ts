import { expect, test } from "vitest";
import { compileModel } from "./model/compile.ts";
import { loadModel, shippedModelIds } from "./model/load.ts";
import { type DeliveryFacts, suggestModel } from "./suggest.ts";
import { modelOf } from "./testing/run-check.ts";

const shipped = await Promise.all((await shippedModelIds()).map(async (id) => compileModel(await loadModel(id))));

/** The facts of a delivery with every table and field of a model, with file names that match its patterns. */
function madeFor(id: string, name: string, leaveOut: readonly string[] = []): DeliveryFacts {
  const model = shipped.find(({ model: { id: own } }) => own === id)?.model;
  if (!model) throw new Error(id);
  const [territory = "", , date = ""] = name.split("_");
  const tables = model.files.flatMap((file) => {
    if (file.kind !== "table") return [];
    const fields = (model.tables?.[file.table]?.fields ?? []).map((field) => field.name).filter((field) => !leaveOut.includes(field));
    const base = model.id.endsWith("2013") || model.id.endsWith("2014") ? file.table : `${territory}_${file.table}_${date}`;
    return [{ name: file.name, file: `Donnees_geographiques/${base}.shp`, fields }];
  });
  return { name, isSingleFile: false, tables };
}
const suggested = (facts: DeliveryFacts) => suggestModel(facts, shipped)?.model.id ?? null;

test.each([
  ["cnig-plu-2017", "30014_PLU_20171013", "cnig-plu-2017"],
  ["cnig-plu-2014", "30014_PLU_20150101", "cnig-plu-2014"],
  ["cnig-plu-2013", "30014_PLU_20150101", "cnig-plu-2013"],
  ["cnig-pos-2014", "30014_POS_20150101", "cnig-pos-2014"],
  ["cnig-psmv-2025", "30014_PSMV_20250601", "cnig-psmv-2025"],
  ["cnig-scot-2024", "200078244_SCOT_20240601", "cnig-scot-2024"],
  // A later document that follows the edition of 2017.
  ["cnig-plu-2017", "30014_PLU_20240101", "cnig-plu-2017"],
  ["cnig-plu-2022", "30014_PLU_20230601", "cnig-plu-2023"],
  ["cnig-plu-2024", "30014_PLU_20240601", "cnig-plu-2024"],
  ["cnig-plu-2025", "30014_PLU_20250601", "cnig-plu-2025"],
  ["cnig-plui-2017", "241800432_PLUi_20181004", "cnig-plui-2017"],
  ["cnig-cc-2014", "30014_CC_20150101", "cnig-cc-2014"],
])("tables of %s in %s: %s", (id, name, expected) => expect(suggested(madeFor(id, name))).toBe(expected));

test("a few missing fields do not change the suggestion", () => {
  expect(suggested(madeFor("cnig-plu-2017", "30014_PLU_20171013", ["URLFIC", "NOMFIC"]))).toBe("cnig-plu-2017");
});

test("TYPEDOC and IDURBA identify the document when the file's name does not", () => {
  const facts = { ...madeFor("cnig-plu-2014", "30014_PLU_20150101"), name: "envoi-final" };
  expect(suggested(facts)).toBeNull();
  expect(suggested({ ...facts, values: { idurba: "3001420150101", typedoc: "PLU" } })).toBe("cnig-plu-2014");
  const later = { ...madeFor("cnig-plu-2017", "30014_PLU_20171013"), name: "envoi-final" };
  expect(suggested({ ...later, values: { idurba: "30014_PLU_20171013" } })).toBe("cnig-plu-2017");
});

test("nothing is suggested when no model fits", () => {
  const other = { name: "parcelles", file: "parcelles.gpkg", fields: ["numero", "section", "contenance"] };
  expect(suggested({ name: "parcelles", isSingleFile: true, tables: [other] })).toBeNull();
  expect(suggested({ name: "30014_PLU_20171013", isSingleFile: false, tables: [] })).toBeNull();
});

test("a community's model without a folder name is suggested by its file and fields", () => {
  const own = compileModel(
    modelOf({
      PUITS: {
        fields: [
          { name: "ID", type: "string" },
          { name: "PROF", type: "double" },
        ],
      },
    }),
  );
  const table = { name: "puits", file: "puits.csv", fields: ["id", "prof"] };
  expect(suggestModel({ name: "puits", isSingleFile: true, tables: [table] }, [...shipped, own])).toBe(own);
});

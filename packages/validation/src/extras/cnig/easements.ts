import { z } from "zod";
import type { DeliveryRow } from "../../delivery/delivery.ts";
import { isEmpty } from "../../rules/cell.ts";
import type { ExtraRule, ExtraTable } from "../extra.ts";
import { readDocumentName } from "./document-name.ts";

const params = z.strictObject({
  shortTerritory: z
    .enum(["report", "allow"])
    .default("report")
    .meta({ description: "`allow`: the folder's name may contain a département code of two characters, as in the standard of 2013" }),
});

const GENERATORS = "easement:idgen";
const FOOTPRINTS = "easement:idass";
const REFERENCES = "easement:reference";

/**
 * Public easements (SUP): generators and footprints exist, their identifiers are unique over the tables of points, lines and areas together,
 * each footprint refers to an existing generator, and a département code has three characters. Source: CNIG SUP standard; behaviour of the
 * national validator.
 */
export const easementsRule: ExtraRule<z.infer<typeof params>> = {
  name: "cnig-easements",
  params,
  together: ({ model }) =>
    model.files.flatMap((file) => (file.kind === "table" && /GENERATEUR|ASSIETTE/.test(file.name) ? [file.table] : [])),
  run: ({ delivery, matched, collector, store, placeOf }, { shortTerritory }) => ({
    start() {
      if (delivery.isSingleFile) return;
      const tables = matched.filter(({ model }) => model.kind === "table").map(({ model }) => model.name);
      if (!tables.some((name) => name.includes("GENERATEUR"))) collector.add("CNIG_GENERATEUR_SUP_NOT_FOUND", {});
      if (!tables.some((name) => name.includes("ASSIETTE"))) collector.add("CNIG_ASSIETTE_SUP_NOT_FOUND", {});
      const name = readDocumentName(delivery.name);
      if (shortTerritory === "report" && name?.kind === "easement" && name.territory.length === 2 && name.territory !== "FR")
        collector.add("CNIG_SUP_BAD_TERRITORY_CODE", {}, { params: { value: name.territory } });
    },
    row(row, table) {
      if (table.fileModel.includes("GENERATEUR")) note(GENERATORS, "IDGEN", row, table);
      if (!table.fileModel.includes("ASSIETTE")) return;
      note(FOOTPRINTS, "IDASS", row, table);
      note(REFERENCES, "IDGEN", row, table);
    },
    end() {
      for (const { value, count, ...row } of store.duplicates(GENERATORS))
        collector.add("CNIG_SUP_IDGEN_NOT_UNIQUE", { ...placeOf(row), field: "IDGEN" }, { params: { value, count } });
      for (const { value, count, ...row } of store.duplicates(FOOTPRINTS))
        collector.add("CNIG_SUP_IDASS_NOT_UNIQUE", { ...placeOf(row), field: "IDASS" }, { params: { value, count } });
      for (const { value, ...row } of store.missing(REFERENCES, GENERATORS))
        collector.add("CNIG_SUP_IDGEN_NOT_FOUND", { ...placeOf(row), field: "IDGEN" }, { params: { value } });
    },
  }),
};

function note(name: string, field: string, row: DeliveryRow, table: ExtraTable): void {
  const value = table.text(row, field);
  if (!isEmpty(value)) table.note(name, value, row);
}

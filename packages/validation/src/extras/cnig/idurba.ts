import { z } from "zod";
import type { DeliveryRow } from "../../delivery/delivery.ts";
import type { Place } from "../../finding.ts";
import type { ExtraRule, ExtraTable } from "../extra.ts";
import { IDURBA_FORMATS, readDocumentName } from "./document-name.ts";

const params = z.strictObject({
  format: z.enum(["v1", "v2"]).meta({ description: "v1 until the standards of 2014, v2 since 2017" }),
  table: z.string().default("DOC_URBA"),
  field: z.string().default("IDURBA"),
});

/**
 * IDURBA, the identifier of a planning document: written rightly in DOC_URBA, which has exactly one row of this document, and the same in
 * every other table. Source: CNIG PLU standards; behaviour of the national validator.
 */
export const idurbaRule: ExtraRule<z.infer<typeof params>> = {
  name: "cnig-idurba",
  params,
  run({ delivery, reporter }, { format, table: mainTable, field }) {
    const expected = expectedIdurba(delivery.name, format);
    let found = 0;
    let last: Place | null = null;
    return {
      row(row, table) {
        if (!table.fields.some((bound) => bound.field.name === field)) return;
        const value = table.text(row, field);
        const isOfDocument = expected?.pattern.test(value) ?? false;
        const place = placeOf(row, table, field);
        if (table.name !== mainTable) {
          if (expected && !isOfDocument) reporter.report("CNIG_IDURBA_UNEXPECTED", place(), { params: { value, expected: expected.help } });
          return;
        }
        if (!IDURBA_FORMATS.some((pattern) => pattern.test(value)))
          reporter.report("CNIG_IDURBA_INVALID", place(), { params: { value, expected: expected?.help ?? "" } });
        if (!isOfDocument) return;
        found++;
        last = place();
      },
      end() {
        const expectedText = { params: { expected: expected?.help ?? "" } };
        if (!expected || found === 1) return;
        if (found === 0) reporter.report("CNIG_IDURBA_NOT_FOUND", { fileModel: mainTable, field }, expectedText);
        else reporter.report("CNIG_IDURBA_MULTIPLE_FOUND", last ?? {}, expectedText);
      },
    };
  },
};

function placeOf(row: DeliveryRow, { table, fileModel }: ExtraTable, field: string): () => Place {
  return () => ({ fileModel, file: table.file, table: table.name, field, row: row.row, featureId: row.id });
}

/** How this document's IDURBA is written: a pattern, and the text to tell people. */
function expectedIdurba(name: string, format: "v1" | "v2"): { pattern: RegExp; help: string } | null {
  const document = readDocumentName(name);
  if (document?.kind !== "planning") return null;
  const { territory, date } = document;
  if (format === "v1") return { pattern: new RegExp(`^${territory}.*${date}`, "i"), help: `${territory}${date}` };
  return { pattern: new RegExp(`^${name}$`, "i"), help: name.replace(/_PLUi_/, "_PLUI_") };
}

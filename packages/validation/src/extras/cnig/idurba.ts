import { z } from "zod";
import type { Place, RepairId } from "../../finding.ts";
import type { ExtraRule } from "../extra.ts";
import { IDURBA_FORMATS, readDocumentName } from "./document-name.ts";

export const idurbaParams = z.strictObject({
  format: z.enum(["v1", "v2"]).meta({ description: "v1 until the standards of 2014, v2 since 2017" }),
  table: z.string().default("DOC_URBA"),
  field: z.string().default("IDURBA"),
});

/**
 * IDURBA, the identifier of a planning document: it is well formed in DOC_URBA, DOC_URBA has exactly one row for this document, and every
 * other table has the same identifier. Source: CNIG PLU standards; behaviour of the national validator.
 */
export const idurbaRule: ExtraRule<z.infer<typeof idurbaParams>> = {
  name: "cnig-idurba",
  params: idurbaParams,
  run({ delivery, collector }, { format, table: mainTable, field }) {
    const expected = expectedIdurba(delivery.name, format);
    let found = 0;
    let last: Place | null = null;
    let others = 0;
    let other: { place: Place; repair: RepairId | null } | null = null;
    return {
      row(row, table) {
        if (!table.fields.some((bound) => bound.field.name === field)) return;
        const value = table.text(row, field);
        const isOfDocument = expected?.pattern.test(value) ?? false;
        const place = () => table.placeOf(row, field);
        if (table.name !== mainTable) {
          if (expected && !isOfDocument)
            collector.add("CNIG_IDURBA_UNEXPECTED", place(), {
              params: { value, expected: expected.help },
              repair: table.repairOf("CNIG_IDURBA_UNEXPECTED", row, field),
            });
          return;
        }
        const isOfTerritory = expected !== null && value.trim().startsWith(expected.territory);
        if (!isIdurba(value))
          collector.add("CNIG_IDURBA_INVALID", place(), {
            params: { value, expected: expected?.help ?? "" },
            repair: table.repairOf("CNIG_IDURBA_INVALID", row, field),
          });
        if (isOfDocument) {
          found++;
          last = place();
        } else if (isOfTerritory) {
          others++;
          other = { place: place(), repair: table.repairOf("CNIG_IDURBA_NOT_FOUND", row, field) };
        }
      },
      end() {
        const expectedText = { params: { expected: expected?.help ?? "" } };
        if (!expected || found === 1) return;
        // A single row of the same territory with another date is probably this document with an outdated IDURBA: offer to correct it.
        if (found === 0 && others === 1 && other)
          collector.add("CNIG_IDURBA_NOT_FOUND", other.place, { ...expectedText, repair: other.repair });
        else if (found === 0) collector.add("CNIG_IDURBA_NOT_FOUND", { fileModel: mainTable, field }, expectedText);
        else collector.add("CNIG_IDURBA_MULTIPLE_FOUND", last ?? {}, expectedText);
      },
    };
  },
};

/** The expected IDURBA of a document: a pattern, and the value that messages show and repairs write. */
export interface ExpectedIdurba {
  pattern: RegExp;
  help: string;
  territory: string;
}

/** The IDURBA that follows from the delivery's name; null when it is not the name of a planning document. */
export function expectedIdurba(name: string, format: "v1" | "v2"): ExpectedIdurba | null {
  const document = readDocumentName(name);
  if (document?.kind !== "planning") return null;
  const { territory, date } = document;
  if (format === "v1") return { pattern: new RegExp(`^${territory}.*${date}`, "i"), help: `${territory}${date}`, territory };
  return { pattern: new RegExp(`^${name}$`, "i"), help: name.replace(/_PLUi_/, "_PLUI_"), territory };
}

/** True when the text has the format of an IDURBA. */
export function isIdurba(text: string): boolean {
  return IDURBA_FORMATS.some((pattern) => pattern.test(text));
}

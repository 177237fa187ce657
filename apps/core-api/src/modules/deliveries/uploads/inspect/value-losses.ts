import { hasTime } from "@archipel/contracts/layer-fields.ts";
import type { FeatureRow, SourceField } from "@archipel/gdal/model.ts";
import { fitsColumn } from "../../../../layer-store/tables/copy-rows.ts";
import type { FindingList } from "./findings.ts";

const LEAP_SECOND = /:\d{2}:60/;
/** A digit beyond microseconds that is not 0. */
const BEYOND_MICROSECONDS = /\.\d{6}\d*[1-9]/;
const SHOWN = 80;

/** Reports the values that the database cannot keep as they are: nothing is lost without a finding. */
export class ValueLosses {
  readonly #fields: readonly SourceField[];
  readonly #findings: FindingList;

  constructor(fields: readonly SourceField[], findings: FindingList) {
    this.#fields = fields;
    this.#findings = findings;
  }

  see({ index, values }: FeatureRow): void {
    for (let column = 0; column < values.length; column++) {
      const [value = null, field] = [values[column], this.#fields[column]];
      if (field === undefined || value === null || field.type === "text" || field.type === "boolean") continue;
      const rule = lossOf(value, field.type);
      if (rule === null) continue;
      const params = { value: String(value).slice(0, SHOWN) };
      this.#findings.add({ rule, severity: rule === "leap-second" ? "info" : "warning", featureIndex: index, field: field.name, params });
    }
  }
}

function lossOf(value: string | number | boolean, type: SourceField["type"]): string | null {
  if (!fitsColumn(value, type)) return "value-lost";
  if (typeof value !== "string" || !hasTime(type)) return null;
  if (LEAP_SECOND.test(value)) return "leap-second";
  return BEYOND_MICROSECONDS.test(value) ? "moment-rounded" : null;
}

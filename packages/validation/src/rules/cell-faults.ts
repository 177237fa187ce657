import type { CellValue } from "../delivery/delivery.ts";
import type { Field } from "../model/field.ts";
import type { CodeList } from "../model/model.ts";
import { isEmpty, textOf } from "./cell.ts";
import { characterFault } from "./characters.ts";
import type { FileIndex } from "./documents.ts";
import { type ValueFault, valueCheckOf } from "./values.ts";

/** Makes the check of a field's cells: value, characters, and the file that a cell names. */
export function cellFaultsOf(
  field: Field,
  lists: ReadonlyMap<string, CodeList>,
  files: FileIndex,
): (value: CellValue | undefined) => ValueFault[] {
  const check = valueCheckOf(field, lists);
  return (value) => {
    const text = textOf(value);
    const faults = check(text);
    const spoilt = typeof value === "string" ? characterFault(text) : null;
    if (spoilt) faults.push(spoilt);
    if (!isEmpty(text) && (field.type === "filename" || field.type === "path")) {
      const absent = files.fault(text, field.type);
      if (absent) faults.push(absent);
    }
    return faults;
  };
}

import type { Code } from "../codes.ts";
import type { Field } from "../model/field.ts";
import type { CodeList } from "../model/model.ts";
import { compilePattern } from "../model/pattern.ts";
import { isEmpty } from "./cell.ts";
import { isOfType } from "./types.ts";

/** A fault of a value. */
export interface ValueFault {
  code: Code;
  params: Record<string, string | number>;
}

/** Checks a value against the rules of its field. */
export type ValueCheck = (text: string) => ValueFault[];

const LISTED_VALUES = 12;

/**
 * Prepares the check of a field's values, once per table. An empty value is only checked for `required`; a value of the wrong type gives only
 * this fault.
 */
export function valueCheckOf(field: Field, lists: ReadonlyMap<string, CodeList>): ValueCheck {
  const allowed = allowedOf(field, lists);
  const pattern = field.pattern === undefined ? null : compilePattern(field.pattern);
  return (text) => {
    if (isEmpty(text)) return field.required ? [{ code: "ATTRIBUTE_UNEXPECTED_NULL", params: { field: field.name } }] : [];
    if (!isOfType(text, field.type)) return [{ code: "ATTRIBUTE_INVALID_FORMAT", params: { value: text, type: field.type } }];
    const faults: ValueFault[] = [];
    const length = [...text].length;
    if (field.maxLength !== undefined && length > field.maxLength)
      faults.push({ code: "ATTRIBUTE_SIZE_EXCEEDED", params: { length, limit: field.maxLength } });
    if (field.minLength !== undefined && length < field.minLength)
      faults.push({ code: "ATTRIBUTE_SIZE_TOO_SHORT", params: { length, limit: field.minLength } });
    if (pattern && !pattern.test(text))
      faults.push({ code: "ATTRIBUTE_INVALID_REGEXP", params: { value: text, pattern: field.pattern ?? "" } });
    if (allowed && !allowed.values.has(text))
      faults.push({ code: "ATTRIBUTE_UNEXPECTED_VALUE", params: { value: text, expected: allowed.sentence } });
    const { minimum, maximum } = field;
    if (minimum !== undefined || maximum !== undefined) {
      const number = Number(text);
      if (number < (minimum ?? -Infinity) || number > (maximum ?? Infinity))
        faults.push({ code: "value-out-of-range", params: { value: text, minimum: minimum ?? "", maximum: maximum ?? "" } });
    }
    return faults;
  };
}

function allowedOf(field: Field, lists: ReadonlyMap<string, CodeList>): { values: Set<string>; sentence: string } | null {
  const values = new Set(field.values ?? []);
  if (field.codeList) {
    const list = lists.get(field.codeList.list);
    const column = list && field.codeList.column ? list.columns.indexOf(field.codeList.column) : 0;
    for (const row of list?.rows ?? []) values.add(row[column] ?? "");
  }
  if (!field.values && !field.codeList) return null;
  const shown = [...values].slice(0, LISTED_VALUES).join(", ");
  return { values, sentence: values.size > LISTED_VALUES ? `${shown}…` : shown };
}

/** A value of a feature's attribute, as a layer's table has it. */
export type AttributeValue = string | number | boolean | null;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The values of a feature as texts, by the name of the field in lower case. An empty text is null. */
export type Fields = ReadonlyMap<string, string | null>;

/** The field in which a rule can test the state of the feature's document. */
const STATE_FIELD = "@state";

/** Reads the attributes of a feature. Standards and tables write names of fields in either case. @param state that of its document */
export function fieldsOf(attributes: Attributes, state: string | null = null): Fields {
  const fields = new Map<string, string | null>([[STATE_FIELD, state]]);
  for (const name in attributes) {
    const value = attributes[name];
    const text = value === null || value === undefined ? "" : typeof value === "string" ? value.trim() : String(value);
    fields.set(name.toLowerCase(), text === "" ? null : text);
  }
  return fields;
}

/** The value of a field; null when it is empty or absent. */
export function textIn(fields: Fields, name: string): string | null {
  return fields.get(name.toLowerCase()) ?? null;
}

/** A day as ISO text from `20170320`, `2017-03-20`, `2017_03_20`, `20/03/2017` or a moment; null when the text is no day that exists. */
export function dayOf(text: string): string | null {
  const year = /^(\d{4})[-_/]?(\d{2})[-_/]?(\d{2})(?!\d)/.exec(text);
  const french = year ? null : /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const day = year ? `${year[1]}-${year[2]}-${year[3]}` : french ? `${french[3]}-${french[2]}-${french[1]}` : "";
  const date = new Date(`${day}T00:00:00Z`);
  return day !== "" && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}

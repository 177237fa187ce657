/** The values of a numeric field between two limits; an absent limit is infinite. */
export interface Range {
  readonly from?: number;
  /** The lower limit itself is not in the range. */
  readonly isFromOpen?: boolean;
  readonly to?: number;
  /** The upper limit itself is in the range. */
  readonly isToClosed?: boolean;
  /** The smallest limit that the file names, where the range goes on below it. */
  readonly start?: number;
}

export type Value = string | number | boolean;

/** Which features a rule draws, in the forms that our styles have; every other condition is kept as its text. */
export type Condition =
  | { readonly is: "all" }
  | { readonly is: "else" }
  | { readonly is: "values"; readonly field: string; readonly values: readonly Value[]; readonly hasNull?: boolean }
  | { readonly is: "range"; readonly field: string; readonly range: Range }
  | { readonly is: "unknown"; readonly text: string };

export const ALL: Condition = { is: "all" };
export const ELSE: Condition = { is: "else" };

export const unknown = (text: string): Condition => ({ is: "unknown", text });

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** A comparison of a field with a constant. */
export function compared(field: string, sign: Comparison, value: Value): Condition {
  if (sign === "=") return { is: "values", field, values: [value] };
  const limit = typeof value === "number" ? value : value === "" || typeof value === "boolean" ? Number.NaN : Number(value);
  if (sign === "!=" || !Number.isFinite(limit)) return unknown(`${field} ${sign} ${value}`);
  if (sign === "<" || sign === "<=") return { is: "range", field, range: { to: limit, ...(sign === "<=" && { isToClosed: true }) } };
  return { is: "range", field, range: { from: limit, ...(sign === ">" && { isFromOpen: true }) } };
}

/** Both hold. */
export function and(a: Condition, b: Condition): Condition {
  if (a.is === "all") return b;
  if (b.is === "all") return a;
  if (a.is === "range" && b.is === "range" && a.field === b.field)
    return { is: "range", field: a.field, range: intersection(a.range, b.range) };
  if (a.is === "values" && b.is === "values" && a.field === b.field) {
    const kept = a.values.filter((value) => b.values.some((one) => String(one) === String(value)));
    return { is: "values", field: a.field, values: kept };
  }
  return unknown(`${textOf(a)} AND ${textOf(b)}`);
}

/** At least one holds. */
export function or(a: Condition, b: Condition): Condition {
  if (a.is === "all" || b.is === "all") return ALL;
  if (a.is === "values" && b.is === "values" && a.field === b.field) {
    const hasNull = a.hasNull || b.hasNull;
    return { is: "values", field: a.field, values: [...a.values, ...b.values], ...(hasNull && { hasNull }) };
  }
  if (a.is === "range" && b.is === "range" && a.field === b.field) {
    const joined = union(a.range, b.range) ?? union(b.range, a.range);
    if (joined) return { is: "range", field: a.field, range: joined };
  }
  return unknown(`${textOf(a)} OR ${textOf(b)}`);
}

/** The condition in the way people write it, for notes. */
export function textOf(condition: Condition): string {
  switch (condition.is) {
    case "all":
      return "*";
    case "else":
      return "ELSE";
    case "unknown":
      return condition.text;
    case "values":
      return `${condition.field} = ${condition.values.join(", ")}`;
    case "range": {
      const { from, isFromOpen, to, isToClosed } = condition.range;
      const low = from === undefined ? "" : `${from} ${isFromOpen ? "<" : "≤"} `;
      const high = to === undefined ? "" : ` ${isToClosed ? "≤" : "<"} ${to}`;
      return `${low}${condition.field}${high}`;
    }
  }
}

function intersection(a: Range, b: Range): Range {
  const [low] = [a, b].filter(({ from }) => from !== undefined).toSorted((x, y) => (y.from ?? 0) - (x.from ?? 0));
  const [high] = [a, b].filter(({ to }) => to !== undefined).toSorted((x, y) => (x.to ?? 0) - (y.to ?? 0));
  return {
    ...(low?.from !== undefined && { from: low.from, ...(low.isFromOpen && { isFromOpen: true }) }),
    ...(high?.to !== undefined && { to: high.to, ...(high.isToClosed && { isToClosed: true }) }),
  };
}

/** Of a range that ends where the other one begins. */
function union(low: Range, high: Range): Range | null {
  if (low.to === undefined || low.to !== high.from) return null;
  return {
    ...(low.from === undefined ? { start: high.from } : { from: low.from, ...(low.isFromOpen && { isFromOpen: true }) }),
    ...(high.to !== undefined && { to: high.to, ...(high.isToClosed && { isToClosed: true }) }),
  };
}

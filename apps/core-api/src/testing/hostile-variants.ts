import { z } from "zod";

/** One valid input with one field replaced by a hostile value. */
export interface Variant {
  readonly field: string;
  readonly value: unknown;
  readonly input: unknown;
}

/** The part of a JSON Schema that leads to the fields of an input. */
interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly additionalProperties?: Shape | boolean;
}

/** The values to try in a field of this type. */
export type HostileValues = Readonly<Partial<Record<"string" | "integer" | "number", readonly unknown[]>>>;

const DEEPEST = 7;

/** Each field that a procedure's input takes, also those that `valid` leaves out, with each hostile value of its type. */
export function hostileVariants(schema: z.ZodType, valid: unknown, values: HostileValues): Generator<Variant> {
  const shape: Shape = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })));
  return variants(shape, valid, values, []);
}

function* variants(shape: Shape, valid: unknown, values: HostileValues, place: readonly string[]): Generator<Variant> {
  if (place.length > DEEPEST) return;
  for (const one of [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])]) yield* variants(one, valid, values, place);
  if (shape.type === "string" || shape.type === "integer" || shape.type === "number") {
    for (const value of values[shape.type] ?? []) yield { field: place.join("."), value, input: value };
    return;
  }
  if (shape.type === "array") {
    const [first, ...others]: unknown[] = Array.isArray(valid) ? valid : [];
    const item = shape.items ?? shape.prefixItems?.[0];
    if (item) for (const one of variants(item, first, values, [...place, "0"])) yield { ...one, input: [one.input, ...others] };
    return;
  }
  const record = recordOf(valid);
  for (const [key, property] of Object.entries(shape.properties ?? {}))
    for (const one of variants(property, record[key], values, [...place, key])) yield { ...one, input: { ...record, [key]: one.input } };
  if (typeof shape.additionalProperties !== "object") return;
  const [key = "x"] = Object.keys(record);
  for (const one of variants(shape.additionalProperties, record[key], values, [...place, key]))
    yield { ...one, input: { ...record, [key]: one.input } };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

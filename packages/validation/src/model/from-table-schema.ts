import { z } from "zod";
import type { Field } from "./field.ts";
import type { GeometryRules } from "./geometry.ts";
import type { Model } from "./model.ts";
import { modelSchema } from "./model.ts";
import { ModelError } from "./model-error.ts";
import { modelIssues } from "./model-issues.ts";
import type { Words } from "./words.ts";

const names = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === "string" ? [value] : value));

/** The part of a Table Schema (Frictionless Data, schema.data.gouv.fr) that we convert. */
const tableSchema = z.object({
  name: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  homepage: z.string().optional(),
  version: z.string().optional(),
  fields: z
    .array(
      z.object({
        name: z.string().min(1),
        title: z.string().optional(),
        description: z.string().optional(),
        type: z.string().default("string"),
        format: z.string().optional(),
        constraints: z
          .object({
            required: z.boolean().optional(),
            unique: z.boolean().optional(),
            minLength: z.number().optional(),
            maxLength: z.number().optional(),
            minimum: z.union([z.number(), z.string()]).optional(),
            maximum: z.union([z.number(), z.string()]).optional(),
            pattern: z.string().optional(),
            enum: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
          })
          .optional(),
      }),
    )
    .min(1),
  primaryKey: names.optional(),
});

type SchemaField = z.infer<typeof tableSchema>["fields"][number];

const TYPES: Readonly<Record<string, Field["type"]>> = {
  string: "string",
  any: "string",
  integer: "integer",
  year: "integer",
  number: "double",
  boolean: "boolean",
  date: "date",
  datetime: "datetime",
};

/**
 * Makes a model from a Table Schema: one table in one file. Features of Table Schema that models do not have (bare numbers, missing values,
 * time formats) are left out.
 *
 * @throws ModelError when the JSON is not a Table Schema
 */
export function modelFromTableSchema(json: unknown, id: string): Model {
  const parsed = tableSchema.safeParse(json);
  if (!parsed.success) throw refused(parsed.error, json);
  const { name = "table", title, description, homepage, version, fields, primaryKey = [] } = parsed.data;
  const key = name.replace(/[^\w-]+/g, "_");
  const drawn = fields.find(isGeometry);
  const both = (text: string): Words => ({ fr: text.slice(0, 500), en: text.slice(0, 500) });
  const model = {
    format: "archipel-model/1",
    id,
    title: both(title ?? name),
    ...(description ? { description: both(description) } : {}),
    standard: { name: title ?? name, ...(version ? { version } : {}), ...(homepage && URL.canParse(homepage) ? { url: homepage } : {}) },
    files: [{ name: key, kind: "table", path: ".*", presence: "required", table: key }],
    tables: {
      [key]: {
        fields: fields.filter((field) => !isGeometry(field)).map((field) => fieldOf(field, primaryKey)),
        ...(drawn ? { geometry: geometryOf(drawn) } : {}),
      },
    },
    metadata: { rules: "none" },
  };
  const checked = modelSchema.safeParse(model);
  if (checked.success) return checked.data;
  throw refused(checked.error, model);
}

function refused(error: z.ZodError, json: unknown): ModelError {
  const message = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  return new ModelError(message, modelIssues(error, json));
}

const isGeometry = ({ type }: SchemaField) => type === "geopoint" || type === "geojson";

function geometryOf({ name, type, constraints }: SchemaField): GeometryRules {
  return { type: type === "geopoint" ? "point" : "geometry", field: name, ...(constraints?.required ? { required: true } : {}) };
}

function fieldOf({ name, title, description, type, format, constraints = {} }: SchemaField, primaryKey: readonly string[]): Field {
  const isKey = primaryKey.length === 1 && primaryKey[0] === name;
  const number = (value: string | number | undefined) =>
    value === undefined || !Number.isFinite(Number(value)) ? undefined : Number(value);
  const field: Field = {
    name,
    type: type === "string" && format === "uri" ? "url" : (TYPES[type] ?? "string"),
    ...(title ? { title: { fr: title, en: title } } : {}),
    ...(description ? { description: { fr: description.slice(0, 500), en: description.slice(0, 500) } } : {}),
    required: constraints.required || isKey || undefined,
    unique: constraints.unique || isKey || undefined,
    identifies: isKey || undefined,
    minLength: constraints.minLength,
    maxLength: constraints.maxLength,
    minimum: number(constraints.minimum),
    maximum: number(constraints.maximum),
    pattern: constraints.pattern,
    values: constraints.enum?.map(String),
  };
  return Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as Field;
}

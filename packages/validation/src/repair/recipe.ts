import { z } from "zod";
import { type Code, isCode } from "../codes.ts";
import { repairIds } from "../finding.ts";
import { readWkt, WktError } from "../geometry/read-wkt.ts";

/** Limits on the size of a recipe, which is stored as JSON. */
const MAX_OPERATIONS = 20_000;
const MAX_ONE_CLICK = 500;
const MAX_VALUE = 10_000;
const MAX_WKT = 4_000_000;

const nameSchema = z.string().min(1).max(500);
const rowSchema = z.int().min(1);
const codeSchema = z.custom<Code>((value) => typeof value === "string" && isCode(value), "this is not the code of a finding");

/** Selects the findings to repair: those of a code, restricted by the other properties. */
const targetSchema = z.strictObject({
  code: codeSchema,
  fileModel: nameSchema.optional(),
  /** Name of the table as delivered. */
  table: nameSchema.optional(),
  field: nameSchema.optional(),
  /** Path after the earlier operations. */
  file: nameSchema.optional(),
  row: rowSchema.optional(),
});
export type Target = z.infer<typeof targetSchema>;

/** The limits of the grid size that a person may choose, in metres. */
export const PRECISION = { finest: 0.0001, coarsest: 10 } as const;

/** Parameters that a person adds to a repair: the value to fill in, the new name, the EPSG code, the grid size in metres. */
const paramsSchema = z.strictObject({
  value: z.string().max(MAX_VALUE).optional(),
  to: nameSchema.optional(),
  srid: z.int().min(1).max(999_999).optional(),
  precision: z.number().min(PRECISION.finest).max(PRECISION.coarsest).optional(),
});

const oneClickSchema = z.strictObject({ repair: z.enum(repairIds), on: targetSchema, params: paramsSchema.optional() });
export type OneClick = z.infer<typeof oneClickSchema>;

const wktSchema = z
  .string()
  .max(MAX_WKT)
  .superRefine((text, context) => {
    try {
      readWkt(text);
    } catch (error) {
      if (!(error instanceof WktError)) throw error;
      context.addIssue({ code: "custom", message: `this is not WKT: ${error.message}` });
    }
  });

/** A row, by its table (name, and path when two tables have the same name) and its number in the original. */
const rowOf = { table: nameSchema, file: nameSchema.optional(), row: rowSchema };
const valueSchema = z.union([z.string().max(MAX_VALUE), z.number(), z.boolean(), z.null()]);
const setSchema = z.strictObject({ set: z.strictObject({ ...rowOf, field: nameSchema, value: valueSchema }) });
const setShapeSchema = z.strictObject({
  setShape: z.strictObject({ ...rowOf, wkt: wktSchema, crs: z.enum(["degrees", "table"]).default("degrees") }),
});
const removeRowSchema = z.strictObject({ removeRow: z.strictObject(rowOf) });

export type Edit = z.infer<typeof setSchema> | z.infer<typeof setShapeSchema> | z.infer<typeof removeRowSchema>;
export type Operation = OneClick | Edit;

const kinds = { repair: oneClickSchema, set: setSchema, setShape: setShapeSchema, removeRow: removeRowSchema } as const;

/** A fault in a recipe: the operation (1…n), the place in it, and the reason. */
export interface RecipeIssue {
  operation: number | null;
  path: string;
  message: string;
}

export class RecipeError extends Error {
  override name = "RecipeError";
  readonly issues: readonly RecipeIssue[];

  constructor(issues: readonly RecipeIssue[]) {
    super(
      issues
        .map(({ operation, path, message }) => [operation && `operation ${operation}`, path, message].filter(Boolean).join(": "))
        .join("; "),
    );
    this.issues = issues;
  }
}

/**
 * An ordered list of repairs of a delivery. Later operations override earlier ones; removing the last one undoes it. The delivery itself never
 * changes.
 */
export interface Recipe {
  operations: Operation[];
}

/** Parses a recipe from JSON. @throws RecipeError with the wrong operations, the places in them and the reasons */
export function parseRecipe(json: unknown): Recipe {
  const list = typeof json === "object" && json !== null && "operations" in json ? json.operations : undefined;
  if (!Array.isArray(list)) throw new RecipeError([{ operation: null, path: "operations", message: "a list of operations is needed" }]);
  if (list.length > MAX_OPERATIONS)
    throw new RecipeError([{ operation: null, path: "operations", message: `at most ${MAX_OPERATIONS} operations, not ${list.length}` }]);
  const issues: RecipeIssue[] = [];
  const operations = list.flatMap((entry: unknown, index) => {
    const parsed = parseOperation(entry);
    if (parsed.success) return [parsed.data];
    issues.push(...parsed.issues.map((issue) => ({ ...issue, operation: index + 1 })));
    return [];
  });
  if (operations.filter((operation) => "repair" in operation).length > MAX_ONE_CLICK)
    issues.push({ operation: null, path: "operations", message: `at most ${MAX_ONE_CLICK} one-click repairs` });
  if (issues.length > 0) throw new RecipeError(issues);
  return { operations };
}

type Parsed = { success: true; data: Operation } | { success: false; issues: Omit<RecipeIssue, "operation">[] };

function parseOperation(entry: unknown): Parsed {
  const kind = (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => typeof entry === "object" && entry !== null && name in entry);
  if (!kind) return { success: false, issues: [{ path: "", message: `one of ${Object.keys(kinds).join(", ")} is needed` }] };
  const parsed = kinds[kind].safeParse(entry);
  if (parsed.success) return { success: true, data: parsed.data };
  return { success: false, issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) };
}

/** The table and row of an edit. */
export function rowOfEdit(edit: Edit): { table: string; file?: string | undefined; row: number } {
  if ("set" in edit) return edit.set;
  return "setShape" in edit ? edit.setShape : edit.removeRow;
}

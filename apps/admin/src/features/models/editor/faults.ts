import { compileModel } from "@archipel/validation/model/compile.ts";
import { modelSchema } from "@archipel/validation/model/model.ts";
import { ModelError, type ModelReason } from "@archipel/validation/model/model-error.ts";
import { modelIssues } from "@archipel/validation/model/model-issues.ts";
import { type Draft, definitionOf } from "./draft.ts";

/** An error of the draft. Its sentence is `errors.model-<reason>`; `twice` and `taken` have sentences of their own. */
export interface Fault {
  readonly where: string;
  readonly reason: ModelReason | "twice" | "taken";
  readonly name: string;
}

/** The parts of a model in the order of the form; other parts come last. */
const ORDER = ["title", "description", "id", "standard", "files", "folder", "tables", "codeLists"];

/** The errors for which core-api would refuse the draft, and duplicate names, in the order of the form. */
export function faultsOf(draft: Draft): Fault[] {
  const definition = definitionOf(draft);
  const parsed = modelSchema.safeParse(definition);
  const issues = parsed.success ? compileIssues(parsed.data) : modelIssues(parsed.error, definition);
  const faults: Fault[] = [...duplicateNames(draft), ...issues.map((issue) => ({ ...issue, where: exactPlace(issue.where, draft) }))];
  return faults.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ where }: Fault): number {
  const rank = ORDER.indexOf(where.split(".")[0] ?? "");
  return rank < 0 ? ORDER.length : rank;
}

function compileIssues(model: Parameters<typeof compileModel>[0]) {
  try {
    compileModel(model);
    return [];
  } catch (error) {
    if (error instanceof ModelError) return [...error.issues];
    throw error;
  }
}

function duplicateNames({ rest, tables, lists }: Draft): Fault[] {
  return [
    ...repeated(rest.files, "files"),
    ...repeated(tables, "tables"),
    ...repeated(lists, "codeLists"),
    ...tables.flatMap(({ name, part }) => [
      ...repeated(part.fields, `tables.${name}.fields`),
      ...repeated(part.conditions ?? [], `tables.${name}.conditions`),
    ]),
  ];
}

function repeated(parts: readonly { readonly name: string }[], where: string): Fault[] {
  const names = parts.map(({ name }) => name).filter((name) => name !== "");
  const again = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [...again].map((name) => ({ where: `${where}.${name}.name`, reason: "twice", name }));
}

/** The place `tables.ZONE.fields.ID` of a field that an error names `tables.ZONE.ID`; any other place unchanged. */
export function exactPlace(where: string, { tables }: Draft): string {
  for (const { name, part } of tables) {
    const rest = where.startsWith(`tables.${name}.`) ? where.slice(`tables.${name}.`.length) : null;
    if (rest !== null && part.fields.some((field) => field.name === rest)) return `tables.${name}.fields.${rest}`;
  }
  return where;
}

/** Whether the error is shown while the person types. A missing value is reported only when they save. */
export function isLive({ reason }: Fault): boolean {
  return reason !== "missing" && reason !== "too-small";
}

export type Section = "about" | "files" | "tables" | "lists" | "more";

/** The section of the form that shows a place. */
export function sectionOf(where: string): Section {
  const [first] = where.split(".");
  if (first === "files" || first === "folder") return "files";
  if (first === "tables") return "tables";
  if (first === "codeLists") return "lists";
  return first === "id" || first === "title" || first === "description" || first === "standard" ? "about" : "more";
}

/** The index of the table or list that holds a place; null when no part holds it. */
export function partAt(where: string, kind: "tables" | "codeLists", names: readonly string[]): number | null {
  const found = names
    .map((name, index) => ({ name, index }))
    .filter(({ name }) => where === `${kind}.${name}` || where.startsWith(`${kind}.${name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return found?.index ?? null;
}

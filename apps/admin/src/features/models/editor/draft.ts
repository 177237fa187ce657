import type { ModelDefinition } from "@archipel/contracts/models.ts";
import type { Field } from "@archipel/validation/model/field.ts";
import type { FileModel } from "@archipel/validation/model/file.ts";
import type { CodeList, Model } from "@archipel/validation/model/model.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import type { Words } from "@archipel/validation/model/words.ts";
import { modelIn } from "../model-in.ts";

/** A part of the model under its name. A list, not a record: while one types, two may have the same name. */
export interface Named<T> {
  readonly name: string;
  readonly part: T;
}

/** A model while it is written: what archipel-model/1 keeps by name is in lists, all the rest as it is stored. */
export interface Draft {
  readonly rest: Omit<Model, "tables" | "codeLists">;
  readonly tables: readonly Named<TableModel>[];
  readonly lists: readonly Named<CodeList>[];
}

export function draftOf(definition: ModelDefinition): Draft {
  const { tables = {}, codeLists = {}, ...rest } = modelIn(definition);
  return {
    rest,
    tables: Object.entries(tables).map(([name, part]) => ({ name, part })),
    // core-api gives lists with their rows; one that still points to a file has none to show.
    lists: Object.entries(codeLists).map(([name, list]) => ({ name, part: "rows" in list ? list : { columns: ["code"], rows: [] } })),
  };
}

/** The definition as it is sent: a language left empty takes the other's words, empty optional words go. */
export function definitionOf({ rest, tables, lists }: Draft): ModelDefinition {
  const { extras, ...written } = rest;
  const definition = {
    ...written,
    ...(tables.length > 0 && { tables: byName(tables) }),
    ...(lists.length > 0 && { codeLists: byName(lists) }),
  };
  return { ...(spoken(JSON.parse(JSON.stringify(definition))) as ModelDefinition), ...(extras && { extras }) };
}

function byName<T>(parts: readonly Named<T>[]): Record<string, T> {
  return Object.fromEntries(parts.map(({ name, part }) => [name, part]));
}

function spoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoken);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, child]) => !isWords(child) || child.fr.trim() !== "" || child.en.trim() !== "");
  return Object.fromEntries(kept.map(([key, child]) => [key, isWords(child) ? bothOf(child) : spoken(child)]));
}

function isWords(value: unknown): value is Words {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) return false;
  return "fr" in value && "en" in value && typeof value.fr === "string" && typeof value.en === "string";
}

const bothOf = ({ fr, en }: Words): Words => ({ fr: fr.trim() === "" ? en : fr, en: en.trim() === "" ? fr : en });

export const NO_WORDS: Words = { fr: "", en: "" };
export const NEW_FIELD: Field = { name: "", type: "string" };

/** A model of one table in one file, to begin with. */
export function newDraft(tableName: string): Draft {
  const files: FileModel[] = [{ name: tableName, kind: "table", path: ".*", presence: "required", table: tableName }];
  return {
    rest: { format: "archipel-model/1", id: "", title: NO_WORDS, files, metadata: { rules: "none" } },
    tables: [{ name: tableName, part: { fields: [] } }],
    lists: [],
  };
}

/** Another model's draft as a new model: its own identifier, none of its other names. */
export function copyOf(definition: ModelDefinition, title: Words): Draft {
  const { rest, ...parts } = draftOf(definition);
  const { aliases: _, $schema: __, ...kept } = rest;
  return { ...parts, rest: { ...kept, title, id: keyFrom(title.fr || title.en) } };
}

/** A model's identifier from its title: lower case, no accents, hyphens. */
export function keyFrom(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}

/** The same object with one optional part set, or without it when there is nothing to say. */
export function withPart<T extends object, K extends keyof T>(object: T, key: K, value: T[K] | undefined): T {
  const { [key]: _, ...others } = object;
  const isNothing = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  // In its old place, so that a model that comes back as it was is the same text.
  if (!isNothing) return { ...object, [key]: value };
  return others as T;
}

/** A name that none of these has: `ZONE`, then `ZONE_2`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}_${count}`;
    if (!taken.includes(name)) return name;
  }
}

/** How messages about a model call an element of a list: by its name, or its place. */
export function calledIn(element: object, index: number): string {
  return "name" in element && typeof element.name === "string" && element.name !== "" ? element.name.slice(0, 128) : String(index + 1);
}

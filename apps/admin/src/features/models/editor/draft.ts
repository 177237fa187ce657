import type { ModelDefinition } from "@archipel/contracts/models.ts";
import type { Field } from "@archipel/validation/model/field.ts";
import type { FileModel } from "@archipel/validation/model/file.ts";
import type { CodeList, Model } from "@archipel/validation/model/model.ts";
import type { TableModel } from "@archipel/validation/model/table.ts";
import type { Words } from "@archipel/validation/model/words.ts";
import { modelIn } from "../model-in.ts";

/** A named part of the model. Parts are a list, not a record: while the person types, two may have the same name. */
export interface Named<T> {
  readonly name: string;
  readonly part: T;
}

/** A model in the editor. Tables and code lists, which archipel-model/1 stores by name, are lists; the rest is as stored. */
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
    // core-api returns lists with their rows. A list that still refers to a file has no rows to show.
    lists: Object.entries(codeLists).map(([name, list]) => ({ name, part: "rows" in list ? list : { columns: ["code"], rows: [] } })),
  };
}

/** The definition to send. An empty language takes the text of the other one; empty optional texts are removed. */
export function definitionOf({ rest, tables, lists }: Draft): ModelDefinition {
  const { extras, ...written } = rest;
  const definition = {
    ...written,
    ...(tables.length > 0 && { tables: byName(tables) }),
    ...(lists.length > 0 && { codeLists: byName(lists) }),
  };
  return { ...(withoutEmptyWords(JSON.parse(JSON.stringify(definition))) as ModelDefinition), ...(extras && { extras }) };
}

function byName<T>(parts: readonly Named<T>[]): Record<string, T> {
  return Object.fromEntries(parts.map(({ name, part }) => [name, part]));
}

function withoutEmptyWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyWords);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, child]) => !isWords(child) || child.fr.trim() !== "" || child.en.trim() !== "");
  return Object.fromEntries(kept.map(([key, child]) => [key, isWords(child) ? bothOf(child) : withoutEmptyWords(child)]));
}

function isWords(value: unknown): value is Words {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 2) return false;
  return "fr" in value && "en" in value && typeof value.fr === "string" && typeof value.en === "string";
}

const bothOf = ({ fr, en }: Words): Words => ({ fr: fr.trim() === "" ? en : fr, en: en.trim() === "" ? fr : en });

export const NO_WORDS: Words = { fr: "", en: "" };
export const NEW_FIELD: Field = { name: "", type: "string" };

/** A new model with one table in one file. */
export function newDraft(tableName: string): Draft {
  const files: FileModel[] = [{ name: tableName, kind: "table", path: ".*", presence: "required", table: tableName }];
  return {
    rest: { format: "archipel-model/1", id: "", title: NO_WORDS, files, metadata: { rules: "none" } },
    tables: [{ name: tableName, part: { fields: [] } }],
    lists: [],
  };
}

/** A copy of a model as a new one, with its own identifier and without aliases. */
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

/** The same object with one optional part set, or without it when the value is empty. */
export function withPart<T extends object, K extends keyof T>(object: T, key: K, value: T[K] | undefined): T {
  const { [key]: _, ...others } = object;
  const isNothing = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  // Keeps the order of the keys, so that a change and its reversal give the same JSON.
  if (!isNothing) return { ...object, [key]: value };
  return others as T;
}

/** A name that is not taken: `ZONE`, then `ZONE_2`. */
export function freeName(wanted: string, taken: readonly string[]): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted}_${count}`;
    if (!taken.includes(name)) return name;
  }
}

/** How messages name an element of a list: by its name, else by its position. */
export function calledIn(element: object, index: number): string {
  return "name" in element && typeof element.name === "string" && element.name !== "" ? element.name.slice(0, 128) : String(index + 1);
}

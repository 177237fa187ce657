import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Model } from "../model/model.ts";
import type { TableModel } from "../model/table.ts";
import { buildModel, idOf } from "./build.ts";
import { readFacts } from "./facts.ts";
import type { ModelFacts } from "./model-facts.ts";

const FILES = ["planning", "scot", "easements"] as const;

let reading: Promise<ReadonlyMap<string, ModelFacts>> | null = null;

/** The facts of every model of the national portal, by model id. @param folder the folder of the shipped models */
export function nationalFacts(folder: string): Promise<ReadonlyMap<string, ModelFacts>> {
  reading ??= Promise.all(FILES.map((name) => readFactsOf(join(folder, "national", `${name}.facts`))))
    .then((found) => new Map(found.flat().map((facts) => [idOf(facts.name), facts])))
    .catch((error: unknown) => {
      // A file that cannot be read now may be readable at the next call.
      reading = null;
      throw error;
    });
  return reading;
}

async function readFactsOf(path: string): Promise<ModelFacts[]> {
  try {
    return [...readFacts(await readFile(path, "utf8")).values()];
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Tables that several models have. Most easements differ in one table only, so that the models share the others. */
const sharedTables = new Map<string, TableModel>();

/** Builds a model of the national portal. Its tables are frozen, because models share them. */
export function nationalModel(facts: ModelFacts): Model {
  const model = buildModel(facts);
  const tables = Object.entries(model.tables ?? {}).map(([name, table]): [string, TableModel] => {
    const key = JSON.stringify(table);
    const shared = sharedTables.get(key) ?? deepFrozen(table);
    sharedTables.set(key, shared);
    return [name, shared];
  });
  return { ...model, tables: Object.fromEntries(tables) };
}

function deepFrozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const part of Object.values(value)) deepFrozen(part);
    Object.freeze(value);
  }
  return value;
}

import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { type Model, modelSchema } from "./model.ts";
import { ModelError } from "./model-error.ts";
import { modelIssues } from "./model-issues.ts";

/** Where the models that ship with Archipel are. */
export const shippedFolder = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "models");

/** Reads a model from JSON that somebody wrote. @throws ModelError */
export function parseModel(json: unknown): Model {
  const parsed = modelSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues.map((issue) => `${issue.path.join(".") || "model"}: ${issue.message}`).join("; ");
  throw new ModelError(message, modelIssues(parsed.error, json));
}

/** Ids of the models that ship with Archipel. */
export async function shippedModelIds(): Promise<string[]> {
  const files = await readdir(shippedFolder);
  return files
    .filter((file) => file.endsWith(".json") && !file.endsWith(".schema.json"))
    .map((file) => file.slice(0, -5))
    .sort();
}

/** A shipped model by its id or another name of it (`cnig_PLU_2017`), or the model of a JSON file. @throws ModelError */
export async function loadModel(idOrPath: string): Promise<Model> {
  if (/[\\/]|\.json$/.test(idOrPath)) return readModel(idOrPath);
  const ids = await shippedModelIds();
  if (ids.includes(idOrPath)) return readModel(join(shippedFolder, `${idOrPath}.json`));
  for (const id of ids) {
    const model = await readModel(join(shippedFolder, `${id}.json`));
    if (model.aliases?.includes(idOrPath)) return model;
  }
  throw new ModelError(`no model ${idOrPath}`);
}

async function readModel(path: string): Promise<Model> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new ModelError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const model = parseModel(json);
  for (const [name, list] of Object.entries(model.codeLists ?? {})) {
    if (model.codeLists && "file" in list) model.codeLists[name] = { ...(await readList(dirname(path), list.file)), ...titleOf(list) };
  }
  return model;
}

async function readList(folder: string, file: string): Promise<{ columns: string[]; rows: string[][] }> {
  if (file.split("/").includes("..")) throw new ModelError(`${file}: a code list lies beside its model`);
  try {
    const [columns, ...rows] = parse(await readFile(join(folder, file), "utf8"), { bom: true, skip_empty_lines: true }) as string[][];
    return { columns: columns ?? [], rows };
  } catch (error) {
    throw new ModelError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function titleOf(list: { title?: { fr: string; en: string } | undefined; source?: string | undefined }) {
  return { ...(list.title ? { title: list.title } : {}), ...(list.source ? { source: list.source } : {}) };
}

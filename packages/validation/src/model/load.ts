import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { aliasesOf } from "../national/build.ts";
import { nationalFacts, nationalModel } from "../national/shipped.ts";
import { type Model, modelSchema } from "./model.ts";
import { ModelError } from "./model-error.ts";
import { modelIssues } from "./model-issues.ts";

/** The folder of the shipped models that are written by hand, and of all code lists. */
const shippedFolder = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "models");

/** The folder of the models that `scripts/build-models.ts` writes, and of the JSON Schema. */
export const generatedFolder = join(shippedFolder, "generated");

/** Parses a model. @throws ModelError */
export function parseModel(json: unknown): Model {
  const parsed = modelSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues.map((issue) => `${issue.path.join(".") || "model"}: ${issue.message}`).join("; ");
  throw new ModelError(message, modelIssues(parsed.error, json));
}

/** Ids of the models that ship with Archipel. */
export async function shippedModelIds(): Promise<string[]> {
  return [...(await shippedFiles()).keys(), ...(await nationalFacts(shippedFolder)).keys()].sort();
}

/** The files of the shipped models that are not those of the national portal, by model id. */
async function shippedFiles(): Promise<Map<string, string>> {
  const folders = [shippedFolder, generatedFolder];
  const found = await Promise.all(folders.map(async (folder) => (await readdir(folder)).map((file) => join(folder, file))));
  const models = found.flat().filter((path) => path.endsWith(".json") && !path.endsWith(".schema.json"));
  return new Map(models.map((path) => [basename(path, ".json"), path]));
}

/** Loads a shipped model by its id or an alias (`cnig_PLU_2017`), or a model from a JSON file. @throws ModelError */
export async function loadModel(idOrPath: string): Promise<Model> {
  if (/[\\/]|\.json$/.test(idOrPath)) return readModel(idOrPath);
  const files = await shippedFiles();
  const named = files.get(idOrPath);
  if (named !== undefined) return readModel(named, shippedFolder);
  const national = await nationalFacts(shippedFolder);
  const facts = national.get(idOrPath) ?? [...national.values()].find(({ name }) => aliasesOf(name).includes(idOrPath));
  // The facts are ours and a test parses each model, so that a program which loads all of them need not.
  if (facts) return withLists(nationalModel(facts), shippedFolder);
  for (const path of [...files.values()].sort()) {
    const model = await readModel(path, shippedFolder);
    if (model.aliases?.includes(idOrPath)) return model;
  }
  throw new ModelError(`no model ${idOrPath}`);
}

/** @param listFolder the folder that paths of code lists are relative to */
async function readModel(path: string, listFolder = dirname(path)): Promise<Model> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new ModelError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return withLists(parseModel(json), listFolder);
}

/** Replaces the code lists in files by their rows. */
async function withLists(model: Model, listFolder: string): Promise<Model> {
  for (const [name, list] of Object.entries(model.codeLists ?? {})) {
    if (model.codeLists && "file" in list) model.codeLists[name] = { ...(await readList(listFolder, list.file)), ...titleOf(list) };
  }
  return model;
}

/** The code lists in files of the shipped models, which many models refer to. */
const shippedLists = new Map<string, ReturnType<typeof readCsv>>();

async function readList(folder: string, file: string): Promise<{ columns: string[]; rows: string[][] }> {
  if (file.split("/").includes("..")) throw new ModelError(`${file}: a code list must be in the folder of its model`);
  if (folder !== shippedFolder) return readCsv(folder, file);
  const known = shippedLists.get(file) ?? readCsv(folder, file);
  shippedLists.set(file, known);
  return known;
}

async function readCsv(folder: string, file: string): Promise<{ columns: string[]; rows: string[][] }> {
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

import { type ModelDefinition, type ModelSummary, modelTitle } from "@archipel/contracts/models.ts";
import type { Model } from "@archipel/validation/model/model.ts";
import { ModelError } from "@archipel/validation/model/model-error.ts";
import type { z } from "zod";
import { DomainError } from "../../kernel/domain-error.ts";

/** A model in lists. `saved` is null for a model that ships with the platform. */
export function summaryOf(
  { id, title, description, standard, tables, files }: Model,
  saved: { version: number; authorName: string | null; savedAt: Date } | null,
): ModelSummary {
  return {
    key: id,
    source: saved ? "own" : "shipped",
    version: saved?.version ?? null,
    title,
    description: description ?? null,
    standard: standard ? { name: standard.name, version: standard.version ?? null, url: standard.url ?? null } : null,
    tables: Object.keys(tables ?? {}).length,
    files: files.length,
    authorName: saved?.authorName ?? null,
    savedAt: saved?.savedAt ?? null,
  };
}

/** The definition as plain JSON. */
export function asDefinition(model: Model): ModelDefinition {
  return JSON.parse(JSON.stringify(model));
}

/** The title in a row. */
export function titleOf(stored: unknown): z.infer<typeof modelTitle> {
  return modelTitle.parse(stored);
}

/** Turns the errors of a model that a person wrote into a DomainError: the first with its place, and the number of the others. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const [first, ...others] = error.issues;
    if (!first) throw new DomainError("invalid", "model-not-usable", { detail: error.message.slice(0, 300) }, "definition");
    const params = { where: first.where || "model", name: first.name.slice(0, 200), others: others.length };
    throw new DomainError("invalid", `model-${first.reason}`, params, first.where || "definition");
  }
}

/** Parses JSON that a person pasted or chose as a file. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new DomainError("invalid", "not-json", { detail: error instanceof Error ? error.message.slice(0, 200) : "" }, "text");
  }
}

/** Derives a model's id from the name of a Table Schema. */
export function keyFrom(json: unknown): string {
  const name: unknown = typeof json === "object" && json !== null && "name" in json ? json.name : null;
  const plain = String(typeof name === "string" ? name : "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return plain === "" ? "model" : plain;
}

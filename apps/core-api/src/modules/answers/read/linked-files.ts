import type { TenantScope } from "@archipel/database/scope.ts";
import type { Core } from "../../../kernel/core.ts";
import type { Candidate } from "../policy/candidate.ts";
import type { Need } from "../policy/needs.ts";
import { filesByName } from "../queries/files.ts";
import type { Read } from "./read-need.ts";

/** Where a file of a dataset is served. */
export type FileAddress = (id: string) => string;

/** The ids of the files that the declared documents of layers name. */
export function declaredFiles(candidates: readonly Candidate[]): string[] {
  const ids = candidates.flatMap(({ documents }) => documents.flatMap(({ file, pieces = [] }) => (file ? [file, ...pieces] : pieces)));
  return [...new Set(ids)].sort();
}

/** The address of the uploaded file that a feature names, or null when its dataset has none of that name. */
export type FileOf = (candidate: Candidate, attributes: Read["features"][number]["attributes"], field: string | undefined) => string | null;

const MOST_NAMES = 500;

/** Finds the uploaded files that the features of a report name. They are asked for once, by the names that were read. */
export async function linkedFiles(core: Core, scope: TenantScope, reads: ReadonlyMap<Need, Read>, address: FileAddress): Promise<FileOf> {
  const names = new Set<string>();
  const datasets = new Set<string>();
  for (const [{ candidate, uses }, { features }] of reads) {
    const fields = new Set(uses.flatMap(({ source }) => source.file?.name ?? []));
    for (const field of fields) {
      for (const { attributes } of features) {
        const name = nameIn(attributes, field);
        if (name === null || names.size >= MOST_NAMES) continue;
        names.add(name);
        datasets.add(candidate.datasetId);
      }
    }
  }
  if (names.size === 0) return () => null;
  const rows = await core.database.sqlAs(scope, (sql) => filesByName(sql, [...datasets], [...names]));
  const ids = new Map(rows.map(({ id, datasetId, name }) => [`${datasetId} ${name}`, id]));
  return ({ datasetId }, attributes, field) => {
    const name = field === undefined ? null : nameIn(attributes, field);
    const id = name === null ? undefined : ids.get(`${datasetId} ${name}`);
    return id === undefined ? null : address(id);
  };
}

/** The name of the file without its page, as files are compared. */
function nameIn(attributes: Read["features"][number]["attributes"], field: string): string | null {
  for (const name in attributes) {
    if (name.toLowerCase() !== field.toLowerCase()) continue;
    const text =
      String(attributes[name] ?? "")
        .split("#")[0]
        ?.trim()
        .toLowerCase() ?? "";
    return text === "" || text.length > 255 ? null : text;
  }
  return null;
}

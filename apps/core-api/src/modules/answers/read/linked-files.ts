import { type Actor, scopeOf } from "../../../kernel/actor.ts";
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
export async function linkedFiles(core: Core, actor: Actor, reads: ReadonlyMap<Need, Read>, address: FileAddress): Promise<FileOf> {
  const names = new Set<string>();
  const datasets = { tenant: new Set<string>(), lens: new Set<string>() };
  for (const [{ candidate, uses }, { features }] of reads) {
    const keys = new Set(uses.map(({ source }) => keyOf(candidate, source.file?.name)));
    for (const key of keys) {
      for (const { attributes } of key === undefined ? [] : features) {
        const name = nameIn(attributes, key);
        if (name === null || names.size >= MOST_NAMES) continue;
        names.add(name);
        datasets[candidate.lens ? "lens" : "tenant"].add(candidate.datasetId);
      }
    }
  }
  if (names.size === 0) return () => null;
  const rows: Awaited<ReturnType<typeof filesByName>> = [];
  // Through grants, files are seen of datasets that are open whole.
  for (const role of ["tenant", "lens"] as const) {
    if (datasets[role].size === 0) continue;
    const scope = { role, ...scopeOf(actor) };
    rows.push(...(await core.database.sqlAs(scope, (sql) => filesByName(sql, [...datasets[role]], [...names]))));
  }
  const ids = new Map(rows.map(({ id, datasetId, name }) => [`${datasetId} ${name}`, id]));
  return (candidate, attributes, field) => {
    const name = nameIn(attributes, keyOf(candidate, field));
    const id = name === null ? undefined : ids.get(`${candidate.datasetId} ${name}`);
    return id === undefined ? null : address(id);
  };
}

/** The layer's own spelling of a field; undefined when it has none of that name. */
function keyOf({ fields }: Candidate, field: string | undefined): string | undefined {
  const wanted = field?.toLowerCase();
  return wanted === undefined ? undefined : fields.find(({ name }) => name.toLowerCase() === wanted)?.name;
}

/** The name of the file without its page, as files are compared. */
function nameIn(attributes: Read["features"][number]["attributes"], key: string | undefined): string | null {
  const value = key === undefined ? null : attributes[key];
  if (value === null || value === undefined) return null;
  const text = String(value).split("#")[0]?.trim().toLowerCase() ?? "";
  return text === "" || text.length > 255 ? null : text;
}

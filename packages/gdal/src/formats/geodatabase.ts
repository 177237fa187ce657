import type { ArchiveEntry } from "./archive.ts";
import type { Member } from "./contents.ts";

/** The catalogue file of a file geodatabase: each folder that holds it is one, whatever its name. */
const CATALOGUE = /^a00000001\.gdbtable$/i;
/** Files that ESRI's programs write in a geodatabase; locks and other files stay in the archive. */
const PART = /^(a[0-9a-f]{8}\.[a-z0-9_.]+|gdb|timestamps)$/i;

/** Finds the file geodatabases of an archive: folders of many files, each read as one. */
export function sortGeodatabases(entries: readonly ArchiveEntry[]): { geodatabases: Member[]; others: ArchiveEntry[] } {
  const folders = new Set(entries.filter(({ path }) => CATALOGUE.test(fileOf(path))).map(({ path }) => folderOf(path)));
  const geodatabases = [...folders].map((folder): Member => {
    const parts = entries.filter(({ path }) => folderOf(path) === folder && PART.test(fileOf(path)));
    const files = new Map(parts.map(({ path }) => [path, `data.gdb/${fileOf(path).toLowerCase()}`]));
    const name = fileOf(folder).replace(/\.gdb$/i, "") || "geodatabase";
    return { format: "filegdb", name, entry: folder, main: "data.gdb", files, isCandidate: false };
  });
  return { geodatabases, others: entries.filter(({ path }) => !folders.has(folderOf(path))) };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

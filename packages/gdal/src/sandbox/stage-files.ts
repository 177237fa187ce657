import { basename, dirname, join } from "node:path";
import { listArchive, unpack } from "../formats/archive.ts";
import { type Member, sortContents } from "../formats/contents.ts";
import { type SandboxLimits, UnreadableError } from "../model.ts";

/** Files on disk, ready for GDAL: neutral names in one directory. `main` is the file to open. */
export interface StagedFiles {
  directory: string;
  main: string;
  /** Names of the other files that belong to it (data.prj, data.mid…). */
  others: ReadonlySet<string>;
}

/** The file itself, when it is not an archive. */
export function stageFile(path: string): StagedFiles {
  return { directory: dirname(path), main: basename(path), others: new Set() };
}

/** Unpacks members of an archive in one pass, each into its own directory. */
export async function stageMembers<M extends Pick<Member, "main" | "files">>(
  path: string,
  members: readonly M[],
  workDirectory: string,
): Promise<Map<M, StagedFiles>> {
  const names = new Map<string, string>();
  const staged = new Map<M, StagedFiles>();
  for (const [index, member] of members.entries()) {
    for (const [entry, name] of member.files) names.set(entry, `member-${index}/${name}`);
    const directory = join(workDirectory, `member-${index}`);
    staged.set(member, { directory, main: member.main, others: new Set(member.files.values()) });
  }
  await unpack(path, workDirectory, names);
  return staged;
}

/** Unpacks the one member of an archive whose main entry is `entry`. */
export async function stageEntry(path: string, entry: string, workDirectory: string, limits: SandboxLimits): Promise<StagedFiles> {
  const member = sortContents(await listArchive(path, limits)).members.find((candidate) => candidate.entry === entry);
  if (!member) throw new UnreadableError("broken", `no ${entry} in the archive`);
  const staged = (await stageMembers(path, [member], workDirectory)).get(member);
  if (!staged) throw new UnreadableError("broken", `${entry} was not unpacked`);
  return staged;
}

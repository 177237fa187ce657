import { basename, dirname, join } from "node:path";
import { listArchive, unpack } from "../formats/archive.ts";
import { type Member, sortContents } from "../formats/contents.ts";
import { type SandboxLimits, UnreadableError } from "../model.ts";

/** Files on disk, ready for GDAL: neutral names in one directory. `main` is the one to open. */
export interface Laid {
  directory: string;
  main: string;
  /** Names of the files that go with it (data.prj, data.mid…). */
  others: ReadonlySet<string>;
}

/** The file itself, when it is no archive. */
export function layFile(path: string): Laid {
  return { directory: dirname(path), main: basename(path), others: new Set() };
}

/** Unpacks members of an archive in one pass, each into a directory of its own. */
export async function layMembers<M extends Pick<Member, "main" | "files">>(
  path: string,
  members: readonly M[],
  workDirectory: string,
): Promise<Map<M, Laid>> {
  const names = new Map<string, string>();
  const laid = new Map<M, Laid>();
  for (const [index, member] of members.entries()) {
    for (const [entry, name] of member.files) names.set(entry, `member-${index}/${name}`);
    const directory = join(workDirectory, `member-${index}`);
    laid.set(member, { directory, main: member.main, others: new Set(member.files.values()) });
  }
  await unpack(path, workDirectory, names);
  return laid;
}

/** Unpacks the one member of an archive whose main entry is `entry`. */
export async function layEntry(path: string, entry: string, workDirectory: string, limits: SandboxLimits): Promise<Laid> {
  const member = sortContents(await listArchive(path, limits)).members.find((candidate) => candidate.entry === entry);
  if (!member) throw new UnreadableError("broken", `no ${entry} in the archive`);
  const laid = (await layMembers(path, [member], workDirectory)).get(member);
  if (!laid) throw new UnreadableError("broken", `${entry} was not unpacked`);
  return laid;
}

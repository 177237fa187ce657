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

/** Unpacks one member of an archive into a directory of its own. */
export async function layMember(path: string, member: Member, directory: string): Promise<Laid> {
  await unpack(path, directory, member.files);
  return { directory, main: member.main, others: new Set(member.files.values()) };
}

/** Unpacks the one member of an archive whose main entry is `entry`. */
export async function layEntry(path: string, entry: string, workDirectory: string, limits: SandboxLimits): Promise<Laid> {
  const member = sortContents(await listArchive(path, limits)).members.find((candidate) => candidate.entry === entry);
  if (!member) throw new UnreadableError("broken", `no ${entry} in the archive`);
  return layMember(path, member, join(workDirectory, "member"));
}

import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Core } from "./core.ts";
import { DomainError } from "./domain-error.ts";

/** The disk has no space for what arrives or is to be written, apart from the reserve. */
export function diskFull(): DomainError {
  return new DomainError("full", "disk-full");
}

/** Free bytes on the disk of a folder, apart from the reserve for the rest of the platform; negative when the reserve is in use. */
export async function spaceLeft(folder: string, reserve: number): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize - reserve;
}

/** Bytes of work that passes between two looks at the disks. */
const LOOK_BYTES = 4 * 1024 * 1024;

/**
 * Looks at the disks before work that fills them: the platform's own keeps its reserve, the one of temporary files needs the bytes alone.
 *
 * @param bytes what the work writes; 0 when that is not known
 * @throws DomainError `disk-full`
 */
export async function assertSpace({ env }: Pick<Core, "env">, bytes: number): Promise<void> {
  const left = [spaceLeft(path.resolve(env.ARCHIPEL_DATA), env.STORAGE_RESERVE_BYTES), spaceLeft(tmpdir(), 0)];
  if (Math.min(...(await Promise.all(left))) < bytes) throw diskFull();
}

/**
 * The pieces of a text that is written to the disk. Looks at the disks while it is written, because its length is not known before.
 *
 * @throws DomainError `disk-full`
 */
export async function* whileSpaceLasts(core: Pick<Core, "env">, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let unseen = 0;
  for await (const piece of pieces) {
    unseen += piece.length;
    if (unseen >= LOOK_BYTES) {
      unseen = 0;
      await assertSpace(core, 0);
    }
    yield piece;
  }
}

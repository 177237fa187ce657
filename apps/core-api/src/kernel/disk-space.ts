import { statfs } from "node:fs/promises";
import { DomainError } from "./domain-error.ts";

/** The disk has no space for what arrives, apart from the reserve. */
export function storageFull(): DomainError {
  return new DomainError("full", "storage-full");
}

/** Free bytes on the disk of a folder, apart from the reserve for the rest of the platform; negative when the reserve is in use. */
export async function spaceLeft(folder: string, reserve: number): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize - reserve;
}

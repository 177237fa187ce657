import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";

export interface HashedFile {
  path: string;
  sha256: string;
  size: number;
}

/** The key that a file will have in a store, for callers that need it before the file is stored. */
export async function keyOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return `sha256/${hash.digest("hex")}`;
}

/** Writes a stream to a new file of `directory`, computes its hash and syncs it to disk; removes the file when the stream breaks. */
export async function writeHashed(content: Readable, directory: string): Promise<HashedFile> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, randomUUID());
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(path, "wx");
  try {
    for await (const chunk of content as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      size += chunk.byteLength;
      await file.writeFile(chunk);
    }
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
  return { path, sha256: hash.digest("hex"), size };
}

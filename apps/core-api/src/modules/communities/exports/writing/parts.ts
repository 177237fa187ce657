import { Readable } from "node:stream";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { whileSpaceLasts } from "../../../../kernel/disk-space.ts";

/** A file of the payload that is in the storage already. Its key is the hash that the manifest of the bag names. */
export const bagPart = z.object({ path: z.string(), key: z.string(), size: z.int() });
export type BagPart = z.infer<typeof bagPart>;

/** Stores a text that arrives in pieces, without keeping it. */
export async function storePart(core: Pick<Core, "storage" | "env">, path: string, text: AsyncIterable<string>): Promise<BagPart> {
  const { key, size } = await core.storage.put(Readable.from(bytesOf(whileSpaceLasts(core, text)), { objectMode: false }));
  return { path, key, size };
}

async function* bytesOf(text: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of text) if (piece !== "") yield Buffer.from(piece, "utf8");
}

export async function* oneText(text: string): AsyncGenerator<string> {
  yield text;
}

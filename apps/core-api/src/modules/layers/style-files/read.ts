import { type ReadStyle, STYLE_FILE_MAX_BYTES } from "@archipel/contracts/layer-styles.ts";
import { StyleFileError } from "@archipel/style-exchange/model/style-file-error.ts";
import { readStyleFile } from "@archipel/style-exchange/read-style-file.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { ArrivingFile } from "../../../kernel/received-file.ts";
import { wholeSummaryOf } from "../../../layer-store/describe/layer-summary.ts";
import { ownLayer } from "../queries.ts";

/**
 * Reads a style file for a layer of the community. Nothing is stored.
 *
 * @param fields the layer's columns that a person chose for names of the file
 * @throws DomainError when the layer belongs to another community, or the file cannot be read; the error says where
 */
export async function readStyleOf(
  core: Core,
  actor: MemberActor,
  { layerId, file, fields }: { layerId: string; file: ArrivingFile; fields: Readonly<Record<string, string>> },
): Promise<ReadStyle> {
  const row = await core.database.withTenant(actor, (tx) => ownLayer(tx, actor.communityId, layerId));
  if (!row) throw new DomainError("not-found", "layer-not-found");
  const bytes = await bytesOf(file);
  try {
    const { notes, missing, ...read } = readStyleFile(bytes, wholeSummaryOf(row), fields);
    return { ...read, notes: [...notes], missing: [...missing] };
  } catch (error) {
    if (error instanceof StyleFileError) throw new DomainError("invalid", error.code, error.params, "file");
    throw error;
  }
}

/** Stops one byte beyond the limit; the reader refuses that. */
async function bytesOf({ body }: ArrivingFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The stream stays open when this stops early: the sender would get no answer on a broken connection.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(chunk);
    if (size > STYLE_FILE_MAX_BYTES) break;
  }
  return Buffer.concat(chunks);
}

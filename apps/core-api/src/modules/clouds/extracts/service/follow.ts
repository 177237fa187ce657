import { timingSafeEqual } from "node:crypto";
import { type ExtractState, extractFile, extractState, type NamedExtract } from "@archipel/contracts/cloud-extracts.ts";
import { failure } from "@archipel/contracts/uploads.ts";
import { z } from "zod";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { extractsAhead } from "../queries.ts";
import { layerInReach, takerOf } from "./in-part.ts";
import { hashOfSecret } from "./request.ts";

/** What the job says of the archive that it made. */
export const madeExtract = z.object({
  fileName: z.string(),
  points: z.int().nullable(),
  files: z.array(extractFile),
  /** The hash of the areas of grants that cut it; null: the layer was open whole. */
  part: z.string().nullable().default(null),
});

/**
 * The extract, for its taker: the person who asked for it, or anyone who has its secret; and only while the taker may see the layer.
 *
 * @throws DomainError `extract-not-found` for anyone else, who does not learn that it exists
 */
async function ownExtract(core: Core, actor: Actor, { id, secret }: NamedExtract) {
  const row = await core.database.withSystem((tx) => tx.cloudExtract.findUnique({ where: { id } }));
  const isOwner = row?.userId != null && row.userId === actor.userId;
  if (!row || (row.expiresAt && row.expiresAt < new Date()) || !(isOwner || isSecret(secret, row.secretHash)))
    throw new DomainError("not-found", "extract-not-found");
  return row;
}

function isSecret(secret: string | undefined, hash: string): boolean {
  if (secret === undefined) return false;
  const [given, kept] = [Buffer.from(hashOfSecret(secret)), Buffer.from(hash)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** How far an extract is. */
export async function followExtract(core: Core, actor: Actor, named: NamedExtract): Promise<ExtractState> {
  const row = await ownExtract(core, actor, named);
  const made = row.made === null ? null : madeExtract.parse(row.made);
  const ahead = row.status === "waiting" ? await core.database.withSystem((tx) => extractsAhead(tx, row.id)) : null;
  return {
    id: row.id,
    layerId: row.layerId,
    status: extractState.shape.status.parse(row.status),
    step: row.step,
    percent: row.percent,
    ahead,
    error: row.error === null ? null : failure.parse(row.error),
    fileName: made?.fileName ?? null,
    size: row.size === null ? null : Number(row.size),
    points: made?.points ?? null,
    files: made?.files ?? [],
    expiresAt: row.expiresAt,
    isMailed: row.userId !== null,
  };
}

/** Gives an extract up: one that is being made stops, the archive of one that is ready is deleted. */
export async function cancelExtract(core: Core, actor: Actor, named: NamedExtract): Promise<{ id: string }> {
  const { id, objectKey } = await ownExtract(core, actor, named);
  await core.database.withSystem((tx) => tx.cloudExtract.deleteMany({ where: { id } }));
  if (objectKey !== null) await deleteUnreferenced(core, [objectKey]);
  return { id };
}

/** The archive of an extract, while it is kept and its taker may see the layer: a dataset that was withdrawn is not given out any more. */
export async function extractToSend(core: Core, actor: Actor, named: NamedExtract) {
  const row = await ownExtract(core, actor, named);
  if (row.objectKey === null || row.size === null) throw new DomainError("not-found", "extract-not-found");
  const made = madeExtract.parse(row.made);
  const found = await layerInReach(core, actor.userId === row.userId && row.userId !== null ? actor : takerOf(row.userId), row.layerId);
  // An archive of other areas than those that are open now may hold more than the taker may have.
  if (!found || (found.part && found.part.hash !== made.part)) throw new DomainError("not-found", "extract-not-found");
  return { objectKey: row.objectKey, size: Number(row.size), fileName: made.fileName };
}

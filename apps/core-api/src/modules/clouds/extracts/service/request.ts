import { createHash, createHmac, randomBytes } from "node:crypto";
import type { ExtractRequest, requestedExtract } from "@archipel/contracts/cloud-extracts.ts";
import { MOST_TERRAIN_CELLS } from "@archipel/gdal/clip-clouds.ts";
import type { z } from "zod";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { cellsOf, isSmall, LIMITS, refusalOf } from "../policy.ts";
import { countExtracts, livePortalId, lockSender } from "../queries.ts";
import { countArea } from "./estimate.ts";

/**
 * Asks for an area: a process of the platform makes its archive. It is followed and taken with the secret, or with the session of the person.
 *
 * @param network of the call: the limits of visitors count by it
 * @throws DomainError as `countArea`; when it is too large; when the sender has many already
 */
export async function requestExtract(
  core: Core,
  actor: Actor,
  request: ExtractRequest,
  network: string,
): Promise<z.infer<typeof requestedExtract>> {
  const taker = actor.userId === null ? "visitor" : "person";
  const { layer, measured, tiles, isMetric } = await countArea(core, actor, request);
  const { points, read, box } = measured;
  const refusal = refusalOf({ points, read, tiles: tiles.length }, taker);
  if (refusal) throw new DomainError("invalid", refusal.code, refusal.params, "area");
  if (request.models.length > 0) assertModels(request, { isMetric, cells: cellsOf(box, request.resolution), srid: layer.srid });
  const secret = randomBytes(24).toString("base64url");
  const senderHash = createHmac("sha256", core.env.ARCHIPEL_SECRET)
    .update(`extract:${actor.userId ?? network}`)
    .digest("base64url");
  const { locale, portalId, ...asked } = request;
  const { id } = await core.database.withSystem(async (tx) => {
    // One lock for all visitors, whose waiting extracts are counted together.
    await lockSender(tx, taker === "visitor" ? "visitors" : senderHash);
    await assertWithinLimits(await countExtracts(tx, senderHash, layer.communityId), taker);
    return tx.cloudExtract.create({
      data: {
        communityId: layer.communityId,
        datasetId: layer.datasetId,
        layerId: layer.id,
        userId: actor.userId,
        secretHash: hashOfSecret(secret),
        senderHash,
        portalId: await livePortalId(tx, portalId),
        locale,
        request: asked,
        isSmall: isSmall({ points, read, box }, request),
      },
      select: { id: true },
    });
  });
  return { id, secret };
}

/** Secrets are random and long: a plain hash is enough. */
export function hashOfSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

function assertModels({ resolution }: ExtractRequest, { isMetric, cells, srid }: { isMetric: boolean; cells: number; srid: number }): void {
  if (!isMetric) throw new DomainError("invalid", "extract-needs-metres", { srid }, "models");
  if (cells > MOST_TERRAIN_CELLS)
    throw new DomainError("invalid", "extract-too-many-cells", { resolution, most: MOST_TERRAIN_CELLS }, "resolution");
}

function assertWithinLimits(counts: Awaited<ReturnType<typeof countExtracts>>, taker: "visitor" | "person"): void {
  const { open, aDay } = LIMITS[taker];
  if (counts.open >= open) throw new DomainError("too-many", "extracts-open", { count: open });
  if (counts.lately >= aDay) throw new DomainError("too-many", "extracts-lately", { count: aDay });
  if (taker === "visitor" && counts.visitorsWaiting >= LIMITS.visitorsWaiting) throw new DomainError("too-many", "extracts-busy");
  if (counts.storedBytes >= LIMITS.storedBytes) throw new DomainError("too-many", "extracts-full");
}

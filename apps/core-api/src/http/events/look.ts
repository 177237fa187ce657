import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { jsonDigest } from "../../kernel/json-digest.ts";
import { getLayer } from "../../modules/layers/service.ts";
import { portalLayers } from "../../modules/portals/service.ts";

/** What layers, or all layers of a portal, look like to a caller: changes with everything that a page would request again, but data. */
export async function lookOf(core: Core, actor: Actor, layerIds: readonly string[], portalId: string | null): Promise<string> {
  const layers: readonly LayerSummary[] =
    portalId === null ? await Promise.all(layerIds.map((id) => getLayer(core, actor, id))) : await portalLayers(core, actor, portalId);
  const shown = layers.map(({ revision: _revision, featureCount: _featureCount, bbox: _bbox, ...look }) => ({ ...look, updatedAt: null }));
  return jsonDigest(shown).toString("base64url");
}

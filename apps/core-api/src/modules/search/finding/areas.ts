import type { findAreasInput, NamedArea } from "@archipel/contracts/search-areas.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { inOrder } from "../policy/order.ts";
import { readableAreaLayers } from "../queries/areas.ts";
import { findNames } from "./names.ts";

/** Areas of a name, such as communes, in every layer of polygons that the caller may read: in this community and in others. */
export async function findAreas(core: Core, actor: MemberActor, input: z.infer<typeof findAreasInput>): Promise<NamedArea[]> {
  const { q, locale, limit } = input;
  const layers = await core.database.withTenant(actor, (tx) => readableAreaLayers(tx, actor.communityId));
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  // In the system scope, limited to these layers: behind row-level security, full-text search cannot use its index.
  const { ranked } = await core.database.sqlAs({ role: "system" }, (sql) => findNames(core, sql, [...byId.keys()], { q, locale }));
  return inOrder(ranked)
    .flatMap(({ result: { label, detail, outline } }): NamedArea[] => {
      const layer = outline && byId.get(outline.layerId);
      return layer ? [{ ...outline, label, detail, layerTitle: layer.title, communityName: layer.communityName }] : [];
    })
    .slice(0, limit);
}

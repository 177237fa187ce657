import { id } from "@archipel/contracts/ids.ts";
import type { MemberActor } from "../kernel/actor.ts";
import { startImport } from "../modules/imports/service.ts";
import { plainName } from "./file-name.ts";
import { bodyOf, type CoreAlone, type HttpRequest, type Named, notFound, queryText } from "./route.ts";

export function namedCommunity(_: CoreAlone, request: HttpRequest): Named {
  const communityId = id.safeParse(request.query.community);
  if (!communityId.success) throw notFound("community-not-found");
  return { communityId: communityId.data };
}

/** Stores a file of edits and answers the import, which `imports.get` then follows. */
export function importFile({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest) {
  const layerId = id.safeParse(request.query.layer);
  if (!layerId.success) throw notFound("layer-not-found");
  const fileName = plainName(queryText(request, "name") ?? "");
  return startImport(core, actor, { layerId: layerId.data, fileName, content: bodyOf(request) });
}

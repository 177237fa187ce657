import { CRS84 } from "@archipel/geo/crs-uri.ts";
import type { FastifyReply } from "fastify";
import { proveEditor } from "../../gate/prove-editor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { getProposed } from "../../modules/contributions/service/proposed-feature.ts";
import { type Collection, getItem } from "../../modules/features/collections/service.ts";
import { itemPage } from "../../pages/ogc/items.ts";
import { sendPage } from "../../pages/ogc/page.ts";
import { etagOf, isKnown } from "../etags.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, type Call, readCollectionCall, withCaching } from "./call.ts";
import { featureText, itemText } from "./items.ts";
import { crsOfQuery } from "./parameters.ts";

const GEOJSON = "application/geo+json";

/** How the address names a feature: by its fid, or by its proposed edit while it waits for review. */
export type ItemName = { fid: number } | { editId: string };

/** @throws DomainError when the text cannot name a feature */
export function itemNamed(text: string): ItemName {
  if (/^[1-9]\d{0,14}$/.test(text)) return { fid: Number(text) };
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return { editId: text };
  throw new DomainError("not-found", "feature-not-found", { fid: text.slice(0, 40) });
}

/** One feature, with its version as `ETag`. */
export async function item(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCollectionCall(asker, request, ["crs"]);
  const { core, collection } = call;
  const name = itemNamed(request.params.itemId ?? "");
  if ("editId" in name) return sendProposed(call, collection, name.editId, reply);
  const crs = crsOfQuery(call.query, collection);
  const found = await getItem(core, call.actor, collection, name.fid, crs);
  withCaching(reply, collection.isPublic).header("content-crs", `<${crs.uri}>`);
  if (call.isHtml) return sendPage(reply, itemPage(call, collection, found));
  const etag = etagOf(found.version);
  reply.header("etag", etag);
  if (isKnown(request, etag)) return reply.status(304).send();
  return reply.type(GEOJSON).send(itemText(call, collection, found));
}

/** A proposed feature, for its author only. After the merge, its address redirects to the feature. */
async function sendProposed(call: Call, collection: Collection, editId: string, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await proveEditor(call.core, call.actor, collection.communityId, "features.write", { writes: false });
  const { fid, values, geojson, contributionId } = await getProposed(call.core, actor, collection.id, editId);
  reply.header("cache-control", "no-store");
  if (fid !== null) return reply.redirect(`${call.base}/collections/${collection.id}/items/${fid}`, 308);
  const more = `,"contribution":${JSON.stringify({ id: contributionId, status: "waiting" })}`;
  return reply
    .header("content-crs", `<${CRS84.uri}>`)
    .type(GEOJSON)
    .send(featureText(collection, { fid: editId, properties: values, geojson }, more));
}

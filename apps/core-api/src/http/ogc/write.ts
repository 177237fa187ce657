import { CRS84 } from "@archipel/geo/crs-uri.ts";
import type { FastifyReply } from "fastify";
import { proveEditor } from "../../gate/prove-editor.ts";
import { signedIn } from "../../gate/prove-member.ts";
import type { MemberActor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { type Attribute, recordOf } from "../../layer-store/tables/attribute-columns.ts";
import { VersionMismatchError } from "../../modules/contributions/service/proposed-change.ts";
import { changeProposed, withdrawProposed } from "../../modules/contributions/service/proposed-feature.ts";
import { mayWrite, type Written, writeFeature } from "../../modules/contributions/service/write-feature.ts";
import { type Collection, getItem } from "../../modules/features/collections/service.ts";
import { etagOf, versionSeen } from "../etags.ts";
import type { CoreAlone, HttpRequest, Named } from "../route.ts";
import { MERGE_PATCH, sentFeature } from "./body.ts";
import { type Asker, type Call, readCollectionCall } from "./call.ts";
import { itemNamed } from "./item.ts";
import { itemText } from "./items.ts";

export interface NamedCollection extends Named {
  call: Call;
  collection: Collection;
}

type Writer = CoreAlone & { actor: MemberActor; found: NamedCollection };

/** The layer's community, to write to it. A layer that the caller cannot read is not found for writing either. */
export async function collectionToWrite(asker: Asker, request: HttpRequest): Promise<NamedCollection> {
  const { collection, ...call } = await readCollectionCall(asker, request);
  if (signedIn(call.actor).keyScope === "read") throw new DomainError("forbidden", "key-reads-only", { scope: "contribute" });
  return { communityId: collection.communityId, call, collection };
}

/** Adds a feature, at once or by the moderators' queue. The other writes work the same way. */
export async function addItem({ core, actor, found }: Writer, request: HttpRequest, reply: FastifyReply) {
  const { call, collection } = found;
  const { values, geometry = null, drawnSrid } = sentFeature(request, collection);
  const write = { operation: "insert", values, geometry } as const;
  const written = await named(collection, () => writeFeature(core, actor, { layerId: collection.id, write, drawnSrid, ifMatch: null }));
  return answer(call, collection, written, reply);
}

/** Replaces a feature (PUT), or changes some of its fields (PATCH). */
export async function changeItem({ core, actor, found }: Writer, request: HttpRequest, reply: FastifyReply) {
  const { call, collection } = found;
  const name = itemNamed(request.params.itemId ?? "");
  const { values, geometry, drawnSrid } = sentFeature(request, collection);
  const isWhole = request.method === "PUT";
  const layerId = collection.id;
  if ("editId" in name) {
    const { editId } = name;
    const changed = await changeProposed(core, actor, { layerId, editId }, { isWhole, values, geometry, drawnSrid });
    return answer(call, collection, changed, reply);
  }
  const { fid } = name;
  const write = isWhole
    ? ({ operation: "replace", fid, values, geometry: geometry ?? null } as const)
    : ({ operation: "update", fid, values, geometry } as const);
  const wanted = { layerId, write, drawnSrid, ifMatch: versionSeen(request) };
  return answer(call, collection, await named(collection, () => writeFeature(core, actor, wanted)), reply);
}

export async function deleteItem({ core, actor, found }: Writer, request: HttpRequest, reply: FastifyReply) {
  const { call, collection } = found;
  const name = itemNamed(request.params.itemId ?? "");
  const layerId = collection.id;
  if ("editId" in name) return answer(call, collection, await withdrawProposed(core, actor, layerId, name.editId), reply);
  const write = { operation: "delete", fid: name.fid } as const;
  const wanted = { layerId, write, drawnSrid: 4326, ifMatch: versionSeen(request) };
  const written = await named(collection, () => writeFeature(core, actor, wanted));
  return answer(call, collection, written, reply);
}

/** Writes; a feature that changed in the meantime is shown in three states, under the names that `/ogc` uses. */
async function named<T>({ names }: Collection, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof VersionMismatchError)) throw error;
    const sideOf = <Side extends { values: Record<string, Attribute> }>(side: Side | null): Side | null =>
      side && { ...side, values: recordOf(Object.entries(side.values).map(([column, value]) => [names.get(column) ?? column, value])) };
    const { base, mine, theirs } = error.diff;
    throw error.showing({ ...error.diff, base: sideOf(base), mine: sideOf(mine), theirs: sideOf(theirs) });
  }
}

/** The methods that this caller may use at the address of a layer's features. */
export function itemsOptions(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  return allow(asker, request, reply.header("accept-post", "application/geo+json"), ["POST"]);
}

/** The methods that this caller may use at the address of a feature. */
export function itemOptions(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  return allow(asker, request, reply.header("accept-patch", MERGE_PATCH), ["PUT", "PATCH", "DELETE"]);
}

async function allow(asker: Asker, request: HttpRequest, reply: FastifyReply, writes: string[]): Promise<FastifyReply> {
  const { core, collection, actor: caller } = await readCollectionCall(asker, request);
  const actor = await proveEditor(core, caller, collection.communityId, "features.write", { writes: true }).catch((error) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  const isWriter = actor !== null && actor.keyScope !== "read" && (await mayWrite(core, actor, collection));
  const allowed = ["GET", "HEAD", "OPTIONS", ...(isWriter ? writes : [])];
  return reply.header("allow", allowed.join(", ")).header("cache-control", "no-store").header("vary", "authorization").status(204).send();
}

/** 201 or 200 with the current feature, 204 when it is deleted, 202 when moderators must review it first. */
async function answer(call: Call, collection: Collection, written: Written, reply: FastifyReply): Promise<FastifyReply> {
  const address = `${call.base}/collections/${collection.id}/items`;
  reply.header("cache-control", "no-store");
  if (written.outcome === "waiting") {
    const status = { status: "waiting", contribution: written.contributionId };
    if (written.isInsertion) locate(reply, `${address}/${written.editId}`);
    return reply.status(202).type("application/json").send(JSON.stringify(status));
  }
  if (written.outcome === "merged" && written.operation === "delete") return reply.status(204).send();
  if (written.outcome === "merged" && written.operation === "insert") locate(reply.status(201), `${address}/${written.fid}`);
  const now = await getItem(call.core, call.actor, collection, written.fid, CRS84);
  return reply
    .header("etag", etagOf(now.version))
    .header("content-crs", `<${CRS84.uri}>`)
    .type("application/geo+json")
    .send(itemText({ ...call, isHtml: false }, collection, now));
}

/** Fastify writes header names in lower case, but QGIS 3.40 only finds this one with its capital. */
function locate(reply: FastifyReply, address: string): void {
  reply.raw.setHeader("Location", address);
}

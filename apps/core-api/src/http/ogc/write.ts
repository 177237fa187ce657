import { CRS84 } from "@archipel/geo/crs-uri.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { permissions } from "../../kernel/permissions.ts";
import { changeProposed, withdrawProposed } from "../../modules/contributions/service/proposed-feature.ts";
import { mayWrite, type Written, writeFeature } from "../../modules/contributions/service/write-feature.ts";
import { type Collection, getItem } from "../../modules/features/collections/service.ts";
import { proveMember, signedIn } from "../../trpc/procedures.ts";
import { MERGE_PATCH, sentFeature } from "./body.ts";
import { type Call, readCollectionCall } from "./call.ts";
import { etagOf, versionSeen } from "./etags.ts";
import { itemNamed } from "./item.ts";
import { itemText } from "./items.ts";

type OfCollection = { Params: { collectionId: string } };
type OfItem = { Params: { collectionId: string; itemId: string } };

const ITEMS = "/ogc/collections/:collectionId/items";
const ITEM = `${ITEMS}/:itemId`;

/** One feature's geometry at most: a little more than the most vertices that the engine takes. */
const BODY_LIMIT = 10 * 1024 * 1024;

/** Part 4: features made, replaced, changed and deleted, at once or by way of the moderators' queue. */
export function writing(app: FastifyInstance, core: Core): void {
  app.post<OfCollection>(ITEMS, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const { call, collection, actor } = await admit(core, request);
    const { values, geometry = null, drawnSrid } = sentFeature(request, collection);
    const write = { operation: "insert", values, geometry } as const;
    return answer(call, collection, await writeFeature(core, actor, { layerId: collection.id, write, drawnSrid, ifMatch: null }), reply);
  });

  app.route<OfItem>({
    method: ["PUT", "PATCH"],
    url: ITEM,
    bodyLimit: BODY_LIMIT,
    handler: async (request, reply) => {
      const { call, collection, actor } = await admit(core, request);
      const name = itemNamed(request.params.itemId);
      const { values, geometry, drawnSrid } = sentFeature(request, collection);
      const isWhole = request.method === "PUT";
      const layerId = collection.id;
      if ("editId" in name) {
        const { editId } = name;
        return answer(
          call,
          collection,
          await changeProposed(core, actor, { layerId, editId }, { isWhole, values, geometry, drawnSrid }),
          reply,
        );
      }
      const { fid } = name;
      const write = isWhole
        ? ({ operation: "replace", fid, values, geometry: geometry ?? null } as const)
        : ({ operation: "update", fid, values, geometry } as const);
      return answer(call, collection, await writeFeature(core, actor, { layerId, write, drawnSrid, ifMatch: versionSeen(request) }), reply);
    },
  });

  app.delete<OfItem>(ITEM, async (request, reply) => {
    const { call, collection, actor } = await admit(core, request);
    const name = itemNamed(request.params.itemId);
    const layerId = collection.id;
    if ("editId" in name) return answer(call, collection, await withdrawProposed(core, actor, layerId, name.editId), reply);
    const write = { operation: "delete", fid: name.fid } as const;
    return answer(
      call,
      collection,
      await writeFeature(core, actor, { layerId, write, drawnSrid: 4326, ifMatch: versionSeen(request) }),
      reply,
    );
  });

  app.options<OfCollection>(ITEMS, async (request, reply) => {
    reply.header("accept-post", "application/geo+json");
    return allow(core, request, reply, ["POST"]);
  });
  app.options<OfItem>(ITEM, async (request, reply) => {
    reply.header("accept-patch", MERGE_PATCH);
    return allow(core, request, reply, ["PUT", "PATCH", "DELETE"]);
  });
}

interface Admitted {
  call: Call;
  collection: Collection;
  actor: MemberActor;
}

/** A contributor of the community that keeps the layer, and nobody else. What cannot be read is not there to be written either. */
async function admit(core: Core, request: FastifyRequest<OfCollection>): Promise<Admitted> {
  const { collection, ...call } = await readCollectionCall(core, request);
  const person = signedIn(call.actor);
  if (person.keyScope === "read") throw new DomainError("forbidden", "key-reads-only");
  const actor = await proveMember(core, person, collection.communityId, permissions["contributions.create"]).catch((error) => {
    // The layer is known to the caller: to say that its community is not would only puzzle.
    if (error instanceof DomainError && error.code === "community-not-found") throw new DomainError("forbidden", "contributors-only");
    throw error;
  });
  return { call, collection, actor };
}

/** What this caller may do at this address. */
async function allow(core: Core, request: FastifyRequest<OfCollection>, reply: FastifyReply, writes: string[]): Promise<FastifyReply> {
  const { collection, actor: caller } = await readCollectionCall(core, request);
  const actor = await proveMember(core, caller, collection.communityId, permissions["contributions.create"]).catch((error) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  const isWriter = actor !== null && actor.keyScope !== "read" && (await mayWrite(core, actor, collection.datasetId));
  const allowed = ["GET", "HEAD", "OPTIONS", ...(isWriter ? writes : [])];
  return reply.header("allow", allowed.join(", ")).header("cache-control", "no-store").header("vary", "authorization").status(204).send();
}

/** 201 or 200 with the feature as it is now, 204 when it is gone, 202 when moderators look at it first. */
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
    .header("etag", etagOf(written.version))
    .header("content-crs", `<${CRS84.uri}>`)
    .type("application/geo+json")
    .send(itemText({ ...call, isHtml: false }, collection, now));
}

/** Fastify writes names of headers in small letters; QGIS 3.40 finds this one with its capital only. */
function locate(reply: FastifyReply, address: string): void {
  reply.raw.setHeader("Location", address);
}

import { id } from "@archipel/contracts/ids.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { permissions } from "../kernel/permissions.ts";
import { LOGO_MAX_BYTES } from "../modules/portals/logo/draw-logo.ts";
import { communityOfPortal, removeLogo, setLogo } from "../modules/portals/service.ts";
import { actorOf } from "../trpc/context.ts";
import { proveMember, signedIn } from "../trpc/procedures.ts";

/** `POST /portals/:id/logo` with the image file as body, `DELETE` for the base theme's logo. Answers the portal. */
export async function portalLogoUploadDoor(app: FastifyInstance, core: Core): Promise<void> {
  // Whatever type the sender claims: the content alone is looked at. A file somewhat too large is told so, the rest is cut off.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: 4 * LOGO_MAX_BYTES }, (_request, body, done) => done(null, body));

  app.post("/portals/:id/logo", async (request) => {
    const { actor, portalId } = await gate(core, request);
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new DomainError("invalid", "logo-unreadable");
    return setLogo(core, actor, portalId, request.body);
  });

  app.delete("/portals/:id/logo", async (request) => {
    const { actor, portalId } = await gate(core, request);
    return removeLogo(core, actor, portalId);
  });
}

async function gate(core: Core, request: FastifyRequest): Promise<{ actor: MemberActor; portalId: string }> {
  const params = request.params;
  const parsed = id.safeParse(typeof params === "object" && params && "id" in params ? params.id : null);
  if (!parsed.success) throw new DomainError("not-found", "portal-not-found");
  const caller = signedIn(await actorOf(core, request));
  const communityId = await communityOfPortal(core, parsed.data);
  return { actor: await proveMember(core, caller, communityId, permissions["portals.manage"]), portalId: parsed.data };
}

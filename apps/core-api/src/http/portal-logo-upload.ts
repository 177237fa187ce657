import type { FastifyReply } from "fastify";
import { signedIn } from "../gate/prove-member.ts";
import type { Actor, MemberActor } from "../kernel/actor.ts";
import { communityOfPortal, removeLogo, setLogo } from "../modules/portals/service.ts";
import { arrivingFile, type CoreAlone, type HttpRequest, idIn, type Named } from "./route.ts";

export async function namedPortal({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest): Promise<Named> {
  // Visitors are refused before the portal is looked up: they do not learn whether it exists.
  signedIn(actor);
  return { communityId: await communityOfPortal(core, idIn(request, "id")) };
}

/** The image file is the body. Answers the portal. */
export async function uploadLogo({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) {
  return setLogo(core, actor, idIn(request, "id"), arrivingFile(request, reply));
}

/** Back to the base theme's logo. Answers the portal. */
export async function deleteLogo({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest) {
  return removeLogo(core, actor, idIn(request, "id"));
}

import type { PortalPicture } from "@archipel/contracts/portals.ts";
import type { FastifyReply } from "fastify";
import { signedIn } from "../gate/prove-member.ts";
import type { Actor, MemberActor } from "../kernel/actor.ts";
import { drawPicture } from "../modules/portals/pictures/draw-picture.ts";
import { communityOfPortal, removePicture, setPicture } from "../modules/portals/service.ts";
import { arrivingFile, type CoreAlone, type HttpRequest, idIn, type Named } from "./route.ts";

export async function namedPortal({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest): Promise<Named> {
  // Visitors are refused before the portal is looked up: they do not learn whether it exists.
  signedIn(actor);
  return { communityId: await communityOfPortal(core, idIn(request, "id")) };
}

/** The image file is the body. Answers the portal. `?check`: only whether the file would be accepted; nothing changes. */
export function uploadPicture(picture: PortalPicture) {
  return async ({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest, reply: FastifyReply) => {
    if (request.query.check === undefined) return setPicture(core, actor, idIn(request, "id"), picture, arrivingFile(request, reply));
    await drawPicture(core, actor, picture, arrivingFile(request, reply));
    return { isAccepted: true };
  };
}

/** Back to what the portal shows without the picture. Answers the portal. */
export function deletePicture(picture: PortalPicture) {
  return ({ core, actor }: CoreAlone & { actor: MemberActor }, request: HttpRequest) =>
    removePicture(core, actor, idIn(request, "id"), picture);
}

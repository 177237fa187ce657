import { newDomain, type PermissionWorld } from "../permission-world.ts";
import { type InputOf, unique } from "./input.ts";

const ofDomain = async (world: PermissionWorld) => ({ communityId: world.communityId, domainId: await newDomain(world) });

export const domains: Record<string, InputOf> = {
  "domains.list": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "domains.add": async (world) => {
    await newDomain(world);
    return { communityId: world.communityId, portalId: world.portal.id, name: `${unique("ville")}.fr` };
  },
  "domains.check": ofDomain,
  "domains.remove": ofDomain,
  "domains.makePrimary": ({ communityId, portal }) => ({ communityId, portalId: portal.id, host: portal.host }),
  // To the slug that it has, so that other inputs still name its host.
  "domains.changeSlug": ({ communityId, portal }) => ({ communityId, portalId: portal.id, slug: portal.slug }),
};

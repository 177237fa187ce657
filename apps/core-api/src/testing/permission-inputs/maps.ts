import { type Caller, newMap, type PermissionWorld } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

const state = { view: { lon: 2, lat: 46, zoom: 6 }, layers: [] };

/** The caller's own map: who else may change it is tested with the module. */
const own = async (world: PermissionWorld, caller: Caller) => ({ communityId: world.communityId, mapId: (await newMap(world, caller)).id });

export const maps: Record<string, InputOf> = {
  "maps.list": ({ portal }) => ({ portalId: portal.id }),
  "maps.view": async (world, caller) => ({ portalId: world.portal.id, slug: (await newMap(world, caller)).slug }),
  "maps.rights": ({ portal }) => ({ portalId: portal.id }),
  "maps.mine": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "maps.managed": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "maps.create": ({ communityId, portal }) => ({ communityId, portalId: portal.id, kind: "map", title: { fr: "Le port" }, state }),
  "maps.update": async (world, caller) => ({ ...(await own(world, caller)), basedOn: 1, title: { fr: "La rade" } }),
  "maps.share": async (world, caller) => ({ ...(await own(world, caller)), status: "draft" }),
  "maps.remove": own,
  "maps.publish": async (world, caller) => ({ ...(await own(world, caller)), isPublished: true }),
};

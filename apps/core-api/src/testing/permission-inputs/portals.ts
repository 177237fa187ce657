import { createPortal } from "@archipel/testing/factories.ts";
import { newTemplate, newTheme, type PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity, unique } from "./input.ts";

const view = { lon: 2, lat: 46, zoom: 6 };

/** A portal in preparation. */
async function newPortal({ database, communityId }: PermissionWorld): Promise<string> {
  const { id } = await createPortal(database, communityId, { slug: unique("preparing") });
  await database.withSystem((tx) => tx.portal.update({ where: { id }, data: { status: "preparing" } }));
  return id;
}

export const portals: Record<string, InputOf> = {
  "portals.clone": ({ communityId, portal }) => ({ communityId, portalId: portal.id, name: "Copie", slug: unique("portal") }),
  "portals.closedByHost": ({ portal }) => ({ host: portal.host }),
  "portals.byHost": ({ portal }) => ({ host: portal.host }),
  "portals.pictures": ({ portal }) => ({ portalId: portal.id }),
  "portals.layers": ({ portal }) => ({ portalId: portal.id }),
  "portals.list": inCommunity,
  "portals.get": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "portals.themes": inCommunity,
  "portals.themeVersions": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "portals.saveTheme": ({ communityId }) => ({ communityId, name: unique("theme"), baseTheme: "neutral", theme: {} }),
  "portals.deleteTheme": async (world) => ({ communityId: world.communityId, themeId: await newTheme(world) }),
  "portals.templates": inCommunity,
  "portals.template": async (world) => ({ communityId: world.communityId, templateId: await newTemplate(world) }),
  "portals.saveTemplate": ({ communityId, portal }) => ({ communityId, portalId: portal.id, name: unique("template") }),
  "portals.renameTemplate": async (world) => ({
    communityId: world.communityId,
    templateId: await newTemplate(world),
    name: unique("template"),
  }),
  "portals.deleteTemplate": async (world) => ({ communityId: world.communityId, templateId: await newTemplate(world) }),
  "portals.checkAddress": ({ communityId }) => ({ communityId, slug: unique("free") }),
  "portals.create": ({ communityId }) => ({ communityId, name: "Nouveau", slug: unique("new"), baseTheme: "neutral", view }),
  "portals.update": ({ communityId, portal }) => ({ communityId, portalId: portal.id, name: "Renommé" }),
  "portals.passes": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "portals.changeLink": async (world) => ({ communityId: world.communityId, portalId: await newPortal(world), isWanted: true }),
  "portals.start": inCommunity,
  "portals.changeStart": ({ communityId, portal }) => ({ communityId, portalId: portal.id, skipped: [] }),
  "portals.setStatus": ({ communityId, portal }) => ({ communityId, portalId: portal.id, status: "live" }),
};

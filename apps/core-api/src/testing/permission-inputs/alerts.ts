import { randomUUID } from "node:crypto";
import type { PermissionWorld } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

const content = { level: "vigilance", title: { fr: "Crue" } };

/** A draft of an alert on a portal that keeps alerts. */
async function newAlert({ database, communityId, portal }: PermissionWorld) {
  const portalId = portal.id;
  return database.withSystem(async (tx) => {
    const kept = { isKept: true };
    await tx.portalAlerts.upsert({ where: { portalId }, create: { portalId, communityId, ...kept }, update: kept });
    const { id: alertId } = await tx.alert.create({ data: { communityId, portalId, draft: content } });
    return { communityId, alertId };
  });
}

/** An alert in force. */
export async function publishedAlert(world: PermissionWorld) {
  const named = await newAlert(world);
  const revisionId = randomUUID();
  await world.database.withSystem(async (tx) => {
    const said = { ...named, id: revisionId, number: 1, kind: "first", content, startsAt: new Date(Date.now() - 60_000), isSent: false };
    await tx.alertRevision.create({ data: said });
    await tx.alert.update({ where: { id: named.alertId }, data: { status: "published", publishedRevisionId: revisionId } });
  });
  return named;
}

const visited: InputOf = ({ portal }) => ({ portalId: portal.id });
const managed: InputOf = async (world) => {
  const { communityId } = await newAlert(world);
  return { communityId, portalId: world.portal.id };
};

export const alerts: Record<string, InputOf> = {
  "alerts.current": visited,
  "alerts.list": visited,
  "alerts.read": ({ portal }) => ({ portalId: portal.id, alertId: randomUUID() }),
  // A portal that answers nothing has no place to look at; without an alert in force nothing is looked at.
  "alerts.here": async ({ database, portal }) => {
    await database.withSystem((tx) => tx.portalAlerts.deleteMany({ where: { portalId: portal.id } }));
    return { portalId: portal.id, place: { kind: "point", lon: 2, lat: 46 }, locale: "fr" };
  },
  "alerts.kept": managed,
  "alerts.keep": async (world) => ({ ...((await managed(world, "manager")) as object), isKept: true }),
  "alerts.check": managed,
  "alerts.reach": async (world) => ({ ...((await managed(world, "manager")) as object), area: { kind: "portal" } }),
  "alerts.get": newAlert,
  "alerts.create": managed,
  "alerts.save": async (world) => ({ ...(await newAlert(world)), basedOn: 1, content }),
  "alerts.publish": async (world) => ({ ...(await newAlert(world)), basedOn: 1 }),
  "alerts.end": publishedAlert,
  "alerts.cancel": publishedAlert,
  "alerts.remove": newAlert,
};

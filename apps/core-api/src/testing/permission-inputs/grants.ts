import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createUser } from "@archipel/testing/factories.ts";
import type { PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

type World = Pick<PermissionWorld, "database" | "communityId" | "dataset">;

/** A grant of a dataset, by default of the community's public one to a stranger. */
async function newGrant(
  database: Database,
  grant: { communityId: string; datasetId: string; userId?: string | undefined },
): Promise<string> {
  const { communityId, datasetId } = grant;
  const userId = grant.userId ?? (await createUser(database)).id;
  const id = randomUUID();
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("INSERT INTO grants (id, community_id, dataset_id, user_id) VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid)", [
      ...[id, communityId, datasetId, userId],
    ]),
  );
  return id;
}

async function newRequest({ database, communityId, dataset }: World, personId?: string): Promise<string> {
  const userId = personId ?? (await createUser(database)).id;
  const data = { communityId, datasetId: dataset.id, userId, reason: "Une étude de six mois." };
  return database.withSystem(async (tx) => {
    // One open request per person and dataset.
    await tx.accessRequest.deleteMany({ where: { datasetId: dataset.id, userId } });
    return (await tx.accessRequest.create({ data })).id;
  });
}

export const grants: Record<string, InputOf> = {
  "grants.list": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "grants.datasets": inCommunity,
  "grants.give": async ({ database, communityId, dataset }) => {
    const { email } = await createUser(database);
    return { communityId, datasetId: dataset.id, subject: { kind: "person", email }, layerId: null, until: null };
  },
  "grants.end": async ({ database, communityId, dataset }) => ({
    ...{ communityId, grantId: await newGrant(database, { communityId, datasetId: dataset.id }), until: null },
  }),
  "grants.revoke": async ({ database, communityId, dataset }) => ({
    ...{ communityId, grantId: await newGrant(database, { communityId, datasetId: dataset.id }) },
  }),
  "grants.viewAs": async ({ database, communityId, dataset }) => {
    const { email } = await createUser(database);
    return { communityId, datasetId: dataset.id, subject: { kind: "person", email } };
  },
  "grants.explain": ({ dataset }) => ({ datasetId: dataset.id }),
  "grants.explainPage": async ({ database, portal, dataset }) => {
    const [row] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ slug: string }>("SELECT slug FROM app.portal_catalogue WHERE portal_id = $1::uuid AND dataset_id = $2::uuid", [
        ...[portal.id, dataset.id],
      ]),
    );
    if (!row) throw new Error("the portal lists no dataset");
    return { portalId: portal.id, slug: row.slug };
  },
  "grants.opened": ({ portal }) => ({ portalId: portal.id }),
  // Of a community in which no caller has a role: otherwise some read all of it.
  "grants.ask": async ({ database, portal, users }, caller) => {
    const { id: communityId } = await createCommunity(database);
    const { id: datasetId } = await createDataset(database, communityId, { visibility: "private" });
    await newGrant(database, { communityId, datasetId, userId: users[caller] ?? undefined });
    return { portalId: portal.id, datasetId, reason: "Une étude de six mois." };
  },
  "grants.withdraw": async (world, caller) => ({ requestId: await newRequest(world, world.users[caller] ?? undefined) }),
  "grants.requests": inCommunity,
  "grants.accept": async (world) => ({
    ...{ communityId: world.communityId, requestId: await newRequest(world), layerId: null, until: null },
  }),
  "grants.decline": async (world) => ({ communityId: world.communityId, requestId: await newRequest(world), answer: "Non." }),
};

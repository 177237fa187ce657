import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { roles } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createDataset, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { mergeAsSeen } from "../modules/contributions/testing/decide.ts";
import { hashPassword } from "../modules/identity/service/passwords.ts";
import { buildTestLayer } from "../modules/layers/table/test-layer.ts";
import { createTestCore } from "./test-core.ts";

/** One caller of each kind, a community with something of everything, and makers of what a call may use up. */

export const callers = ["anonymous", "stranger", ...roles, "managerOfAnother", "operator", "suspended", "suspendedMember"] as const;
export type Caller = (typeof callers)[number];

export const demoPassword = "a password of the tests";

export interface PermissionWorld {
  database: Database;
  communityId: CommunityId;
  /** Ids of the callers; all have the same password. */
  users: Record<Caller, string | null>;
  portal: { id: string; slug: string; host: string };
  dataset: { id: string; slug: string };
  layerId: string;
}

export async function buildPermissionWorld(database: Database): Promise<PermissionWorld> {
  const { id: communityId } = await createCommunity(database);
  const another = await createCommunity(database);
  const users: PermissionWorld["users"] = {
    anonymous: null,
    stranger: (await createUser(database)).id,
    member: (await createMember(database, communityId, "member")).id,
    contributor: (await createMember(database, communityId, "contributor")).id,
    moderator: (await createMember(database, communityId, "moderator")).id,
    manager: (await createMember(database, communityId, "manager")).id,
    managerOfAnother: (await createMember(database, another.id, "manager")).id,
    operator: (await createUser(database, { isOperator: true })).id,
    suspended: (await createUser(database, { status: "suspended" })).id,
    suspendedMember: (await createUser(database)).id,
  };
  if (users.suspended) await addMember(database, communityId, users.suspended, "manager");
  if (users.suspendedMember) await addMember(database, communityId, users.suspendedMember, "manager", "suspended");
  const slug = `portal-${randomUUID().slice(0, 8)}`;
  const portal = { id: (await createPortal(database, communityId, { slug })).id, slug, host: `${slug}.localhost` };
  const { layerId, datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "nom", column: "nom", type: "text" }],
    features: [
      { geometry: { type: "Point", coordinates: [2, 46] }, values: ["Ici"] },
      { geometry: { type: "Point", coordinates: [3, 47] }, values: ["Là-bas"] },
    ],
  });
  const passwordHash = await hashPassword(demoPassword);
  const dataset = await database.withSystem(async (tx) => {
    await tx.user.updateMany({ data: { passwordHash } });
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId } });
    await tx.portal.update({ where: { id: portal.id }, data: { reporting: "everyone" } });
    return tx.dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { id: true, slug: true } });
  });
  return { database, communityId, users, portal, dataset, layerId };
}

/** A key of the caller's own; of nobody in particular for a visitor, who does not get that far. */
export async function newApiKey({ database, users }: PermissionWorld, caller: Caller): Promise<string> {
  const userId = users[caller] ?? (await createUser(database)).id;
  const values = { userId, name: "QGIS", scope: "read", secretHash: randomUUID(), expiresAt: new Date(Date.now() + 60_000) };
  return (await database.withSystem((tx) => tx.apiKey.create({ data: values }))).id;
}

/** A filter of the caller's own; of nobody in particular for a visitor, who does not get that far. */
export async function newFilter({ database, users, communityId }: PermissionWorld, caller: Caller): Promise<string> {
  const userId = users[caller] ?? (await createUser(database)).id;
  const values = { communityId, userId, kind: "reports", name: randomUUID(), filter: {} };
  return (await database.withSystem((tx) => tx.savedFilter.create({ data: values }))).id;
}

/** A membership to change or remove. */
export async function newMembership({ database, communityId }: PermissionWorld): Promise<string> {
  return (await addMember(database, communityId, (await createUser(database)).id, "member")).id;
}

export async function newDraft({ database, communityId }: PermissionWorld): Promise<string> {
  return (await createDataset(database, communityId, { status: "draft" })).id;
}

export async function newInvitation({ database, communityId }: PermissionWorld, email: string, codeHash: string): Promise<string> {
  const values = { email, role: "member", codeHash, invitedById: randomUUID(), expiresAt: new Date(Date.now() + 60_000) };
  return (await database.withSystem((tx) => tx.invitation.create({ data: { communityId, ...values } }))).id;
}

/** A file that was received and checked, with one layer: nothing stands in the way of publishing it. */
export async function newUpload({ database, communityId, users }: PermissionWorld): Promise<{ uploadId: string; uploadLayerId: string }> {
  const crs = { srid: 4326, name: null, how: "declared", candidates: [], isChosen: false };
  const source = {
    format: "shapefile",
    entry: null,
    layer: "lieux",
    encoding: "UTF-8",
    hasZ: false,
    sampleKey: null,
    isEncodingChosen: false,
  };
  const layer = { communityId, position: 0, name: "lieux", geometryType: "Point", featureCount: 1, fields: [], chosenSrid: 4326 };
  const upload = await database.withSystem((tx) =>
    tx.upload.create({
      data: {
        communityId,
        createdById: users.contributor ?? randomUUID(),
        fileName: "lieux.zip",
        size: 1,
        status: "checked",
        layers: { create: { ...layer, encoding: "UTF-8", source, crs } },
      },
      include: { layers: true },
    }),
  );
  return { uploadId: upload.id, uploadLayerId: upload.layers[0]?.id ?? "" };
}

export async function newJob(world: PermissionWorld, status: "waiting" | "failure"): Promise<string> {
  const { uploadId } = await newUpload(world);
  const values = { kind: "check-upload", subjectId: uploadId, createdById: world.users.contributor ?? randomUUID(), status };
  return (await world.database.withSystem((tx) => tx.job.create({ data: { communityId: world.communityId, ...values } }))).id;
}

/** A contribution with one edit, of an author, at a point of its life. */
export async function newContribution(world: PermissionWorld, status: string, authorId: string | null, origin = "api"): Promise<string> {
  const { database, communityId, dataset, layerId } = world;
  const about = { communityId, datasetId: dataset.id, title: "Correction", status, authorId, origin };
  const id = await database.withSystem(async (tx) => (await tx.contribution.create({ data: { ...about, submittedAt: new Date() } })).id);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `INSERT INTO contribution_edits (id, community_id, contribution_id, layer_id, operation, has_geometry, fields, geom)
       VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, 'insert', true, '{"nom": "Neuf"}', ST_SetSRID(ST_MakePoint(2, 46), 4326))`,
      [randomUUID(), communityId, id, layerId],
    ),
  );
  return id;
}

/** A contribution whose merge wrote a feature. */
export async function mergedContribution(world: PermissionWorld): Promise<string> {
  const contributionId = await newContribution(world, "submitted", world.users.contributor);
  const moderator = { userId: world.users.moderator ?? "", communityId: world.communityId, role: "moderator" as const };
  await mergeAsSeen(await createTestCore(world.database), { ...moderator, isOperator: false, isSuspended: false }, contributionId);
  return contributionId;
}

/** Somebody's word on the dataset. */
export async function newRating({ database, communityId, dataset }: PermissionWorld): Promise<string> {
  const { id: userId } = await createUser(database);
  const values = { communityId, datasetId: dataset.id, userId, stars: 2, comment: "Incomplet" };
  return (await database.withSystem((tx) => tx.datasetRating.create({ data: values }))).id;
}

/** A label that members vote on. */
export async function newLabel({ database, communityId }: PermissionWorld): Promise<string> {
  const data = { communityId, nameFr: "Reconnu", rule: { by: "vote", quorum: 3, share: 0.5 } };
  // The matrix makes many, and a community may have few.
  return database.withSystem(async (tx) => {
    await tx.qualityLabel.deleteMany({ where: { communityId } });
    return (await tx.qualityLabel.create({ data })).id;
  });
}

import { randomUUID } from "node:crypto";
import type { CommunityKeyScope, KeyLimits } from "@archipel/contracts/access.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { roles } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createDataset, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { newKey } from "../modules/access/policy.ts";
import { mergeAsSeen } from "../modules/contributions/testing/decide.ts";
import { bearer } from "./bearer.ts";
import { GIVEN_ALL, newOrganisation } from "./organisation-world.ts";
import { quickHash } from "./quick-hash.ts";
import { createTestCore } from "./test-core.ts";

/** One caller of each kind, a community with at least one of everything, and functions that create what a call uses up. */

/** Programs with a key of the community that its manager made, one of each scope; and with one of another community. */
const keyCallers = ["readingKey", "contributingKey", "producingKey", "keyOfAnother"] as const;
export type KeyCaller = (typeof keyCallers)[number];

export const callers = [
  "anonymous",
  "stranger",
  ...roles,
  "managerOfAnother",
  "operator",
  "suspended",
  "suspendedMember",
  "organisationReader",
  "organisationManager",
  ...keyCallers,
] as const;
export type Caller = (typeof callers)[number];
/** People of an organisation to which the community gives all that it can give. */
export type OrganisationCaller = "organisationReader" | "organisationManager";
/** Callers with a session. */
export const people = callers.filter((caller) => !isKeyCaller(caller));

export function isKeyCaller(caller: Caller): caller is KeyCaller {
  return keyCallers.some((one) => one === caller);
}

/** The caller's credential: a key, or a session's token (here the person's id); null for a visitor. */
export function bearerOf({ users, secrets }: PermissionWorld, caller: Caller): string | null {
  return isKeyCaller(caller) ? secrets[caller] : users[caller];
}

/** The headers of a request of the caller. */
export function headersOf(world: PermissionWorld, caller: Caller): Record<string, string> {
  return bearer(bearerOf(world, caller));
}

export const demoPassword = "a password of the tests";

export interface PermissionWorld {
  database: Database;
  communityId: CommunityId;
  /** Ids of the callers, of the keys' makers for programs; all have the same password. */
  users: Record<Caller, string | null>;
  /** The credentials of programs. */
  secrets: Record<KeyCaller, string>;
  portal: { id: string; slug: string; host: string };
  organisationId: string;
  dataset: { id: string; slug: string };
  layerId: string;
}

export async function buildPermissionWorld(
  database: Database,
  { visibility = "public" }: { visibility?: "public" | "members" | "private" } = {},
): Promise<PermissionWorld> {
  const { id: communityId } = await createCommunity(database);
  const another = await createCommunity(database);
  const manager = (await createMember(database, communityId, "manager")).id;
  const managerOfAnother = (await createMember(database, another.id, "manager")).id;
  const users: PermissionWorld["users"] = {
    anonymous: null,
    stranger: (await createUser(database)).id,
    member: (await createMember(database, communityId, "member")).id,
    contributor: (await createMember(database, communityId, "contributor")).id,
    moderator: (await createMember(database, communityId, "moderator")).id,
    manager,
    managerOfAnother,
    operator: (await createUser(database, { isOperator: true })).id,
    suspended: (await createUser(database, { status: "suspended" })).id,
    suspendedMember: (await createUser(database)).id,
    organisationReader: (await createUser(database)).id,
    organisationManager: (await createUser(database)).id,
    readingKey: manager,
    contributingKey: manager,
    producingKey: manager,
    keyOfAnother: managerOfAnother,
  };
  if (users.suspended) await addMember(database, communityId, users.suspended, "manager");
  if (users.suspendedMember) await addMember(database, communityId, users.suspendedMember, "manager", "suspended");
  const organisationId = await newOrganisation(database, {
    people: { [users.organisationReader ?? ""]: "reader", [users.organisationManager ?? ""]: "manager" },
    communities: { [communityId]: GIVEN_ALL },
  });
  const slug = `portal-${randomUUID().slice(0, 8)}`;
  const portal = { id: (await createPortal(database, communityId, { slug })).id, slug, host: `${slug}.localhost` };
  const { layerId, datasetId } = await buildTestLayer(database, communityId, {
    dataset: { visibility },
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [
      { name: "nom", column: "nom", type: "text" },
      { name: "valeur", column: "valeur", type: "integer" },
    ],
    features: [
      { geometry: { type: "Point", coordinates: [2, 46] }, values: ["Ici", 1] },
      { geometry: { type: "Point", coordinates: [3, 47] }, values: ["Là-bas", 2] },
    ],
  });
  const passwordHash = await quickHash(demoPassword);
  const dataset = await database.withSystem(async (tx) => {
    await tx.user.updateMany({ data: { passwordHash } });
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId } });
    await tx.portal.update({ where: { id: portal.id }, data: { reporting: "everyone", reportReview: "after" } });
    return tx.dataset.findUniqueOrThrow({ where: { id: datasetId }, select: { id: true, slug: true } });
  });
  const secrets = {
    readingKey: (await newCommunityKey(database, communityId, manager, "read")).secret,
    contributingKey: (await newCommunityKey(database, communityId, manager, "contribute")).secret,
    producingKey: (await newCommunityKey(database, communityId, manager, "produce")).secret,
    keyOfAnother: (await newCommunityKey(database, another.id, managerOfAnother, "produce")).secret,
  };
  return { database, communityId, users, secrets, portal, organisationId, dataset, layerId };
}

/** A key of a community. */
export async function newCommunityKey(
  database: Database,
  communityId: CommunityId,
  createdById: string,
  scope: CommunityKeyScope,
  limits: Partial<KeyLimits> = {},
) {
  const { secret, secretHash } = newKey();
  const data = { communityId, createdById, name: `Programme ${scope}`, scope, secretHash, ...limits };
  return { secret, id: (await database.withSystem((tx) => tx.communityKey.create({ data }))).id };
}

/** A key of the caller; for a visitor, of some other person, because the call fails before that matters. */
export async function newApiKey({ database, users }: PermissionWorld, caller: Caller): Promise<string> {
  const userId = users[caller] ?? (await createUser(database)).id;
  const values = { userId, name: "QGIS", scope: "read", secretHash: randomUUID(), expiresAt: new Date(Date.now() + 60_000) };
  return (await database.withSystem((tx) => tx.apiKey.create({ data: values }))).id;
}

/** A filter of the caller; for a visitor, of some other person, because the call fails before that matters. */
export async function newFilter({ database, users, communityId }: PermissionWorld, caller: Caller): Promise<string> {
  const userId = users[caller] ?? (await createUser(database)).id;
  const values = { communityId, userId, kind: "reports", name: randomUUID(), filter: {} };
  return (await database.withSystem((tx) => tx.savedFilter.create({ data: values }))).id;
}

/** An unlisted map of the caller; for a visitor, of some other person. */
export async function newMap(
  { database, users, communityId, portal }: PermissionWorld,
  caller: Caller,
): Promise<{ id: string; slug: string }> {
  const ownerId = users[caller] ?? (await createUser(database)).id;
  const content = { title: { fr: "Le port" }, state: { view: { lon: 2, lat: 46, zoom: 6 }, layers: [] } };
  const values = { communityId, portalId: portal.id, ownerId, slug: randomUUID(), kind: "map", status: "unlisted", ...content };
  return database.withSystem((tx) => tx.savedMap.create({ data: values, select: { id: true, slug: true } }));
}

/** A domain that DNS was never asked about. Its name does not exist, so that no proof is ever found. */
export async function newDomain({ database, communityId, portal }: PermissionWorld): Promise<string> {
  await database.withSystem((tx) => tx.portalDomain.deleteMany({ where: { portalId: portal.id } }));
  const values = { communityId, portalId: portal.id, host: `d-${randomUUID()}.fr`, token: randomUUID() };
  return (await database.withSystem((tx) => tx.portalDomain.create({ data: values }))).id;
}

/** A membership to change or remove. */
export async function newMembership({ database, communityId }: PermissionWorld): Promise<string> {
  return (await addMember(database, communityId, (await createUser(database)).id, "member")).id;
}

export async function newDraft({ database, communityId }: PermissionWorld): Promise<string> {
  return (await createDataset(database, communityId, { status: "draft" })).id;
}

export async function newTheme({ database, communityId }: PermissionWorld): Promise<string> {
  return (await database.withSystem((tx) => tx.savedTheme.create({ data: { communityId, name: randomUUID(), baseTheme: "neutral" } }))).id;
}

export async function newTemplate({ database, communityId }: PermissionWorld): Promise<string> {
  const template = { communityId, name: randomUUID(), baseTheme: "neutral", locales: ["fr"], content: {} };
  return (await database.withSystem((tx) => tx.portalTemplate.create({ data: template }))).id;
}

export async function newInvitation({ database, communityId }: PermissionWorld, email: string, codeHash: string): Promise<string> {
  const values = { email, role: "member", codeHash, invitedById: randomUUID(), expiresAt: new Date(Date.now() + 60_000) };
  return (await database.withSystem((tx) => tx.invitation.create({ data: { communityId, ...values } }))).id;
}

/** A contribution of an author with one edit, in a given status. */
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

/** A document that the dataset keeps. */
export async function newAttachment({ database, communityId, dataset }: PermissionWorld): Promise<string> {
  const path = `${randomUUID()}.pdf`;
  const about = { communityId, datasetId: dataset.id, path, fileName: path, title: "Plan", mediaType: "application/pdf" };
  const data = { ...about, size: 4, sha256: "0".repeat(64), objectKey: `sha256/${"0".repeat(64)}` };
  return (await database.withSystem((tx) => tx.datasetAttachment.create({ data }))).id;
}

/** A rating of the dataset. */
export async function newRating({ database, communityId, dataset }: PermissionWorld): Promise<string> {
  const { id: userId } = await createUser(database);
  const values = { communityId, datasetId: dataset.id, userId, stars: 2, comment: "Incomplet" };
  return (await database.withSystem((tx) => tx.datasetRating.create({ data: values }))).id;
}

/** A label that members vote on. */
export async function newLabel({ database, communityId }: PermissionWorld): Promise<string> {
  const data = { communityId, nameFr: "Reconnu", rule: { by: "vote", quorum: 3, share: 0.5 } };
  // The matrix creates many, and a community may only have a few.
  return database.withSystem(async (tx) => {
    await tx.qualityLabel.deleteMany({ where: { communityId } });
    return (await tx.qualityLabel.create({ data })).id;
  });
}

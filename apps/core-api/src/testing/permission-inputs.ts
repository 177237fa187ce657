import { randomUUID } from "node:crypto";
import { createCommunity, createUser } from "@archipel/testing/factories.ts";
import { hashOfCode } from "../modules/members/policy.ts";
import { wells } from "./check-world.ts";
import { newImport } from "./import-world.ts";
import {
  type Caller,
  demoPassword,
  mergedContribution,
  newApiKey,
  newAttachment,
  newCommunityKey,
  newContribution,
  newDraft,
  newFilter,
  newInvitation,
  newLabel,
  newMembership,
  newRating,
  type PermissionWorld,
} from "./permission-world.ts";
import { earlierRevision, newUpdate, presentRevision } from "./prepared-update.ts";
import { followedReport, newReport, newReportFile } from "./report-world.ts";
import { newCheck, newJob, newModel, newRepairable, newRun, newStoredUpload, newUpload } from "./upload-world.ts";

type InputOf = (world: PermissionWorld, caller: Caller) => unknown | Promise<unknown>;

const inCommunity: InputOf = ({ communityId }) => ({ communityId });
const unique = (word: string) => `${word}-${randomUUID().slice(0, 8)}`;
const view = { lon: 2, lat: 46, zoom: 6 };

/** An input for each procedure that succeeds for a caller with the right. What a call uses up is created for each call. */
export const inputs: Record<string, InputOf> = {
  "access.keys": () => undefined,
  "access.createKey": () => ({ name: "QGIS", scope: "read", days: 30 }),
  "access.communityKeys": inCommunity,
  "access.createCommunityKey": async (world) => {
    // The matrix creates several, and a community may only have a few.
    const { communityId } = world;
    await world.database.withSystem((tx) => tx.communityKey.deleteMany({ where: { communityId, name: "Passage" } }));
    return { communityId, name: "Passage", scope: "produce", days: null };
  },
  "access.revokeCommunityKey": async ({ database, communityId, users }) => ({
    communityId,
    keyId: (await newCommunityKey(database, communityId, users.manager ?? "", "read")).id,
  }),
  "access.ownKey": () => undefined,
  "access.revokeKey": async (world, caller) => ({ keyId: await newApiKey(world, caller) }),

  "audit.list": inCommunity,
  "audit.own": () => ({}),
  "audit.platform": () => ({}),

  "checks.list": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),
  "checks.get": async (world) => ofCheck(world),
  "checks.groups": async (world) => ofCheck(world),
  "checks.findings": async (world) => ofCheck(world),
  "checks.suggest": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),
  "checks.start": async (world) => ({
    communityId: world.communityId,
    uploadId: (await newStoredUpload(world)).uploadId,
    model: "example-trees",
  }),
  "checks.discard": async (world) => ofCheck(world),

  "communities.create": () => ({ name: "Nouvelle", slug: unique("community"), managerEmail: `${randomUUID()}@example.org` }),
  "communities.list": () => undefined,
  "communities.setStatus": ({ communityId }) => ({ id: communityId, status: "active" }),
  "communities.get": inCommunity,
  "communities.update": ({ communityId }) => ({ communityId, description: "Décrite" }),

  "contributions.rights": ({ portal }) => ({ portalId: portal.id }),
  "contributions.list": inCommunity,
  "contributions.get": async (world) => ofContribution(world, "submitted"),
  "contributions.edits": async (world) => ofContribution(world, "submitted"),
  "contributions.rivals": ({ communityId, layerId }) => ({ communityId, layerId, fid: 1 }),
  "contributions.overview": async (world) => ofContribution(world, "submitted"),
  "contributions.create": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id, title: "Correction" }),
  "contributions.describe": async (world, caller) => ({ ...(await ofContribution(world, "draft", caller)), title: "Autre" }),
  "contributions.saveEdits": async (world, caller) => ({
    ...(await ofContribution(world, "draft", caller)),
    edits: [{ operation: "update", layerId: world.layerId, fid: 1, baseVersion: 1, values: { nom: "Là" } }],
  }),
  "contributions.discardEdits": async (world, caller) => ({ ...(await ofContribution(world, "draft", caller)), editIds: [randomUUID()] }),
  "contributions.submit": (world, caller) => ofContribution(world, "draft", caller),
  "contributions.withdraw": (world, caller) => ofContribution(world, "submitted", caller),
  "contributions.comment": async (world) => ({ ...(await ofContribution(world, "submitted")), body: "Merci" }),
  "contributions.resolve": async (world, caller) => ({
    ...(await ofSeen(world, "conflicting", caller)),
    resolutions: [{ editId: randomUUID(), decision: "drop" }],
  }),
  "contributions.merge": async (world) => ofSeen(world, "submitted"),
  "contributions.review": async (world) => ({ ...(await ofSeen(world, "submitted")), verdict: "approve" }),
  "contributions.revert": async (world) => ({ communityId: world.communityId, contributionId: await mergedContribution(world) }),
  "contributions.rules": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "contributions.saveRules": ({ communityId, dataset }) => ({
    communityId,
    datasetId: dataset.id,
    rules: { isOpen: true, directRole: "manager", approvals: 1, lockedColumns: {} },
  }),

  "notifications.list": () => ({}),
  "notifications.unread": () => undefined,
  "notifications.markRead": () => ({ ids: [randomUUID()] }),
  "notifications.markAllRead": () => undefined,
  "notifications.preferences": () => undefined,
  "notifications.savePreference": ({ communityId }) => ({ communityId, mail: "daily" }),

  "attachments.list": ({ dataset }) => ({ datasetId: dataset.id }),
  "attachments.pictures": ({ dataset }) => ({ datasetId: dataset.id }),
  "attachments.find": ({ layerId }) => ({ layerId, fileName: "reglement.pdf" }),
  "attachments.rename": async (world) => ({ communityId: world.communityId, attachmentId: await newAttachment(world), title: "Règlement" }),
  "attachments.remove": async (world) => ({ communityId: world.communityId, attachmentId: await newAttachment(world) }),

  "datasets.catalogue": ({ portal }) => ({ portalId: portal.id }),
  "datasets.view": ({ portal, dataset }) => ({ portalId: portal.id, slug: dataset.slug }),
  "datasets.list": inCommunity,
  "datasets.get": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "datasets.listable": inCommunity,
  "datasets.create": ({ communityId }) => ({ communityId, title: "Zones humides" }),
  "datasets.update": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id, record: { title: "Autre titre" } }),
  "datasets.setStatus": async (world) => ({ communityId: world.communityId, datasetId: await newDraft(world), status: "published" }),
  "datasets.delete": async (world) => ({ communityId: world.communityId, datasetId: await newDraft(world) }),

  "features.inView": ({ layerId }) => ({ layerId, bbox: [0, 40, 10, 50] }),
  "features.rows": ({ layerId }) => ({ layerId, q: "la" }),
  "features.rowOf": ({ layerId }) => ({ layerId, fid: 1 }),
  "features.get": ({ layerId }) => ({ layerId, fid: 1 }),
  "features.history": ({ layerId }) => ({ layerId, fid: 1 }),
  "features.changes": ({ layerId }) => ({ layerId, from: new Date(0), to: new Date() }),
  "features.credits": ({ dataset }) => ({ datasetId: dataset.id }),
  "features.at": ({ portal }) => ({ portalId: portal.id, lon: 2, lat: 46 }),

  "filters.list": ({ communityId }) => ({ communityId, kind: "reports" }),
  "filters.save": ({ communityId }) => ({ communityId, kind: "contributions", name: "À moi", filter: { isMine: true } }),
  "filters.remove": async (world, caller) => ({ communityId: world.communityId, filterId: await newFilter(world, caller) }),

  "identity.me": () => undefined,
  "identity.updateProfile": () => ({ locale: "fr" }),
  "identity.changePassword": () => ({ current: demoPassword, next: demoPassword }),
  "identity.people": () => ({}),
  "identity.setPersonStatus": async ({ database }) => ({ userId: (await createUser(database)).id, status: "suspended" }),

  "imports.get": async (world, caller) => ofImport(world, caller),
  "imports.choose": async (world, caller) => ({ ...(await ofImport(world, caller)), choice: { key: "none" } }),
  "imports.take": async (world, caller) => ({ ...(await ofImport(world, caller)), title: "Reprise" }),
  "imports.discard": async (world, caller) => ofImport(world, caller),

  "layers.list": ({ dataset }) => ({ datasetId: dataset.id }),
  "layers.get": ({ layerId }) => ({ layerId }),
  "layers.values": ({ layerId }) => ({ layerId, column: "nom" }),
  "layers.update": ({ communityId, layerId }) => ({ communityId, layerId, title: "Endroits" }),

  "members.list": inCommunity,
  "members.invite": ({ communityId }) => ({ communityId, email: `${randomUUID()}@example.org`, role: "member" }),
  "members.invitations": inCommunity,
  "members.revokeInvitation": async (world) => ({
    communityId: world.communityId,
    invitationId: await newInvitation(world, `${randomUUID()}@example.org`, randomUUID()),
  }),
  "members.changeRole": async (world) => ({
    communityId: world.communityId,
    membershipId: await newMembership(world),
    role: "contributor",
  }),
  "members.setStatus": async (world) => ({
    communityId: world.communityId,
    membershipId: await newMembership(world),
    status: "suspended",
  }),
  "members.territory": async (world) => ({ communityId: world.communityId, membershipId: await newMembership(world) }),
  "members.ownTerritory": inCommunity,
  "members.setTerritory": async (world) => ({
    communityId: world.communityId,
    membershipId: await newMembership(world),
    territory: {
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [2, 46],
            [3, 46],
            [3, 47],
            [2, 46],
          ],
        ],
      },
    },
  }),
  "members.remove": async (world) => ({ communityId: world.communityId, membershipId: await newMembership(world) }),
  "members.readInvitation": async (world) => {
    const code = randomUUID();
    await newInvitation(world, `${randomUUID()}@example.org`, hashOfCode(code));
    return { code };
  },
  "members.acceptInvitation": async (world, caller) => {
    const code = randomUUID();
    const id = world.users[caller];
    const user = id ? await world.database.withSystem((tx) => tx.user.findUnique({ where: { id } })) : null;
    // The stranger must stay a stranger: they accept an invitation to a community of their own.
    const { id: communityId } = await createCommunity(world.database);
    await newInvitation({ ...world, communityId }, user?.email ?? `${randomUUID()}@example.org`, hashOfCode(code));
    return { code };
  },

  "models.list": inCommunity,
  "models.get": ({ communityId }) => ({ communityId, key: "cnig-plu-2017" }),
  "models.save": ({ communityId }) => ({ communityId, definition: { ...wells, id: unique("model") }, baseVersion: null }),
  "models.remove": async (world) => ({ communityId: world.communityId, key: await newModel(world) }),
  "models.fromTableSchema": ({ communityId }) => ({ communityId, text: JSON.stringify({ fields: [{ name: "a" }] }) }),

  "portals.byHost": ({ portal }) => ({ host: portal.host }),
  "portals.pictures": ({ portal }) => ({ portalId: portal.id }),
  "portals.layers": ({ portal }) => ({ portalId: portal.id }),
  "portals.list": inCommunity,
  "portals.get": ({ communityId, portal }) => ({ communityId, portalId: portal.id }),
  "portals.checkAddress": ({ communityId }) => ({ communityId, slug: unique("free") }),
  "portals.create": ({ communityId }) => ({ communityId, name: "Nouveau", slug: unique("new"), baseTheme: "neutral", view }),
  "portals.update": ({ communityId, portal }) => ({ communityId, portalId: portal.id, name: "Renommé" }),
  "portals.setStatus": ({ communityId, portal }) => ({ communityId, portalId: portal.id, status: "live" }),

  "presence.attend": async (world) => ({ ...(await ofContribution(world, "submitted")), tab: randomUUID(), place: null }),

  "jobs.kinds": inCommunity,
  "jobs.list": inCommunity,
  "jobs.get": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "waiting") }),
  "jobs.cancel": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "waiting") }),
  "jobs.logs": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "waiting") }),
  "processing.catalogue": inCommunity,
  "processing.layers": inCommunity,
  "processing.estimate": ({ communityId, layerId }) => ({ communityId, processing: "repair", parameters: { layer: layerId } }),
  "processing.run": ({ communityId, layerId }) => ({
    communityId,
    processing: "convert",
    parameters: { layer: layerId },
    result: { kind: "file", format: "csv" },
  }),
  "processing.getRun": async (world) => ({ communityId: world.communityId, runId: await newRun(world) }),
  "processing.lineage": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "jobs.retry": async (world) => ({ communityId: world.communityId, jobId: await newJob(world, "failure") }),

  "quality.sheet": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.features": ({ layerId }) => ({ layerId, behind: { figure: "invalid" } }),
  "quality.confidence": ({ layerId }) => ({ layerId, fid: 1 }),
  "quality.ratings": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.rate": ({ dataset }) => ({ datasetId: dataset.id, stars: 4 }),
  "quality.withdrawRating": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.confirm": ({ communityId, layerId }) => ({ communityId, layerId, fid: 2 }),
  "quality.hideRating": async (world) => ({ communityId: world.communityId, ratingId: await newRating(world), isHidden: true }),
  "quality.rules": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "quality.saveRules": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id, rules: { mandatoryColumns: {} } }),
  "quality.datasetLabels": ({ dataset }) => ({ datasetId: dataset.id }),
  "quality.bearers": ({ dataset }) => ({ datasetIds: [dataset.id] }),
  "quality.labels": inCommunity,
  "quality.vote": async (world) => ({ ...(await ofLabel(world)), isFor: true }),
  "quality.saveLabel": async (world) => ({
    communityId: world.communityId,
    labelId: await newLabel(world),
    nameFr: "Confiance",
    colour: "info",
    rule: { by: "vote", quorum: 3, share: 0.5 },
  }),
  "quality.deleteLabel": async (world) => ({ communityId: world.communityId, labelId: await newLabel(world) }),
  "quality.tryLabel": ({ communityId }) => ({ communityId, rule: { by: "vote", quorum: 1, share: 0.5 } }),
  "quality.barLabel": async (world) => ({ ...(await ofLabel(world)), isBarred: true, reason: "Contesté" }),
  "quality.recompute": ({ communityId, dataset }) => ({ communityId, datasetId: dataset.id }),
  "repairs.list": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),
  "repairs.preview": async (world) => ({ ...(await ofRepairable(world)), on: { all: true } }),
  "repairs.row": async (world) => ({ ...(await ofRepairable(world)), table: "lieux", row: 1 }),
  "repairs.add": async (world) => ({ ...(await ofRepairable(world)), on: { sequence: 1 } }),
  "repairs.undo": async (world) => ofRepairable(world),
  "repairs.recheck": async (world) => ofRepairable(world),
  "repairs.setValues": async (world) => ({
    ...(await ofRepairable(world)),
    table: "lieux",
    row: 1,
    values: [{ field: "nom", value: "x" }],
  }),
  "repairs.setShape": async (world) => ({
    ...(await ofRepairable(world)),
    table: "lieux",
    row: 1,
    shape: { type: "Point", coordinates: [2, 48] },
  }),
  "repairs.removeRow": async (world) => ({ ...(await ofRepairable(world)), table: "lieux", row: 1 }),
  "repairs.prepare": async (world) => ({ communityId: world.communityId, uploadId: (await newStoredUpload(world)).uploadId }),

  "reports.reporting": ({ portal }) => ({ portalId: portal.id }),
  "reports.create": ({ portal }) => ({ id: randomUUID(), portalId: portal.id, themeId: null, body: "Un trou", place: { lon: 2, lat: 46 } }),
  "reports.similar": ({ portal }) => ({ portalId: portal.id, place: { lon: 2, lat: 46 } }),
  "reports.track": ({ portal }) => ({ portalId: portal.id }),
  "reports.points": ({ portal }) => ({ portalId: portal.id }),
  "reports.view": async (world) => ({ portalId: world.portal.id, number: (await newReport(world)).number }),
  "reports.comment": async (world) => ({ portalId: world.portal.id, ...(await followedReport(world)), body: "Merci" }),
  "reports.list": inCommunity,
  "reports.get": (world) => ofReport(world),
  "reports.similarTo": (world) => ofReport(world),
  "reports.change": async (world) => ({
    communityId: world.communityId,
    reportIds: [(await newReport(world)).id],
    status: "pending",
  }),
  "reports.merge": async (world) => ({
    communityId: world.communityId,
    intoId: (await newReport(world)).id,
    reportIds: [(await newReport(world)).id],
  }),
  "reports.markApart": async (world) => ({ ...(await ofReport(world)), otherId: (await newReport(world)).id, isApart: true }),
  "reports.write": async (world) => ({ ...(await ofReport(world)), body: "Merci" }),
  "reports.hideFile": async (world) => {
    const { communityId, reportId } = await ofReport(world);
    return { communityId, reportId, fileId: await newReportFile(world, reportId), isHidden: true };
  },
  "reports.accept": async (world) => {
    const contributionId = await newContribution(world, "draft", null, "report");
    return { communityId: world.communityId, reportId: (await newReport(world, { contributionId })).id };
  },
  "reports.themes": inCommunity,
  "reports.saveTheme": ({ communityId }) => ({ communityId, name: { fr: "Voirie" }, fields: [] }),
  "reports.orderThemes": ({ communityId }) => ({ communityId, themeIds: [] }),
  "reports.settings": inCommunity,
  "reports.saveSettings": ({ communityId }) => ({ communityId, settings: { statuses: {}, daysToAnswer: 30 } }),

  "search.suggest": ({ portal }) => ({ portalId: portal.id, q: "ici" }),

  "updates.prepare": async (world) => ({ ...(await uploadLayerInput(world)), layerId: world.layerId, way: "append" }),
  "updates.restore": async (world) => ({ communityId: world.communityId, layerId: world.layerId, revision: await earlierRevision(world) }),
  "updates.get": async (world) => ofUpdate(world),
  "updates.compareAgain": async (world) => ofUpdate(world),
  "updates.changes": async (world) => ({ ...(await ofUpdate(world)), operation: "insert" }),
  "updates.commit": async (world) => {
    const update = await ofUpdate(world);
    return { ...update, baseRevision: await presentRevision(world) };
  },
  "updates.discard": async (world) => ofUpdate(world),
  "updates.revisions": ({ communityId, layerId }) => ({ communityId, layerId }),

  "uploads.list": inCommunity,
  "uploads.get": ofUpload,
  "uploads.findings": ofUpload,
  "uploads.documents": ofUpload,
  "uploads.preview": async (world) => uploadLayerInput(world),
  "uploads.setRasterCrs": async (world) => ({ ...(await ofUpload(world)), path: "mnt.tif", srid: 2154 }),
  "uploads.setCrs": async (world) => ({ ...(await uploadLayerInput(world)), srid: 2154 }),
  "uploads.setEncoding": async (world) => ({ ...(await uploadLayerInput(world)), encoding: "UTF-8" }),
  "uploads.setFieldNames": async (world) => ({ ...(await ofUpload(world)), renamed: ["field-reserved"] }),
  "uploads.discard": ofUpload,
  "uploads.publish": async (world) => {
    const { communityId, uploadId, uploadLayerId } = await uploadLayerInput(world);
    return { communityId, uploadId, target: { record: { title: "Publié" } }, layers: [{ uploadLayerId, title: "Couche" }] };
  },
};

async function ofCheck(world: PermissionWorld) {
  return { communityId: world.communityId, checkId: await newCheck(world) };
}

async function ofRepairable(world: PermissionWorld) {
  return { communityId: world.communityId, checkId: await newRepairable(world) };
}

async function ofContribution(world: PermissionWorld, status: string, author?: Caller) {
  const authorId = author ? world.users[author] : null;
  return { communityId: world.communityId, contributionId: await newContribution(world, status, authorId) };
}

/** The same, by a caller who has read its edits. */
async function ofSeen(world: PermissionWorld, status: string, author?: Caller) {
  const input = await ofContribution(world, status, author);
  const { editsVersion } = await world.database.withSystem((tx) =>
    tx.contribution.findUniqueOrThrow({ where: { id: input.contributionId }, select: { editsVersion: true } }),
  );
  return { ...input, editsVersion };
}

async function ofImport(world: PermissionWorld, caller: Caller) {
  return { communityId: world.communityId, importId: await newImport(world, caller) };
}

async function ofUpdate(world: PermissionWorld) {
  return { communityId: world.communityId, updateId: await newUpdate(world) };
}

async function ofReport(world: PermissionWorld) {
  return { communityId: world.communityId, reportId: (await newReport(world)).id };
}

async function uploadLayerInput(world: PermissionWorld) {
  const { uploadId, uploadLayerId } = await newUpload(world);
  return { communityId: world.communityId, uploadId, uploadLayerId };
}

async function ofUpload(world: PermissionWorld) {
  return { communityId: world.communityId, uploadId: (await newUpload(world)).uploadId };
}

async function ofLabel(world: PermissionWorld) {
  return { communityId: world.communityId, labelId: await newLabel(world), datasetId: world.dataset.id };
}

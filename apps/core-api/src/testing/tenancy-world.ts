import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { roles } from "@archipel/contracts/members.ts";
import type { Database } from "@archipel/database/database.ts";
import { addMember, createCommunity, createUser } from "@archipel/testing/factories.ts";
import { extractRow } from "./cloud-extracts.ts";
import { organisationRows } from "./tenancy-organisations.ts";
import { platformRows } from "./tenancy-platform.ts";
import { communityPrograms, ownPrograms } from "./tenancy-programs.ts";
import { fillReports } from "./tenancy-reports.ts";
import { fillAlerts, fillSite } from "./tenancy-site.ts";

/** Two communities with a row of each kind in every table, and a caller of each kind: the input of the row-level security test. */

export const actors = ["anonymous", "stranger", ...roles, "managerOfB", "operator", "suspended"] as const;
export type ActorName = (typeof actors)[number];

export const datasetKinds = ["public", "members", "private", "draft"];

export type CommunityName = "a" | "b";
/** A row of the world: its community and its kind. */
export interface Placed {
  community: CommunityName | null;
  kind: string;
  owner?: ActorName;
}

export interface World {
  users: Partial<Record<ActorName, string>>;
  communities: Record<
    CommunityName,
    {
      id: CommunityId;
      publicDataset: string;
      livePortal: string;
      archivedPortal: string;
      /** A page of the live portal. */
      sitePage: string;
      alert: string;
      layer: string;
      unindexedLayer: string;
      group: string;
      upload: string;
      validationModel: string;
      check: string;
      uploadLayer: string;
      job: string;
      contribution: string;
      editImport: string;
      report: string;
      /** Two others, after it in the order of ids. */
      otherReports: [string, string];
      label: string;
    }
  >;
  /** By table, then by the row's key as text. */
  rows: Map<string, Map<string, Placed>>;
}

export async function buildWorld(database: Database, tables: string[]): Promise<World> {
  const users: World["users"] = {};
  const rows: World["rows"] = new Map(tables.map((table) => [table, new Map()]));
  const put: Put = (table, key, row) => void rows.get(table)?.set(key, row);
  const ids = { a: await createCommunity(database), b: await createCommunity(database) };
  const homes: Partial<Record<ActorName, CommunityName>> = { managerOfB: "b", suspended: "a" };
  for (const actor of actors) {
    if (actor === "anonymous") continue;
    const user = await createUser(database, { isOperator: actor === "operator", status: actor === "suspended" ? "suspended" : "active" });
    users[actor] = user.id;
    const home = homes[actor] ?? (roles.some((role) => role === actor) ? "a" : null);
    put("users", user.id, { community: home, kind: "people", owner: actor });
    if (!home) continue;
    const role = roles.find((known) => known === actor) ?? "manager";
    const membership = await addMember(database, ids[home].id, user.id, role);
    put("memberships", membership.id, { community: home, kind: "people", owner: actor });
  }
  const a = await fillCommunity(database, ids.a.id, "a", put, { author: users.contributor, stranger: users.stranger });
  const b = await fillCommunity(database, ids.b.id, "b", put, {});
  if (users.contributor) {
    const userId = users.contributor;
    for (const [table, own] of await database.withSystem((tx) => ownPrograms(tx, userId)))
      put(table, own, { community: null, kind: "own", owner: "contributor" });
  }
  if (users.contributor) {
    const entry = { action: "x", resourceType: "user", resourceId: users.contributor };
    const { id } = await database.withSystem((tx) => tx.auditEntry.create({ data: entry }));
    put("audit_entries", id, { community: null, kind: "own", owner: "contributor" });
  }
  if (users.moderator) {
    const filter = { communityId: a.id, userId: users.moderator, kind: "reports", name: "x", filter: {} };
    const { id } = await database.withSystem((tx) => tx.savedFilter.create({ data: filter }));
    put("saved_filters", id, { community: "a", kind: "own", owner: "moderator" });
    // Of a person who is no longer a moderator: kept, visible to nobody.
    const former = { ...filter, userId: users.contributor ?? filter.userId, name: "y" };
    const { id: formerId } = await database.withSystem((tx) => tx.savedFilter.create({ data: former }));
    put("saved_filters", formerId, { community: "a", kind: "former" });
  }
  return { users, rows, communities: { a, b } };
}

type Put = (table: string, key: string, row: Placed) => void;

/** One row of each kind in every table of a community. */
async function fillCommunity(
  database: Database,
  id: CommunityId,
  community: CommunityName,
  put: Put,
  people: { author?: string | undefined; stranger?: string | undefined },
) {
  const { author } = people;
  const row = (table: string, key: string, kind = "row") => put(table, key, { community, kind });
  const by = randomUUID();
  return database.withSystem(async (tx) => {
    row("communities", id);
    const layers: Record<string, string> = {};
    const datasets: Record<string, string> = {};
    for (const kind of datasetKinds) {
      const visibility = kind === "draft" ? "public" : kind;
      const status = kind === "draft" ? "draft" : "published";
      const dataset = await tx.dataset.create({ data: { communityId: id, slug: kind, title: kind, visibility, status } });
      const layer = await tx.layer.create({
        data: {
          communityId: id,
          datasetId: dataset.id,
          ...{ name: kind, title: kind },
          tableName: `l_${randomUUID().replaceAll("-", "")}`,
          geometryType: "Point",
          srid: 4326,
          fields: [],
          status: "ready",
          revisions: { create: { communityId: id, revision: 1 } },
        },
      });
      const stored = { fileName: "x", title: "x", mediaType: "text/plain", size: 1, sha256: "x", objectKey: "x" };
      const attachment = await tx.datasetAttachment.create({ data: { ...stored, communityId: id, datasetId: dataset.id, path: "x" } });
      row("dataset_attachments", attachment.id, kind);
      const kept = { fileName: "x", size: 1, objectKey: "x", revision: 1, attachmentId: attachment.id, communityId: id };
      row("cloud_revisions", (await tx.cloudRevision.create({ data: { ...kept, cloud: {} } })).id, kind);
      row("elevation_revisions", (await tx.elevationRevision.create({ data: { ...kept, raster: {} } })).id, kind);
      row("cloud_extracts", await extractRow(tx, { communityId: id, datasetId: dataset.id, layerId: layer.id }), kind);
      row("datasets", dataset.id, kind);
      row("layers", layer.id, kind);
      row("layer_revisions", layer.id, kind);
      await tx.elevationModel.create({ data: { communityId: id, layerId: layer.id, product: "dtm", method: "tin", resolution: 1 } });
      row("elevation_models", layer.id, kind);
      await tx.layerAnswers.create({ data: { communityId: id, layerId: layer.id } });
      row("layer_answers", layer.id, kind);
      layers[kind] = layer.id;
      datasets[kind] = dataset.id;
    }
    const [publicDataset, membersDataset, layer] = [datasets.public ?? "", datasets.members ?? "", layers.public ?? ""];
    const portals: Record<string, string> = {};
    for (const status of ["live", "archived"]) {
      const slug = `${status}-${randomUUID()}`;
      const portal = await tx.portal.create({
        data: {
          communityId: id,
          slug,
          name: slug,
          baseTheme: "neutral",
          view: {},
          status,
          hosts: { create: { host: `${slug}.localhost`, communityId: id } },
          listings: { create: { datasetId: membersDataset, communityId: id } },
        },
      });
      row("portals", portal.id, status);
      row("portal_hosts", `${slug}.localhost`);
      row("portal_datasets", `${portal.id} ${membersDataset}`, status);
      row("portal_answers", (await tx.portalAnswers.create({ data: { communityId: id, portalId: portal.id } })).portalId, status);
      portals[status] = portal.id;
    }
    const claim = { communityId: id, portalId: portals.live ?? "", host: `${randomUUID()}.example.org`, token: randomUUID() };
    row("portal_domains", (await tx.portalDomain.create({ data: claim })).id);
    row("saved_themes", (await tx.savedTheme.create({ data: { communityId: id, name: "x", baseTheme: "neutral" } })).id);
    for (const kind of ["own", "shared"]) {
      const template = { communityId: id, name: kind, baseTheme: "neutral", locales: ["fr"], content: {}, isShared: kind === "shared" };
      row("portal_templates", (await tx.portalTemplate.create({ data: template })).id, kind);
    }
    for (const state of ["draft", "published"]) {
      const change = { portalId: portals.live ?? "", pack: "x", packVersion: "1", ruleKey: "x", change: {}, authorId: by };
      const reviewerId = state === "published" ? randomUUID() : null;
      const override = await tx.answerOverride.create({ data: { communityId: id, ...change, state, reviewerId } });
      row("answer_overrides", override.id, state);
    }
    const ofRule = { communityId: id, portalId: portals.live ?? "", pack: "x", ruleKey: "x" };
    const ruleEvent = await tx.answerRuleEvent.create({ data: { ...ofRule, packVersion: "1", act: "drafted", change: {}, actorId: by } });
    row("answer_rule_events", ruleEvent.id);
    const example = await tx.answerExample.create({ data: { ...ofRule, label: "x", place: {}, expected: [], authorId: by } });
    row("answer_examples", example.id);
    const link = await tx.answerLink.create({ data: { portalId: portals.live ?? "", id: "0123456789abc", communityId: id, place: {} } });
    row("answer_links", `${link.portalId} ${link.id}`);
    const [guest] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO guest_follows (id, community_id, portal_id, email, locale, place, label, shape, subject_key)
      VALUES (gen_random_uuid(), ${id}::uuid, ${portals.live ?? ""}::uuid, ${`${id}@example.org`}, 'fr', '{}', 'x', 'SRID=4326;POINT(0 0)', 'x')
      RETURNING id`;
    row("guest_follows", guest?.id ?? "");
    const upload = await tx.upload.create({ data: { communityId: id, createdById: by, fileName: "x", size: 1 } });
    const drawn = { name: "x", source: {}, geometryType: "Point", featureCount: 0, fields: [], crs: {} };
    const uploadLayer = await tx.uploadLayer.create({ data: { communityId: id, uploadId: upload.id, position: 0, ...drawn } });
    row("community_exports", (await tx.communityExport.create({ data: { communityId: id, requestedById: by } })).id);
    const arriving = await tx.communityImport.create({ data: { requestedById: by, fileName: "x", size: 1 } });
    put("community_imports", arriving.id, { community: null, kind: "platform" });
    const addressed = { communityId: id, uploadLayerId: uploadLayer.id, position: 1, typed: "x", state: "doubtful", record: [] };
    await tx.addressRow.create({ data: addressed });
    const finding = await tx.uploadFinding.create({ data: { communityId: id, uploadId: upload.id, rule: "x", severity: "info" } });
    const model = await tx.validationModel.create({
      data: { communityId: id, key: "x", title: {}, versions: { create: { version: 1, communityId: id, definition: {} } } },
    });
    row("validation_models", model.id);
    row("validation_model_versions", model.id);
    const checked = { communityId: id, uploadId: upload.id, modelKey: "x", modelTitle: {}, createdById: by };
    const check = await tx.check.create({ data: checked });
    row("checks", check.id);
    await tx.checkFinding.create({ data: { checkId: check.id, sequence: 1, communityId: id, groupNumber: 0, code: "x", level: "INFO" } });
    row("check_findings", check.id);
    const repair = { uploadId: upload.id, position: 1, communityId: id, revision: 1, modelKey: "x", operation: {}, authorId: by };
    await tx.uploadRepair.create({ data: repair });
    row("upload_repairs", upload.id);
    const job = await tx.job.create({ data: { communityId: id, kind: "check-upload", subjectId: upload.id, createdById: by } });
    const log = await tx.jobLog.create({ data: { communityId: id, jobId: job.id, code: "x" } });
    const asked = { processing: "x", version: 1, parameters: {}, sources: [], title: "x", createdById: by };
    const run = await tx.processingRun.create({ data: { communityId: id, ...asked } });
    const invited = { email: `${by}@example.org`, role: "member", codeHash: by, invitedById: by, expiresAt: new Date() };
    const invitation = await tx.invitation.create({ data: { communityId: id, ...invited } });
    // Decided already: the person may ask again.
    const request = { userId: (await tx.user.create({ data: { email: `asks-${by}@example.org`, name: "x" } })).id, wantedRole: "member" };
    put("users", request.userId, { community: null, kind: "platform" });
    row("member_requests", (await tx.memberRequest.create({ data: { communityId: id, ...request, reason: "x" } })).id);
    const ofGrants = { communityId: id, datasetId: membersDataset, userId: request.userId };
    row("access_requests", (await tx.accessRequest.create({ data: { ...ofGrants, reason: "x" } })).id);
    row("grants", (await tx.grant.create({ data: ofGrants })).id);
    const ofGroup = { communityId: id, groupId: (await tx.group.create({ data: { communityId: id, name: "x" } })).id };
    row("groups", ofGroup.groupId);
    row("group_members", (await tx.groupMember.create({ data: { ...ofGroup, userId: request.userId } })).id);
    const toGroup = { ...ofGroup, email: `${by}@example.org`, codeHash: by, invitedById: by, expiresAt: new Date() };
    row("group_invitations", (await tx.groupInvitation.create({ data: toGroup })).id);
    for (const [table, made] of await organisationRows(tx, id, request.userId, by)) row(table, made);
    const maker = await tx.user.create({ data: { email: `maker-${by}@example.org`, name: "x" } });
    put("users", maker.id, { community: null, kind: "platform" });
    const programs = { communityId: id, createdById: maker.id, name: "x", scope: "read", secretHash: by };
    const key = await tx.communityKey.create({ data: programs });
    row("community_keys", key.id);
    for (const [table, made] of await communityPrograms(tx, id, maker.id)) row(table, made);
    await tx.qualityRules.create({ data: { communityId: id, datasetId: membersDataset } });
    const label = await tx.qualityLabel.create({ data: { communityId: id, nameFr: "x", rule: {} } });
    for (const [kind, datasetId] of Object.entries(datasets)) {
      const award = await tx.qualityLabelAward.create({
        data: { communityId: id, labelId: label.id, datasetId, state: "awarded", endedAt: new Date() },
      });
      row("quality_label_awards", award.id, kind);
      await tx.qualitySheet.create({ data: { communityId: id, datasetId } });
      row("quality_sheets", datasetId, kind);
    }
    const rater = await tx.user.create({ data: { email: `rater-${by}@example.org`, name: "x" } });
    put("users", rater.id, { community: null, kind: "platform" });
    const rating = await tx.datasetRating.create({
      data: { communityId: id, datasetId: membersDataset, userId: rater.id, stars: 3, hiddenAt: new Date() },
    });
    const shown = await tx.datasetRating.create({ data: { communityId: id, datasetId: publicDataset, userId: rater.id, stars: 3 } });
    const voterId = author ?? rater.id;
    await tx.qualityLabelVote.create({
      data: { communityId: id, labelId: label.id, datasetId: membersDataset, userId: voterId, isFor: true },
    });
    const voter = author ? { owner: "contributor" as const } : {};
    put("quality_label_votes", `${label.id} ${membersDataset}`, { community, kind: "row", ...voter });
    row("dataset_ratings", rating.id, "hidden");
    row("dataset_ratings", shown.id, "shown");
    await tx.featureConfirmation.create({ data: { communityId: id, layerId: layer, fid: 1, confirmedById: by } });
    const [report, ...otherReports] = await fillReports(tx, id, row, portals.live ?? "");
    const proposed = await tx.contribution.create({
      data: { communityId: id, datasetId: publicDataset, title: "x", origin: "report", authorId: author ?? by },
    });
    row("contributions", proposed.id, "proposed");
    await tx.editRules.create({ data: { communityId: id, datasetId: membersDataset } });
    const contributions = { draft: "", submitted: "" };
    for (const kind of ["draft", "submitted"] as const) {
      const { id: contributionId } = await tx.contribution.create({
        data: {
          communityId: id,
          datasetId: publicDataset,
          title: kind,
          status: kind,
          // The tests create the contributor's draft in the editor.
          origin: "api",
          authorId: kind === "draft" ? (author ?? by) : by,
        },
      });
      const edit = await tx.contributionEdit.create({ data: { communityId: id, contributionId, layerId: layer, operation: "insert" } });
      const owner = kind === "draft" && author ? { owner: "contributor" as const } : {};
      put("contributions", contributionId, { community, kind, ...owner });
      put("contribution_edits", edit.id, { community, kind, ...owner });
      contributions[kind] = contributionId;
    }
    const importer = author ?? rater.id;
    const file = { communityId: id, layerId: layer, authorId: importer, fileName: "x", size: 1, objectKey: "x" };
    const { id: editImport } = await tx.editImport.create({ data: file });
    const update = await tx.layerUpdate.create({ data: { communityId: id, layerId: layer, fileName: "x", way: "append" } });
    row("layer_updates", update.id);
    const map = { communityId: id, portalId: portals.live ?? "", kind: "map", title: {}, state: {} };
    for (const status of ["draft", "unlisted", "published"]) {
      // The contributor's own draft; the others are of a person who is no member.
      const ownerId = status === "draft" && author ? author : rater.id;
      const publishedAt = status === "published" ? new Date() : null;
      const saved = await tx.savedMap.create({ data: { ...map, slug: status, status, ownerId, publishedAt } });
      put("saved_maps", saved.id, { community, kind: status, ...(ownerId === author && { owner: "contributor" as const }) });
    }
    const sitePage = await fillSite(tx, id, row, portals);
    const alert = await fillAlerts(tx, id, row, portals.live ?? "");
    const imported = { importId: editImport, position: 1, operation: "insert" };
    await tx.editImportRow.create({ data: { communityId: id, ...imported } });
    const owned = { community, kind: "row", ...(author ? { owner: "contributor" as const } : {}) };
    put("edit_imports", editImport, owned);
    put("edit_import_rows", `${editImport} 1`, owned);
    const said = { communityId: id, contributionId: contributions.submitted };
    const review = await tx.contributionReview.create({ data: { ...said, reviewerId: by, verdict: "approve" } });
    const comment = await tx.contributionComment.create({ data: { ...said, authorId: by, body: "x" } });
    row("contribution_reviews", review.id, "submitted");
    row("contribution_comments", comment.id, "submitted");
    const entry = await tx.auditEntry.create({ data: { communityId: id, action: "x", resourceType: "x", resourceId: "x" } });
    const event = await tx.outboxEvent.create({ data: { communityId: id, topic: "x", payload: {} } });
    const reader = await tx.outboxReader.create({ data: { name: by, top: 0 } });
    await tx.outboxRetry.create({ data: { readerName: by, sequence: event.sequence, dueAt: new Date(), error: "x" } });
    const indexed = { layerId: layer, communityId: id };
    const named = { ...indexed, fid: 1, kind: "place", label: "x", lon: 0, lat: 0 };
    await tx.searchEntry.create({ data: named });
    await tx.searchName.create({ data: { ...named, key: "1", sortKey: "x" } });
    await tx.searchPart.create({ data: { ...indexed, key: "1", fid: 1, lon: 0, lat: 0 } });
    await tx.searchWord.create({ data: { ...indexed, word: "x", entries: 1, version: 1 } });
    await tx.searchLayer.create({ data: { ...indexed, format: 1 } });
    const user = await tx.user.create({ data: { email: `${by}@example.org`, name: "x" } });
    const told = { communityId: id, personId: author ?? user.id };
    const owner = author ? { owner: "contributor" as const } : {};
    const about = { kind: "contribution-merged", subjectType: "contribution", subjectId: contributions.submitted };
    const notice = await tx.notice.create({ data: { ...told, ...about } });
    put("notices", notice.id, { community, kind: "own", ...owner });
    // A person who left keeps their preference.
    const personId = people.stranger ?? user.id;
    await tx.noticePreference.create({ data: { communityId: id, personId, mail: "daily" } });
    put("notice_preferences", `${personId} ${id}`, { community, kind: "own", ...(people.stranger && { owner: "stranger" as const }) });
    const follow = await tx.follow.create({ data: { communityId: id, portalId: portals.live ?? "", personId, kind: "portal" } });
    const day = new Date("2026-11-28");
    await tx.visitCount.create({ data: { communityId: id, portalId: portals.live ?? "", day, kind: "all", key: "", views: 3 } });
    put("visit_counts", `${portals.live} 2026-11-28 all `, { community, kind: "row" });
    put("follows", follow.id, { community, kind: "own", ...(people.stranger && { owner: "stranger" as const }) });
    for (const [table, key] of Object.entries({
      uploads: upload.id,
      upload_layers: uploadLayer.id,
      address_rows: `${uploadLayer.id} 1`,
      upload_findings: finding.id,
      jobs: job.id,
      job_logs: String(log.id),
      processing_runs: run.id,
      invitations: invitation.id,
      audit_entries: entry.id,
      outbox_events: String(event.sequence),
      search_entries: layer,
      search_names: layer,
      search_parts: layer,
      search_words: layer,
      search_layers: layer,
      edit_rules: membersDataset,
      quality_rules: membersDataset,
      quality_labels: label.id,
      feature_confirmations: layer,
    })) {
      row(table, key);
    }
    put("users", user.id, { community: null, kind: "platform" });
    for (const [table, key] of [
      ...(await platformRows(tx, user.id, by)),
      ["outbox_readers", reader.name],
      ["outbox_retries", String(event.sequence)],
    ] as const) {
      put(table, key, { community: null, kind: "platform" });
    }
    const inUploads = { upload: upload.id, uploadLayer: uploadLayer.id, validationModel: model.id, check: check.id, job: job.id };
    const kept = {
      layer,
      unindexedLayer: layers.members ?? "",
      group: ofGroup.groupId,
      ...inUploads,
      contribution: contributions.submitted,
      editImport,
      report,
      otherReports,
      label: label.id,
    };
    return { id, publicDataset, livePortal: portals.live ?? "", archivedPortal: portals.archived ?? "", sitePage, alert, ...kept };
  });
}

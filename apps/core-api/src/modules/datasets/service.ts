import type { AuditAction } from "@archipel/contracts/audit-actions.ts";
import type {
  Dataset,
  DatasetRecord,
  DatasetSummary,
  listDatasetsInput,
  updateDatasetInput,
  viewDatasetInput,
} from "@archipel/contracts/datasets.ts";
import { datasetContact } from "@archipel/contracts/datasets.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Page } from "@archipel/contracts/page.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Reach } from "@archipel/database/scope.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import { unionAll } from "@archipel/geo/bbox.ts";
import { z } from "zod";
import { type Actor, type MemberActor, scopeOf } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import { eraseAtFrom } from "../../kernel/bin.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { emit } from "../../kernel/outbox.ts";
import { offsetOf, pageFrom } from "../../kernel/page.ts";
import { layerSummaryOf } from "../../layer-store/describe/layer-summary.ts";
import { summariesThrough } from "../access/lens/service/summaries.ts";
import { mayHaveGrants } from "../access/lens/service/through-lens.ts";
import { cloudsThrough } from "../clouds/parts/service/summaries.ts";
import { datasetSummaryOf, freeSlug, longTextsFor, slugOf, updateFrequency } from "./policy.ts";
import { type DatasetDetailRow, listableRows, listedDataset, ownDataset, ownDatasetRows, readyLayers, takenSlugs } from "./queries.ts";
import { forgetLanguage } from "./translations/queries.ts";

const contacts = z.array(datasetContact).catch([]);

function withoutTotal({ total: _, ...row }: Parameters<typeof datasetSummaryOf>[0] & { total: number }): DatasetSummary {
  return datasetSummaryOf(row);
}

async function detail(tx: Tx, row: DatasetDetailRow | undefined, reader: string | null = null): Promise<Dataset> {
  if (!row) throw new DomainError("not-found", "dataset-not-found");
  const layers = await readyLayers(tx, row.id);
  const { texts: _, ...others } = row;
  return {
    ...others,
    ...(reader !== null && longTextsFor(row, reader)),
    ...datasetSummaryOf(row, reader),
    updateFrequency: updateFrequency.parse(row.updateFrequency),
    contacts: contacts.parse(row.contacts),
    layers: layers.map((layer) => layerSummaryOf(layer, reader === null ? null : { reader, language: row.language })),
  };
}

/** A dataset as a portal shows it. */
export async function viewDataset(core: Core, actor: Actor, input: z.infer<typeof viewDatasetInput>): Promise<Dataset> {
  const { portalId, slug, locale = null } = input;
  const whole = await core.database.withTenant(scopeOf(actor), async (tx) => {
    const row = await listedDataset(tx, portalId, slug);
    return row && detail(tx, row, locale);
  });
  if (whole) return whole;
  if (!mayHaveGrants(actor)) throw new DomainError("not-found", "dataset-not-found");
  const part = await core.database.withLens(scopeOf(actor), async (tx) => detail(tx, await listedDataset(tx, portalId, slug), locale));
  const clouds = await cloudsThrough(
    core,
    actor,
    part.id,
    async (tx) => (await detail(tx, await listedDataset(tx, portalId, slug), locale)).layers,
  );
  const layers = [...(await summariesThrough(core, actor, part.layers)), ...clouds];
  // The record's own counts and box say what is in the part that the caller does not see.
  const featureCount = layers.reduce((sum, layer) => sum + layer.featureCount, 0);
  const boxes = layers.flatMap(({ bbox }) => (bbox ? [bbox] : []));
  return { ...part, layers, featureCount, layerCount: layers.length, bbox: unionAll(boxes), isPartial: true };
}

export function listDatasets(core: Core, actor: MemberActor, input: z.infer<typeof listDatasetsInput>): Promise<Page<DatasetSummary>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(actor, async (tx) => {
    const filter = { q: input.q ?? "", status: input.status ?? null };
    const rows = await ownDatasetRows(tx, actor.communityId, filter, { limit: input.limit, offset });
    return pageFrom(rows.map(withoutTotal), rows[0]?.total ?? 0, offset);
  });
}

export function getDataset(core: Core, actor: MemberActor, datasetId: string): Promise<Dataset> {
  return core.database.withTenant(actor, async (tx) => detail(tx, await ownDataset(tx, actor.communityId, datasetId)));
}

export function listableDatasets(core: Core, actor: MemberActor, q: string): Promise<DatasetSummary[]> {
  return core.database.withTenant(actor, async (tx) => (await listableRows(tx, actor.communityId, q)).map((row) => datasetSummaryOf(row)));
}

export async function createDataset(core: Core, actor: MemberActor, record: DatasetRecord): Promise<{ id: string; slug: string }> {
  try {
    return await core.database.withTenant(actor, (tx) => insertDataset(tx, actor, record));
  } catch (error) {
    // Two datasets of the same title were created at once: the slug was free when it was looked up.
    if (isUniqueViolation(error)) throw new DomainError("conflict", "try-again");
    throw error;
  }
}

/** Creates a draft in the caller's transaction (a publication creates its dataset this way). */
export async function insertDataset(
  tx: Tx,
  actor: { userId: string; communityId: CommunityId; reach?: Reach },
  record: DatasetRecord,
): Promise<{ id: string; slug: string }> {
  // A program that is limited to named datasets makes no other.
  if (actor.reach) throw new DomainError("forbidden", "key-lacks-scope", { scope: "dataset:*" });
  const wanted = slugOf(record.title);
  const slug = freeSlug(wanted, await takenSlugs(tx, actor.communityId, wanted));
  const { id } = await tx.dataset.create({ data: { ...record, slug, communityId: actor.communityId }, select: { id: true } });
  await recordChange(tx, actor, "dataset.created", id, { title: record.title });
  return { id, slug };
}

export function updateDataset(
  core: Core,
  actor: MemberActor,
  datasetId: string,
  changes: z.infer<typeof updateDatasetInput>["record"],
): Promise<Dataset> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await ownDataset(tx, actor.communityId, datasetId);
    if (!before) throw new DomainError("not-found", "dataset-not-found");
    const data = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    await tx.dataset.update({ where: { id: datasetId, communityId: actor.communityId }, data });
    if (changes.language && changes.language !== before.language) await forgetLanguage(tx, actor.communityId, datasetId, changes.language);
    await recordChange(tx, actor, "dataset.updated", datasetId, {
      title: changes.title ?? before.title,
      fields: Object.keys(data).join(", "),
    });
    return detail(tx, await ownDataset(tx, actor.communityId, datasetId));
  });
}

/** Publishes a dataset, or makes it a draft again. */
export function setDatasetStatus(core: Core, actor: MemberActor, datasetId: string, status: "draft" | "published"): Promise<Dataset> {
  return core.database.withTenant(actor, async (tx) => {
    const before = await ownDataset(tx, actor.communityId, datasetId);
    if (!before) throw new DomainError("not-found", "dataset-not-found");
    if (before.status !== status) {
      const publishedAt = status === "published" ? { publishedAt: before.publishedAt ?? new Date() } : {};
      await tx.dataset.update({ where: { id: datasetId, communityId: actor.communityId }, data: { status, ...publishedAt } });
      await recordChange(tx, actor, status === "published" ? "dataset.published" : "dataset.unpublished", datasetId, {
        title: before.title,
      });
    }
    return detail(tx, await ownDataset(tx, actor.communityId, datasetId));
  });
}

/**
 * Moves a dataset to the bin. From then on it does not exist for anyone, and everything that names it stays as it is: a restoration brings it
 * back with its address, portals, rights, followers and styles.
 */
export async function deleteDataset(core: Core, actor: MemberActor, datasetId: string): Promise<{ eraseAt: Date }> {
  const { communityId } = actor;
  const before = await core.database.withTenant(actor, (tx) => ownDataset(tx, communityId, datasetId));
  if (!before) throw new DomainError("not-found", "dataset-not-found");
  const eraseAt = eraseAtFrom();
  // The bin is out of reach of the caller, so that the platform writes into it.
  await core.database.withSystem(async (tx) => {
    const row = await tx.dataset.findFirst({ where: { id: datasetId, communityId, eraseAt: null } });
    if (!row) throw new DomainError("not-found", "dataset-not-found");
    // Its date of change stays as well: a restoration changes nothing of it.
    const data = { status: "deleted", statusBefore: row.status, eraseAt, updatedAt: row.updatedAt };
    await tx.dataset.update({ where: { id: datasetId, communityId, eraseAt: null }, data });
    await recordChange(tx, actor, "dataset.deleted", datasetId, { title: before.title, until: eraseAt.toISOString() });
  });
  return { eraseAt };
}

/** Records a change of a dataset: audit entry and event. */
export async function recordChange(
  tx: Tx,
  actor: { userId: string | null; communityId: CommunityId },
  action: AuditAction,
  id: string,
  summary: Record<string, string | number>,
): Promise<void> {
  const { communityId, userId: actorId } = actor;
  await audit(tx, { communityId, actorId, action, resourceType: "dataset", resourceId: id, summary });
  await emit(tx, action, communityId, { datasetId: id, actorId, ...(typeof summary.fields === "string" && { fields: summary.fields }) });
}

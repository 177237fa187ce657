import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { isSource } from "@archipel/answers/packs/source.ts";
import type { Theme } from "@archipel/answers/packs/theme.ts";
import {
  type AnswerLayer,
  type AnswerSettings,
  type AnswerTheme,
  type acceptProposalsInput,
  answerPack,
  type choosePacksInput,
  type declareLayerInput,
  type LayerAnswers,
  layerAnswers,
} from "@archipel/contracts/answers.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { indexParcels } from "../../../layer-store/tables/parcel-index.ts";
import { lacksOf } from "../policy/lacks.ts";
import { themesBySigns } from "../policy/recognise.ts";
import { shownPacks } from "../policy/shown-packs.ts";
import { proposalsFor } from "../propose/propose.ts";
import {
  type DeclaredRow,
  declaredRows,
  hasPortal,
  lockPortal,
  ownLayer,
  packsOfPortal,
  storedArea,
  writeDeclared,
  writePacks,
} from "../queries/settings.ts";

const fieldsSchema = z.array(layerField);

/** What a portal of the community answers with: its packs, what its layers declare and lack, and which layers speak for each theme. */
export async function readSettings(core: Core, actor: MemberActor, portalId: string): Promise<AnswerSettings> {
  const { chosen, rows } = await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await hasPortal(sql, actor.communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    return { chosen: await packsOfPortal(sql, portalId), rows: await declaredRows(sql, actor.communityId, portalId) };
  });
  const packs = z.array(answerPack).parse(chosen);
  const day = new Date().toISOString().slice(0, 10);
  const layers = rows.map((row) => layerOf(row, day));
  const read = layers.flatMap(({ declared }) => (declared ? [factsOf(declared)] : []));
  const used = shownPacks(shippedPacks, packs, { read, unread: [] });
  return { packs, layers, themes: used.flatMap((pack) => pack.themes.map((theme) => themeOf(pack.id, theme, layers))) };
}

function layerOf(row: DeclaredRow, day: string): AnswerLayer {
  const { layerId, title, isOwn } = row;
  const declared = declaredOf(row);
  const fields = fieldsSchema.parse(row.fields);
  const found = declared ? lacksOf(shippedPacks, fields, declared, day) : { lacks: [], missingFields: [] };
  const isUnread = declared ? declared.standard !== null && found.lacks.includes("noRole") : themesBySigns(shippedPacks, fields).length > 0;
  return { layerId, title, isOwn, isUnread, declared, ...found };
}

function themeOf(pack: string, theme: Theme, layers: readonly AnswerLayer[]): AnswerTheme {
  const { id, title, question, sources } = theme;
  return {
    pack: answerPack.parse(pack),
    theme: id,
    title,
    question,
    sources: sources.map((source) => ({
      key: source.key,
      role: source.role,
      wants: source.layers,
      layers: layers.filter(({ declared }) => declared !== null && isSource(source, factsOf(declared))).map(({ layerId }) => layerId),
    })),
  };
}

const factsOf = ({ standard, tags }: LayerAnswers) => ({ model: standard?.model ?? null, table: standard?.table ?? null, tags });

function declaredOf(stored: DeclaredRow): LayerAnswers | null {
  const {
    isDeclared,
    model,
    standardTable,
    coverage,
    communes,
    area,
    title: _,
    layerId: _layer,
    isOwn: _own,
    fields: _fields,
    ...row
  } = stored;
  if (!isDeclared) return null;
  const kinds: Record<string, unknown> = { communes: { kind: "communes", codes: communes }, area: { kind: "area", geometry: area } };
  return layerAnswers.parse({
    ...row,
    standard: model === null ? null : { model, table: standardTable },
    coverage: kinds[coverage] ?? { kind: coverage },
  });
}

/** Chooses the packs that a portal answers with. Without a pack it answers nothing. */
export async function choosePacks(core: Core, actor: MemberActor, input: z.infer<typeof choosePacksInput>): Promise<void> {
  const { communityId } = actor;
  const { portalId } = input;
  const packs = [...new Set(input.packs)].sort();
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await lockPortal(sql, communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    await writePacks(sql, communityId, portalId, packs);
    const about = { communityId, actorId: actor.userId, resourceType: "portal", resourceId: portalId };
    await auditIn(sql, { ...about, action: "answers.packs-chosen", summary: { packs } });
    await emitIn(sql, "answers.packs-chosen", communityId, { portalId });
  });
}

/** Declares layers as they are proposed now. A layer that was declared in the meantime keeps what its manager said. */
export async function acceptProposals(
  core: Core,
  actor: MemberActor,
  { portalId, layerIds }: z.infer<typeof acceptProposalsInput>,
): Promise<{ declared: number }> {
  const { communityId } = actor;
  const proposed = (await proposalsFor(core, actor, portalId)).filter(({ layerId }) => layerIds.includes(layerId));
  for (const { layerId, declared } of proposed) await declareLayer(core, actor, { communityId, layerId, declared });
  return { declared: proposed.length };
}

/** Declares what a layer is to reports: its standard or tags, where it is complete, how exact, and its documents. */
export async function declareLayer(core: Core, actor: MemberActor, input: z.infer<typeof declareLayerInput>): Promise<void> {
  const { communityId } = actor;
  const { layerId, declared } = input;
  const { standard, coverage, ...others } = declared;
  const { tableName, fields } = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const layer = await ownLayer(sql, communityId, layerId);
    if (!layer) throw new DomainError("not-found", "layer-not-found");
    const area = coverage.kind === "area" ? await storedArea(sql, coverage.geometry) : null;
    if (coverage.kind === "area" && area === null) throw new DomainError("invalid", "answer-place-invalid", {}, "coverage");
    await writeDeclared(sql, communityId, layerId, {
      ...others,
      model: standard?.model ?? null,
      standardTable: standard?.table ?? null,
      coverage: coverage.kind,
      communes: coverage.kind === "communes" ? [...new Set(coverage.codes)].sort() : [],
      area,
    });
    const about = { communityId, actorId: actor.userId, resourceType: "layer", resourceId: layerId };
    await auditIn(sql, { ...about, action: "answers.layer-declared", summary: { name: layer.title, coverage: coverage.kind } });
    await emitIn(sql, "answers.layer-declared", communityId, { layerId });
    return layer;
  });
  if (!declared.tags.includes("parcels")) return;
  await core.database.sqlAs({ role: "worker", communityId }, (sql) => indexParcels(sql, tableName, z.array(layerField).parse(fields)));
}

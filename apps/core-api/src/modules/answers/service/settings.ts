import {
  type AnswerSettings,
  answerPack,
  type choosePacksInput,
  type declareLayerInput,
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
import {
  type DeclaredRow,
  declaredRows,
  hasPortal,
  lockPortal,
  overrideRows,
  ownLayer,
  packsOfPortal,
  storedArea,
  writeDeclared,
  writePacks,
} from "../queries/settings.ts";

/** What a portal of the community answers with: its packs, what its layers declare, and the changes of rules. */
export function readSettings(core: Core, actor: MemberActor, portalId: string): Promise<AnswerSettings> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    if (!(await hasPortal(sql, actor.communityId, portalId))) throw new DomainError("not-found", "portal-not-found");
    const overrides = await overrideRows(sql, portalId);
    return {
      packs: z.array(answerPack).parse(await packsOfPortal(sql, portalId)),
      layers: (await declaredRows(sql, portalId)).map((row) => ({ layerId: row.layerId, title: row.title, declared: declaredOf(row) })),
      overrides: overrides.map((row) => ({
        ...row,
        pack: answerPack.parse(row.pack),
        change: z.record(z.string(), z.unknown()).parse(row.change),
      })),
    };
  });
}

function declaredOf({ isDeclared, model, standardTable, coverage, communes, area, title: _, layerId: _layer, ...row }: DeclaredRow) {
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

import type { CommunityId } from "@archipel/contracts/ids.ts";
import type {
  fromTableSchemaInput,
  ModelDetail,
  ModelSummary,
  modelDraft,
  modelInput,
  removeModelInput,
  savedModel,
  saveModelInput,
} from "@archipel/contracts/models.ts";
import type { Tx } from "@archipel/database/database.ts";
import { isUniqueViolation } from "@archipel/database/unique-violation.ts";
import { type CompiledModel, compileModel } from "@archipel/validation/model/compile.ts";
import { modelFromTableSchema } from "@archipel/validation/model/from-table-schema.ts";
import { parseModel } from "@archipel/validation/model/load.ts";
import type { Model } from "@archipel/validation/model/model.ts";
import { validateModel } from "@archipel/validation/model/validate.ts";
import type { z } from "zod";
import type { MemberActor } from "../../kernel/actor.ts";
import { audit } from "../../kernel/audit.ts";
import { eraseAtFrom } from "../../kernel/bin.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { namesOf } from "../../kernel/names.ts";
import { emit } from "../../kernel/outbox.ts";
import { asDefinition, keyFrom, readJson, refusing, summaryOf, titleOf } from "./policy.ts";
import { findModel, findVersion, ownModels, savesOf } from "./queries.ts";
import { shippedModel, shippedModels } from "./shipped/read.ts";

/** Maximum number of models of a community. */
const MAX_MODELS = 200;

/** The community's own models, then those that ship with the platform; both by key. */
export async function listModels(core: Core, actor: MemberActor): Promise<ModelSummary[]> {
  const own = await core.database.withTenant(actor, async (tx) => {
    const found = await ownModels(tx, actor.communityId);
    const names = await namesOf(
      tx,
      found.map(({ latest }) => latest.authorId),
    );
    return found.map(({ latest }) => {
      const saved = { version: latest.version, authorName: names.get(latest.authorId) ?? null, savedAt: latest.createdAt };
      return summaryOf(parseModel(latest.definition), saved);
    });
  });
  return [...own, ...(await shippedModels()).map(({ model }) => summaryOf(model, null))];
}

/** One model with its definition. Of the community's own models, earlier saves can be read too. */
export function getModel(core: Core, actor: MemberActor, input: z.infer<typeof modelInput>): Promise<ModelDetail> {
  return core.database.withTenant(actor, async (tx) => {
    const row = await findModel(tx, actor.communityId, input.key);
    const shipped = row ? null : await shippedModel(input.key);
    if (shipped) return { ...summaryOf(shipped.model, null), id: null, definition: asDefinition(shipped.model), versions: [] };
    const version = row && (await findVersion(tx, actor.communityId, row.id, input.version ?? row.version));
    if (!version) throw new DomainError("not-found", "model-not-found");
    const saves = await savesOf(tx, actor.communityId, version.modelId);
    const names = await namesOf(tx, [version.authorId, ...saves.map(({ authorId }) => authorId)]);
    const model = parseModel(version.definition);
    const saved = { version: version.version, authorName: names.get(version.authorId) ?? null, savedAt: version.createdAt };
    return {
      ...summaryOf(model, saved),
      id: version.modelId,
      definition: asDefinition(model),
      versions: saves.map((save) => ({ version: save.version, authorName: names.get(save.authorId) ?? null, savedAt: save.createdAt })),
    };
  });
}

/** A model as a check uses it: a save of the community's own model, or the shipped one. */
export interface UsedModel {
  model: Model;
  version: number | null;
}

/** The current model of this key. @throws DomainError when there is no model */
export async function assertModel(tx: Tx, communityId: CommunityId, key: string): Promise<UsedModel> {
  const row = await findModel(tx, communityId, key);
  const shipped = row ? null : await shippedModel(key);
  if (shipped) return { model: shipped.model, version: null };
  const version = row && (await findVersion(tx, communityId, row.id, row.version));
  if (!version) throw new DomainError("not-found", "model-not-found");
  return { model: parseModel(version.definition), version: version.version };
}

/** The version of a model that a check used; null when the model was removed in the meantime. */
export async function modelOfCheck(tx: Tx, communityId: CommunityId, key: string, version: number | null): Promise<Model | null> {
  if (version === null) return (await shippedModel(key))?.model ?? null;
  const row = await findModel(tx, communityId, key);
  const found = row && (await findVersion(tx, communityId, row.id, version));
  return found ? parseModel(found.definition) : null;
}

/** All models of a community, compiled, for the suggestion of a model. */
export async function usableModels(tx: Tx, communityId: CommunityId): Promise<CompiledModel[]> {
  const own = (await ownModels(tx, communityId)).map(({ latest }) => compileModel(parseModel(latest.definition)));
  return [...own, ...(await shippedModels())];
}

/** Saves a model under its own id, as a new version. An invalid model is refused with an error, and nothing is stored. */
export async function saveModel(
  core: Core,
  actor: MemberActor,
  { definition, baseVersion }: z.infer<typeof saveModelInput>,
): Promise<z.infer<typeof savedModel>> {
  const model = refusing(() => validateModel(definition));
  const { id: key } = model;
  if (await shippedModel(key)) throw new DomainError("conflict", "model-key-taken", { key }, "id");
  const { communityId, userId: actorId } = actor;
  try {
    return await core.database.withTenant(actor, async (tx) => {
      const { modelId, version } = await nextVersion(tx, communityId, model, baseVersion);
      const stored = JSON.parse(JSON.stringify(model));
      await tx.validationModelVersion.create({ data: { modelId, version, communityId, definition: stored, authorId: actorId } });
      const about = { communityId, actorId, resourceType: "model", resourceId: modelId };
      await audit(tx, { ...about, action: "model.saved", summary: { title: model.title.fr, key, version } });
      await emit(tx, "model.saved", communityId, { modelId, key, version });
      return { key, version };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new DomainError("conflict", "model-key-taken", { key }, "id");
    throw error;
  }
}

async function nextVersion(
  tx: Tx,
  communityId: CommunityId,
  { id: key, title }: Model,
  baseVersion: number | null,
): Promise<{ modelId: string; version: number }> {
  if (baseVersion === null) {
    if ((await tx.validationModel.count({ where: { communityId } })) >= MAX_MODELS)
      throw new DomainError("conflict", "too-many-models", { most: MAX_MODELS });
    const { id: modelId, version } = await tx.validationModel.create({ data: { communityId, key, title } });
    return { modelId, version };
  }
  const { count } = await tx.validationModel.updateMany({
    where: { communityId, key, version: baseVersion },
    data: { version: { increment: 1 }, title },
  });
  const row = await findModel(tx, communityId, key);
  if (!row) throw new DomainError("not-found", "model-not-found");
  if (count === 0) throw new DomainError("conflict", "model-changed", { version: row.version });
  return { modelId: row.id, version: row.version };
}

/** Moves a model with its versions to the bin. Checks that used it keep their findings, and nobody starts another one with it. */
export function removeModel(core: Core, actor: MemberActor, { key }: z.infer<typeof removeModelInput>): Promise<{ key: string }> {
  const { communityId, userId: actorId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const row = await findModel(tx, communityId, key);
    if (!row) throw new DomainError("not-found", "model-not-found");
    await tx.validationModel.update({ where: { id: row.id, communityId }, data: { eraseAt: eraseAtFrom(), updatedAt: row.updatedAt } });
    const about = { communityId, actorId, resourceType: "model", resourceId: row.id };
    await audit(tx, { ...about, action: "model.removed", summary: { title: titleOf(row.title).fr, key } });
    await emit(tx, "model.removed", communityId, { modelId: row.id, key });
    return { key };
  });
}

/** Converts a Table Schema to a model that a person can read and save. */
export function draftFromTableSchema({ text, key }: z.infer<typeof fromTableSchemaInput>): z.infer<typeof modelDraft> {
  const json = readJson(text);
  return { definition: asDefinition(refusing(() => modelFromTableSchema(json, key ?? keyFrom(json)))) };
}

import type { DatasetTranslations, Translation } from "@archipel/contracts/dataset-translations.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { layerSummaryOf } from "../../../layer-store/describe/layer-summary.ts";
import { textsOfLayer, translationsOf } from "../../../layer-store/describe/translated-layer.ts";
import { changedTexts, textsOfDataset, withTranslations } from "./policy.ts";
import { datasetTexts, layersWithTexts, saveDatasetTexts, saveLayerTexts } from "./queries.ts";

/** All texts of a dataset and its layers that readers see, with their translations. Texts of hidden fields are left out. */
export function readTranslations(core: Core, actor: MemberActor, datasetId: string): Promise<DatasetTranslations> {
  return core.database.withTenant(actor, async (tx) => {
    const { language, parts } = await partsOf(tx, actor, datasetId);
    return {
      language,
      parts: parts.map(({ layerId, title, texts, stored }) => ({ layerId, title, texts: withTranslations(texts, stored) })),
    };
  });
}

async function partsOf(tx: Tx, { communityId }: MemberActor, datasetId: string, isLocked = false) {
  const dataset = await datasetTexts(tx, communityId, datasetId, isLocked);
  if (!dataset) throw new DomainError("not-found", "dataset-not-found");
  const layers = await layersWithTexts(tx, communityId, datasetId, isLocked);
  const { title, language } = dataset;
  const record = { layerId: null, title, texts: textsOfDataset(dataset), stored: translationsOf(dataset.texts) };
  const ofLayers = layers.map((layer) => ({
    layerId: layer.id,
    title: layer.title,
    texts: textsOfLayer(layerSummaryOf(layer)),
    stored: translationsOf(layer.texts),
  }));
  return { title, language, parts: [record, ...ofLayers] };
}

/**
 * Writes translations. Only those that are named change, so that two people can translate at the same time.
 *
 * @throws DomainError when a text is not one of the dataset's, or a translation is too long
 */
export function translateDataset(
  core: Core,
  actor: MemberActor,
  datasetId: string,
  changes: readonly Translation[],
): Promise<DatasetTranslations> {
  const { communityId, userId } = actor;
  return core.database
    .withTenant(actor, async (tx) => {
      const { title, language, parts } = await partsOf(tx, actor, datasetId, true);
      const stray = changes.find(({ layerId }) => !parts.some((part) => part.layerId === layerId));
      if (stray) throw new DomainError("not-found", "layer-not-found");
      for (const { layerId, texts, stored } of parts) {
        const own = changes.filter((change) => change.layerId === layerId);
        if (own.length === 0) continue;
        const made = changedTexts(stored, own, { texts, language });
        if ("code" in made) throw new DomainError("invalid", made.code, made.params, "translations");
        if (layerId === null) await saveDatasetTexts(tx, communityId, datasetId, made.texts);
        else await saveLayerTexts(tx, communityId, layerId, made.texts);
      }
      const summary = { title, fields: "translations" };
      await audit(tx, { communityId, actorId: userId, action: "dataset.updated", resourceType: "dataset", resourceId: datasetId, summary });
      await emit(tx, "dataset.updated", communityId, { datasetId, actorId: userId, fields: "translations" });
    })
    .then(() => readTranslations(core, actor, datasetId));
}

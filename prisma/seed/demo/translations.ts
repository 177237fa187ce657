import type { Translation } from "@archipel/contracts/dataset-translations.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { readTranslations, translateDataset } from "@archipel/core-api/modules/datasets/translations/service.ts";
import type { DemoManagers } from "./communities.ts";
import { demoDatasets } from "./datasets.ts";
import { englishLabels, englishLineage, englishRecords } from "./english.ts";

/** Adds the English texts of the demo's datasets. Those that somebody wrote already are left unchanged. */
export async function seedTranslations(core: Core, managers: DemoManagers): Promise<void> {
  for (const { key, community, record } of demoDatasets) {
    const actor = managers[community];
    const found = await core.database.withTenant(actor, (tx) =>
      tx.dataset.findUnique({ where: { communityId_slug: { communityId: actor.communityId, slug: slugOf(record.title) } } }),
    );
    if (!found) continue;
    const { parts } = await readTranslations(core, actor, found.id);
    const missing = parts.flatMap(({ layerId, texts }) =>
      texts.flatMap(({ key: text, kind, text: written, translations }): Translation[] => {
        const english = layerId === null ? recordText(key, kind, written) : englishLabels[written];
        return english === undefined || translations.en !== undefined ? [] : [{ layerId, key: text, language: "en", text: english }];
      }),
    );
    if (missing.length > 0) await translateDataset(core, actor, found.id, missing);
  }
}

function recordText(key: string, kind: string, written: string): string | undefined {
  const english = englishRecords[key];
  if (kind === "lineage") return englishLineage;
  if (kind === "title") return english?.title;
  if (kind === "abstract") return english?.abstract;
  const index = demoDatasets.find((dataset) => dataset.key === key)?.record.keywords.indexOf(written) ?? -1;
  return english?.keywords[index];
}

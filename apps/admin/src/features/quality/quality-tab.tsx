"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { DatasetLabels } from "../labels/dataset-labels.tsx";
import { Comments } from "./comments.tsx";
import { MandatoryForm } from "./mandatory-form.tsx";
import { SheetPanel } from "./sheet-panel.tsx";

/** The quality of a dataset: figures, improvements, comments. */
export function QualityTab({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.quality");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const sheet = useQuery(api.quality.sheet.queryOptions({ datasetId: dataset.id }));
  const rules = useQuery(api.quality.rules.queryOptions({ communityId, datasetId: dataset.id }));
  return (
    <div className="flex flex-col gap-10">
      <QueryView query={sheet} rows={4}>
        {(data) => <SheetPanel dataset={dataset} sheet={data} />}
      </QueryView>
      <DatasetLabels datasetId={dataset.id} />
      {dataset.layers.length > 0 && (
        <section aria-labelledby="mandatory">
          <h2 id="mandatory" className="text-title">
            {t("mandatory.title")}
          </h2>
          <p className="mt-1 mb-4 max-w-prose text-ink-muted">{t("mandatory.lead")}</p>
          <QueryView query={rules} rows={2}>
            {(data) => <MandatoryForm dataset={dataset} rules={data} />}
          </QueryView>
        </section>
      )}
      <Comments datasetId={dataset.id} />
    </div>
  );
}

"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { links } from "../../links.ts";
import { useCommunity } from "../communities/current-community.tsx";
import { FieldsEditor } from "./fields-editor.tsx";
import { StyleEditor } from "./style-editor.tsx";

/** The dataset's layers, one at a time: how it is drawn, what its fields are called. */
export function LayersPanel({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.layers");
  const tu = useTranslations("admin.uploads");
  const community = useCommunity();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const layer = dataset.layers.find(({ id }) => id === chosenId) ?? dataset.layers[0];
  if (!layer) {
    return (
      <EmptyState
        title={t("empty")}
        action={
          <Link href={links.uploads(community.slug)} className={buttonClass({ tone: "primary" })}>
            {tu("add")}
          </Link>
        }
      >
        {t("emptyText")}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      {dataset.layers.length > 1 && (
        <Field label={t("choose")} className="max-w-md">
          {(control) => (
            <Select
              {...control}
              value={layer.id}
              options={dataset.layers.map(({ id, title }) => ({ value: id, label: title }))}
              onChange={(event) => setChosenId(event.target.value)}
            />
          )}
        </Field>
      )}
      <LayerDetail key={layer.id} layer={layer} version={dataset.updatedAt.getTime()} />
    </div>
  );
}

/** `version` changes with every stored change: the editors then start from what is stored, on the tab that one is on. */
function LayerDetail({ layer, version }: { readonly layer: LayerSummary; readonly version: number }) {
  const t = useTranslations("admin.layers");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-muted">
        {t("summary", {
          shape: t(`shapes.${layer.geometry}`),
          count: layer.featureCount,
          shown: formatNumber(locale, layer.featureCount),
        })}
      </p>
      <Tabs
        label={t("parts")}
        tabs={[
          { value: "style", label: t("style"), content: <StyleEditor key={version} layer={layer} /> },
          { value: "fields", label: t("fields"), content: <FieldsEditor key={version} layer={layer} /> },
        ]}
      />
    </div>
  );
}

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
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { links } from "../../links.ts";
import { ModelFacts } from "../elevation/model-facts.tsx";
import { FieldsEditor } from "../layers/fields-editor.tsx";
import { SearchEditor } from "../layers/search/search-editor.tsx";
import { StyleEditor } from "../layers/style-editor.tsx";
import { Lineage } from "../processing/lineage.tsx";
import { DropUpdate } from "../updates/drop-update.tsx";

/** The dataset's layers, one at a time: style and fields. */
export function LayersTab({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.layers");
  const tu = useTranslations("admin.uploads");
  const community = useCommunity();
  /** Layers opened so far, the latest last. Their editors stay mounted but hidden, to keep unsaved changes. */
  const [openedIds, setOpenedIds] = useState<readonly string[]>([]);
  const layer = dataset.layers.find(({ id }) => id === openedIds.at(-1)) ?? dataset.layers[0];
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
              onChange={(event) => setOpenedIds([...openedIds, layer.id, event.target.value])}
            />
          )}
        </Field>
      )}
      {dataset.layers
        .filter((one) => one === layer || openedIds.includes(one.id))
        .map((one) => (
          <LayerDetail key={one.id} layer={one} isShown={one === layer} />
        ))}
    </div>
  );
}

function LayerDetail({ layer, isShown }: { readonly layer: LayerSummary; readonly isShown: boolean }) {
  const t = useTranslations("admin.layers");
  const tc = useTranslations("clouds");
  const te = useTranslations("elevation");
  const community = useCommunity();
  const locale = useLocale();
  const shown = formatNumber(locale, layer.featureCount);
  if (layer.kind === "elevation") return isShown ? <ModelFacts layer={layer} /> : null;
  return (
    <div className={isShown ? "flex flex-col gap-4" : "hidden"}>
      <p className="text-ink-muted">
        {layer.kind === "pointcloud"
          ? tc("tilesCount", { count: layer.featureCount, shown })
          : t("summary", { shape: t(`shapes.${layer.geometry}`), count: layer.featureCount, shown })}
      </p>
      {layer.kind === "pointcloud" && hasRole(community, "manager") && (
        <div>
          <Link href={links.makeModel(community.slug, layer.id)} className={buttonClass({})}>
            {te("model.make")}
          </Link>
        </div>
      )}
      {isShown && <Lineage datasetId={layer.datasetId} layerId={layer.id} />}
      <Tabs
        label={t("parts")}
        tabs={[
          { value: "style", label: t("style"), content: <StyleEditor layer={layer} isShown={isShown} />, isKept: true },
          { value: "fields", label: t("fields"), content: <FieldsEditor layer={layer} />, isKept: true },
          ...(layer.kind === "vector"
            ? [{ value: "search", label: t("search.tab"), content: <SearchEditor layer={layer} />, isKept: true }]
            : []),
          ...(layer.abilities.includes("revisions")
            ? [{ value: "update", label: t("update"), content: <DropUpdate layer={layer} isShown={isShown} /> }]
            : []),
        ]}
      />
    </div>
  );
}

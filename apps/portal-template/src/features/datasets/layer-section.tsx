import type { LayerField, LayerSummary } from "@archipel/contracts/layers.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Table } from "@archipel/ui/table.tsx";
import { ChevronDown, Download, Map as MapIcon } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { encodeRelief, FIRST_VIEW } from "../elevation/relief/relief-code.ts";

/** One layer: its kind of features, its fields, and the files. */
export async function LayerSection({ layer, isOpen }: { readonly layer: LayerSummary; readonly isOpen: boolean }) {
  const [locale, t, tCommon, tClouds] = await Promise.all([
    getLocale(),
    getTranslations("portal.dataset"),
    getTranslations("common"),
    getTranslations("clouds"),
  ]);
  const formatted = formatNumber(locale, layer.featureCount);
  const counted =
    layer.kind === "pointcloud"
      ? tClouds("tilesCount", { count: layer.featureCount, shown: formatted })
      : layer.kind === "elevation"
        ? t("blockCount", { count: layer.featureCount, formatted })
        : `${tCommon(`geometries.${layer.geometry}`)} · ${t("featureCount", { count: layer.featureCount, formatted })}`;
  const isRelief = layer.kind === "elevation";
  const mapLink = links.map(locale, {
    ...(isRelief ? { relief: encodeRelief(FIRST_VIEW) } : { layers: [layer.id] }),
    ...(layer.bbox && { box: layer.bbox }),
  });
  const fields = layer.fields.filter(({ isHidden }) => !isHidden);
  return (
    <details open={isOpen} className="group rounded-card border border-line bg-surface">
      <summary className="flex list-none items-center gap-4 px-5 py-4 [&::-webkit-details-marker]:hidden">
        <div className="min-w-0 flex-1">
          <h3 lang={layer.titleLang} className="wrap-anywhere text-large">
            {layer.title}
          </h3>
          <p className="figures text-ink-muted text-small">{counted}</p>
        </div>
        <ChevronDown aria-hidden className="size-5 shrink-0 transition-transform duration-150 group-open:rotate-180" />
      </summary>
      <div className="space-y-5 border-line border-t px-5 py-5">
        <div className="flex flex-wrap gap-2">
          <a href={mapLink} className={buttonClass()}>
            <MapIcon aria-hidden className="size-4" />
            {t("onMap")}
          </a>
          {(layer.abilities.includes("downloads") ? (["gpkg", "geojson", "csv"] as const) : []).map((format) => (
            <a key={format} href={links.layerDownload(layer.id, format)} download className={buttonClass({ tone: "quiet" })}>
              <Download aria-hidden className="size-4" />
              {t(`formats.${format}`)}
              <span className="sr-only">: {layer.title}</span>
            </a>
          ))}
        </div>
        {fields.length > 0 && (
          <Table<LayerField>
            caption={t("fields", { layer: layer.title })}
            isCaptionHidden
            rows={fields}
            rowKey={({ column }) => column}
            columns={[
              {
                key: "label",
                header: t("field"),
                isRowHeader: true,
                cell: (field) => <span lang={field.lang}>{field.label ?? field.name}</span>,
              },
              { key: "name", header: t("fieldName"), cell: (field) => <code className="figures text-small">{field.name}</code> },
              { key: "type", header: t("fieldType"), cell: (field) => tCommon(`fieldTypes.${field.type}`) },
            ]}
          />
        )}
      </div>
    </details>
  );
}

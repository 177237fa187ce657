"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { LinkButton } from "@archipel/ui/button.tsx";
import { type Column, Table } from "@archipel/ui/table.tsx";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../links.ts";

/** Downloads of the whole dataset or of one layer. */
export function Downloads({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.datasets");
  const locale = useLocale();
  const layers = dataset.layers.filter(({ abilities }) => abilities.includes("downloads"));
  if (layers.length === 0) return <p className="text-ink-muted">{t("nothingToDownload")}</p>;
  const columns: Column<Dataset["layers"][number]>[] = [
    { key: "layer", header: t("columns.layer"), isRowHeader: true, cell: (layer) => layer.title },
    { key: "features", header: t("columns.features"), isNumeric: true, cell: (layer) => formatNumber(locale, layer.featureCount) },
    {
      key: "files",
      header: t("columns.files"),
      cell: (layer) => (
        <span className="flex flex-wrap gap-2">
          {(["gpkg", "geojson"] as const).map((format) => (
            <LinkButton key={format} href={links.layerDownload(layer.id, format)} download>
              {t(`formats.${format}`)}
              <span className="sr-only"> — {layer.title}</span>
            </LinkButton>
          ))}
        </span>
      ),
    },
  ];
  return (
    <div className="flex flex-col items-start gap-4">
      <LinkButton tone="primary" href={links.datasetDownload(dataset.id)} download>
        <Download aria-hidden className="size-4" />
        {t("downloadAll")}
      </LinkButton>
      <div className="w-full max-w-3xl">
        <Table caption={t("downloadCaption")} isCaptionHidden columns={columns} rows={layers} rowKey={({ id }) => id} />
      </div>
    </div>
  );
}

"use client";
import type { Upload, UploadLayer } from "@archipel/contracts/uploads.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { clsx } from "clsx";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";

interface LayerListProps {
  readonly layers: readonly UploadLayer[];
  readonly currentId: string;
  readonly onChoose: (id: string) => void;
}

/** Whether the upload holds only tables without geometry. These can update a layer, but cannot become one. */
export function holdsOnlyTables({ layers, rasters, clouds }: Pick<Upload, "layers" | "rasters" | "clouds">): boolean {
  return layers.length > 0 && rasters.length + clouds.length === 0 && layers.every(isTable);
}

/** Whether the file is not complete yet: its only content is a table of addresses without points. */
export function awaitsPoints(upload: Pick<Upload, "layers" | "rasters" | "clouds">): boolean {
  return holdsOnlyTables(upload) && upload.layers.some((layer) => layer.awaitsPoints);
}

/** Whether this is a table without geometry, which no map can show. */
export function isTable(layer: Pick<UploadLayer, "geometryType">): boolean {
  return layer.geometryType === "None";
}

/** The layers of the file, each with its content and its findings. */
export function LayerList({ layers, currentId, onChoose }: LayerListProps) {
  const t = useTranslations("admin.upload");
  const locale = useLocale();
  return (
    <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
      {layers.map((layer) => (
        <li key={layer.id}>
          <button
            type="button"
            aria-pressed={layer.id === currentId}
            onClick={() => onChoose(layer.id)}
            className={clsx(
              "flex h-full w-full items-start gap-3 rounded-card border bg-surface px-4 py-3 text-left",
              layer.id === currentId ? "border-accent outline outline-accent" : "border-line hover:bg-sunken",
            )}
          >
            <LayerMark layer={layer} />
            <span className="min-w-0">
              <span className="block break-all font-medium">{layer.name}</span>
              <span className="block text-ink-muted text-small">
                {geometryWord(t, layer.geometryType)} ·{" "}
                {t("features", { count: layer.featureCount, shown: formatNumber(locale, layer.featureCount) })}
              </span>
              {layer.chosenSrid === null && !isTable(layer) && <span className="block text-danger text-small">{t("crs.how.unknown")}</span>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function LayerMark({ layer }: { readonly layer: UploadLayer }) {
  const t = useTranslations("admin.uploads");
  const className = "mt-0.5 size-5 shrink-0";
  if (layer.errorCount > 0)
    return <CircleAlert aria-label={t("errorCount", { count: layer.errorCount })} className={`${className} text-danger`} />;
  if (layer.warningCount > 0) {
    return <TriangleAlert aria-label={t("warningCount", { count: layer.warningCount })} className={`${className} text-warning`} />;
  }
  return <CircleCheck aria-label={t("clean")} className={`${className} text-success`} />;
}

const SHAPES = { Point: "points", LineString: "lines", Polygon: "polygons" } as const;

function geometryWord(t: ReturnType<typeof useTranslations<"admin.upload">>, geometryType: string): string {
  if (geometryType === "None") return t("shapes.none");
  const base = geometryType.replace(/^Multi/, "").replace(/\s?(Z|M|ZM)$/, "");
  const shape = base in SHAPES ? SHAPES[base as keyof typeof SHAPES] : "mixed";
  return t(`shapes.${shape}`);
}

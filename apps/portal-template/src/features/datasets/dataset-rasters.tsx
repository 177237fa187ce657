import { bboxAround } from "@archipel/geo/bbox.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { formatBytes, formatNumber, unbroken } from "@archipel/i18n/format.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { Download, Grid2X2, MapPin } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import type { Raster } from "../attachments/raster.ts";

/** The dataset's rasters: a preview, their position, and the file. */
export async function DatasetRasters({ datasetId, rasters }: { readonly datasetId: string; readonly rasters: readonly Raster[] }) {
  const t = await getTranslations("portal.dataset.rasters");
  return (
    <section aria-labelledby="rasters">
      <h2 id="rasters" className="mb-4 text-title">
        {t("title", { count: rasters.length })}
      </h2>
      <ul className="grid gap-4 sm:grid-cols-2">
        {rasters.map((file) => (
          <RasterCard key={file.id} datasetId={datasetId} file={file} />
        ))}
      </ul>
    </section>
  );
}

async function RasterCard({ datasetId, file }: { readonly datasetId: string; readonly file: Raster }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.dataset.rasters")]);
  const { raster } = file;
  const [columns, rows] = raster.size;
  const known = raster.srid === null ? undefined : crsOf(raster.srid);
  const crs = raster.srid === null ? null : (known?.title ?? `EPSG:${raster.srid}`);
  // A pixel size in degrees needs more than the two decimals of other figures.
  const side = formatNumber(locale, raster.pixelSize[0], known?.unit === "degree" ? 8 : 2);
  return (
    <li className="flex flex-col overflow-hidden rounded-card border border-line bg-surface">
      <div className="relative grid h-48 place-items-center bg-sunken">
        {raster.hasPreview ? (
          <PlainImage
            src={links.attachmentPreview(file.id)}
            alt={t("preview", { name: file.title })}
            loading="lazy"
            className="absolute inset-0 size-full object-contain"
          />
        ) : (
          <Grid2X2 aria-hidden className="size-10 text-ink-muted" />
        )}
      </div>
      <div className="flex flex-1 flex-col gap-2 p-4">
        <h3 className="break-words font-medium">{unbroken(file.title)}</h3>
        <p className="text-ink-muted text-small">
          {t("facts", {
            columns: formatNumber(locale, columns),
            rows: formatNumber(locale, rows),
            side: known ? t(`units.${known.unit}`, { side }) : side,
          })}
          {crs && ` · ${crs}`}
        </p>
        <div className="mt-auto flex flex-wrap gap-2 pt-1">
          <a href={links.attachment(file.id)} download className={buttonClass()}>
            <Download aria-hidden className="size-4" />
            {t("download", { size: formatBytes(locale, file.size) })}
          </a>
          {raster.footprint && (
            <a
              href={links.map(locale, { ...(raster.hasPreview && { layers: [datasetId] }), box: bboxAround(raster.footprint) })}
              className={buttonClass({ tone: "quiet" })}
            >
              <MapPin aria-hidden className="size-4" />
              {t("onMap")}
              <span className="sr-only">: {file.title}</span>
            </a>
          )}
        </div>
      </div>
    </li>
  );
}

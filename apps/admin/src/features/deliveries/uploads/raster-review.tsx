"use client";
import type { Upload, UploadRaster } from "@archipel/contracts/uploads.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { CrsChoice } from "../../../kit/crs-choice.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";

const RasterMap = dynamic(() => import("./raster-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

interface RasterReviewProps {
  readonly upload: Upload;
  /** Why nothing can be changed any more, such as an upload that is published. */
  readonly lockedReason?: string | undefined;
}

/** The rasters of the delivery, one at a time: place on the map and content. */
export function RasterReview({ upload, lockedReason }: RasterReviewProps) {
  const t = useTranslations("admin.upload.rasters");
  const [path, setPath] = useState<string | null>(null);
  const raster = upload.rasters.find((one) => one.path === path) ?? upload.rasters[0];
  if (!raster) return null;
  return (
    <section aria-labelledby="rasters-title" className="flex flex-col gap-4">
      <div>
        <h2 id="rasters-title" className="text-title">
          {t("title", { count: upload.rasters.length })}
        </h2>
        <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      </div>
      {upload.rasters.length > 1 && (
        <Field label={t("choose")} className="max-w-xl">
          {(control) => (
            <Select
              {...control}
              value={raster.path}
              options={upload.rasters.map((one) => ({ value: one.path, label: one.path }))}
              onChange={(event) => setPath(event.target.value)}
            />
          )}
        </Field>
      )}
      <OneRaster key={raster.path} upload={upload} raster={raster} lockedReason={lockedReason} />
    </section>
  );
}

function OneRaster({ upload, raster, lockedReason }: RasterReviewProps & { readonly raster: UploadRaster }) {
  const t = useTranslations("admin.upload");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const subject = { communityId: community.id, uploadId: upload.id, path: raster.path };
  const setCrs = useMutation(
    api.uploads.setRasterCrs.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.uploads.get.pathFilter()) }),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <figure className="flex min-w-0 flex-col gap-2">
        <figcaption className="font-medium">{t("fallHere")}</figcaption>
        <div className="h-80 lg:h-104">
          {raster.footprint ? (
            <RasterMap
              label={t("mapLabel", { layer: raster.name })}
              footprint={raster.footprint}
              picture={raster.hasPreview ? links.rasterPreview(subject) : undefined}
              className="h-full"
            />
          ) : (
            <p className="grid h-full place-items-center rounded-card border border-line border-dashed p-6 text-center text-ink-muted">
              {t("chooseCrs")}
            </p>
          )}
        </div>
        {setCrs.error && <Alert tone="danger" title={errorText(setCrs.error)} isLive />}
      </figure>
      <div className="flex flex-col gap-5">
        <CrsChoice
          found={raster.crs}
          chosenSrid={raster.srid}
          isPending={setCrs.isPending}
          disabledReason={lockedReason}
          onChoose={(srid) => setCrs.mutate({ ...subject, srid })}
        />
        <RasterFacts raster={raster} />
      </div>
    </div>
  );
}

function RasterFacts({ raster }: { readonly raster: UploadRaster }) {
  const t = useTranslations("admin.upload.rasters");
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  const [columns, rows] = raster.size;
  const [first] = raster.bands;
  const facts = [
    [t("size"), t("sizeValue", { columns: number(columns), rows: number(rows) })],
    [t("pixel"), `${number(raster.pixelSize[0])} × ${number(raster.pixelSize[1])}`],
    [t("bands"), t("bandsValue", { count: raster.bands.length, type: first?.type ?? "" })],
    ...(first && first.nodata !== null ? [[t("nodata"), String(first.nodata)] as const] : []),
    [t("format"), t(raster.isCloudOptimised ? "formats.cog" : `formats.${raster.format}`)],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-muted">{name}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

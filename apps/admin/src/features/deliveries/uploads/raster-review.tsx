"use client";
import type { Upload, UploadRaster } from "@archipel/contracts/uploads.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useCommunity } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { HeightChoice } from "./height-choice.tsx";
import { PlacedReview } from "./placed-review.tsx";

interface RasterReviewProps {
  readonly upload: Upload;
  /** Why nothing can be changed any more, such as an upload that is published. */
  readonly lockedReason?: string | undefined;
}

/** The rasters of the delivery, one at a time: place on the map and content. */
export function RasterReview({ upload, lockedReason }: RasterReviewProps) {
  const t = useTranslations("admin.upload.rasters");
  const community = useCommunity();
  const [path, setPath] = useState<string | null>(null);
  const pictureOf = (raster: UploadRaster) =>
    raster.hasPreview ? links.rasterPreview({ communityId: community.id, uploadId: upload.id, path: raster.path }) : undefined;
  return (
    <PlacedReview
      upload={upload}
      files={upload.rasters}
      words={{ title: t("title", { count: upload.rasters.length }), lead: t("lead"), choose: t("choose") }}
      path={path}
      onChoose={setPath}
      show={(raster) => ({
        picture: pictureOf(raster),
        facts: <RasterFacts upload={upload} raster={raster} lockedReason={lockedReason} />,
      })}
      lockedReason={lockedReason}
    />
  );
}

function RasterFacts({ upload, raster, lockedReason }: { readonly raster: UploadRaster } & RasterReviewProps) {
  const t = useTranslations("admin.upload.rasters");
  const locale = useLocale();
  const number = (value: number) => formatNumber(locale, value);
  const [columns, rows] = raster.size;
  const [first] = raster.bands;
  const facts = [
    [t("size"), t("sizeValue", { columns: number(columns), rows: number(rows) })],
    [t("pixel"), `${number(raster.pixelSize[0])} × ${number(raster.pixelSize[1])}`],
    [t("bands"), t("bandsValue", { count: raster.bands.length, type: first?.type ?? "" })],
    // The value of an XYZ grid is ours: the text does not hold it.
    ...(first && first.nodata !== null && raster.format !== "xyz" ? [[t("nodata"), String(first.nodata)] as const] : []),
    [t("format"), t(raster.isCloudOptimised ? "formats.cog" : `formats.${raster.format}`)],
  ] as const;
  return (
    <>
      <HeightChoice upload={upload} raster={raster} lockedReason={lockedReason} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

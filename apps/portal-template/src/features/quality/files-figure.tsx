import { getTranslations } from "next-intl/server";
import { isCloud } from "../attachments/cloud.ts";
import { attachmentsOf } from "../attachments/loaders.ts";
import { isRaster } from "../attachments/raster.ts";
import { FigureBar } from "./figure-bar.tsx";

/** The content of a dataset without layers. */
export async function FilesFigure({ datasetId }: { readonly datasetId: string }) {
  const [t, files] = await Promise.all([getTranslations("portal.quality.files"), attachmentsOf(datasetId)]);
  const rasters = files.filter(isRaster);
  const clouds = files.filter(isCloud);
  const documents = files.length - rasters.length - clouds.length;
  const unplaced = rasters.filter(({ raster }) => raster.footprint === null).length;
  const words = [
    clouds.length > 0 && `${t("clouds", { count: clouds.length })}.`,
    rasters.length > 0 && t("rasters", { count: rasters.length }),
    rasters.length > 0 && t("unplaced", { count: unplaced }),
    documents > 0 && t("documents", { count: documents }),
  ];
  return <FigureBar title={t("title")} words={words.filter(Boolean).join(" ")} />;
}

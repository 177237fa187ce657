import { protocol } from "../protocol.ts";
import { attachmentInPath, type CoreAlone, coreAlone, datasetInPath, inParts, layerInPath } from "../route.ts";
import { layerMapLibreStyle, layerSld } from "../style-files.ts";
import { attachment, attachmentPreview } from "./attachments.ts";
import { layerCsv } from "./csv.ts";
import { layerGeoJson } from "./geojson.ts";
import { datasetGeoPackage, layerGeoPackage } from "./gpkg.ts";

const file = { callers: "any-key", service: "downloads" } as const;
const ofAttachment = {
  permission: "attachments.download",
  ...file,
  ids: { attachmentId: "attachment-not-found" },
  data: attachmentInPath,
} as const;
const ofLayer = { permission: "layers.download", ...file, ids: { layerId: "layer-not-found" }, data: layerInPath } as const;

export const downloads = protocol<CoreAlone>({
  about: "Whole layers, datasets and their documents as files, for anyone who may see them.",
  open: coreAlone,
  routes: [
    { method: "GET", path: "/downloads/attachments/:attachmentId", ...ofAttachment, ...inParts, handler: attachment },
    { method: "GET", path: "/downloads/attachments/:attachmentId/preview", ...ofAttachment, cost: "list", handler: attachmentPreview },
    { method: "GET", path: "/downloads/:layerId.csv", ...ofLayer, ...inParts, handler: layerCsv },
    { method: "GET", path: "/downloads/:layerId.geojson", ...ofLayer, ...inParts, handler: layerGeoJson },
    { method: "GET", path: "/downloads/:layerId.gpkg", ...ofLayer, ...inParts, handler: layerGeoPackage },
    { method: "GET", path: "/downloads/:layerId.sld", ...ofLayer, cost: "list", handler: layerSld },
    { method: "GET", path: "/downloads/:layerId.style.json", ...ofLayer, cost: "list", handler: layerMapLibreStyle },
    {
      method: "GET",
      path: "/downloads/datasets/:datasetId.gpkg",
      permission: "datasets.download",
      ...file,
      ...inParts,
      ids: { datasetId: "dataset-not-found" },
      data: datasetInPath,
      handler: datasetGeoPackage,
    },
  ],
});

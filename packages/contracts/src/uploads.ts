import { z } from "zod";
import { MAX_ATTACHMENTS } from "./attachments.ts";
import { CLOUD_DROPS, cloudFacts, cloudRepairs, repairedPoints } from "./clouds.ts";
import { datasetChanges, datasetRecord } from "./datasets.ts";
import { heightProduct } from "./elevation-models.ts";
import { communityId, id } from "./ids.ts";
import { layerField } from "./layers.ts";
import { pageInput } from "./page.ts";
import { bbox } from "./place.ts";
import { rasterFacts } from "./rasters.ts";
import { line } from "./text.ts";

export const uploadStatus = z.enum(["receiving", "received", "checking", "checked", "publishing", "published", "failed"]);
export type UploadStatus = z.infer<typeof uploadStatus>;

/** What file choosers offer: the endings of files with vector layers or tables, and of archives of them. */
export const layerFileEndings: readonly string[] =
  ".gpkg .geojson .json .geojsonl .geojsons .ndjson .zip .fgb .kml .kmz .gml .xml .gpx .dxf .mif .csv .tsv .txt .dbf .xlsx .xlsm .ods .parquet .geoparquet .topojson".split(
    " ",
  );
/** These, and those of rasters and point clouds. */
export const uploadFileEndings: readonly string[] = [...layerFileEndings, ".tif", ".tiff", ".asc", ".grd", ".xyz", ".las", ".laz"];

export const severity = z.enum(["error", "warning", "info"]);
export type Severity = z.infer<typeof severity>;

/** The detected CRS, how it was found, and other candidates. */
export const foundCrs = z.object({
  srid: z.int().nullable(),
  /** As written in the file, if it is. */
  name: z.string().nullable(),
  how: z.enum(["declared", "by-name", "guessed", "unknown"]),
  candidates: z.array(z.object({ srid: z.int(), title: z.string() })).max(10),
});
export type FoundCrs = z.infer<typeof foundCrs>;

/** Encodings that a person can choose. The last one repairs UTF-8 that was read as Latin-1 and encoded again. */
export const textEncoding = z.enum(["UTF-8", "CP1252", "ISO-8859-1", "ISO-8859-15", "UTF-8 (double)"]);
export type TextEncoding = z.infer<typeof textEncoding>;

export const uploadLayer = z.object({
  id,
  name: z.string(),
  geometryType: z.string(),
  featureCount: z.int(),
  fields: z.array(layerField),
  crs: foundCrs,
  chosenSrid: z.int().nullable(),
  encoding: z.string().nullable(),
  /** Encodings that a person may choose, including the current one. A GeoPackage is always UTF-8, but may have been encoded twice. */
  encodingChoices: z.array(textEncoding),
  /** In the file's own coordinates. */
  extent: z.array(z.number()),
  errorCount: z.int(),
  warningCount: z.int(),
  layerId: id.nullable(),
  /** A table of addresses that did not become points yet. */
  awaitsPoints: z.boolean(),
});
export type UploadLayer = z.infer<typeof uploadLayer>;

/** One located finding. Its text is the message `checks.<rule>` with `params`; its repair is `checks.<rule>-repair`. */
export const finding = z.object({
  id,
  uploadLayerId: id.nullable(),
  rule: z.string(),
  severity,
  featureIndex: z.int().nullable(),
  field: z.string().nullable(),
  /** lon, lat when it could be placed. */
  point: z.tuple([z.number(), z.number()]).nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  occurrences: z.int(),
});
export type Finding = z.infer<typeof finding>;

/** An error as data: its text is the message `errors.<code>`. */
export const failure = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) });

/** Dataset metadata read from a record in the upload; a person can change it. */
export const uploadRecord = z.object({ file: z.string(), record: datasetChanges, bbox: bbox.nullable() });
export type UploadRecord = z.infer<typeof uploadRecord>;

/** A file of an upload that contains no data: it can become an attachment of the dataset. */
export const uploadDocument = z.object({ path: z.string(), size: z.int() });
export type UploadDocument = z.infer<typeof uploadDocument>;

/** What a person says about a raster of heights; what is left out is as the file says. */
export const heightChoices = z.object({
  /** `none`: its numbers are no heights. */
  product: z.enum([...heightProduct.options, "none"]).optional(),
  /** EPSG code of what heights refer to. */
  verticalSrid: z.int().min(1).max(999_999).optional(),
  /** The value of cells without height. */
  nodata: z.number().optional(),
});
export type HeightChoices = z.infer<typeof heightChoices>;

/** A raster in an upload. `srid` applies; `crs` is what was detected. */
export const uploadRaster = rasterFacts.extend({
  path: z.string(),
  name: z.string(),
  crs: foundCrs,
  heightChoices,
  /** It becomes a layer when it is published, unless a person says that it holds no heights. */
  becomesLayer: z.boolean(),
});
export type UploadRaster = z.infer<typeof uploadRaster>;

/** A point cloud in an upload. `srid` applies; `crs` is what was detected. */
export const uploadCloud = cloudFacts.extend({
  path: z.string(),
  name: z.string(),
  crs: foundCrs,
  /** What people chose to repair, and what it did: the other facts are those after it. */
  repairs: cloudRepairs,
  repaired: repairedPoints.nullable(),
});
export type UploadCloud = z.infer<typeof uploadCloud>;

/** The findings about names of fields that a click repairs: the field is then called like its column. */
export const fieldNameRule = z.enum(["field-reserved", "field-renamed", "field-duplicate"]);
export type FieldNameRule = z.infer<typeof fieldNameRule>;

export const upload = z.object({
  id,
  communityId,
  datasetId: id.nullable(),
  fileName: z.string(),
  size: z.int(),
  sha256: z.string().nullable(),
  status: uploadStatus,
  driver: z.string().nullable(),
  error: failure.nullable(),
  createdByName: z.string(),
  createdAt: z.date(),
  layers: z.array(uploadLayer),
  rasters: z.array(uploadRaster),
  clouds: z.array(uploadCloud),
  /** Null when the upload contains no readable record. */
  record: uploadRecord.nullable(),
  documentCount: z.int(),
  /** The findings whose fields are renamed when the upload is published. */
  renamedFields: z.array(fieldNameRule),
  /** Whether it has repairs, and whether the layers and findings were read after them. */
  repairs: z.enum(["none", "read", "unread"]),
  /** The running job, if any. */
  jobId: id.nullable(),
});
export type Upload = z.infer<typeof upload>;

export const listUploadsInput = z.object({ communityId, ...pageInput });
export const uploadInput = z.object({ communityId, uploadId: id });
export const listFindingsInput = uploadInput.extend({ uploadLayerId: id.optional(), severity: severity.optional(), ...pageInput });
export const previewInput = uploadInput.extend({ uploadLayerId: id, srid: z.int().min(1).max(999_999).optional() });
/** Sample features on the map, GeoJSON in EPSG:4326; `fits` is false when the coordinates are outside the domain of the CRS. */
export const preview = z.object({
  srid: z.int().nullable(),
  fits: z.boolean(),
  shown: z.int(),
  total: z.int(),
  geojson: z.record(z.string(), z.unknown()),
});
export const setCrsInput = uploadInput.extend({ uploadLayerId: id, srid: z.int().min(1).max(999_999) });
export const setEncodingInput = uploadInput.extend({ uploadLayerId: id, encoding: textEncoding });
/** `renamed` replaces `upload.renamedFields`. */
export const setFieldNamesInput = uploadInput.extend({ renamed: z.array(fieldNameRule).max(fieldNameRule.options.length) });
/** A raster or a point cloud, by its path in the delivery. */
export const rasterInput = uploadInput.extend({ path: z.string().max(4_000) });
export const setRasterCrsInput = rasterInput.extend({ srid: z.int().min(1).max(999_999) });
/** What some rasters of an upload hold. A null takes a choice back. They are checked again. */
export const setHeightsInput = uploadInput.extend({
  paths: z.array(z.string().max(4_000)).min(1).max(MAX_ATTACHMENTS),
  choices: z.object({
    product: heightChoices.shape.product.nullable(),
    verticalSrid: heightChoices.shape.verticalSrid.nullable(),
    nodata: heightChoices.shape.nodata.nullable(),
  }),
});
/** Repairs to add for some clouds of an upload, and repairs to take back. They are checked again. */
export const repairCloudsInput = uploadInput.extend({
  paths: z.array(z.string().max(4_000)).min(1).max(1000),
  add: cloudRepairs.default({ drop: [], header: false, classes: {}, heights: null }),
  undo: z
    .object({
      drop: z.array(z.enum(CLOUD_DROPS)).max(CLOUD_DROPS.length).default([]),
      header: z.boolean().default(false),
      /** Classes whose points get their own class again. */
      classes: z.array(z.int().min(0).max(255)).max(256).default([]),
      heights: z.boolean().default(false),
    })
    .default({ drop: [], header: false, classes: [], heights: false }),
});
export const publishUploadInput = uploadInput.extend({
  target: z.union([z.object({ datasetId: id }), z.object({ record: datasetRecord })]),
  /** Empty when the upload contains only rasters and point clouds. */
  layers: z.array(z.object({ uploadLayerId: id, title: line(120) })).max(100),
  /** A draft is prepared but hidden; a dataset that is already published stays published. */
  status: z.enum(["draft", "published"]).default("published"),
  /** Portals of the community that list the dataset right away. */
  portalIds: z.array(id).max(50).default([]),
  /** Paths of the upload's documents that become attachments of the dataset. */
  documents: z.union([z.literal("all"), z.array(z.string().max(4_000)).max(MAX_ATTACHMENTS)]).default("all"),
});
export const uploadDocuments = z.array(uploadDocument);
export const publishAnswer = z.object({ jobId: id, datasetId: id });

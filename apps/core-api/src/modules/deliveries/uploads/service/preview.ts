import { text } from "node:stream/consumers";
import { layerField } from "@archipel/contracts/layers.ts";
import type { preview, previewInput } from "@archipel/contracts/uploads.ts";
import { type Bbox, bboxesIntersect, growBbox, storedBbox } from "@archipel/geo/bbox.ts";
import { crsOf, touchesCrs } from "@archipel/geo/crs.ts";
import { scanWkb } from "@archipel/geo/wkb.ts";
import { z } from "zod";
import { type MemberActor, memberScope } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { recordOf } from "../../../../layer-store/tables/attribute-columns.ts";
import type { Sample } from "../inspect/sample.ts";
import { storedSource } from "../policy/source.ts";
import { isKnownSrid, sampleGeoJson } from "../queries.ts";
import { assertUpload } from "./read.ts";

type Preview = z.infer<typeof preview>;

const sampleSchema: z.ZodType<Sample> = z.object({
  features: z.array(
    z.object({ index: z.number(), values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])), geometry: z.string() }),
  ),
});

/** A sample of a layer on the map in a given CRS, before it is published. */
export async function previewLayer(core: Core, actor: MemberActor, input: z.infer<typeof previewInput>): Promise<Preview> {
  const { layer, srid, isKnown } = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, input.uploadId);
    const found = upload.layers.find((candidate) => candidate.id === input.uploadLayerId);
    if (!found) throw new DomainError("not-found", "upload-layer-not-found");
    const wanted = input.srid ?? found.chosenSrid;
    return { layer: found, srid: wanted, isKnown: wanted !== null && (await isKnownSrid(tx, wanted)) };
  });
  if (srid !== null && !isKnown) throw new DomainError("invalid", "crs-not-supported", { srid }, "srid");
  // A layer without features contradicts no coordinate system.
  const nothing = {
    srid,
    fits: layer.featureCount === 0,
    shown: 0,
    total: layer.featureCount,
    geojson: { type: "FeatureCollection", features: [] },
  };
  const { sampleKey } = storedSource.parse(layer.source);
  if (srid === null || sampleKey === null) return nothing;
  const sample = sampleSchema.parse(JSON.parse(await text(await core.storage.get(sampleKey))));
  const crs = crsOf(srid);
  const room: Bbox | null = crs ? growBbox(crs.bounds, 1) : null;
  const placeable = sample.features.filter((feature) => {
    const { bbox } = scanWkb(Buffer.from(feature.geometry, "hex"));
    return bbox !== null && (room === null || bboxesIntersect(bbox, room));
  });
  if (placeable.length === 0) return nothing;
  const geometries = await core.database.sqlAs(memberScope(actor), (sql) =>
    sampleGeoJson(
      sql,
      placeable.map((feature) => feature.geometry),
      srid,
    ),
  );
  const columns = z.array(layerField).parse(layer.fields);
  const features = placeable.flatMap((feature, index) => {
    const geometry = geometries[index];
    if (!geometry) return [];
    const properties = recordOf(columns.map((field, column) => [field.name, feature.values[column] ?? null] as const));
    return [{ type: "Feature", id: feature.index, geometry: JSON.parse(geometry), properties }];
  });
  const extent = storedBbox(layer.extent);
  const fits = features.length > 0 && (!crs || !extent || touchesCrs(extent, crs));
  return { srid, fits, shown: features.length, total: layer.featureCount, geojson: { type: "FeatureCollection", features } };
}

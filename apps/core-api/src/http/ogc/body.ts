import { attributeValue } from "@archipel/contracts/features.ts";
import { flipAxes, type Geometry, hasFiniteCoordinates, isGeometry } from "@archipel/geo/geojson.ts";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../kernel/domain-error.ts";
import { fieldCalled } from "../../layer-store/describe/source-names.ts";
import { type Attribute, recordOf } from "../../layer-store/tables/attribute-columns.ts";
import type { Collection } from "../../modules/features/collections/service.ts";
import { crsNamed } from "./parameters.ts";
import { RequestProblem } from "./problem.ts";

/** A feature as it was sent: attributes by column; geometry in the CRS of `drawnSrid`, easting or longitude first. */
export interface SentFeature {
  values: Record<string, Attribute>;
  /** Undefined when the body has no geometry member. */
  geometry: Geometry | null | undefined;
  drawnSrid: number;
}

const JSON_TYPES = ["application/geo+json", "application/json"];
export const MERGE_PATCH = "application/merge-patch+json";

const body = z.looseObject({
  type: z.literal("Feature").optional(),
  geometry: z.unknown().optional(),
  properties: z.record(z.string().max(255), z.unknown()).nullish(),
});

/**
 * Reads the feature of a POST or PUT, or the changes of a PATCH (RFC 7396). Members that servers add (`id`, `links`) are ignored.
 *
 * @throws RequestProblem for an unsupported media type or CRS; DomainError for a body that is not a feature
 */
export function sentFeature(request: FastifyRequest, collection: Collection): SentFeature {
  const type =
    String(request.headers["content-type"] ?? "")
      .split(";")[0]
      ?.trim()
      .toLowerCase() ?? "";
  const isPatch = request.method === "PATCH";
  if (isPatch ? type !== MERGE_PATCH : !JSON_TYPES.includes(type)) throw new RequestProblem(415, "media-type-not-supported");
  const named = request.headers["content-crs"];
  const crs = crsNamed(
    typeof named === "string" ? named : undefined,
    collection,
    () => new RequestProblem(400, "parameter-invalid", { parameter: "Content-Crs" }),
  );
  const read = body.safeParse(request.body);
  if (!read.success || (!isPatch && read.data.type === undefined)) throw new DomainError("invalid", "body-no-feature");
  const { geometry, properties } = read.data;
  const values = Object.entries(properties ?? {}).map(([name, value]): [string, Attribute] => {
    const plain = attributeValue.safeParse(value);
    if (!plain.success) throw new DomainError("invalid", "value-not-simple", { column: name }, name);
    // An unknown name is refused with the other rules of the layer.
    return [fieldCalled(collection.fields, collection.names, name)?.column ?? name, plain.data];
  });
  const columns = values.map(([column]) => column);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw new DomainError("invalid", "value-given-twice", { column: collection.names.get(twice) ?? twice });
  return { values: recordOf(values), geometry: geometryOf(geometry, crs.isNorthFirst), drawnSrid: crs.srid };
}

function geometryOf(sent: unknown, isFlipped: boolean): Geometry | null | undefined {
  if (sent === undefined || sent === null) return sent;
  if (!isGeometry(sent) || !hasFiniteCoordinates(sent)) throw new DomainError("invalid", "geometry-unreadable", {}, "geometry");
  return isFlipped ? flipAxes(sent) : sent;
}

import type { LayerField } from "@archipel/contracts/layers.ts";
import type { FastifyReply } from "fastify";
import type { Collection } from "../../modules/features/collections/service.ts";
import { sendPage } from "../../pages/ogc/page.ts";
import { schemaPage } from "../../pages/ogc/schema.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, readCollectionCall, sendDescription, withCaching } from "./call.ts";

type Property = Record<string, unknown>;

const TYPES: Record<LayerField["type"], Property> = {
  text: { type: "string" },
  integer: { type: "integer", format: "int64" },
  double: { type: "number" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date" },
  datetime: { type: "string", format: "date-time" },
  // The format date-time of JSON Schema requires a zone.
  localdatetime: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$" },
};

/** The visible fields of a layer as JSON Schema 2020-12: the fields to filter by, or all with their rules. */
export const fieldsAs = (name: "queryables" | "schema") => async (asker: Asker, request: HttpRequest, reply: FastifyReply) => {
  const call = await readCollectionCall(asker, request);
  const { collection, base } = call;
  withCaching(reply, collection.isPublic);
  if (call.isHtml) return sendPage(reply, schemaPage(call, collection, name));
  const own = name === "schema" ? { id: { type: "integer", readOnly: true, "x-ogc-role": "id" } } : {};
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `${base}/collections/${collection.id}/${name}`,
    title: collection.title,
    type: "object",
    properties: { ...own, geometry: geometryOf(collection), ...propertiesOf(collection) },
    ...(name === "schema" && requiredOf(collection)),
    additionalProperties: false,
  };
  return sendDescription(request, reply, schema, "application/schema+json; charset=utf-8");
};

function propertiesOf({ fields, names }: Collection): Record<string, Property> {
  const properties = fields.map((field, index): [string, Property] => {
    const title = field.label ?? field.name;
    return [names.get(field.column) ?? "", { title, ...TYPES[field.type], ...ruleOf(field), "x-ogc-propertySeq": index + 2 }];
  });
  return Object.fromEntries(properties);
}

/** The rule of a field in JSON Schema. */
function ruleOf({ rule }: LayerField): Property {
  if (!rule) return {};
  return {
    ...(rule.help && { description: rule.help }),
    // Values with labels: `oneOf` with titles, as QGIS shows them.
    ...(rule.values && { oneOf: rule.values.map(({ value, label }) => ({ const: value, title: label ?? String(value) })) }),
    ...(rule.pattern && { pattern: `^(?:${rule.pattern})$` }),
    ...(rule.example && { examples: [rule.example] }),
    ...(rule.min !== undefined && { minimum: rule.min }),
    ...(rule.max !== undefined && { maximum: rule.max }),
  };
}

function requiredOf({ fields, names }: Collection): Property {
  const required = fields.filter(({ rule }) => rule?.isRequired).map(({ column }) => names.get(column));
  return required.length > 0 ? { required } : {};
}

/** `MultiPolygon Z` is `geometry-multipolygon`; a spatial property has a format and no type. */
function geometryOf({ geometryType }: Collection): Property {
  const kind = geometryType.replace(/ Z$/, "").toLowerCase();
  return { format: kind === "geometry" ? "geometry-any" : `geometry-${kind}`, "x-ogc-role": "primary-geometry", "x-ogc-propertySeq": 1 };
}

import type { GeometryKind, LayerField } from "@archipel/contracts/layers.ts";
import { geometryKindOf } from "../../../layer-store/describe/geometry-kind.ts";
import { fault, type LabelOptions, labelsOf, type Parameter, type Reading, type SourceLayer } from "./parameter.ts";

type Fitting = { geometries?: readonly GeometryKind[] };

function readLayer(raw: unknown, { key, layers }: Reading, { geometries }: Fitting): SourceLayer {
  const layer = typeof raw === "string" ? layers.get(raw.toLowerCase()) : undefined;
  if (!layer) throw fault(key, "processing-layer-not-found");
  // A layer of mixed shapes may hold some of the wanted kind: it is accepted, and the other features are skipped.
  if (geometries && ![...geometries, "mixed"].includes(geometryKindOf(layer.geometryType)))
    throw fault(key, "processing-layer-shape", { layer: layer.title });
  return layer;
}

const idsOf = (raw: unknown): string[] => [raw].flat().filter((id) => typeof id === "string");

/** A layer of the community. */
export function layerParameter(options: LabelOptions & Fitting): Parameter<SourceLayer> {
  return {
    describe: (key) => ({ ...labelsOf(key, options), kind: "layer", geometries: options.geometries ? [...options.geometries] : null }),
    layerIds: idsOf,
    read(raw, reading) {
      if (raw === undefined || raw === null || raw === "") throw fault(reading.key, "processing-parameter-missing");
      return readLayer(raw, reading, options);
    },
  };
}

/** Several layers of the community, in their order. */
export function layersParameter(options: LabelOptions & Fitting & { min: number; max: number }): Parameter<SourceLayer[]> {
  const { min, max, geometries } = options;
  return {
    describe: (key) => ({ ...labelsOf(key, options), kind: "layers", min, max, geometries: geometries ? [...geometries] : null }),
    layerIds: idsOf,
    read(raw, reading) {
      const chosen = Array.isArray(raw) ? [...new Set<unknown>(raw)] : [];
      if (chosen.length < min || chosen.length > max) throw fault(reading.key, "processing-layers-count", { min, max });
      return chosen.map((one) => readLayer(one, reading, options));
    },
  };
}

type OfLayer = { of: string; types?: readonly LayerField["type"][] };

function readField(raw: unknown, reading: Reading, { of, types }: OfLayer): LayerField {
  const layer = reading.layerOf(of);
  const field = layer.fields.find((candidate) => candidate.column === raw);
  if (!field) throw fault(reading.key, "processing-field-unknown", { field: String(raw).slice(0, 60), layer: layer.title });
  if (types && !types.includes(field.type)) throw fault(reading.key, "processing-field-type", { field: field.label ?? field.name });
  return field;
}

/** A field of the layer that the parameter `of` chose, by its column. */
export function fieldParameter(options: LabelOptions & OfLayer): Parameter<LayerField> {
  return {
    describe: (key) => ({ ...labelsOf(key, options), kind: "field", of: options.of, types: options.types ? [...options.types] : null }),
    layerIds: () => [],
    read(raw, reading) {
      if (raw === undefined || raw === null || raw === "") throw fault(reading.key, "processing-parameter-missing");
      return readField(raw, reading, options);
    },
  };
}

/** Fields of the layer that the parameter `of` chose, each once, in their order. May be empty. */
export function fieldsParameter(options: LabelOptions & OfLayer & { max?: number }): Parameter<LayerField[]> {
  const { max = 50 } = options;
  return {
    describe: (key) => ({
      ...labelsOf(key, options),
      isOptional: true,
      kind: "fields",
      of: options.of,
      types: options.types ? [...options.types] : null,
      max,
    }),
    layerIds: () => [],
    read(raw, reading) {
      if (raw === undefined || raw === null) return [];
      const columns = Array.isArray(raw) ? [...new Set<unknown>(raw)] : [raw];
      if (columns.length > max) throw fault(reading.key, "processing-fields-count", { max });
      return columns.map((column) => readField(column, reading, options));
    },
  };
}

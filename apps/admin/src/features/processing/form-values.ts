import type { Bbox } from "@archipel/contracts/place.ts";
import type { ParameterDescription, ProcessableLayer, ProcessingDescription } from "@archipel/contracts/processing.ts";
import { unionAll } from "@archipel/geo/bbox.ts";

/** The values of the form by parameter key. */
export type Values = Readonly<Record<string, unknown>>;

/** The first values of a form. The layer in the address fills the first layer parameter. */
export function initialValues(processing: Pick<ProcessingDescription, "parameters">, layerId: string | null): Values {
  const first = processing.parameters.find(({ kind }) => kind === "layer");
  return Object.fromEntries(
    processing.parameters.map((parameter) => [parameter.key, parameter === first && layerId ? layerId : initialValue(parameter)]),
  );
}

function initialValue(parameter: ParameterDescription): unknown {
  switch (parameter.kind) {
    case "number":
    case "choice":
    case "boolean":
    case "text":
      return parameter.initial;
    case "layers":
    case "fields":
      return [];
    case "condition":
      return { match: "all", tests: [] };
    default:
      return null;
  }
}

/** The layers that a parameter accepts: those of its geometry types, and mixed ones, which may hold them. */
export function fittingLayers(
  parameter: Extract<ParameterDescription, { kind: "layer" | "layers" }>,
  layers: readonly ProcessableLayer[],
): readonly ProcessableLayer[] {
  const { geometries } = parameter;
  return geometries === null ? layers : layers.filter(({ geometry }) => geometry === "mixed" || geometries.includes(geometry));
}

/** The box around all chosen layers; around all layers until one is chosen. */
export function aroundChosen(values: Values, layers: readonly ProcessableLayer[]): Bbox | null {
  const named = new Set(Object.values(values).flat());
  const around = (of: readonly ProcessableLayer[]) => unionAll(of.flatMap(({ bbox }) => (bbox ? [bbox] : [])));
  return around(layers.filter(({ id }) => named.has(id))) ?? around(layers);
}

/** The fields that a parameter offers: those of the layer chosen in another parameter, with fitting types. */
export function offeredFields(
  parameter: { readonly of: string; readonly types?: readonly string[] | null },
  values: Values,
  layers: readonly ProcessableLayer[],
) {
  const layer = layers.find(({ id }) => id === values[parameter.of]);
  const { types } = parameter;
  return (layer?.fields ?? []).filter(({ type }) => !types || types.includes(type));
}

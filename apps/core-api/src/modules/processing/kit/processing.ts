import type { ParameterDescription, ProcessingDescription, Words } from "@archipel/contracts/processing.ts";
import { withColumns } from "./fields.ts";
import { type Parameter, type Parameters, type Reading, type SourceLayer, spaced, type ValuesOf } from "./parameter.ts";
import type { Recipe } from "./recipe.ts";

interface Definition<P extends Parameters> {
  /** Part of URLs and of lineage: it never changes. */
  id: string;
  /** Increases when the same parameters would give another result. */
  version: number;
  title: Words;
  help: Words;
  parameters: P;
  /** Kinds of result that it can make; both by default. */
  results?: ProcessingDescription["results"];
  /** Labels of the numbers that its recipes count. */
  counts?: Record<string, Words>;
  /** How to make the result for these parameters. @throws DomainError when they contradict each other: `fault(key, …)` */
  recipe(values: ValuesOf<P>): Recipe;
}

/** A processing as the rest of the module uses it. */
export interface Processing extends ProcessingDescription {
  /** Ids of the layers that the parameters name. */
  layerIds(raw: Readonly<Record<string, unknown>>): string[];
  /** @throws DomainError that says which parameter is wrong, and how to correct it */
  read(raw: Readonly<Record<string, unknown>>, layers: ReadonlyMap<string, SourceLayer>): { recipe: Recipe; sources: SourceLayer[] };
}

/** Defines a processing. Each file of `processings/` has one as its default export; the folder is read when the server starts. */
export function processing<const P extends Parameters>(definition: Definition<P>): Processing {
  const { id, version, title, help, results = ["layer", "file"], counts = {} } = definition;
  const entries = Object.entries<Parameter<unknown>>(definition.parameters);
  return {
    id,
    version,
    title: spaced(title),
    help: spaced(help),
    results,
    counts,
    parameters: entries.map(([key, parameter]): ParameterDescription => parameter.describe(key)),
    layerIds: (raw) => [...new Set(entries.flatMap(([key, parameter]) => parameter.layerIds(raw[key])).map((one) => one.toLowerCase()))],
    read(raw, layers) {
      const values: Record<string, unknown> = {};
      const sources = new Map<string, SourceLayer>();
      for (const [key, parameter] of entries) {
        const value = parameter.read(raw[key], { key, layers, layerOf: (other) => chosenLayer(values, other) } satisfies Reading);
        values[key] = value;
        for (const one of [value].flat()) if (isSource(one, layers)) sources.set(one.id, one);
      }
      // Each value was parsed by the parameter of its key just above.
      const recipe = definition.recipe(values as ValuesOf<P>);
      return { recipe: { ...recipe, fields: withColumns(recipe.fields) }, sources: [...sources.values()] };
    },
  };
}

function isSource(value: unknown, layers: ReadonlyMap<string, SourceLayer>): value is SourceLayer {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" && layers.get(value.id) === value;
}

function chosenLayer(values: Readonly<Record<string, unknown>>, key: string): SourceLayer {
  const layer = values[key];
  if (typeof layer !== "object" || layer === null || !("tableName" in layer))
    throw new Error(`parameter ${key} is no layer, or comes later`);
  return layer as SourceLayer;
}

import type { LayerField } from "@archipel/contracts/layers.ts";
import type { ParameterDescription, Words } from "@archipel/contracts/processing.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { DomainError, type ErrorParams } from "../../../kernel/domain-error.ts";

/** A layer of the community, as input of a processing. */
export interface SourceLayer {
  id: string;
  title: string;
  datasetId: string;
  datasetTitle: string;
  tableName: string;
  /** `MultiPolygon Z`, `Geometry`… */
  geometryType: string;
  srid: number;
  fields: LayerField[];
  featureCount: number;
  revision: number;
}

/** What a parameter may use when it is read: the layers that the request names, and the parameters before it. */
export interface Reading {
  key: string;
  layers: ReadonlyMap<string, SourceLayer>;
  /** The layer that the parameter `key` chose. @throws when that parameter is not a layer: a mistake in the processing's file */
  layerOf(key: string): SourceLayer;
}

/** A typed parameter. It describes itself for forms, and parses and validates what a caller sent. */
export interface Parameter<T> {
  describe(key: string): ParameterDescription;
  /** Ids of layers in what a caller sent. */
  layerIds(raw: unknown): string[];
  /** @throws DomainError that names the parameter and says how to correct it */
  read(raw: unknown, reading: Reading): T;
}

export type Parameters = Record<string, Parameter<unknown>>;
export type ValuesOf<P extends Parameters> = { [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

/** Label and help of a parameter. */
export interface LabelOptions {
  label: Words;
  help?: Words;
}
export const labelsOf = (key: string, { label, help }: LabelOptions) => ({
  key,
  label: spaced(label),
  help: help ? spaced(help) : null,
  isOptional: false,
});

/** Words for display: French puts non-breaking spaces before some punctuation marks. */
export const spaced = (words: Words): Words => ({ ...words, fr: unbroken(words.fr) });

/** An error of a parameter. The message is `errors.<code>`; the field says where a form shows it. */
export function fault(key: string, code: string, params: ErrorParams = {}): DomainError {
  return new DomainError("invalid", code, { parameter: key, ...params }, `parameters.${key}`);
}

const isMissing = (raw: unknown) => raw === undefined || raw === null || raw === "" || (Array.isArray(raw) && raw.length === 0);

/** A parameter that may be left out: its value is then null. */
export function optional<T>(parameter: Parameter<T>): Parameter<T | null> {
  return {
    describe: (key) => ({ ...parameter.describe(key), isOptional: true }),
    layerIds: (raw) => parameter.layerIds(raw),
    read: (raw, reading) => (isMissing(raw) ? null : parameter.read(raw, reading)),
  };
}

/** A parameter of a plain value. A missing value becomes the initial value, if there is one. */
export function plain<T>(
  describe: (key: string) => ParameterDescription,
  read: (raw: unknown, key: string) => T,
  initial?: unknown,
): Parameter<T> {
  return {
    describe,
    layerIds: () => [],
    read(raw, { key }) {
      const given = isMissing(raw) ? initial : raw;
      if (isMissing(given)) throw fault(key, "processing-parameter-missing");
      return read(given, key);
    },
  };
}

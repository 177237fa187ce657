import type { AttributeCondition } from "@archipel/contracts/features.ts";
import type { Bounds } from "./map-handle.ts";

export type AttributeValue = string | number | boolean | null;

export interface FieldValues {
  readonly values: readonly { readonly value: AttributeValue; readonly count: number }[];
  readonly min: number | null;
  readonly max: number | null;
}

export interface FoundFeature {
  fid: number;
  label: string;
  bbox: Bounds | null;
  properties: Record<string, AttributeValue>;
}

/** Why data were not read, in the person's language: shown instead of the general sentence. */
export class ReadRefusal extends Error {
  override name = "ReadRefusal";
}

/** The sentence for data that were not read. */
export function failureText(error: unknown, general: string): string {
  return error instanceof ReadRefusal ? error.message : general;
}

/** Reads data that tiles do not contain. Rejects when they cannot be read: with `ReadRefusal` when the person can do something about it. */
export interface MapData {
  feature(layerId: string, fid: number): Promise<FoundFeature>;
  /** @param confidenceAtLeast leaves out features of lower confidence; @param conditions those that features must meet */
  inView(
    layerId: string,
    bounds: Bounds,
    q: string | undefined,
    confidenceAtLeast: number | undefined,
    conditions?: readonly AttributeCondition[],
  ): Promise<{ items: FoundFeature[]; total: number }>;
  /** The frequent values of a field, and its range. */
  values?(layerId: string, column: string): Promise<FieldValues>;
  /** The document of a file name that a feature contains; null when the dataset of the layer does not have it. */
  document?(layerId: string, fileName: string): Promise<{ href: string; title: string } | null>;
}

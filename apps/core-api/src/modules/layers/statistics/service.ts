import type { FieldClasses, fieldClassesInput, StyleFields } from "@archipel/contracts/layers.ts";
import type { z } from "zod";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { readValues } from "../service.ts";
import { type Bin, classStarts } from "./policy/class-limits.ts";
import { suggestFields } from "./policy/field-suggestions.ts";
import { roundStarts } from "./policy/round-limits.ts";
import { binnedValues, profileFields } from "./queries.ts";

/** Bars of the histogram. */
const BARS = 40;

/** Classes of a numeric field of what the caller reads of the layer, computed by a method, with a histogram of its values. */
export async function computeClasses(core: Core, actor: Actor, input: z.infer<typeof fieldClassesInput>): Promise<FieldClasses> {
  const { bins, missing, share } = await readValues(core, actor, input.layerId, (sql, layer) => {
    const field = layer.fields.find(({ column }) => column === input.column);
    if (!field || (field.type !== "integer" && field.type !== "double")) {
      throw new DomainError("not-found", "column-not-found", { column: input.column });
    }
    return binnedValues(sql, layer, field);
  });
  const whole = (count: number) => Math.round(count / share);
  const starts = roundStarts(classStarts(input.method, bins, input.count), bins);
  return {
    starts,
    counts: countsOf(starts, bins).map(whole),
    min: bins[0]?.min ?? null,
    max: bins.at(-1)?.max ?? null,
    missing: whole(missing),
    isSample: share < 1,
    histogram: histogramOf(bins).map((bar) => ({ ...bar, count: whole(bar.count) })),
  };
}

/** How the fields that the caller sees of a layer are filled, and which of them a style should use first. */
export function profileForStyle(core: Core, actor: Actor, layerId: string): Promise<StyleFields> {
  return readValues(core, actor, layerId, async (sql, layer) => suggestFields(layer.fields, await profileFields(sql, layer, layer.fields)));
}

/** Features in each class. */
function countsOf(starts: readonly number[], bins: readonly Bin[]): number[] {
  const counts = starts.map(() => 0);
  for (const { mean, count } of bins) {
    const place = Math.max(
      0,
      starts.findLastIndex((start) => start <= mean),
    );
    counts[place] = (counts[place] ?? 0) + count;
  }
  return counts;
}

/** Features by ranges of equal width. */
function histogramOf(bins: readonly Bin[]): { from: number; to: number; count: number }[] {
  const [low, high] = [bins[0]?.min, bins.at(-1)?.max];
  if (low === undefined || high === undefined) return [];
  const width = (high - low) / BARS || 1;
  const bars = Array.from({ length: high > low ? BARS : 1 }, (_, index) => ({
    from: low + index * width,
    to: low + (index + 1) * width,
    count: 0,
  }));
  for (const { mean, count } of bins) {
    const bar = bars[Math.min(bars.length - 1, Math.floor((mean - low) / width))];
    if (bar) bar.count += count;
  }
  return bars;
}

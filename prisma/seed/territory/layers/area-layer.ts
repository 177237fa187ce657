import { coverageAreas } from "../coverage.ts";
import { areaFeature, type TerritoryLayer, type Value } from "../feature.ts";
import type { Relief } from "../relief.ts";

/** Source of an area layer: one coverage of the land, or several on top of each other, and the attributes of each area. */
interface AreaLayer extends Pick<TerritoryLayer, "name" | "title" | "fields"> {
  minAreaSquareMetres: number;
  /** `labels`: one number for each cell, 0 where there is nothing. `describe` returns null for no area. */
  coverages(): Iterable<{ labels: Int32Array; describe(label: number, number: number): Record<string, Value> | null }>;
}

export function areaLayer({ grid }: Relief, { name, title, fields, minAreaSquareMetres, coverages }: AreaLayer): TerritoryLayer {
  return {
    name,
    title,
    geometry: "MultiPolygon",
    fields,
    *features() {
      let number = 0;
      for (const { labels, describe } of coverages()) {
        for (const area of coverageAreas(grid, labels, { outline: "curved", minAreaSquareMetres })) {
          const properties = describe(area.label, number + 1);
          if (!properties) continue;
          number += 1;
          yield areaFeature(area.rings, properties);
        }
      }
    },
  };
}

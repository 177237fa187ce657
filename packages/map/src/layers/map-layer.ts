import type { StyledLayer } from "@archipel/map-style/layer-style.ts";

/** The properties of a data layer that the map needs; the API's portal layers fit. */
export interface MapLayer extends StyledLayer {
  readonly title: string;
  readonly datasetTitle: string;
  readonly datasetSlug: string;
  readonly isSynthetic: boolean;
  readonly licence: string;
  readonly isVisible: boolean;
  readonly featureCount: number;
  readonly bbox: readonly [number, number, number, number] | null;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly revision: number;
  readonly fields: readonly MapField[];
}

export interface MapField {
  readonly name: string;
  readonly column: string;
  readonly type: string;
  readonly label?: string | undefined;
  readonly isHidden?: boolean | undefined;
}

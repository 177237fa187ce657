import type { LayerField } from "@archipel/contracts/layers.ts";
import type { StyledLayer } from "@archipel/map-style/layer-style.ts";

/** The properties of a data layer that the map needs; the API's portal layers fit. */
export interface MapLayer extends StyledLayer {
  /** `pointcloud`: its features are the tiles of a cloud, which has a viewer of its own. */
  readonly kind?: string | undefined;
  readonly title: string;
  /** Languages of the titles, when they are not in the reader's language. */
  readonly titleLang?: string | undefined;
  readonly datasetTitle: string;
  readonly datasetTitleLang?: string | undefined;
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
  /** Language of the label, when it is not the reader's. */
  readonly lang?: string | undefined;
  readonly isHidden?: boolean | undefined;
  /** Its codes and what they mean. */
  readonly rule?: LayerField["rule"];
}

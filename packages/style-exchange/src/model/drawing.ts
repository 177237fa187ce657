import type { Appearance } from "@archipel/map-style/layer-style.ts";
import type { Condition } from "./condition.ts";
import type { Place } from "./notes.ts";

/** Zooms between which something is drawn; an absent end is open. */
export interface Zooms {
  readonly minZoom?: number;
  readonly maxZoom?: number;
}

/** One class: which features it draws, and how. */
export interface Rule extends Zooms {
  readonly place: Place;
  /** Text of the legend. */
  readonly title?: string;
  readonly condition: Condition;
  /** Null when the rule draws nothing for the layer's geometry. */
  readonly look: Appearance | null;
}

/** Texts of features. Fields are named as the file names them. */
export interface Labels extends Zooms {
  readonly parts: readonly ({ readonly text: string } | { readonly field: string })[];
  readonly sizePx?: number | undefined;
  readonly colour?: string | undefined;
  readonly haloColour?: string | undefined;
  readonly haloPx?: number | undefined;
  readonly priorityField?: string | undefined;
}

/** Kinds of drawing that are no list of rules. */
export type Special =
  | {
      readonly kind: "heat";
      readonly field?: string | undefined;
      readonly radiusPx: number;
      readonly colours: readonly string[];
      readonly intensity?: number;
      readonly weightOne?: number;
      readonly pointsFromZoom?: number;
    }
  | { readonly kind: "clusters"; readonly distancePx: number; readonly colour?: string | undefined; readonly pointsFromZoom?: number }
  | {
      readonly kind: "size";
      readonly field: string;
      readonly from: { readonly value: number; readonly sizePx: number };
      readonly to: { readonly value: number; readonly sizePx: number };
      readonly scale: "area" | "linear";
    };

/** What a style file says, in terms that all formats share. Files become drawings, drawings become styles; and the other way round. */
export interface Drawing extends Zooms {
  readonly rules: readonly Rule[];
  readonly labels?: Labels | undefined;
  readonly special?: Special | undefined;
}

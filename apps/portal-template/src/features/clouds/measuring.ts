import type { Triple } from "@archipel/pointcloud/las/header.ts";

export const CLOUD_MEASURES = ["distance", "area", "volume", "section"] as const;
export type CloudMeasure = (typeof CLOUD_MEASURES)[number];

/** What the visitor measures: places of the scene, in the order in which they were pointed at. */
export interface Measuring {
  readonly what: CloudMeasure;
  readonly places: readonly Triple[];
}

export type MeasuringAction =
  | { readonly type: "chosen"; readonly what: CloudMeasure }
  | { readonly type: "added"; readonly place: Triple }
  /** Another outline, such as that of a box. */
  | { readonly type: "replaced"; readonly places: readonly Triple[] }
  | { readonly type: "undone" }
  | { readonly type: "cleared" };

/** More points than this are no measure that a person makes. */
const MOST_PLACES = 200;

export function measuringReducer(state: Measuring, action: MeasuringAction): Measuring {
  switch (action.type) {
    case "chosen":
      // The same points mean something for another measure, except that a section has two.
      return { what: action.what, places: action.what === "section" ? state.places.slice(0, 2) : state.places };
    case "added":
      // A third point of a section begins another one.
      if (state.what === "section" && state.places.length === 2) return { ...state, places: [action.place] };
      return state.places.length >= MOST_PLACES ? state : { ...state, places: [...state.places, action.place] };
    case "replaced":
      return { ...state, places: action.places.slice(0, MOST_PLACES) };
    case "undone":
      return { ...state, places: state.places.slice(0, -1) };
    case "cleared":
      return { ...state, places: [] };
  }
}

export const isOutline = ({ what }: Measuring): boolean => what === "area" || what === "volume";

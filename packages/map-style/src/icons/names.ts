/** Plain shapes: drawn in the colour of the class. */
export const SHAPES = ["circle", "square", "diamond", "triangle", "hexagon", "star", "cross"] as const;
export type Shape = (typeof SHAPES)[number];

/** Pictograms: drawn on a disc in the colour of the class. */
export const PICTOGRAMS = [
  "house",
  "town-hall",
  "school",
  "health",
  "shop",
  "factory",
  "monument",
  "tree",
  "water",
  "fire",
  "warning",
  "bolt",
  "antenna",
  "car-park",
  "bus",
  "bike",
  "flag",
  "information",
  "mountain",
  "waste",
] as const;
export type Pictogram = (typeof PICTOGRAMS)[number];

/** What a point may be drawn as. A point without one is a circle. */
export const ICONS = [...SHAPES, ...PICTOGRAMS] as const;
export type Icon = Shape | Pictogram;

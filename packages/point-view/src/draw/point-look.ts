/** What colours mean. The order is that of the shader. */
export const COLOURINGS = ["elevation", "class", "intensity", "return", "rgb", "infrared", "date"] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** How points are drawn. */
export interface PointLook {
  readonly colouring: Colouring;
  /** Heights in the scene that the ends of the palette mean. */
  readonly heights: readonly [number, number];
  /** Intensities, of 65,535, that the ends of the palette mean. */
  readonly intensities: readonly [number, number];
  /** 256 colours of classes, then 256 of the palette: red, green, blue, and 0 for what is hidden. */
  readonly colours: Uint8Array<ArrayBuffer>;
  /** How dark edges of depth are; 0 without shading. */
  readonly shading: number;
}

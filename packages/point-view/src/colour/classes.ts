/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Colours of classes: those that IGN draws its classes with, as far as it publishes any (its training data FLAIR), and colours of the same
 * kind for other codes of LAS. Virtual points are black there, which a dark page would hide.
 */
const CLASS_COLOURS: Readonly<Record<number, Colour>> = {
  0: [190, 190, 190],
  1: [211, 211, 211],
  2: [178, 112, 66],
  3: [179, 185, 77],
  4: [78, 154, 78],
  5: [43, 108, 43],
  6: [226, 50, 44],
  7: [255, 0, 255],
  9: [30, 144, 255],
  10: [150, 120, 160],
  11: [140, 140, 150],
  13: [250, 190, 120],
  14: [250, 160, 80],
  15: [160, 200, 240],
  16: [120, 170, 230],
  17: [247, 223, 30],
  18: [255, 90, 220],
  64: [255, 140, 0],
  65: [152, 78, 230],
  66: [0, 190, 190],
  67: [200, 120, 120],
};

/** Codes without a colour of their own get one of these, always the same. */
const OTHERS: readonly Colour[] = [
  [230, 120, 190],
  [120, 200, 220],
  [210, 180, 120],
  [160, 140, 220],
];

export function classColour(code: number): Colour {
  return CLASS_COLOURS[code] ?? (OTHERS[code % OTHERS.length] as Colour);
}

import { alongRamp } from "./oklab.ts";

/** `sequential`: from little to much; `diverging`: around a middle; `qualitative`: no order. */
export type PaletteKind = "sequential" | "diverging" | "qualitative";

export interface Palette {
  id: string;
  kind: PaletteKind;
  /** Sequential and diverging: stops of the ramp. Qualitative: the colours themselves, the first ones for few classes. */
  colours: readonly string[];
}

/**
 * Ramps of our own between a few anchors, in OKLab; `viridis` by Nathaniel Smith and Stéfan van der Walt (CC0); `okabe-ito` as published by
 * Masataka Okabe and Kei Ito for people with any colour vision.
 */
export const PALETTES: readonly Palette[] = [
  { id: "blue", kind: "sequential", colours: ["#dcebf7", "#5b9ccb", "#0b3a6b"] },
  { id: "green", kind: "sequential", colours: ["#e3f1dc", "#5fa566", "#0f4a2a"] },
  { id: "orange", kind: "sequential", colours: ["#fdead3", "#ea8a3c", "#7f2c04"] },
  { id: "violet", kind: "sequential", colours: ["#ebe5f3", "#9377bb", "#42186f"] },
  { id: "red", kind: "sequential", colours: ["#fbe3dc", "#dd6a57", "#77101c"] },
  { id: "grey", kind: "sequential", colours: ["#eeeeec", "#939391", "#2b2b2b"] },
  { id: "ember", kind: "sequential", colours: ["#fff3b8", "#f6a13c", "#cf3f25", "#6b0f1a"] },
  { id: "lagoon", kind: "sequential", colours: ["#f1f6c6", "#5bbb9f", "#22749b", "#172f63"] },
  {
    id: "viridis",
    kind: "sequential",
    colours: ["#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58", "#b5de2b", "#fde725"],
  },
  { id: "blue-red", kind: "diverging", colours: ["#15467f", "#74a9d2", "#f3efe6", "#e08a6d", "#8c1420"] },
  { id: "violet-green", kind: "diverging", colours: ["#4b1d70", "#ab8ac4", "#f2efec", "#86bd86", "#0f4f2b"] },
  { id: "brown-teal", kind: "diverging", colours: ["#5f3a05", "#cfa458", "#f4efe3", "#6fb9ad", "#05443d"] },
  {
    id: "vivid",
    kind: "qualitative",
    colours: [
      "#3b7dbf",
      "#d2691e",
      "#2f8f6b",
      "#a83e6b",
      "#6d5ba8",
      "#b58a00",
      "#3f9aa6",
      "#8c5a3c",
      "#5f8a2e",
      "#c0504d",
      "#4a5fa5",
      "#7d7d7d",
    ],
  },
  {
    id: "okabe-ito",
    kind: "qualitative",
    colours: ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#1a1a1a"],
  },
  {
    id: "pastel",
    kind: "qualitative",
    colours: ["#9cc4e4", "#f5c08a", "#a9d8b8", "#e3aac6", "#c5b8e3", "#ecd97f", "#9fd6d8", "#d3b49a", "#c4d98f", "#c9c9c9"],
  },
  {
    id: "dark",
    kind: "qualitative",
    colours: ["#1f4e79", "#8c4513", "#1d5c45", "#7a1f4b", "#473a7d", "#6e5400", "#1f5f68", "#5a3825", "#3d5a1a", "#4d4d4d"],
  },
];

export const paletteOf = (id: string | undefined): Palette | undefined => PALETTES.find((palette) => palette.id === id);

/** As many colours of a palette as there are classes. A qualitative palette repeats its colours. */
export function coloursOf({ kind, colours }: Palette, count: number, isReversed = false): string[] {
  const found = Array.from({ length: count }, (_, index) =>
    kind === "qualitative"
      ? (colours[index % colours.length] ?? "#000000")
      : // The palest end of a ramp is hardly visible on a pale map, so that few classes do not use it.
        alongRamp(colours, count === 1 ? 0.6 : index / (count - 1)),
  );
  return isReversed ? found.toReversed() : found;
}

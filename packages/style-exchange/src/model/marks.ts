import type { Icon } from "@archipel/map-style/icons/names.ts";

/** Shapes of QGIS and of SLD's well-known marks, as ours. What is absent becomes a circle, with a note. */
const SHAPES: Readonly<Record<string, Icon>> = {
  circle: "circle",
  square: "square",
  rectangle: "square",
  square_with_corners: "square",
  rounded_square: "square",
  diamond: "diamond",
  triangle: "triangle",
  equilateral_triangle: "triangle",
  pentagon: "hexagon",
  hexagon: "hexagon",
  octagon: "hexagon",
  star: "star",
  diamond_star: "star",
  cross: "cross",
  cross_fill: "cross",
};

/** Shapes that become another one without a loss that people see. */
const SAME = new Set([
  "circle",
  "square",
  "rectangle",
  "diamond",
  "triangle",
  "equilateral_triangle",
  "hexagon",
  "star",
  "cross",
  "cross_fill",
]);

export function shapeOf(name: string): { icon: Icon; isSame: boolean } {
  const key = name.toLowerCase().replace(/^(?:shape|qgis):\/\//, "");
  return { icon: SHAPES[key] ?? "circle", isSame: SAME.has(key) };
}

/** Words of the names of SVG files, and the pictogram of ours that shows the same. The first word found decides. */
const PICTOGRAMS: readonly (readonly [RegExp, Icon])[] = [
  [/town.?hall|mairie|public.?building|prison|court/, "town-hall"],
  [/school|ecole|college|university|education|kindergarten|library/, "school"],
  [/hospital|health|pharmacy|doctor|medical|sante|clinic/, "health"],
  [/shop|store|supermarket|market|commerce|kiosk/, "shop"],
  [/factory|industr|usine|works|mine/, "factory"],
  [/monument|memorial|castle|ruins|church|worship|museum|historic|patrimoine|archaeolog/, "monument"],
  [/tree|forest|park(?!ing)|garden|coniferous|deciduous|arbre|wood/, "tree"],
  [/water|drinking|fountain|swimming|well|river|eau/, "water"],
  [/fire|incendie|flame/, "fire"],
  [/warning|danger|hazard|alert|emergency/, "warning"],
  [/bolt|electric|power|energy|lightning/, "bolt"],
  [/antenna|tower|communications|transmitter|radio|mast/, "antenna"],
  [/parking|car.?park/, "car-park"],
  [/bus/, "bus"],
  [/bicycle|bike|velo|cycling/, "bike"],
  [/flag|embassy|drapeau/, "flag"],
  [/information|(^|[_/])info/, "information"],
  [/peak|mountain|summit|hill/, "mountain"],
  [/recycl|waste|bin|dechet|trash/, "waste"],
  [/house|home|hotel|shelter|hut|building|accommodation|chalet/, "house"],
  [/star/, "star"],
  [/square/, "square"],
  [/triangle/, "triangle"],
  [/diamond/, "diamond"],
  [/cross/, "cross"],
];

/** The pictogram that shows what an SVG file does, by its name; undefined when nothing comes near. */
export function pictogramOf(path: string): Icon | undefined {
  // The name itself first: folders of QGIS ("accommodation", "transport") say less.
  const clean = path.toLowerCase().replace(/[?#].*$/, "");
  if (clean.startsWith("base64:") || clean.startsWith("data:")) return undefined;
  const name = clean.slice(clean.lastIndexOf("/") + 1);
  const found = (text: string) => PICTOGRAMS.find(([words]) => words.test(text))?.[1];
  return found(name) ?? found(clean);
}

/** A short name of an SVG or picture for notes: the file's name, never its embedded content. */
export function pictureName(path: string): string {
  if (/^(base64:|data:)/i.test(path)) return "SVG";
  return (
    path
      .replace(/[?#].*$/, "")
      .split(/[/\\]/)
      .at(-1) || "SVG"
  );
}

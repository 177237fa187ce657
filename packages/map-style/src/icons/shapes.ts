import { ICONS, type Icon, type Pictogram, type Shape } from "./names.ts";

export type Ring = readonly (readonly [number, number])[];
/** An outline with its holes: even-odd. */
type Part = readonly Ring[];

/** Icons are drawn in a square of this side. The parts of an icon may overlap. */
export const ICON_SIDE = 24;

const ring = (text: string): Ring =>
  text.split(" ").map((pair) => {
    const [x = 0, y = 0] = pair.split(",").map(Number);
    return [x, y] as const;
  });
const box = (x0: number, y0: number, x1: number, y1: number): Ring => [
  [x0, y0],
  [x1, y0],
  [x1, y1],
  [x0, y1],
];

/** Points of an arc, by degrees clockwise from the right. */
function arc(x: number, y: number, radius: number, from: number, to: number): Ring {
  const steps = Math.max(4, Math.ceil(Math.abs(to - from) / 12));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius] as const;
  });
}
const disc = (x: number, y: number, radius: number): Ring => arc(x, y, radius, 0, 360).slice(0, -1);
const band = (x: number, y: number, inner: number, outer: number, from: number, to: number): Ring => [
  ...arc(x, y, outer, from, to),
  ...arc(x, y, inner, to, from),
];
/** A straight stroke. */
function stroke(x0: number, y0: number, x1: number, y1: number, width = 1.8): Ring {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const half = width / 2 / Math.hypot(dx, dy);
  const [nx, ny] = [-dy * half, dx * half];
  return [
    [x0 + nx, y0 + ny],
    [x1 + nx, y1 + ny],
    [x1 - nx, y1 - ny],
    [x0 - nx, y0 - ny],
  ];
}
/** Corners on a circle around the middle, the first at the top; with an inner radius, a star. */
function corners(count: number, radius: number, inner = radius, middle = 12): Ring {
  return Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
    const away = index % 2 === 0 ? radius : inner;
    return [12 + Math.cos(angle) * away, middle + Math.sin(angle) * away] as const;
  });
}

/** Own drawings. Shapes of one size look equally large. */
const SHAPE_PARTS: Readonly<Record<Shape, readonly Part[]>> = {
  circle: [[disc(12, 12, 11)]],
  square: [[box(2.2, 2.2, 21.8, 21.8)]],
  diamond: [[ring("12,0 24,12 12,24 0,12")]],
  triangle: [[ring("12,0.5 23.5,21.5 0.5,21.5")]],
  hexagon: [[corners(6, 12)]],
  star: [[corners(10, 12.6, 5.6, 12.6)]],
  cross: [[ring("8,1 16,1 16,8 23,8 23,16 16,16 16,23 8,23 8,16 1,16 1,8 8,8")]],
};

const PICTOGRAM_PARTS: Readonly<Record<Pictogram, readonly Part[]>> = {
  house: [[ring("12,2.5 22.5,12.5 19,12.5 19,21.5 5,21.5 5,12.5 1.5,12.5"), box(10, 15, 14, 21.5)]],
  "town-hall": [
    [ring("12,2 22,8.5 2,8.5")],
    [box(4, 10, 6.8, 18)],
    [box(8.6, 10, 11, 18)],
    [box(13, 10, 15.4, 18)],
    [box(17.2, 10, 20, 18)],
    [box(2, 19, 22, 22)],
  ],
  school: [
    [ring("12,4 23.5,9.5 12,15 0.5,9.5")],
    [ring("5.5,13.4 12,16.6 18.5,13.4 18.5,17.6 12,20.5 5.5,17.6")],
    [box(20.6, 10, 22.2, 18)],
  ],
  health: [[ring("8.8,2.5 15.2,2.5 15.2,8.8 21.5,8.8 21.5,15.2 15.2,15.2 15.2,21.5 8.8,21.5 8.8,15.2 2.5,15.2 2.5,8.8 8.8,8.8")]],
  shop: [[ring("4,3 20,3 23,10 1,10")], [box(3.5, 11.4, 20.5, 21.5), box(6, 13.6, 12, 18), box(14.4, 13.6, 18, 21.5)]],
  factory: [
    [
      ring("1.5,21.5 1.5,11 8,6.8 8,11 14.2,6.8 14.2,11 16.6,11 17.2,2.5 20.4,2.5 21,11 22.5,11 22.5,21.5"),
      box(4.6, 14.4, 7.4, 17.6),
      box(10.4, 14.4, 13.2, 17.6),
      box(16.2, 14.4, 19, 17.6),
    ],
  ],
  monument: [
    [
      ring("4,2.5 7.4,2.5 7.4,5 10.3,5 10.3,2.5 13.7,2.5 13.7,5 16.6,5 16.6,2.5 20,2.5 20,9 18,11 18,18.5 20,21.5 4,21.5 6,18.5 6,11 4,9"),
      ring("9.8,21.5 9.8,16.4 10.6,15 12,14.4 13.4,15 14.2,16.4 14.2,21.5"),
    ],
  ],
  tree: [[ring("12,1.5 17.8,9 15.4,9 20.5,16.5 3.5,16.5 8.6,9 6.2,9")], [box(10.4, 16, 13.6, 22.5)]],
  water: [[[[12, 1], ...arc(12, 14.8, 7.4, -34, 214)]]],
  fire: [
    [
      ring(
        "12.4,1 15,5 18,9 19.6,13 19.2,17 17.2,20.4 14.4,22.4 9.6,22.4 6.8,20.4 4.8,17 4.4,13 5.6,10 7.6,7.6 8.6,11 10.4,12 11.6,8 11.4,4",
      ),
      ring("12,13.4 14.6,16.6 14.4,19 12,20.6 9.6,19 9.4,16.6"),
    ],
  ],
  warning: [[ring("12,2 23.5,21.8 0.5,21.8"), ring("10.7,9 13.3,9 12.9,15.4 11.1,15.4"), disc(12, 18.4, 1.5)]],
  bolt: [[ring("13.6,1 4.6,13.8 10.6,13.8 8.6,23 19.4,9.6 12.8,9.6 15.8,1")]],
  antenna: [
    [disc(12, 9, 2.4)],
    [ring("11,10 13,10 16.6,22.5 14,22.5 12,15 10,22.5 7.4,22.5")],
    [band(12, 9, 4.6, 6.4, -48, 48)],
    [band(12, 9, 4.6, 6.4, 132, 228)],
    [band(12, 9, 8.4, 10.2, -48, 48)],
    [band(12, 9, 8.4, 10.2, 132, 228)],
  ],
  "car-park": [
    [
      [[6.5, 2.5], ...arc(13, 8.6, 6.1, -90, 90), [10.2, 14.7], [10.2, 21.5], [6.5, 21.5]],
      [[10.2, 5.9], ...arc(12.8, 8.6, 2.7, -90, 90), [10.2, 11.3]],
    ],
  ],
  bus: [
    [box(3.5, 3, 20.5, 18), box(5.8, 6, 18.2, 12), disc(7.2, 15, 1.3), disc(16.8, 15, 1.3)],
    [box(5, 17.5, 8.4, 21.5)],
    [box(15.6, 17.5, 19, 21.5)],
  ],
  bike: [
    [disc(5.4, 16, 4.9), disc(5.4, 16, 3.2)],
    [disc(18.6, 16, 4.9), disc(18.6, 16, 3.2)],
    [stroke(5.4, 16, 9, 8.4)],
    [stroke(8.6, 9, 17, 9)],
    [stroke(9, 8.6, 12.4, 16.4)],
    [stroke(12, 16.4, 17, 8.6)],
    [stroke(5.4, 16, 12.4, 16)],
    [stroke(18.6, 16, 15.4, 5)],
    [stroke(15, 5.2, 19.4, 5.2)],
    [stroke(6.6, 7.6, 10.6, 7.6)],
  ],
  flag: [[box(4, 1.5, 6.6, 22.5)], [ring("6,2.5 21.5,2.5 17.6,7.6 21.5,12.8 6,12.8")]],
  information: [[disc(12, 4.6, 2.5)], [ring("8.4,9 14,9 14,18.8 16.4,18.8 16.4,21.8 8,21.8 8,18.8 10.4,18.8 10.4,12 8.4,12")]],
  mountain: [[ring("9,4 14.2,12.6 16.4,9.6 23.5,20.5 0.5,20.5"), ring("9,8 6.4,12.4 8.2,13.4 9.4,12.2 10.8,13.4 11.8,12.8")]],
  waste: [
    [box(3, 5, 21, 7.6)],
    [box(8.6, 2, 15.4, 5.4), box(10.4, 3.6, 13.6, 5.4)],
    [ring("4.6,9.2 19.4,9.2 18.2,22.4 5.8,22.4"), box(8.2, 11.6, 9.8, 19.8), box(11.2, 11.6, 12.8, 19.8), box(14.2, 11.6, 15.8, 19.8)],
  ],
};

const PARTS: Readonly<Record<Icon, readonly Part[]>> = { ...SHAPE_PARTS, ...PICTOGRAM_PARTS };

export const iconParts = (icon: Icon): readonly Part[] => PARTS[icon];

export const isShape = (icon: Icon): icon is Shape => icon in SHAPE_PARTS;

export const isIcon = (name: string): name is Icon => ICONS.some((icon) => icon === name);

/** The icon as paths of an SVG with `viewBox="0 0 24 24"` and `fill-rule="evenodd"`. */
export function iconPaths(icon: Icon): string[] {
  const number = (value: number) => String(Math.round(value * 100) / 100);
  return iconParts(icon).map((part) => part.map((one) => `M${one.map(([x, y]) => `${number(x)} ${number(y)}`).join("L")}Z`).join(""));
}

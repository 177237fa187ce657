import type { SheetLine } from "./sheet-extras.ts";

type Pixel = readonly [x: number, y: number];

export interface OverMap {
  readonly lines: readonly SheetLine[];
  readonly pins: readonly (readonly [lon: number, lat: number])[];
  /** The right side of a divided map, and the share of the width where it begins. */
  readonly right?: { readonly picture: HTMLCanvasElement; readonly from: number } | undefined;
  /** Pixels of the map, as the screen counts them. */
  readonly pixelOf: (place: readonly [lon: number, lat: number]) => Pixel;
  readonly colours: { readonly mark: string; readonly halo: string };
}

/** Draws over the picture of a map what the screen shows over it: the other side, lines and pins. `ratio`: pixels of the picture for one of the screen. */
export function drawOnMap(map: HTMLCanvasElement, ratio: number, { lines, pins, right, pixelOf, colours }: OverMap): HTMLCanvasElement {
  const pen = map.getContext("2d");
  if (!pen) return map;
  if (right) {
    const from = Math.round(map.width * right.from);
    pen.drawImage(right.picture, from, 0, map.width - from, map.height, from, 0, map.width - from, map.height);
    pen.fillStyle = colours.halo;
    pen.fillRect(from - 2 * ratio, 0, 4 * ratio, map.height);
    pen.fillStyle = colours.mark;
    pen.fillRect(from - ratio / 2, 0, ratio, map.height);
  }
  pen.save();
  pen.scale(ratio, ratio);
  pen.lineJoin = "round";
  pen.lineCap = "round";
  for (const line of lines) drawLine(pen, line, pixelOf, colours);
  for (const place of pins) drawPin(pen, pixelOf(place), colours);
  pen.restore();
  return map;
}

function drawLine(
  pen: CanvasRenderingContext2D,
  { sides, corners, isClosed }: SheetLine,
  pixelOf: OverMap["pixelOf"],
  { mark, halo }: OverMap["colours"],
): void {
  const path = new Path2D();
  for (const [index, side] of sides.entries()) {
    for (const [place, pixel] of side.map(pixelOf).entries()) {
      if (index === 0 && place === 0) path.moveTo(...pixel);
      else path.lineTo(...pixel);
    }
  }
  if (isClosed && corners.length > 2) {
    pen.globalAlpha = 0.15;
    pen.fillStyle = mark;
    pen.fill(path);
    pen.globalAlpha = 1;
  }
  pen.strokeStyle = halo;
  pen.lineWidth = 6;
  pen.stroke(path);
  pen.strokeStyle = mark;
  pen.lineWidth = 3;
  pen.stroke(path);
  pen.fillStyle = halo;
  for (const corner of corners) {
    pen.beginPath();
    pen.arc(...pixelOf(corner), 5.5, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}

/** The same drop as on the screen, 32 by 42 pixels, with its point at the place. */
function drawPin(pen: CanvasRenderingContext2D, [x, y]: Pixel, { mark, halo }: OverMap["colours"]): void {
  pen.save();
  pen.translate(x - 16, y - 42);
  const drop = new Path2D("M16 41C16 41 30 25.5 30 15.5A14 14 0 1 0 2 15.5C2 25.5 16 41 16 41Z");
  pen.fillStyle = mark;
  pen.fill(drop);
  pen.strokeStyle = halo;
  pen.lineWidth = 2;
  pen.stroke(drop);
  pen.fillStyle = halo;
  pen.beginPath();
  pen.arc(16, 15.5, 5.5, 0, 2 * Math.PI);
  pen.fill();
  pen.restore();
}

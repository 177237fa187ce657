import { isOverlay } from "@archipel/map-style/area-roles.ts";
import { pictogramColour } from "@archipel/map-style/draw/points.ts";
import { ICON_SIDE, iconPaths, isShape } from "@archipel/map-style/icons/shapes.ts";
import type { LegendItem } from "@archipel/map-style/legend.ts";

type Pen = CanvasRenderingContext2D;

/** Draws the symbol of an entry of a legend, 28 by 18 pixels from its upper left corner; symbols with a size are centred there. */
export function drawKey(pen: Pen, item: LegendItem, x: number, y: number): void {
  pen.save();
  pen.strokeStyle = item.outline;
  pen.fillStyle = item.colour;
  if (item.shape === "point") drawPoint(pen, item, x + 14, y + 9);
  else if (item.shape === "line") drawLine(pen, item, x, y + 9);
  else if (item.shape === "heat") drawRamp(pen, item, x, y);
  else if (item.shape === "cluster") drawCluster(pen, item, x + 14, y + 9);
  else drawArea(pen, item, x, y);
  pen.restore();
}

function drawArea(pen: Pen, item: LegendItem, x: number, y: number): void {
  const isLines = isOverlay(item);
  pen.globalAlpha = isLines ? 0 : item.opacity;
  pen.fillRect(x, y, 28, 18);
  if (item.role === "perimeter") tint(pen, item, x, y);
  pen.globalAlpha = 1;
  if (item.dash) pen.setLineDash([3, 2]);
  pen.strokeRect(x + 0.5, y + 0.5, 27, 17);
  pen.setLineDash([]);
  if (isLines) pen.strokeStyle = item.colour;
  if (item.pattern) hatch(pen, item, x, y);
}

/** A band inside the edge. */
function tint(pen: Pen, { colour }: LegendItem, x: number, y: number): void {
  pen.save();
  pen.globalAlpha = 0.4;
  pen.strokeStyle = colour;
  pen.lineWidth = 4;
  pen.strokeRect(x + 3, y + 3, 22, 12);
  pen.restore();
}

function drawLine(pen: Pen, { colour, sizePx = 3, dash }: LegendItem, x: number, y: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = sizePx;
  if (dash) pen.setLineDash(dash.map((length) => length * sizePx));
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + 28, y);
  pen.stroke();
}

function drawPoint(pen: Pen, { icon = "circle", colour, sizePx }: LegendItem, x: number, y: number): void {
  if (isShape(icon) && icon !== "circle") {
    drawIcon(pen, icon, x, y, sizePx ?? 7);
    return;
  }
  const radius = sizePx ?? (icon === "circle" ? 6 : 8.5);
  disc(pen, x, y, radius);
  if (icon === "circle") pen.stroke();
  else {
    pen.fillStyle = pictogramColour(colour);
    drawIcon(pen, icon, x, y, radius * 0.64);
  }
}

function drawIcon(pen: Pen, icon: Parameters<typeof iconPaths>[0], x: number, y: number, radius: number): void {
  pen.save();
  pen.translate(x - radius, y - radius);
  pen.scale((radius * 2) / ICON_SIDE, (radius * 2) / ICON_SIDE);
  for (const path of iconPaths(icon)) pen.fill(new Path2D(path), "evenodd");
  pen.restore();
}

function drawRamp(pen: Pen, { ramp = [], opacity }: LegendItem, x: number, y: number): void {
  const gradient = pen.createLinearGradient(x, 0, x + 28, 0);
  for (const [index, colour] of ramp.entries()) gradient.addColorStop(index / Math.max(1, ramp.length - 1), colour);
  pen.globalAlpha = opacity;
  pen.fillStyle = gradient;
  pen.fillRect(x, y + 2, 28, 14);
}

function drawCluster(pen: Pen, { colour }: LegendItem, x: number, y: number): void {
  pen.globalAlpha = 0.3;
  disc(pen, x, y, 9);
  pen.globalAlpha = 1;
  disc(pen, x, y, 7);
  pen.fillStyle = pictogramColour(colour);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.font = "600 9px sans-serif";
  pen.fillText("3", x, y + 0.5);
}

function disc(pen: Pen, x: number, y: number, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
}

function hatch(pen: CanvasRenderingContext2D, item: LegendItem, x: number, y: number): void {
  pen.beginPath();
  pen.rect(x, y, 28, 18);
  pen.clip();
  pen.beginPath();
  const step = item.pattern === "hatch-dense" ? 5 : 8;
  for (let along = -18; along < 46; along += step) {
    if (item.pattern === "dots") {
      for (let row = 3; row < 18; row += 6) pen.rect(x + along, y + row, 2, 2);
      continue;
    }
    if (item.pattern !== "hatch-back") {
      pen.moveTo(x + along, y + 18);
      pen.lineTo(x + along + 18, y);
    }
    if (item.pattern === "hatch-back" || item.pattern === "cross") {
      pen.moveTo(x + along, y);
      pen.lineTo(x + along + 18, y + 18);
    }
  }
  pen.stroke();
}

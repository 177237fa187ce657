import type { LegendItem } from "@archipel/map-style/legend.ts";

export interface SheetLegend {
  title: string;
  items: readonly LegendItem[];
}

export interface SheetContent {
  map: HTMLCanvasElement;
  /** CSS pixels of the map on the screen. The picture may have a higher resolution. */
  mapWidth: number;
  title: string;
  subtitle: string;
  legends: readonly SheetLegend[];
  scale: { pixels: number; text: string };
  credits: string;
  /** The address of the map. */
  address: string;
  colours: { paper: string; ink: string; muted: string; line: string };
  fonts: { title: string; text: string };
}

const MARGIN = 28;
const LEGEND_WIDTH = 250;

/** One picture to save or print: title, map, legend, scale, credits, address. Drawn in the browser: nothing is sent. */
export function composeSheet(content: SheetContent): HTMLCanvasElement {
  const ratio = content.map.width / content.mapWidth;
  const mapWidth = content.mapWidth;
  const mapHeight = content.map.height / ratio;
  const hasLegend = content.legends.length > 0;
  const isWide = mapWidth > 640;
  const legendHeight = legendsHeight(content.legends);
  const head = 84;
  const foot = 72;
  const width = MARGIN * 2 + mapWidth + (hasLegend && isWide ? LEGEND_WIDTH + 20 : 0);
  const body = isWide ? Math.max(mapHeight, legendHeight) : mapHeight + (hasLegend ? legendHeight + 20 : 0);
  const sheet = document.createElement("canvas");
  sheet.width = Math.round(width * ratio);
  sheet.height = Math.round((head + body + foot) * ratio);
  const pen = sheet.getContext("2d");
  if (!pen) throw new Error("this browser cannot draw on a canvas");
  const { paper, ink, muted, line } = content.colours;
  pen.scale(ratio, ratio);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, width, head + body + foot);
  pen.textBaseline = "top";
  pen.fillStyle = ink;
  pen.font = `600 26px ${content.fonts.title}`;
  pen.fillText(content.title, MARGIN, 20, width - MARGIN * 2);
  pen.fillStyle = muted;
  pen.font = `14px ${content.fonts.text}`;
  pen.fillText(content.subtitle, MARGIN, 54, width - MARGIN * 2);
  pen.drawImage(content.map, MARGIN, head, mapWidth, mapHeight);
  pen.strokeStyle = line;
  pen.strokeRect(MARGIN + 0.5, head + 0.5, mapWidth - 1, mapHeight - 1);
  const at = isWide ? { x: MARGIN + mapWidth + 20, y: head } : { x: MARGIN, y: head + mapHeight + 20 };
  drawLegends(pen, content, at.x, at.y);
  drawScale(pen, content, head + mapHeight);
  pen.fillStyle = muted;
  pen.font = `12px ${content.fonts.text}`;
  pen.fillText(content.credits, MARGIN, head + body + 18, width - MARGIN * 2);
  pen.fillText(content.address, MARGIN, head + body + 40, width - MARGIN * 2);
  return sheet;
}

const ROW = 24;
const TITLE_ROW = 30;

const legendsHeight = (legends: readonly SheetLegend[]) =>
  legends.reduce((sum, legend) => sum + TITLE_ROW + (legend.items.length > 1 ? legend.items.length * ROW : 0) + 6, 0);

function drawLegends(pen: CanvasRenderingContext2D, { legends, colours, fonts }: SheetContent, x: number, top: number): void {
  let y = top;
  for (const { title, items } of legends) {
    const [only] = items;
    pen.font = `600 14px ${fonts.text}`;
    pen.fillStyle = colours.ink;
    pen.textBaseline = "middle";
    const isSingle = items.length === 1;
    if (isSingle && only) drawKey(pen, only, x, y + 6);
    pen.fillText(title, isSingle ? x + 38 : x, y + 15, LEGEND_WIDTH - (isSingle ? 38 : 0));
    y += TITLE_ROW;
    if (!isSingle) {
      for (const item of items) {
        drawKey(pen, item, x, y + 3);
        pen.font = `13px ${fonts.text}`;
        pen.fillStyle = colours.ink;
        pen.fillText(item.label, x + 38, y + 12, LEGEND_WIDTH - 38);
        y += ROW;
      }
    }
    y += 6;
  }
  pen.textBaseline = "top";
}

function drawKey(pen: CanvasRenderingContext2D, item: LegendItem, x: number, y: number): void {
  pen.save();
  pen.strokeStyle = item.outline;
  pen.fillStyle = item.colour;
  if (item.shape === "point") {
    pen.beginPath();
    pen.arc(x + 14, y + 9, 6, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  } else if (item.shape === "line") {
    pen.strokeStyle = item.colour;
    pen.lineWidth = 3;
    pen.beginPath();
    pen.moveTo(x, y + 9);
    pen.lineTo(x + 28, y + 9);
    pen.stroke();
  } else {
    const isOverlay = item.role === "hatch" || item.role === "perimeter" || item.role === "outline";
    pen.globalAlpha = isOverlay ? 0 : item.opacity;
    pen.fillRect(x, y, 28, 18);
    pen.globalAlpha = 0.4;
    if (item.role === "perimeter") tint(pen, item, x, y);
    pen.globalAlpha = 1;
    pen.strokeRect(x + 0.5, y + 0.5, 27, 17);
    if (isOverlay) pen.strokeStyle = item.colour;
    if (item.pattern) hatch(pen, item, x, y);
  }
  pen.restore();
}

/** A band inside the edge. */
function tint(pen: CanvasRenderingContext2D, { colour }: LegendItem, x: number, y: number): void {
  pen.save();
  pen.strokeStyle = colour;
  pen.lineWidth = 4;
  pen.strokeRect(x + 3, y + 3, 22, 12);
  pen.restore();
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

function drawScale(pen: CanvasRenderingContext2D, { scale, colours, fonts }: SheetContent, mapBottom: number): void {
  const x = MARGIN + 14;
  const y = mapBottom - 16;
  pen.fillStyle = colours.paper;
  pen.globalAlpha = 0.85;
  pen.fillRect(x - 8, y - 22, scale.pixels + 16, 32);
  pen.globalAlpha = 1;
  pen.strokeStyle = colours.ink;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x, y - 5);
  pen.lineTo(x, y);
  pen.lineTo(x + scale.pixels, y);
  pen.lineTo(x + scale.pixels, y - 5);
  pen.stroke();
  pen.fillStyle = colours.ink;
  pen.font = `12px ${fonts.text}`;
  pen.fillText(scale.text, x, y - 19);
}

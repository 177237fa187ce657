import type { LegendItem } from "@archipel/map-style/legend.ts";
import { drawKey } from "./draw-key.ts";

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
/** Symbols whose size has a meaning need higher rows. */
const rowOf = ({ shape, sizePx = 0 }: LegendItem) => Math.max(ROW, (shape === "point" ? sizePx * 2 : sizePx) + 6);
const keyWidthOf = ({ roomPx = 0 }: LegendItem) => Math.max(28, roomPx + 2);
const TITLE_ROW = 30;

const legendsHeight = (legends: readonly SheetLegend[]) =>
  legends.reduce(
    (sum, legend) => sum + TITLE_ROW + (legend.items.length > 1 ? legend.items.reduce((rows, item) => rows + rowOf(item), 0) : 0) + 6,
    0,
  );

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
        const [row, keyWidth] = [rowOf(item), keyWidthOf(item)];
        drawKey(pen, item, x + (keyWidth - 28) / 2, y + row / 2 - 9);
        pen.font = `13px ${fonts.text}`;
        pen.fillStyle = colours.ink;
        pen.fillText(item.label, x + keyWidth + 10, y + row / 2, LEGEND_WIDTH - keyWidth - 10);
        y += row;
      }
    }
    y += 6;
  }
  pen.textBaseline = "top";
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

import type { LegendItem } from "@archipel/map-style/legend.ts";
import { drawChart } from "./draw-chart.ts";
import { drawKey } from "./draw-key.ts";
import type { SheetChart } from "./sheet-extras.ts";

/** A block beside the map: the legend of a layer, or lines of text. `heading`: the name of the blocks from here on. */
export interface SheetLegend {
  heading?: string;
  title: string;
  items: readonly LegendItem[];
  rows?: readonly { readonly label: string; readonly value: string }[];
}

export interface SheetContent {
  map: HTMLCanvasElement;
  /** CSS pixels of the map on the screen. The picture may have a higher resolution. */
  mapWidth: number;
  title: string;
  subtitle: string;
  legends: readonly SheetLegend[];
  chart?: SheetChart | undefined;
  scale: { pixels: number; text: string };
  credits: string;
  /** The address of the map. */
  address: string;
  colours: { paper: string; ink: string; muted: string; line: string; mark: string };
  fonts: { title: string; text: string };
}

const MARGIN = 28;
const LEGEND_WIDTH = 250;
const HEAD = 84;
const GAP = 20;
const CHART_HEIGHT = 150;
const SMALL_ROW = 18;

/** One picture to save or print: title, map, legend, chart, scale, credits, address. Drawn in the browser: nothing is sent. */
export function composeSheet(content: SheetContent): HTMLCanvasElement {
  const { map, mapWidth, legends, chart, colours, fonts } = content;
  const ratio = map.width / mapWidth;
  const mapHeight = map.height / ratio;
  const sheet = document.createElement("canvas");
  const pen = sheet.getContext("2d");
  if (!pen) throw new Error("this browser cannot draw on a canvas");
  const isBeside = mapWidth > 640;
  const legendWidth = isBeside ? LEGEND_WIDTH : mapWidth;
  const blocks = layOut(pen, content, legendWidth);
  const hasLegend = legends.length > 0;
  const width = MARGIN * 2 + mapWidth + (hasLegend && isBeside ? LEGEND_WIDTH + GAP : 0);
  const left = mapHeight + (chart ? CHART_HEIGHT + GAP : 0);
  const body = isBeside ? Math.max(left, blocks.height) : left + (hasLegend ? blocks.height + GAP : 0);
  pen.font = `12px ${fonts.text}`;
  const small = [...wrapped(pen, content.credits, width - MARGIN * 2), ...wrapped(pen, content.address, width - MARGIN * 2)];
  const height = HEAD + body + 18 + small.length * SMALL_ROW + MARGIN;
  // Its size clears a canvas and its settings.
  sheet.width = Math.round(width * ratio);
  sheet.height = Math.round(height * ratio);
  pen.scale(ratio, ratio);
  pen.fillStyle = colours.paper;
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = "top";
  pen.fillStyle = colours.ink;
  pen.font = `600 26px ${fonts.title}`;
  pen.fillText(content.title, MARGIN, 20, width - MARGIN * 2);
  pen.fillStyle = colours.muted;
  pen.font = `14px ${fonts.text}`;
  pen.fillText(content.subtitle, MARGIN, 54, width - MARGIN * 2);
  pen.drawImage(map, MARGIN, HEAD, mapWidth, mapHeight);
  pen.strokeStyle = colours.line;
  pen.strokeRect(MARGIN + 0.5, HEAD + 0.5, mapWidth - 1, mapHeight - 1);
  drawScale(pen, content, HEAD + mapHeight);
  if (chart) drawChart(pen, chart, { x: MARGIN, y: HEAD + mapHeight + GAP, width: mapWidth, height: CHART_HEIGHT }, { colours, fonts });
  blocks.draw(isBeside ? MARGIN + mapWidth + GAP : MARGIN, isBeside ? HEAD : HEAD + left + GAP);
  pen.textBaseline = "top";
  pen.fillStyle = colours.muted;
  pen.font = `12px ${fonts.text}`;
  for (const [line, text] of small.entries()) pen.fillText(text, MARGIN, HEAD + body + 18 + line * SMALL_ROW, width - MARGIN * 2);
  return sheet;
}

/** A text in lines of a width. A longer word, such as an address, is broken. */
export function wrapped(pen: Pick<CanvasRenderingContext2D, "measureText">, text: string, width: number): string[] {
  const fits = (line: string) => pen.measureText(line).width <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (!fits(line)) {
      let end = line.length - 1;
      while (end > 1 && !fits(line.slice(0, end))) end--;
      if (end < 1) break;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return line ? [...lines, line] : lines;
}

const ROW = 24;
/** Symbols whose size has a meaning need higher rows. */
const rowOf = ({ shape, sizePx = 0 }: LegendItem) => Math.max(ROW, (shape === "point" ? sizePx * 2 : sizePx) + 6);
const keyWidthOf = ({ roomPx = 0 }: LegendItem) => Math.max(28, roomPx + 2);
const LINE = 18;

type Step = (x: number, y: number) => void;

/** The blocks beside the map: their height, and how they are drawn. */
function layOut(pen: CanvasRenderingContext2D, { legends, colours, fonts }: SheetContent, width: number) {
  const steps: { top: number; draw: Step }[] = [];
  let height = 0;
  const add = (rowHeight: number, draw: Step) => {
    steps.push({ top: height, draw });
    height += rowHeight;
  };
  const text = (value: string, font: string, { indent = 0, colour = colours.ink, row = LINE } = {}) => {
    pen.font = font;
    for (const line of wrapped(pen, value, width - indent)) {
      add(row, (x, y) => {
        pen.font = font;
        pen.fillStyle = colour;
        pen.textBaseline = "middle";
        pen.fillText(line, x + indent, y + row / 2);
      });
    }
  };
  for (const { heading, title, items, rows = [] } of legends) {
    const [only] = items;
    const isSingle = items.length === 1 && only?.label === "";
    if (heading) {
      if (height > 0) height += 10;
      text(heading, `13px ${fonts.text}`, { colour: colours.muted });
      height += 4;
    }
    height += 6;
    if (isSingle && only) add(0, (x, y) => drawKey(pen, only, x, y));
    text(title, `600 14px ${fonts.text}`, { indent: isSingle ? 38 : 0 });
    height += 4;
    for (const item of isSingle ? [] : items) {
      const [row, indent] = [rowOf(item), keyWidthOf(item) + 10];
      pen.font = `13px ${fonts.text}`;
      const lines = wrapped(pen, item.label, width - indent);
      const block = Math.max(row, lines.length * LINE + 6);
      add(block, (x, y) => {
        drawKey(pen, item, x + (keyWidthOf(item) - 28) / 2, y + block / 2 - 9);
        pen.font = `13px ${fonts.text}`;
        pen.fillStyle = colours.ink;
        pen.textBaseline = "middle";
        for (const [index, line] of lines.entries())
          pen.fillText(line, x + indent, y + block / 2 + (index - (lines.length - 1) / 2) * LINE);
      });
    }
    for (const { label, value } of rows) {
      text(label, `13px ${fonts.text}`, { colour: colours.muted });
      text(value, `13px ${fonts.text}`);
      height += 4;
    }
    height += 6;
  }
  return {
    height,
    draw: (x: number, y: number) => {
      for (const { top, draw } of steps) draw(x, y + top);
    },
  };
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

import type { SheetContent } from "./compose-sheet.ts";
import type { SheetChart } from "./sheet-extras.ts";

const AXIS = 62;
const TOP = 26;
const BOTTOM = 22;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws a chart with its title, the lines of its vertical axis, and the ends of its horizontal one. */
export function drawChart(pen: CanvasRenderingContext2D, chart: SheetChart, box: Box, look: Pick<SheetContent, "colours" | "fonts">): void {
  const { colours, fonts } = look;
  const [width, height] = [box.width - AXIS, box.height - TOP - BOTTOM];
  pen.save();
  pen.translate(box.x, box.y);
  pen.textBaseline = "top";
  pen.fillStyle = colours.ink;
  pen.font = `600 14px ${fonts.text}`;
  pen.fillText(chart.title, 0, 0, box.width);
  pen.font = `12px ${fonts.text}`;
  pen.fillStyle = colours.muted;
  pen.strokeStyle = colours.line;
  pen.lineWidth = 1;
  pen.translate(AXIS, TOP);
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  for (const { share, label } of chart.heights) {
    const y = (1 - share) * height;
    pen.beginPath();
    pen.moveTo(0, y);
    pen.lineTo(width, y);
    pen.stroke();
    pen.fillText(label, -8, y, AXIS - 8);
  }
  pen.textBaseline = "top";
  pen.fillText(chart.ends[1], width, height + 6);
  pen.textAlign = "left";
  pen.fillText(chart.ends[0], 0, height + 6);
  pen.strokeStyle = colours.mark;
  pen.lineWidth = 2;
  pen.lineJoin = "round";
  for (const path of chart.paths(width, height)) pen.stroke(new Path2D(path));
  pen.restore();
}

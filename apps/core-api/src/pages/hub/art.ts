import type { ResolvedTheme } from "@archipel/theme/resolve.ts";
import { Html } from "../html.ts";

/** The drawing beside the forms: a few lines in the map style of the theme. Colours come from the style sheet. */
export function artOf(look: ResolvedTheme["map"]["look"]): Html {
  return new Html(`<svg viewBox="0 0 600 900" preserveAspectRatio="xMidYMid slice" focusable="false">${drawings[look]()}</svg>`);
}

const drawings: Record<ResolvedTheme["map"]["look"], () => string> = { plan, calm, relief };

/** Plots and streets of an invented town. */
function plan(): string {
  const parts: string[] = [];
  const columns = [-40, 70, 165, 290, 380, 500, 640];
  const rows = [-30, 90, 170, 300, 395, 520, 600, 730, 820, 940];
  const lean = (x: number, y: number) => `${(x + y * 0.12 - 50).toFixed(0)},${(y - x * 0.08 + 20).toFixed(0)}`;
  for (const [i, x] of columns.slice(0, -1).entries()) {
    for (const [j, y] of rows.slice(0, -1).entries()) {
      const right = (columns[i + 1] ?? x) - 10;
      const bottom = (rows[j + 1] ?? y) - 10;
      const wood = (i * 5 + j * 3) % 11 === 0;
      parts.push(
        `<polygon class="${wood ? "wood" : "parcel"}" points="${lean(x, y)} ${lean(right, y)} ${lean(right, bottom)} ${lean(x, bottom)}"/>`,
      );
      if (wood) continue;
      const [w, h] = [(right - x) * 0.46, (bottom - y) * 0.4];
      const [bx, by] = [x + (right - x) * (0.12 + ((i + j) % 3) * 0.15), y + (bottom - y) * (0.14 + ((i * 2 + j) % 3) * 0.16)];
      const picked = i === 3 && j === 4;
      parts.push(
        `<polygon class="${picked ? "picked" : "built"}" points="${lean(bx, by)} ${lean(bx + w, by)} ${lean(bx + w, by + h)} ${lean(bx, by + h)}"/>`,
      );
    }
  }
  return `${parts.join("")}<path class="water" d="M-20 640C120 600 180 720 330 690S520 560 640 600"/>`;
}

/** A valley and its water, in quiet bands. */
function calm(): string {
  const bands = Array.from({ length: 9 }, (_, index) => {
    const y = 120 + index * 92;
    const swing = 46 + index * 6;
    return `<path class="band" d="M-20 ${y}C120 ${y - swing} 220 ${y + swing} 340 ${y}S540 ${y - swing * 0.8} 640 ${y + 10}"/>`;
  });
  return `<path class="wood" d="M-20 -20H620V300C480 240 360 360 220 300S60 220 -20 280Z"/>${bands.join("")}<path class="water" d="M-20 560C120 510 200 650 340 600S520 480 640 540"/><circle class="picked" cx="340" cy="600" r="9"/>`;
}

/** Contour lines of one summit: each ring lies within the next, as on the ground. */
function relief(): string {
  const rings = Array.from({ length: 30 }, (_, index) => {
    const step = index + 1;
    const points = Array.from({ length: 97 }, (_, corner) => {
      const angle = (corner / 96) * 2 * Math.PI;
      const ridge =
        1 + 0.2 * Math.sin(2 * angle + 0.6) + 0.1 * Math.sin(3 * angle + 1.9 + step * 0.04) + 0.05 * Math.sin(7 * angle + step * 0.05);
      const radius = step ** 1.12 * 17 * ridge;
      return `${(240 + radius * Math.cos(angle)).toFixed(1)} ${(330 + radius * 1.25 * Math.sin(angle)).toFixed(1)}`;
    });
    return `<path class="${step % 5 === 0 ? "contour strong" : "contour"}" d="M${points.join("L")}Z"/>`;
  });
  return `${rings.join("")}<circle class="picked" cx="240" cy="330" r="6"/>`;
}

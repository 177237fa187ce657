import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { classColour } from "@archipel/point-view/colour/classes.ts";
import { cssColour } from "@archipel/point-view/colour/ramps.ts";
import type { CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Section } from "@archipel/point-view/measure/read-section.ts";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

interface SectionDrawingProps {
  readonly section: Section;
  readonly look: CloudLook;
  readonly locale: Locale;
}

const HEIGHT = 180;
const EDGE = { left: 46, right: 8, top: 8, bottom: 22 };
/** Points between two pauses: a long drawing must not hold the page. */
const AT_ONCE = 40_000;

/** A section from the side: its points in the colours of their classes, with heights and distances at its edges. */
export function SectionDrawing({ section, look: { hidden }, locale }: SectionDrawingProps) {
  const t = useTranslations("clouds.viewer.section");
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const stop = new AbortController();
    void draw(element, section, hidden, locale, stop.signal);
    const resize = new ResizeObserver(() => void draw(element, section, hidden, locale, stop.signal));
    resize.observe(element);
    return () => {
      resize.disconnect();
      stop.abort();
    };
  }, [section, hidden, locale]);
  return (
    <canvas ref={canvas} role="img" aria-label={t("drawing")} style={{ height: HEIGHT }} className="w-full rounded-control bg-sunken" />
  );
}

async function draw(
  canvas: HTMLCanvasElement,
  section: Section,
  hidden: ReadonlySet<number>,
  locale: Locale,
  signal: AbortSignal,
): Promise<void> {
  const context = canvas.getContext("2d");
  if (!context) return;
  const ratio = window.devicePixelRatio;
  const width = canvas.clientWidth;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  context.scale(ratio, ratio);
  const [low, high] = heightsOf(section, hidden);
  const x = (metres: number) => EDGE.left + (metres / section.length) * (width - EDGE.left - EDGE.right);
  const y = (height: number) => HEIGHT - EDGE.bottom - ((height - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  axes(context, { width, low, high, length: section.length, y, locale });
  const { along, heights, classes } = section;
  // Few points are drawn large enough to be seen.
  const size = Math.min(3.5, Math.max(1.5, Math.sqrt((width * HEIGHT) / Math.max(1, along.length) / 8)));
  for (let i = 0; i < along.length; i++) {
    const code = classes[i] as number;
    if (hidden.has(code)) continue;
    context.fillStyle = cssColour(classColour(code));
    context.fillRect(x(along[i] as number) - size / 2, y(heights[i] as number) - size / 2, size, size);
    if (i % AT_ONCE === AT_ONCE - 1) {
      await new Promise((resolve) => setTimeout(resolve));
      if (signal.aborted) return;
    }
  }
}

interface Axes {
  readonly width: number;
  readonly low: number;
  readonly high: number;
  readonly length: number;
  readonly y: (height: number) => number;
  readonly locale: Locale;
}

function axes(context: CanvasRenderingContext2D, { width, low, high, length, y, locale }: Axes): void {
  const { color, fontFamily } = getComputedStyle(context.canvas);
  context.fillStyle = color;
  context.strokeStyle = color;
  context.font = `11px ${fontFamily}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const height of ticksOf(low, high)) {
    context.globalAlpha = 0.2;
    context.beginPath();
    context.moveTo(EDGE.left, y(height));
    context.lineTo(width - EDGE.right, y(height));
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(formatNumber(locale, height, height % 1 === 0 ? 0 : 1), EDGE.left - 5, y(height));
  }
  context.fillText(`${formatNumber(locale, length, 1)} m`, width - EDGE.right, HEIGHT - EDGE.bottom / 2);
  context.textAlign = "left";
  context.fillText("0", EDGE.left, HEIGHT - EDGE.bottom / 2);
}

function heightsOf({ heights, classes }: Section, hidden: ReadonlySet<number>): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [i, height] of heights.entries()) {
    if (hidden.has(classes[i] as number)) continue;
    low = Math.min(low, height);
    high = Math.max(high, height);
  }
  return high - low < 1 ? [low - 0.5, high + 0.5] : [low, high];
}

/** Round heights, four or five of them. */
function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(6)));
}

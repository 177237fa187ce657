"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Pause, Play } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { eachPoint } from "./terrain.ts";

const SPEED_PER_SECOND = 0.16;

/** Paints the terrain in the theme's elevation ramp. It can be paused, and does not move for people who prefer reduced motion. */
export function PointTerrain({ pauseLabel, playLabel }: { readonly pauseLabel: string; readonly playLabel: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const travel = useRef(3);
  const [isMoving, setMoving] = useState(false);

  useEffect(() => setMoving(!matchMedia("(prefers-reduced-motion: reduce)").matches), []);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context) return;
    let frame = 0;
    let last = performance.now();
    const draw = () => {
      paint(element, context, travel.current);
    };
    const step = (now: number) => {
      travel.current += (SPEED_PER_SECOND * Math.min(100, now - last)) / 1000;
      last = now;
      draw();
      frame = requestAnimationFrame(step);
    };
    // Nothing is painted of a terrain that nobody sees: below the window, or behind what was scrolled to.
    let isSeen = false;
    const seen = new IntersectionObserver((entries) => {
      isSeen = entries.at(-1)?.isIntersecting ?? false;
      cancelAnimationFrame(frame);
      last = performance.now();
      if (isSeen) frame = requestAnimationFrame(isMoving ? step : draw);
    });
    seen.observe(element);
    const redraw = () => {
      if (isSeen) draw();
    };
    const resized = new ResizeObserver(redraw);
    resized.observe(element);
    const recoloured = new MutationObserver(redraw);
    recoloured.observe(document.documentElement, { attributeFilter: ["data-mode"] });
    return () => {
      cancelAnimationFrame(frame);
      seen.disconnect();
      resized.disconnect();
      recoloured.disconnect();
    };
  }, [isMoving]);

  return (
    <>
      <canvas ref={canvas} aria-hidden className="absolute inset-0 -z-10 size-full" />
      <Button
        tone="secondary"
        isSquare
        className="absolute top-4 right-4"
        onClick={() => setMoving(!isMoving)}
        aria-label={isMoving ? pauseLabel : playLabel}
      >
        {isMoving ? <Pause aria-hidden className="size-5" /> : <Play aria-hidden className="size-5" />}
      </Button>
    </>
  );
}

function paint(element: HTMLCanvasElement, context: CanvasRenderingContext2D, travel: number): void {
  const ratio = Math.min(2, devicePixelRatio);
  const { clientWidth: width, clientHeight: height } = element;
  if (element.width !== width * ratio || element.height !== height * ratio) {
    element.width = width * ratio;
    element.height = height * ratio;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const ramp = elevationRamp(getComputedStyle(element));
  eachPoint(travel, (point) => {
    context.globalAlpha = 0.15 + 0.85 * point.nearness;
    context.fillStyle = ramp[Math.round(point.height * (ramp.length - 1))] ?? "";
    context.fillRect(point.x * width, point.y * height, point.sizePx, point.sizePx);
  });
}

/** Colours from deep water over the accent to the brightest ink, in 24 steps. */
function elevationRamp(style: CSSStyleDeclaration): string[] {
  const [water, accent, ink] = ["--a-map-boundary", "--a-accent", "--a-ink"].map((name) => channels(style.getPropertyValue(name)));
  if (!water || !accent || !ink) return [];
  return Array.from({ length: 24 }, (_, index) => {
    const share = index / 23;
    const [from, to, local] = share < 0.55 ? [water, accent, share / 0.55] : [accent, ink, (share - 0.55) / 0.45];
    return `rgb(${from.map((channel, i) => Math.round(channel + ((to[i] ?? 0) - channel) * local)).join(" ")})`;
  });
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.trim().slice(start, start + 2), 16));
}

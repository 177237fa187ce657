import { type RefObject, useRef } from "react";
import type { OpenedCloud } from "../opened-cloud.ts";
import { useSideName } from "./compare-panel.tsx";
import type { Comparison } from "./use-comparison.ts";
import type { Swipe } from "./use-swipe.ts";

interface CompareViewProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly cloud: OpenedCloud;
  readonly comparison: Comparison;
  readonly swipe: Swipe;
}

/** The second cloud, right of the limit, or nothing over the ground that is seen there alone. The limit is moved here by a pointer, and in the panel by keyboard. */
export function CompareView({ canvas, cloud, comparison, swipe }: CompareViewProps) {
  const { cloud: other, share, setShare } = comparison;
  const right = useSideName()(swipe, comparison);
  const frame = useRef<HTMLDivElement>(null);
  const percent = `${share * 100}%`;
  return (
    <div ref={frame} hidden={right === null} className="pointer-events-none absolute inset-0 overflow-hidden">
      <div hidden={!other} className="absolute inset-0 bg-ground" style={{ clipPath: `inset(0 0 0 ${percent})` }}>
        <canvas ref={canvas} className="absolute inset-0 size-full" />
      </div>
      {right !== null && (
        <div aria-hidden>
          <div
            className="pointer-events-auto absolute inset-y-0 w-11 -translate-x-1/2 cursor-ew-resize touch-none"
            style={{ left: percent }}
            data-handle
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={(event) => {
              const box = frame.current?.getBoundingClientRect();
              if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
              setShare(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
            }}
          >
            <div className="absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 bg-surface shadow-raised" />
            <div className="absolute top-1/2 left-1/2 grid size-9 -translate-1/2 place-items-center rounded-full border border-line-strong bg-surface text-ink shadow-raised">
              ↔
            </div>
          </div>
          <Side style={{ right: `calc(${100 - share * 100}% + 1.5rem)`, maxWidth: `calc(${percent} - 2rem)` }} text={cloud.title} />
          <Side style={{ left: `calc(${percent} + 1.5rem)`, maxWidth: `calc(${100 - share * 100}% - 5.5rem)` }} text={right} />
        </div>
      )}
    </div>
  );
}

function Side({ text, style }: { readonly text: string; readonly style: React.CSSProperties }) {
  return (
    <p className="absolute top-4 overflow-hidden rounded-control bg-surface/90 text-ink text-small" style={style}>
      <span className="block max-w-48 truncate px-2 py-1">{text}</span>
    </p>
  );
}

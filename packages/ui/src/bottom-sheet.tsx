"use client";
import { clsx } from "clsx";
import { type PointerEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";

export const SHEET_STOPS = ["peek", "half", "full"] as const;
export type SheetStop = (typeof SHEET_STOPS)[number];

/** Share of the viewport's height that the sheet shows at each stop. */
const HEIGHTS = { peek: 0.16, half: 0.5, full: 0.92 } as const satisfies Record<SheetStop, number>;

interface BottomSheetProps {
  readonly label: string;
  /** Label of the handle's action at each stop, for example "Show more". */
  readonly handleLabel: string;
  readonly stop: SheetStop;
  readonly onStopChange: (stop: SheetStop) => void;
  /** Names the content: when it changes, its top is shown. */
  readonly shown?: string | null | undefined;
  readonly children: ReactNode;
  /** Classes of the card that it is on wide windows, and of its content there. */
  readonly wide?: { readonly card: string; readonly content: string } | undefined;
}

/**
 * A sheet over a map that does not block it: three stops, by drag or by its handle (Enter, arrows). On wide windows it is a card in the
 * place that `wide` gives it: the same elements, so that a page whose scripts do not run yet is right at every width.
 */
export function BottomSheet({ label, handleLabel, stop, onStopChange, shown, children, wide }: BottomSheetProps) {
  const [dragged, setDragged] = useState<number | null>(null);
  const start = useRef<{ readonly y: number; readonly share: number } | null>(null);
  const hasDragged = useRef(false);
  const content = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name changes with the content
  useLayoutEffect(() => {
    if (content.current) content.current.scrollTop = 0;
  }, [shown]);
  const share = dragged ?? HEIGHTS[stop];

  const move = (step: number) => onStopChange(SHEET_STOPS[Math.min(2, Math.max(0, SHEET_STOPS.indexOf(stop) + step))] ?? stop);
  const shareAt = (event: PointerEvent) => {
    const from = start.current;
    return from ? Math.min(0.95, Math.max(0.08, from.share + (from.y - event.clientY) / window.innerHeight)) : share;
  };
  const release = (event: PointerEvent) => {
    const reached = shareAt(event);
    const hasMoved = Math.abs(reached - HEIGHTS[stop]) > 0.02;
    start.current = null;
    setDragged(null);
    hasDragged.current = hasMoved;
    if (hasMoved) onStopChange(nearestStop(reached));
  };

  return (
    <section
      aria-label={label}
      // On a low screen this share would not hold its first lines.
      style={{ ["--sheet" as string]: stop === "peek" && dragged === null ? `max(${share * 100}dvh, 7.75rem)` : `${share * 100}dvh` }}
      className={clsx(
        "flex flex-col border-line bg-surface shadow-raised",
        "max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-20 max-lg:h-(--sheet) max-lg:rounded-t-card max-lg:border-t",
        dragged === null && "max-lg:transition-[height] max-lg:duration-200",
        wide?.card,
      )}
    >
      <button
        type="button"
        aria-label={handleLabel}
        aria-expanded={stop !== "peek"}
        className="flex h-8 w-full shrink-0 touch-none items-center justify-center lg:hidden"
        onClick={() => {
          // The click that ends a drag must not count as a press.
          if (hasDragged.current) hasDragged.current = false;
          else onStopChange(SHEET_STOPS[SHEET_STOPS.indexOf(stop) + 1] ?? "peek");
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowUp") move(1);
          else if (event.key === "ArrowDown") move(-1);
          else return;
          event.preventDefault();
        }}
        onPointerDown={(event) => {
          start.current = { y: event.clientY, share: HEIGHTS[stop] };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => start.current && Math.abs(event.clientY - start.current.y) > 6 && setDragged(shareAt(event))}
        onPointerUp={release}
        onPointerCancel={release}
      >
        <span className="h-1.5 w-12 rounded-full bg-line-strong" />
      </button>
      {/* A form's footer sticks to the bottom: focused elements must scroll to above it. */}
      <div
        ref={content}
        className={clsx(
          "min-h-0 scroll-pb-24 overflow-y-auto overscroll-contain px-4 max-lg:flex-1 max-lg:pb-4",
          wide ? `relative ${wide.content}` : "lg:pb-4",
        )}
      >
        {children}
      </div>
    </section>
  );
}

/** The stop whose height is nearest to a share of the viewport. */
export function nearestStop(share: number): SheetStop {
  return SHEET_STOPS.reduce((best, candidate) =>
    Math.abs(HEIGHTS[candidate] - share) < Math.abs(HEIGHTS[best] - share) ? candidate : best,
  );
}

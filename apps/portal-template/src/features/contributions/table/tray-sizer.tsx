/* biome-ignore-all lint/a11y/useSemanticElements: an hr element cannot be moved */
import { useTranslations } from "next-intl";
import type { PointerEvent } from "react";

export const START_SHARE = 0.45;
const LEAST = 0.25;
const MOST = 0.8;
const STEP = 0.05;

interface TraySizerProps {
  /** The share of the page that the table covers, 0…1. */
  readonly share: number;
  readonly onShare: (share: number) => void;
}

/** The upper edge of the table, moved by pointer or by arrow keys. */
export function TraySizer({ share, onShare }: TraySizerProps) {
  const t = useTranslations("contributions.table");
  const set = (next: number) => onShare(Math.min(MOST, Math.max(LEAST, next)));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const page = event.currentTarget.closest("main")?.getBoundingClientRect();
    if (page) set((page.bottom - event.clientY) / page.height);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={t("height")}
      aria-orientation="horizontal"
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={LEAST * 100}
      aria-valuemax={MOST * 100}
      className="-mt-1.5 flex h-3 shrink-0 cursor-row-resize touch-none items-center justify-center focus-visible:outline-2 focus-visible:outline-focus"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={({ key }) => {
        if (key === "ArrowUp") set(share + STEP);
        if (key === "ArrowDown") set(share - STEP);
      }}
    >
      <span className="h-1 w-12 rounded-full bg-line-strong" />
    </div>
  );
}

import { clsx } from "clsx";
import type { ReactNode } from "react";

const MARKS = {
  before: "h-0 w-5 border-danger border-t-2 border-dashed",
  after: "h-0 w-5 border-success border-t-[3px]",
  current: "h-0 w-5 border-info border-t-2 border-dotted",
  gone: "size-2.5 rounded-full border-2 border-danger bg-surface",
  come: "size-2.5 rounded-full bg-success",
} as const;

export type LegendMark = keyof typeof MARKS;

/** One entry of the map's legend, drawn as on the map. */
export function LegendEntry({ mark, children }: { readonly mark: LegendMark; readonly children: ReactNode }) {
  return (
    <li className="inline-flex items-center gap-2">
      <span aria-hidden className={clsx("inline-block shrink-0", MARKS[mark])} />
      {children}
    </li>
  );
}

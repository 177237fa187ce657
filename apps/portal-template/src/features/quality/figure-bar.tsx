import { clsx } from "clsx";
import type { ReactNode } from "react";

interface FigureBarProps {
  readonly title: string;
  /** The figure as text; the bar shows the same. */
  readonly words: ReactNode;
  readonly meaning?: string;
  /** 0 to 1; null when there is nothing to measure. */
  readonly share?: number | null;
  readonly isSmall?: boolean;
  readonly children?: ReactNode;
}

/** A figure: its name, its meaning and a bar. The bar is hidden from screen readers, because the text says the same. */
export function FigureBar({ title, words, meaning, share, isSmall = false, children }: FigureBarProps) {
  return (
    <div className={clsx(isSmall ? "py-2" : "px-5 py-4")}>
      <dt className={clsx(!isSmall && "font-medium")}>{title}</dt>
      <dd className="mt-0.5">
        <p className={clsx("figures", isSmall && "text-small")}>{words}</p>
        {typeof share === "number" && (
          <div aria-hidden className="mt-2 h-2 overflow-hidden rounded-full bg-sunken outline outline-line-strong">
            <div className="h-full rounded-full bg-accent" style={{ width: `${Math.round(share * 100)}%` }} />
          </div>
        )}
        {meaning && <p className="mt-2 max-w-prose text-ink-muted text-small">{meaning}</p>}
        {children}
      </dd>
    </div>
  );
}

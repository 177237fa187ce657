import { ChevronLeft, ChevronRight } from "lucide-react";
import { buttonClass } from "./button.tsx";

interface PaginationProps {
  readonly label: string;
  readonly previousLabel: string;
  readonly nextLabel: string;
  readonly pageLabel: (page: number) => string;
  /** From 1. */
  readonly page: number;
  readonly pageCount: number;
  readonly href: (page: number) => string;
}

/** Links to the pages of a long list. */
export function Pagination({ label, previousLabel, nextLabel, pageLabel, page, pageCount, href }: PaginationProps) {
  if (pageCount <= 1) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-center gap-2">
      {page > 1 && (
        <a href={href(page - 1)} rel="prev" aria-label={previousLabel} className={buttonClass({ isSquare: true })}>
          <ChevronLeft aria-hidden className="size-5" />
        </a>
      )}
      {visiblePages(page, pageCount).map((entry, index, entries) =>
        entry === null ? (
          <span key={`after-${entries[index - 1]}`} aria-hidden className="px-1 text-ink-muted">
            …
          </span>
        ) : (
          <a
            key={entry}
            href={href(entry)}
            aria-label={pageLabel(entry)}
            {...(entry === page && { "aria-current": "page" as const })}
            className={`figures ${buttonClass({ tone: entry === page ? "primary" : "secondary", isSquare: true })}`}
          >
            {entry}
          </a>
        ),
      )}
      {page < pageCount && (
        <a href={href(page + 1)} rel="next" aria-label={nextLabel} className={buttonClass({ isSquare: true })}>
          <ChevronRight aria-hidden className="size-5" />
        </a>
      )}
    </nav>
  );
}

/** First, last and the neighbours of the current page; null for a gap. */
export function visiblePages(page: number, pageCount: number): (number | null)[] {
  const kept = [...new Set([1, page - 1, page, page + 1, pageCount])].filter((n) => n >= 1 && n <= pageCount).sort((a, b) => a - b);
  return kept.flatMap((n, index) => {
    const before = kept[index - 1] ?? 0;
    if (n - before === 2) return [n - 1, n];
    return n - before > 2 ? [null, n] : [n];
  });
}

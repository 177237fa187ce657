import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

interface FoldedProps {
  readonly title: ReactNode;
  readonly className?: string;
  /** What it holds speaks for itself on paper. */
  readonly isUntitledOnPaper?: boolean;
  /** For a page with scripts that reads the content when it is wanted. */
  readonly onToggle?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** What is read on demand. It opens without script, and is printed open. */
export function Folded({ title, className, isUntitledOnPaper = false, onToggle, children }: FoldedProps) {
  return (
    <details className={clsx("group/folded", className)} onToggle={onToggle && (({ currentTarget }) => onToggle(currentTarget.open))}>
      <summary
        className={clsx(
          "inline-flex min-h-8 max-w-full list-none items-center gap-1 text-accent-ink text-small underline-offset-2 hover:underline [&::-webkit-details-marker]:hidden",
          isUntitledOnPaper && "print:hidden",
        )}
      >
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform duration-150 group-open/folded:rotate-90 print:hidden" />
        {title}
      </summary>
      <div className="mt-1 mb-1">{children}</div>
    </details>
  );
}

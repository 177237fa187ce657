import { clsx } from "clsx";
import type { ReactNode } from "react";

/** The column of an ordinary page. */
export function PageFrame({
  children,
  isNarrow,
  className,
}: {
  readonly children: ReactNode;
  readonly isNarrow?: boolean;
  readonly className?: string;
}) {
  return (
    <div className={clsx("mx-auto w-full px-4 py-8 lg:px-8 lg:py-12", isNarrow ? "max-w-4xl" : "max-w-7xl", className)}>{children}</div>
  );
}

/** The title of a page. One size per level, so that pages use only three or four sizes. */
export function PageTitle({ children, intro }: { readonly children: ReactNode; readonly intro?: ReactNode }) {
  return (
    <div className="mb-8">
      <h1 className="text-headline">{children}</h1>
      {intro && <p className="mt-3 max-w-prose text-ink-muted text-large">{intro}</p>}
    </div>
  );
}

import { ChevronRight } from "lucide-react";

export interface Crumb {
  readonly label: string;
  /** Absent for the current page. */
  readonly href?: string | undefined;
}

export function Breadcrumb({ label, crumbs }: { readonly label: string; readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-1 text-ink-muted text-small">
        {crumbs.map((crumb, index) => (
          <li key={crumb.href ?? crumb.label} className="flex min-h-6 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-4 shrink-0" />}
            {crumb.href ? (
              <a href={crumb.href} className="py-1 text-ink-muted underline underline-offset-2 hover:text-accent-ink">
                {crumb.label}
              </a>
            ) : (
              <span aria-current="page" className="text-ink">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

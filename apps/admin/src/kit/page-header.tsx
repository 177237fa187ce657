import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface PageHeaderProps {
  readonly title: ReactNode;
  /** One sentence: what this page is for, or what needs doing now. */
  readonly lead?: ReactNode;
  readonly parents?: readonly { readonly label: string; readonly href: string }[];
  readonly badges?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHeader({ title, lead, parents = [], badges, actions }: PageHeaderProps) {
  const t = useTranslations("common");
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        {parents.length > 0 && (
          <nav aria-label={t("breadcrumb")}>
            <ol className="flex flex-wrap items-center gap-1 text-ink-muted text-small">
              {parents.map((parent) => (
                <li key={parent.href} className="flex items-center gap-1">
                  <Link href={parent.href} className="py-1 underline underline-offset-2 hover:text-accent-ink">
                    {parent.label}
                  </Link>
                  <ChevronRight aria-hidden className="size-3.5" />
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words text-headline">{title}</h1>
          {badges && <span className="flex flex-wrap gap-2">{badges}</span>}
        </div>
        {lead && <p className="mt-1 max-w-prose text-ink-muted">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

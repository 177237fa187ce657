import { inLocale, type LocalisedText } from "@archipel/theme/content.ts";
import { clsx } from "clsx";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";

interface SectionProps {
  readonly title: LocalisedText;
  readonly text?: LocalisedText | undefined;
  readonly action?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A block with its heading, in the page's column. */
export async function Section({ title, text, action, className, children }: SectionProps) {
  const locale = await getLocale();
  return (
    <section className={clsx("mx-auto w-full max-w-7xl px-4 py-10 lg:px-8 lg:py-14", className)}>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
        <div>
          <h2 className="text-title lg:text-headline">{inLocale(title, locale)}</h2>
          {text && <p className="mt-2 max-w-prose text-ink-muted">{inLocale(text, locale)}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

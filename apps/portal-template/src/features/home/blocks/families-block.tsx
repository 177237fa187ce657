import { inLocale } from "@archipel/theme/content.ts";
import { ArrowRight } from "lucide-react";
import { getLocale } from "next-intl/server";
import { links } from "../../../links.ts";
import { BlockIcon } from "../../site/block-icon.tsx";
import type { BlockProps } from "./block.tsx";
import { Section } from "./section.tsx";

/** Large cards, one per subject. */
export async function FamiliesBlock({ block }: BlockProps<"families">) {
  const locale = await getLocale();
  return (
    <Section title={block.title}>
      <ul className="grid gap-5 sm:grid-cols-2 xl:grid-cols-4">
        {block.items.map((item) => (
          <li
            key={item.title.fr}
            className="group relative flex flex-col rounded-card border border-line bg-surface p-6 shadow-raised transition-[border-color] duration-150 hover:border-accent"
          >
            {item.icon && (
              <span className="flex size-14 items-center justify-center rounded-card bg-accent-soft text-accent-ink">
                <BlockIcon name={item.icon} className="size-8" />
              </span>
            )}
            <h3 className="mt-5 text-title">
              {item.target ? (
                <a href={links.block(locale, item.target)} className="text-ink no-underline after:absolute after:inset-0">
                  {inLocale(item.title, locale)}
                </a>
              ) : (
                inLocale(item.title, locale)
              )}
            </h3>
            <p className="mt-2 flex-1 text-ink-muted">{inLocale(item.text, locale)}</p>
            {item.target && (
              <ArrowRight aria-hidden className="mt-5 size-6 text-accent-ink transition-transform duration-150 group-hover:translate-x-1" />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

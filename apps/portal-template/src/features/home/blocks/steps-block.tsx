import { inLocale } from "@archipel/theme/content.ts";
import { getLocale } from "next-intl/server";
import { links } from "../../../links.ts";
import { BlockIcon } from "../../site/block-icon.tsx";
import type { BlockProps } from "./block.tsx";
import { Section } from "./section.tsx";

/** Numbered steps. */
export async function StepsBlock({ block }: BlockProps<"steps">) {
  const locale = await getLocale();
  return (
    <Section title={block.title} text={block.text}>
      <ol className="grid gap-x-10 gap-y-8 md:grid-cols-3">
        {block.items.map((item, index) => (
          <li key={item.title.fr} className="relative border-accent border-t-2 pt-5">
            <div className="flex items-baseline justify-between gap-4">
              <h3 className="text-title">
                {item.target ? (
                  <a href={links.block(locale, item.target)} className="text-ink underline decoration-accent underline-offset-6">
                    {inLocale(item.title, locale)}
                  </a>
                ) : (
                  inLocale(item.title, locale)
                )}
              </h3>
              <span aria-hidden className="figures text-ink-muted text-large">
                {item.icon ? <BlockIcon name={item.icon} className="size-6 text-accent-ink" /> : index + 1}
              </span>
            </div>
            <p className="mt-2 text-ink-muted">{inLocale(item.text, locale)}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

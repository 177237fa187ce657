import { formatDate } from "@archipel/i18n/format.ts";
import { inLocale } from "@archipel/theme/content.ts";
import { getLocale } from "next-intl/server";
import type { BlockProps } from "./block.tsx";
import { Section } from "./section.tsx";

/** The news. Without news, nothing: an empty column would look neglected. */
export async function NewsBlock({ block }: BlockProps<"news">) {
  const locale = await getLocale();
  if (block.items.length === 0) return null;
  return (
    <Section title={block.title}>
      <ul className="grid gap-8 md:grid-cols-3">
        {block.items.map((item) => (
          <li key={`${item.date}-${item.title.fr}`}>
            <p className="figures text-ink-muted text-small">{formatDate(locale, item.date)}</p>
            <h3 className="mt-1 text-large">{inLocale(item.title, locale)}</h3>
            <p className="mt-1 text-ink-muted">{inLocale(item.text, locale)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

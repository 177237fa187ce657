import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { say } from "../../site/said.ts";
import { NewsCards } from "../news/news-cards.tsx";
import { Section } from "../section.tsx";
import { type BlockProps, levelBelow } from "../world.ts";

/** The newest news of the portal; nothing without any: an empty column would look neglected. */
export function News({ block: { props }, world }: BlockProps<"news">) {
  const t = useTranslations("portal.news");
  const items = world.found.news.slice(0, props.limit);
  if (items.length === 0) return null;
  return (
    <Section
      world={world}
      title={props.title}
      action={
        <a href={links.news(world.locale)} className="inline-flex min-h-8 items-center gap-2 text-accent-ink underline underline-offset-4">
          {t("all")}
          <ArrowRight aria-hidden className="size-4" />
        </a>
      }
    >
      <NewsCards items={items} reader={world} level={levelBelow(say(world, props.title))} />
    </Section>
  );
}

import { plainText } from "@archipel/i18n/markdown.ts";
import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { inLanguage, langAttribute } from "../../maps/in-language.ts";
import { MapPreview } from "../../maps/map-preview.tsx";
import { type Said, say } from "../../site/said.ts";
import { Lines } from "../heading.tsx";
import type { BlockProps } from "../world.ts";

/** A story of the portal as a large entry: what it shows, its title, the beginning of its text. */
export function Story({ block: { props }, world }: BlockProps<"story">) {
  const t = useTranslations("portal.blocks.story");
  const { locale, found } = world;
  const story = found.maps.find(({ id }) => id === props.map);
  if (!story) return null;
  const [ownTitle, ownText] = [say(world, props.title), say(world, props.text)];
  const title = ownTitle.text ? ownTitle : saidOf(story.title);
  const text = ownText.text ? ownText : saidOf(story.text, plainText);

  function saidOf(texts: { readonly fr?: string | undefined; readonly en?: string | undefined }, shown = (words: string) => words): Said {
    const one = inLanguage(texts, locale);
    return { text: shown(one.text), attrs: langAttribute(one.lang, locale) };
  }

  return (
    <section className="mx-auto w-full max-w-7xl px-4 py-10 lg:px-8 lg:py-14">
      <div className="group relative grid overflow-hidden rounded-card border border-line bg-surface shadow-raised transition-[border-color] duration-150 hover:border-accent lg:grid-cols-[3fr_2fr]">
        <div className="h-52 border-line border-b lg:h-auto lg:min-h-80 lg:border-r lg:border-b-0">
          <MapPreview views={story.views} shapes={story.preview} />
        </div>
        <div className="flex min-w-0 flex-col p-6 lg:p-10">
          <p className="text-accent-ink text-small">{t("kicker", { chapters: story.views.length })}</p>
          <h2 {...title.attrs} className="mt-2 break-words text-title lg:text-headline">
            <a
              href={links.savedMap(locale, story.slug)}
              className="text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
            >
              {title.text || t("read")}
            </a>
          </h2>
          <Lines said={text} className="mt-3 flex-1 text-ink-muted" />
          <p aria-hidden className="mt-6 inline-flex items-center gap-2 text-accent-ink">
            {t("read")}
            <ArrowRight className="size-5 transition-transform duration-150 group-hover:translate-x-1" />
          </p>
        </div>
      </div>
    </section>
  );
}

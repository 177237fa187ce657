import type { SavedMapSummary } from "@archipel/contracts/maps.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { plainText } from "@archipel/i18n/markdown.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { BookOpen, Map as MapIcon } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../links.ts";
import { inLanguage, langAttribute } from "./in-language.ts";
import { MapPreview } from "./map-preview.tsx";

/** A published map in the list: where it looks, its title, the beginning of its text. */
export async function MapCard({ map }: { readonly map: SavedMapSummary }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("maps")]);
  const [title, text] = [inLanguage(map.title, locale), inLanguage(map.text, locale)];
  const Icon = map.kind === "story" ? BookOpen : MapIcon;
  return (
    <li className="group relative flex flex-col overflow-hidden rounded-card border border-line bg-surface transition-[border-color] duration-150 hover:border-accent">
      <div className="h-36 border-line border-b">
        <MapPreview views={map.views} shapes={map.preview} />
      </div>
      <div className="flex flex-1 flex-col p-5">
        <div>
          <Badge tone="accent" icon={<Icon aria-hidden className="size-4" />}>
            {t(`kinds.${map.kind}`)}
          </Badge>
        </div>
        <h2 className="mt-2 text-title" {...langAttribute(title.lang, locale)}>
          <a
            href={links.savedMap(locale, map.slug)}
            className="break-words text-ink no-underline after:absolute after:inset-0 group-hover:text-accent-ink"
          >
            {title.text}
          </a>
        </h2>
        {text.text && (
          <p className="mt-1 line-clamp-3 text-ink-muted" {...langAttribute(text.lang, locale)}>
            {plainText(text.text)}
          </p>
        )}
        <p className="mt-auto pt-3 text-ink-muted text-small">
          {map.kind === "story" && `${t("list.chapters", { count: map.views.length })} · `}
          {t("list.updatedOn", { date: formatDate(locale, map.updatedAt, "medium") })}
        </p>
      </div>
    </li>
  );
}

import { useLocale, useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import type { PlaceQuery } from "../place-query.ts";

interface PlaceMapProps {
  readonly portalId: string;
  readonly query: PlaceQuery;
  /** The interactive map, which the picture leads to. */
  readonly href: string;
  /** What the place is called. */
  readonly place: string;
}

/** In the colours that the visitor has chosen, else those of the system; paper has the light ones. */
const SHOWN = {
  light: "dark:hidden [[data-mode=dark]_&]:hidden! [[data-mode=light]_&]:block! print:block! print:[[data-mode=dark]_&]:block!",
  dark: "hidden dark:block [[data-mode=dark]_&]:block! [[data-mode=light]_&]:hidden! print:hidden! print:[[data-mode=dark]_&]:hidden!",
} as const;

/** The map of an answer as a picture that the server draws: it needs no script, and the hidden one of the two schemes is not loaded. */
export function PlaceMap({ portalId, query, href, place }: PlaceMapProps) {
  const t = useTranslations("answers.card.place");
  const locale = useLocale();
  const alt = t("mapAlt", { place });
  const picture = (scheme: "light" | "dark") => (
    // biome-ignore lint/performance/noImgElement: a drawing has no sizes to choose from
    <img
      src={links.answerMap(portalId, locale, query, scheme)}
      alt={alt}
      width={1000}
      height={541}
      loading="lazy"
      decoding="async"
      className={`h-auto w-full rounded-card border border-line ${SHOWN[scheme]}`}
    />
  );
  return (
    <a href={href} className="block max-w-2xl">
      {picture("light")}
      {picture("dark")}
    </a>
  );
}

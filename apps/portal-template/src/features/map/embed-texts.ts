import type { Locale } from "@archipel/i18n/locales.ts";
import { links } from "../../links.ts";

const THEMES = ["auto", "light", "dark"] as const;
export type EmbedTheme = (typeof THEMES)[number];
export const EMBED_THEMES: readonly EmbedTheme[] = THEMES;

/** What other sites need to show the map: the frame's address, and the code of both ways. */
export function embedCode(address: string, locale: Locale, theme: EmbedTheme, title: string) {
  const { origin, searchParams, hash } = new URL(address);
  const layers = searchParams.get("l") ?? undefined;
  const basemap = searchParams.get("b") ?? undefined;
  const filters = searchParams.get("f") ?? undefined;
  const view = hash.slice(1);
  const frame = `${origin}${links.embed(locale, { layers, basemap, filters, ...(theme !== "auto" && { theme }), view })}`;
  const attributes = Object.entries({ layers, basemap, filters, view, theme: theme === "auto" ? undefined : theme, lang: locale, title })
    .flatMap(([name, value]) => (value ? [`${name}="${inAttribute(value)}"`] : []))
    .join(" ");
  return {
    frame,
    element: `<script src="${origin}${links.embedScript()}" async></script>\n<archipel-map ${attributes}></archipel-map>`,
    iframe: `<iframe src="${inAttribute(frame)}" title="${inAttribute(title)}" loading="lazy" sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" style="width:100%;height:30rem;border:0"></iframe>`,
  };
}

const inAttribute = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

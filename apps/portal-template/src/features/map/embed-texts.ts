import type { Locale } from "@archipel/i18n/locales.ts";
import { links } from "../../links.ts";

const THEMES = ["auto", "light", "dark"] as const;
export type EmbedTheme = (typeof THEMES)[number];
export const EMBED_THEMES: readonly EmbedTheme[] = THEMES;

/** The path of a saved map. */
const SAVED_MAP = /^\/[a-z]{2}\/maps\/([\w-]+)$/;

/** What other sites need to show the map: the frame's address, and the code of both ways. */
export function embedCode(address: string, locale: Locale, theme: EmbedTheme, title: string) {
  const { origin, pathname, searchParams, hash } = new URL(address);
  // The frame of a saved map follows it: what is changed in it later is shown there too.
  const map = SAVED_MAP.exec(pathname)?.[1];
  const asked = (name: string) => (map === undefined ? (searchParams.get(name) ?? undefined) : undefined);
  const named = { map, layers: asked("l"), basemap: asked("b"), filters: asked("f") };
  const view = map === undefined ? hash.slice(1) : "";
  const frame = `${origin}${links.embed(locale, { ...named, ...(theme !== "auto" && { theme }), view })}`;
  const attributes = Object.entries({ ...named, view, theme: theme === "auto" ? undefined : theme, lang: locale, title })
    .flatMap(([name, value]) => (value ? [`${name}="${inAttribute(value)}"`] : []))
    .join(" ");
  return {
    frame,
    element: `<script src="${origin}${links.embedScript()}" async></script>\n<archipel-map ${attributes}></archipel-map>`,
    iframe: `<iframe src="${inAttribute(frame)}" title="${inAttribute(title)}" loading="lazy" sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" style="width:100%;height:30rem;border:0"></iframe>`,
  };
}

const inAttribute = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

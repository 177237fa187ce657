import { type BlockSketch, sketchOf } from "@archipel/blocks/sketch.ts";
import type { PortalTemplate } from "@archipel/contracts/portals.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import { BASE_THEME_IDS, type BaseThemeId, baseTheme } from "@archipel/theme/base-themes.ts";
import { newPortal, type PortalInput } from "../portal-values.ts";

/** What a new portal begins with, as the address of the form says it: `?start=risques`, `?start=blank`, `?start=<id of a template>`. */
export type Start =
  | { readonly kind: "theme"; readonly id: BaseThemeId }
  | { readonly kind: "blank" }
  | { readonly kind: "template"; readonly id: string };

export function startOf(asked: string | null): Start | null {
  if (asked === null) return null;
  if (asked === "blank") return { kind: "blank" };
  const theme = BASE_THEME_IDS.find((one) => one === asked);
  return theme ? { kind: "theme", id: theme } : { kind: "template", id: asked };
}

/** A shipped theme with its example home, in the gallery. */
export interface Beginning {
  readonly baseTheme: string;
  readonly theme: PortalTemplate["theme"];
  readonly home: readonly BlockSketch[];
}

export const shippedThemes: readonly (Beginning & { readonly id: BaseThemeId; readonly tagline: Localized })[] = BASE_THEME_IDS.map(
  (id) => {
    const { home, tagline } = baseTheme(id).content;
    return { id, baseTheme: id, theme: {}, home: sketchOf(home), tagline };
  },
);

/** The neutral theme with nothing but an opening. */
export const blank: Beginning = { baseTheme: "neutral", theme: {}, home: sketchOf(baseTheme("neutral").content.home, 1) };

/** The form for a portal that begins with a shipped theme, or a template. */
export function portalWith({ baseTheme: base, theme, tagline, locales }: Partial<PortalTemplate>): PortalInput {
  const empty = newPortal();
  return {
    ...empty,
    baseTheme: base ?? empty.baseTheme,
    theme: theme ?? empty.theme,
    tagline: tagline ?? empty.tagline,
    locales: locales ? [...locales] : empty.locales,
  };
}

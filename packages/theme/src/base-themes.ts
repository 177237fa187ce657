import lidarContent from "../../../themes/lidar/content.json" with { type: "json" };
import lidarTheme from "../../../themes/lidar/theme.json" with { type: "json" };
import neutralContent from "../../../themes/neutral/content.json" with { type: "json" };
import neutralTheme from "../../../themes/neutral/theme.json" with { type: "json" };
import risquesContent from "../../../themes/risques/content.json" with { type: "json" };
import risquesTheme from "../../../themes/risques/theme.json" with { type: "json" };
import urbanismeContent from "../../../themes/urbanisme/content.json" with { type: "json" };
import urbanismeTheme from "../../../themes/urbanisme/theme.json" with { type: "json" };
import { contentSchema, type PortalContent } from "./content.ts";
import { type ThemeDefinition, themeSchema } from "./schema.ts";

/** A folder of `themes/`: tokens and default content. Its logo is `themes/<id>/logo.svg`. */
export interface BaseTheme {
  readonly theme: ThemeDefinition;
  readonly content: PortalContent;
}

export const BASE_THEME_IDS = ["urbanisme", "risques", "lidar", "neutral"] as const;
export type BaseThemeId = (typeof BASE_THEME_IDS)[number];

const FILES: Record<BaseThemeId, { theme: unknown; content: unknown }> = {
  urbanisme: { theme: urbanismeTheme, content: urbanismeContent },
  risques: { theme: risquesTheme, content: risquesContent },
  lidar: { theme: lidarTheme, content: lidarContent },
  neutral: { theme: neutralTheme, content: neutralContent },
};

const read = new Map<BaseThemeId, BaseTheme>();

/** The base theme of that name; the neutral one for a removed name, so that an old portal still has a theme. */
export function baseTheme(id: string): BaseTheme {
  const known = BASE_THEME_IDS.find((candidate) => candidate === id) ?? "neutral";
  const cached = read.get(known);
  if (cached) return cached;
  const files = FILES[known];
  const loaded = { theme: themeSchema.parse(files.theme), content: contentSchema.parse(files.content) };
  read.set(known, loaded);
  return loaded;
}

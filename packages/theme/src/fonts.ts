/** A self-hosted family that a theme may choose. The app that shows it bundles `@fontsource-variable/<id>`. */
export interface FontFamily {
  readonly id: string;
  readonly label: string;
  /** The `font-family` value, with fallbacks of similar metrics. It is ours, never a user's text. */
  readonly stack: string;
  readonly uses: readonly FontUse[];
}

export type FontUse = "title" | "text" | "figures";

const SANS = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const SERIF = 'ui-serif, Georgia, Cambria, "Times New Roman", serif';
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';

/** Every family that a theme can name: a theme holds an id of this list, so no user text reaches the style sheet. */
export const FONTS = {
  inter: { id: "inter", label: "Inter", stack: `"Inter Variable", ${SANS}`, uses: ["title", "text", "figures"] },
  "public-sans": { id: "public-sans", label: "Public Sans", stack: `"Public Sans Variable", ${SANS}`, uses: ["title", "text", "figures"] },
  "source-serif-4": {
    id: "source-serif-4",
    label: "Source Serif 4",
    stack: `"Source Serif 4 Variable", ${SERIF}`,
    uses: ["title", "text"],
  },
  "space-grotesk": { id: "space-grotesk", label: "Space Grotesk", stack: `"Space Grotesk Variable", ${SANS}`, uses: ["title"] },
  "jetbrains-mono": { id: "jetbrains-mono", label: "JetBrains Mono", stack: `"JetBrains Mono Variable", ${MONO}`, uses: ["figures"] },
  system: { id: "system", label: "System", stack: SANS, uses: ["title", "text", "figures"] },
} as const satisfies Record<string, FontFamily>;

export type FontId = keyof typeof FONTS;

export const FONT_IDS = Object.keys(FONTS) as [FontId, ...FontId[]];

import { FONTS } from "./fonts.ts";
import type { ResolvedTheme } from "./resolve.ts";
import { COLOUR_TOKENS, MAP_TOKENS, type Mode } from "./tokens.ts";

const RADIUS = { none: ["0", "0"], small: ["0.25rem", "0.375rem"], medium: ["0.5rem", "0.75rem"], large: ["0.75rem", "1.25rem"] } as const;
const DENSITY = { comfortable: ["2.75rem", "1rem"], compact: ["2.5rem", "0.75rem"] } as const;

/**
 * The theme as CSS custom properties on `:root`, light and dark. The mode is `data-mode` on the root element when the
 * visitor chose one, else the system's. Every value comes from a validated token: no text of a user is printed.
 */
export function themeToCss(theme: ResolvedTheme): string {
  const light = block(colourDeclarations(theme, "light"));
  const dark = block(colourDeclarations(theme, "dark"));
  return [
    `:root${block(shapeDeclarations(theme))}`,
    `:root,[data-mode="light"]${light}`,
    `@media (prefers-color-scheme:dark){:root:not([data-mode="light"])${dark}}`,
    `[data-mode="dark"]${dark}`,
  ].join("\n");
}

/** The same declarations of one mode as pairs, for a part of a page with another theme, such as a preview. */
export function themeVariables(theme: ResolvedTheme, mode: Mode): Record<`--${string}`, string> {
  const pairs = [...shapeDeclarations(theme), ...colourDeclarations(theme, mode)].map((declaration) => {
    const colon = declaration.indexOf(":");
    return [declaration.slice(0, colon), declaration.slice(colon + 1)];
  });
  return Object.fromEntries(pairs.filter(([name]) => name?.startsWith("--")));
}

/** The name of a token's custom property: `accentInk` → `--a-accent-ink`. */
export function cssVariable(token: string): string {
  return `--a-${token.replace(/[A-Z0-9]+/g, (part) => `-${part.toLowerCase()}`)}`;
}

function block(declarations: readonly string[]): string {
  return `{${declarations.join(";")}}`;
}

function colourDeclarations(theme: ResolvedTheme, mode: Mode): string[] {
  return [
    `color-scheme:${mode}`,
    ...COLOUR_TOKENS.map((token) => `${cssVariable(token)}:${theme.colours[mode][token]}`),
    ...MAP_TOKENS.map((token) => `${cssVariable(`map-${token}`)}:${theme.map[mode][token]}`),
    `--a-shadow:${shadow(theme.shape.shadow, mode)}`,
  ];
}

function shapeDeclarations({ type, shape }: ResolvedTheme): string[] {
  const [control, card] = RADIUS[shape.radius];
  const [height, gap] = DENSITY[shape.density];
  const rem = (power: number) => `${(type.scale ** power).toFixed(3)}rem`;
  return [
    `--a-font-title:${FONTS[type.title].stack}`,
    `--a-font-text:${FONTS[type.text].stack}`,
    `--a-font-figures:${FONTS[type.figures].stack}`,
    `--a-title-weight:${type.titleWeight}`,
    "--a-text-small:0.875rem",
    "--a-text-base:1rem",
    `--a-text-large:${rem(1)}`,
    `--a-text-title:${rem(2)}`,
    `--a-text-headline:${rem(3.5)}`,
    `--a-text-hero:clamp(${rem(3.5)}, 1.2rem + 3.4vw, ${rem(6)})`,
    `--a-radius-control:${control}`,
    `--a-radius-card:${card}`,
    `--a-control-height:${height}`,
    `--a-gap:${gap}`,
  ];
}

function shadow(kind: ResolvedTheme["shape"]["shadow"], mode: Mode): string {
  const depth = mode === "dark" ? 0.5 : 0.12;
  if (kind === "none") return "0 0 #0000";
  if (kind === "soft") return `0 1px 2px rgb(0 0 0/${depth / 2}), 0 4px 12px rgb(0 0 0/${depth / 2})`;
  return `0 2px 4px rgb(0 0 0/${depth / 2}), 0 12px 32px rgb(0 0 0/${depth})`;
}

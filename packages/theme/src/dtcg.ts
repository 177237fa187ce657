import { FONT_IDS, FONTS, type FontId } from "./fonts.ts";
import type { ResolvedTheme } from "./resolve.ts";
import { sanitiseOverrides } from "./sanitise.ts";
import type { ThemeOverrides } from "./schema.ts";
import { COLOUR_TOKENS, type Hex, MAP_TOKENS, MODES, type Mode } from "./tokens.ts";

/**
 * Themes as design tokens (Design Tokens Format Module 2025.10), for design tools. What the format has no type for, such as the density, is in
 * `$extensions`, from where we read it back.
 */

const EXTENSION = "eu.archipel.theme";
/** Radii and text steps as `css.ts` writes them, in rem. */
const RADIUS_REM = { none: 0, small: 0.25, medium: 0.5, large: 0.75 } as const;
const MODE_NAMES = { light: "light", dark: "dark" } as const satisfies Record<Mode, string>;

type Json = Record<string, unknown>;

/** Every token of a theme, light and dark. */
export function themeToDtcg(theme: ResolvedTheme): Json {
  const { type, shape } = theme;
  return {
    $description: `${theme.label.en} – Archipel`,
    $extensions: {
      [EXTENSION]: { base: theme.id, defaultMode: theme.defaultMode, shape, scale: type.scale, mapLook: theme.map.look },
    },
    color: modes((mode) => colours(COLOUR_TOKENS, theme.colours[mode])),
    map: modes((mode) => colours(MAP_TOKENS, theme.map[mode])),
    font: {
      title: { $type: "fontFamily", $value: families(type.title) },
      text: { $type: "fontFamily", $value: families(type.text) },
      figures: { $type: "fontFamily", $value: families(type.figures) },
      titleWeight: { $type: "fontWeight", $value: type.titleWeight },
    },
    radius: { control: { $type: "dimension", $value: { value: RADIUS_REM[shape.radius], unit: "rem" } } },
  };
}

function modes(group: (mode: Mode) => Json): Json {
  return Object.fromEntries(MODES.map((mode) => [MODE_NAMES[mode], { $type: "color", ...group(mode) }]));
}

function colours<T extends string>(tokens: readonly T[], palette: Readonly<Record<T, Hex>>): Json {
  return Object.fromEntries(tokens.map((token) => [token, { $value: colourValue(palette[token]) }]));
}

function colourValue(hex: Hex): Json {
  const value = Number.parseInt(hex.slice(1), 16);
  const components = [value >> 16, (value >> 8) & 255, value & 255].map((channel) => Number((channel / 255).toFixed(5)));
  return { colorSpace: "srgb", components, alpha: 1, hex };
}

/** The family and its fallbacks, without quotes. */
function families(id: FontId): string[] {
  return FONTS[id].stack.split(",").map((name) => name.trim().replaceAll('"', ""));
}

export interface ReadTokens {
  overrides: ThemeOverrides;
  /** Paths of the tokens that became part of the theme. */
  taken: string[];
  /** Paths of the tokens that a theme has no place for, or whose value it cannot have. */
  ignored: string[];
}

/** Names that other design systems give to our seeds, in lower case. */
const ALIASES: Readonly<Record<string, string>> = {
  primary: "accent",
  brand: "accent",
  background: "ground",
  bg: "ground",
  foreground: "ink",
  text: "ink",
  card: "surface",
};
/** More tokens and deeper groups come from nobody's design system. */
const MOST_TOKENS = 5_000;
const DEEPEST = 12;

interface Token {
  path: string[];
  type: string | undefined;
  value: unknown;
}

/**
 * The part of a token file that a theme can have. Aliases are resolved, types are inherited from groups. A colour without a mode is the light
 * one. Null when the file is not a group of tokens.
 */
export function dtcgToOverrides(file: unknown): ReadTokens | null {
  if (!isGroup(file)) return null;
  const found: Token[] = [];
  collect(file, [], undefined, found);
  if (found.length === 0 || found.length > MOST_TOKENS) return null;
  const byPath = new Map(found.map((token) => [token.path.join("."), token]));
  const made: Json = {};
  const [taken, ignored]: [string[], string[]] = [[], []];
  for (const token of found) {
    const path = token.path.join(".");
    const { type, value } = resolved(token, byPath, 0) ?? {};
    const place = placeOf(token.path, type, value);
    if (!place) ignored.push(path);
    else {
      put(made, place.at, place.value);
      taken.push(path);
    }
  }
  const extended = isGroup(file.$extensions) ? file.$extensions[EXTENSION] : undefined;
  if (isGroup(extended)) takeExtension(made, extended);
  const { overrides } = sanitiseOverrides(made);
  return { overrides, taken, ignored };
}

function collect(group: Json, path: string[], inherited: string | undefined, found: Token[]): void {
  if (path.length > DEEPEST || found.length > MOST_TOKENS) return;
  const type = typeof group.$type === "string" ? group.$type : inherited;
  if ("$value" in group) {
    found.push({ path, type, value: group.$value });
    return;
  }
  for (const [name, child] of Object.entries(group))
    if (!name.startsWith("$") && isGroup(child)) collect(child, [...path, name], type, found);
}

/** A token with the value of the one that it names; nothing when that one is missing, or names it back. */
function resolved(token: Token, byPath: ReadonlyMap<string, Token>, depth: number): { type: string | undefined; value: unknown } | null {
  const alias = typeof token.value === "string" ? /^\{([^{}]+)\}$/.exec(token.value)?.[1] : undefined;
  if (alias === undefined) return token;
  const named = byPath.get(alias);
  const end = named && depth < DEEPEST ? resolved(named, byPath, depth + 1) : null;
  return end && { type: token.type ?? end.type, value: end.value };
}

function placeOf(path: readonly string[], type: string | undefined, value: unknown): { at: string[]; value: unknown } | null {
  const name = path.at(-1) ?? "";
  if (type === "color") {
    const hex = hexOf(value);
    const mode = path.some((part) => part.toLowerCase() === "dark") ? "dark" : "light";
    const token = ALIASES[name.toLowerCase()] ?? name;
    if (hex === null) return null;
    if (path[0] === "map") return MAP_TOKENS.some((one) => one === name) ? { at: ["map", mode, name], value: hex } : null;
    return COLOUR_TOKENS.some((one) => one === token) ? { at: ["colours", mode, token], value: hex } : null;
  }
  if (type === "fontFamily") {
    const font = fontOf(value);
    const use =
      ["title", "text", "figures"].find((one) => one === name) ?? (name === "heading" ? "title" : name === "body" ? "text" : undefined);
    return font && use ? { at: ["type", use], value: font } : null;
  }
  if (type === "fontWeight" && name === "titleWeight") return { at: ["type", "titleWeight"], value };
  if (type === "dimension" && path.includes("radius")) {
    const rem = remOf(value);
    return rem === null ? null : { at: ["shape", "radius"], value: nearestRadius(rem) };
  }
  return null;
}

/** `{colorSpace: "srgb", components}`, or `#rrggbb` of files before 2025. Other colour spaces only by their `hex`. */
function hexOf(value: unknown): Hex | null {
  if (typeof value === "string") return /^#[0-9a-f]{6}$/i.test(value) ? (value.toLowerCase() as Hex) : null;
  if (!isGroup(value) || (typeof value.alpha === "number" && value.alpha < 1)) return null;
  const { colorSpace, components, hex } = value;
  if (colorSpace === "srgb" && Array.isArray(components) && components.length === 3) {
    const channels = components.map((share) =>
      typeof share === "number" && share >= 0 && share <= 1 ? Math.round(share * 255) : Number.NaN,
    );
    if (channels.every(Number.isFinite)) return `#${channels.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
  }
  return typeof hex === "string" ? hexOf(hex) : null;
}

/** The first family that we host. */
function fontOf(value: unknown): FontId | null {
  const names = (Array.isArray(value) ? value : [value]).filter((name) => typeof name === "string");
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/ variable$/, "")
      .trim();
  for (const name of names) {
    const found = FONT_IDS.find((id) => plain(FONTS[id].label) === plain(name));
    if (found) return found;
  }
  return names.some((name) => /^(system-ui|ui-sans-serif|sans-serif)$/i.test(name)) ? "system" : null;
}

function remOf(value: unknown): number | null {
  if (!isGroup(value) || typeof value.value !== "number" || !Number.isFinite(value.value)) return null;
  return value.unit === "rem" ? value.value : value.unit === "px" ? value.value / 16 : null;
}

function nearestRadius(rem: number): keyof typeof RADIUS_REM {
  const names = Object.keys(RADIUS_REM) as (keyof typeof RADIUS_REM)[];
  return names.reduce((best, name) => (Math.abs(RADIUS_REM[name] - rem) < Math.abs(RADIUS_REM[best] - rem) ? name : best));
}

function takeExtension(made: Json, { defaultMode, shape, scale, mapLook }: Json): void {
  if (defaultMode !== undefined) put(made, ["defaultMode"], defaultMode);
  if (scale !== undefined) put(made, ["type", "scale"], scale);
  if (mapLook !== undefined) put(made, ["map", "look"], mapLook);
  if (isGroup(shape))
    for (const key of ["radius", "shadow", "density"]) if (shape[key] !== undefined) put(made, ["shape", key], shape[key]);
}

function put(into: Json, [head = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[head] = value;
    return;
  }
  const child = isGroup(into[head]) ? into[head] : {};
  into[head] = child;
  put(child, rest, value);
}

function isGroup(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { LayerSpecification } from "@maplibre/maplibre-gl-style-spec";
import { iconImage } from "./icons/icon-image.ts";
import { ICONS } from "./icons/names.ts";
import { overlayImage } from "./overlay-patterns.ts";
import { PATTERN_PIXEL_RATIO, PATTERNS, patternImage } from "./patterns.ts";

/** Our own maps draw their icons and patterns themselves. Other programs need them as one picture, a sprite, which its address describes. */

/** A sprite of this many images is drawn in milliseconds, and its address fits in what servers accept. */
export const MAX_SPRITE_IMAGES = 250;
const MAX_ADDRESS = 1_900;
/** Pixels. */
const SHEET_WIDTH = 512;

const IMAGE_NAME = /^(icon\/[a-z-]+|pattern\/[a-z-]+\/[0-9a-f]{6}|overlay\/[a-z-]+\/[0-9a-f]{6}\/[0-9a-f]{6})$/;
const HEX = /^[0-9a-f]{6}$/;

/** The names of our images that the layers of a style draw, in alphabetical order. */
export function imagesOf(layers: readonly LayerSpecification[]): string[] {
  const names = new Set<string>();
  for (const { layout, paint } of layers as readonly { layout?: Record<string, unknown>; paint?: Record<string, unknown> }[]) {
    for (const value of [layout?.["icon-image"], paint?.["fill-pattern"]]) collect(value, names);
  }
  return [...names].sort();
}

function collect(value: unknown, names: Set<string>): void {
  if (typeof value === "string" && IMAGE_NAME.test(value)) names.add(value);
  if (Array.isArray(value)) for (const part of value) collect(part, names);
}

/**
 * Images as a part of an address: `house,hatch~d33c2c-00ff00,hatch~d33c2c~ffffff` has an icon, a pattern in two colours, and a pattern for
 * areas over others with its halo. Images beyond the limits are left out. Null for no image.
 */
export function spriteAddress(names: readonly string[]): string | null {
  for (let count = Math.min(names.length, MAX_SPRITE_IMAGES); count > 0; count--) {
    const address = joined(names.slice(0, count));
    if (address.length <= MAX_ADDRESS) return address;
  }
  return null;
}

function joined(names: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const [prefix, kind = "", colour = "", halo] = name.split("/");
    const key = prefix === "icon" ? kind : `${kind}~${halo ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), colour]);
  }
  return [...groups]
    .map(([key, colours]) => {
      const [kind = "", halo] = key.split("~");
      return halo === undefined ? kind : `${kind}~${colours.join("-")}${halo && `~${halo}`}`;
    })
    .join(",");
}

/** The images of an address of `spriteAddress`; null for any other text. */
export function imagesAt(address: string): string[] | null {
  if (address.length > MAX_ADDRESS) return null;
  const names = address.split(",").flatMap((group) => {
    const [kind = "", colours, halo, ...more] = group.split("~");
    if (colours === undefined) return ICONS.some((icon) => icon === kind) ? [`icon/${kind}`] : [""];
    if (more.length > 0 || !PATTERNS.some((pattern) => pattern === kind) || (halo !== undefined && !HEX.test(halo))) return [""];
    return colours.split("-").map((colour) => {
      if (!HEX.test(colour)) return "";
      return halo === undefined ? `pattern/${kind}/${colour}` : `overlay/${kind}/${colour}/${halo}`;
    });
  });
  const isWhole = names.every((name) => name !== "") && names.length <= MAX_SPRITE_IMAGES;
  return isWhole ? [...new Set(names)] : null;
}

interface SpriteImage {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  /** The image stores distances: the style colours it. */
  readonly sdf?: true;
}

export interface Sprite {
  readonly width: number;
  readonly height: number;
  /** Straight RGBA. */
  readonly data: Uint8ClampedArray;
  /** As MapLibre reads it. */
  readonly index: Readonly<Record<string, SpriteImage>>;
}

/** Draws images side by side, in rows. Names that are not ours are left out. */
export function drawSprite(names: readonly string[]): Sprite {
  const drawn = names
    .flatMap((name) => {
      const image = iconImage(name) ?? overlayImage(name) ?? patternImage(name);
      return image ? [{ name, image }] : [];
    })
    .toSorted((a, b) => b.image.height - a.image.height);
  const index: Record<string, SpriteImage> = {};
  let [x, y, row] = [0, 0, 0];
  for (const { name, image } of drawn) {
    const { width, height } = image;
    if (x + width > SHEET_WIDTH) [x, y, row] = [0, y + row, 0];
    const isIcon = name.startsWith("icon/");
    index[name] = { x, y, width, height, ...(isIcon ? { pixelRatio: 1, sdf: true } : { pixelRatio: PATTERN_PIXEL_RATIO }) };
    x += width;
    row = Math.max(row, height);
  }
  const sheet = { width: SHEET_WIDTH, height: Math.max(1, y + row) };
  const data = new Uint8ClampedArray(sheet.width * sheet.height * 4);
  for (const { name, image } of drawn) {
    const place = index[name];
    if (!place) continue;
    for (let line = 0; line < image.height; line++) {
      const from = line * image.width * 4;
      data.set(image.data.subarray(from, from + image.width * 4), ((place.y + line) * sheet.width + place.x) * 4);
    }
  }
  return { ...sheet, data, index };
}

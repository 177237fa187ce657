/** A colour of a file: `#rrggbb`, and its opacity from 0 to 1. */
export interface Paint {
  readonly colour: string;
  readonly opacity: number;
}

const hex = (value: number) => Math.round(value).toString(16).padStart(2, "0");

/** `#rgb`, `#rrggbb` or `#rrggbbaa`. */
export function paintOfHex(text: string): Paint | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (!digits) return undefined;
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  const opacity = full.length === 8 ? Number.parseInt(full.slice(6), 16) / 255 : 1;
  return { colour: `#${full.slice(0, 6)}`, opacity: Math.round(opacity * 100) / 100 };
}

/** `r,g,b,a` from 0 to 255, which QGIS follows by the same colour in other terms; or hexadecimal. */
export function paintOfQgis(text: string): Paint | undefined {
  if (text.trim().startsWith("#")) return paintOfHex(text);
  const channels = text
    .split(",")
    .slice(0, 4)
    .map((one) => (/^\s*\d{1,3}\s*$/.test(one) ? Number(one) : Number.NaN));
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN, alpha = 255] = channels;
  if (![red, green, blue, alpha].every((one) => one >= 0 && one <= 255)) return undefined;
  return { colour: `#${hex(red)}${hex(green)}${hex(blue)}`, opacity: Math.round((alpha / 255) * 100) / 100 };
}

/** Channels from 0 to 1. */
export function paintOfChannels(red: number, green: number, blue: number, alpha: number): Paint {
  return { colour: `#${hex(red * 255)}${hex(green * 255)}${hex(blue * 255)}`, opacity: Math.round(alpha * 100) / 100 };
}

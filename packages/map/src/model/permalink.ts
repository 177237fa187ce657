import { addressNumber } from "@archipel/contracts/decimal.ts";
import { type LayerState, picturesLast, type View } from "./map-state.ts";

/** The value of `l` that says "no layer": an absent `l` means the portal's own choice. */
const NONE = "none";

/** `#12.5/46.45123/-5.25001`: zoom, latitude, longitude, as other maps write it. */
export function encodeView({ lon, lat, zoom }: View): string {
  const decimals = Math.max(2, Math.min(6, Math.ceil(zoom / 3)));
  return `#${round(zoom, 2)}/${lat.toFixed(decimals)}/${lon.toFixed(decimals)}`;
}

/** The view in a hash; undefined without a valid one. */
export function decodeView(hash: string): View | undefined {
  const parts = hash.replace(/^#/, "").split("/").map(addressNumber);
  const [zoom, lat, lon] = parts;
  if (
    parts.length !== 3 ||
    zoom == null ||
    lat == null ||
    lon == null ||
    zoom < 0 ||
    zoom > 24 ||
    Math.abs(lat) > 85.06 ||
    Math.abs(lon) > 180
  )
    return undefined;
  return { lon, lat, zoom };
}

/**
 * Layers that are on, top first, with their opacity in percent unless full, and the confidence that their features must have, if any:
 * `a1b2c3d4e5f6,0f9e8d7c6b5a:60,1a2b3c4d5e6f:100:50`.
 */
export function encodeLayers(layers: readonly LayerState[]): string {
  const on = layers.filter((layer) => layer.isOn);
  if (on.length === 0) return NONE;
  return on
    .map(({ id, opacity, confidenceAtLeast = 0 }) => {
      const percent = opacity < 1 || confidenceAtLeast > 0 ? `:${Math.round(opacity * 100)}` : "";
      return `${shortId(id)}${percent}${confidenceAtLeast > 0 ? `:${confidenceAtLeast}` : ""}`;
    })
    .join(",");
}

/** Applies an `l` to a portal's layers. Unknown ids are ignored: a link may be older than the portal's list. */
export function decodeLayers(value: string, layers: readonly LayerState[]): LayerState[] {
  if (value === NONE) return layers.map((layer) => ({ ...layer, isOn: false }));
  const wanted = value.split(",").flatMap((part): LayerState[] => {
    const [id = "", percent, confidence] = part.split(":");
    const layer = layers.find((one) => one.id === id || shortId(one.id) === id);
    const atLeast = percentOf(confidence) ?? 0;
    return layer
      ? [
          {
            id: layer.id,
            isOn: true,
            opacity: (percentOf(percent) ?? 100) / 100,
            ...(atLeast > 0 && { confidenceAtLeast: atLeast }),
            ...(layer.isUnder && { isUnder: true }),
          },
        ]
      : [];
  });
  if (wanted.length === 0) return [...layers];
  const distinct = wanted.filter((layer, index) => wanted.findIndex((other) => other.id === layer.id) === index);
  const others = layers.filter((layer) => !distinct.some((one) => one.id === layer.id));
  return picturesLast([...distinct, ...others.map((layer) => ({ ...layer, isOn: false }))]);
}

/** A whole percentage up to 100; undefined when the text is not one. */
function percentOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,3}$/.test(text) ? Math.min(100, Number(text)) : undefined;
}

/** The end of a UUID: its start is a time, which is the same for layers created together. */
export const shortId = (id: string) => id.slice(-12);

const round = (value: number, decimals: number) => Number(value.toFixed(decimals));

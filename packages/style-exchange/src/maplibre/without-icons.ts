import type { Appearance, StatedStyle } from "@archipel/map-style/layer-style.ts";

/** A style with circles instead of icons, for programs that do not have our images; and the icons by class, `*` for the whole layer. */
export function withoutIcons(style: StatedStyle): { bare: StatedStyle; icons: ReadonlyMap<string, string> } {
  const icons = new Map<string, string>();
  const taken = <Look extends Pick<Appearance, "icon">>({ icon, ...look }: Look, key: string) => {
    if (icon) icons.set(key, icon);
    return look;
  };
  const { appearance } = style;
  const bare = { ...style, ...(appearance && { appearance: taken(appearance, "*") }) };
  if (bare.kind === "categorised")
    return { bare: { ...bare, categories: bare.categories.map((one) => taken(one, String(one.value))) }, icons };
  if (bare.kind === "graduated") return { bare: { ...bare, stops: bare.stops.map((one) => taken(one, String(one.from))) }, icons };
  return { bare, icons };
}

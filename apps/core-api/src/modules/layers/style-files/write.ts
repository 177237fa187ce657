import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette, StatedStyle } from "@archipel/map-style/layer-style.ts";
import { writeMapLibre } from "@archipel/style-exchange/maplibre/write-maplibre.ts";
import { type SldVersion, writeSld } from "@archipel/style-exchange/sld/write-sld.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { layerSummaryOf } from "../../../layer-store/describe/layer-summary.ts";
import { visibleLayer } from "../queries.ts";

export type WrittenFormat = { readonly format: "maplibre" } | { readonly format: "sld"; readonly version: SldVersion };

export interface StyleFile {
  readonly fileName: string;
  readonly text: string;
}

/** The colours of what a style leaves to the theme: those of the neutral one, in light mode. */
function neutralPalette(): LayerPalette {
  const { map, colours } = portalTheme("neutral", {});
  const { selection, label, labelHalo } = map.light;
  return { accent: colours.light.accent, selection, label, labelHalo };
}

/**
 * The style of a layer in another program's terms, for anyone who may see the layer. Hidden fields are not in it.
 *
 * @throws DomainError when the caller may not see the layer, or it is not drawn by a style
 */
export async function writeStyleOf(core: Core, actor: Actor, layerId: string, asked: WrittenFormat): Promise<StyleFile> {
  const row = await core.database.withTenant(scopeOf(actor), (tx) => visibleLayer(tx, layerId));
  if (!row) throw new DomainError("not-found", "layer-not-found");
  const layer = layerSummaryOf(row);
  if (!layer.abilities.includes("tiles")) throw new DomainError("not-found", "layer-not-found");
  const palette = neutralPalette();
  const style: StatedStyle = resolveStyle(layer, palette);
  if (asked.format === "sld")
    return { fileName: `${layer.name}.sld`, text: writeSld(layer, style, { palette, version: asked.version }).text };
  const { origin } = new URL(core.env.ARCHIPEL_PUBLIC_URL);
  const addresses = { tiles: `${origin}/tiles/${layer.id}.json`, sprites: `${origin}/sprites/` };
  return { fileName: `${layer.name}.style.json`, text: writeMapLibre(layer, style, { palette, ...addresses }) };
}

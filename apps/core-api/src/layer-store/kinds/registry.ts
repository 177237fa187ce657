import type { LayerAbility, LayerKindName } from "@archipel/contracts/layers.ts";
import { elevation } from "./elevation.ts";
import type { LayerKind } from "./layer-kind.ts";
import { pointcloud } from "./pointcloud.ts";
import { raster } from "./raster.ts";
import { remote } from "./remote.ts";
import { vector } from "./vector.ts";

export const layerKinds: Readonly<Record<LayerKindName, LayerKind>> = { vector, raster, elevation, pointcloud, remote };

/** The kinds whose layers have an ability. */
export function kindsWith(ability: LayerAbility): LayerKindName[] {
  return Object.values(layerKinds).flatMap(({ name, abilities }) => (abilities.includes(ability) ? [name] : []));
}

/** SQL: whether a layer has an ability. @param kind the column of its kind, `l.kind` */
export function hasAbilitySql(kind: "kind" | "l.kind", ability: LayerAbility): string {
  const names = kindsWith(ability).map((name) => `'${name}'`);
  return names.length === 0 ? "false" : `${kind} IN (${names.join(", ")})`;
}

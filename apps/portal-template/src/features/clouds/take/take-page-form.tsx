"use client";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { GroundMap } from "../ground/draw-ground.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { TakePanel } from "./take-panel.tsx";

interface TakePageFormProps {
  readonly cloud: Pick<OpenedCloud, "layerId" | "classes" | "tiles" | "srid">;
  readonly portalId: string;
  readonly locale: Locale;
  readonly map: GroundMap;
}

export function TakePageForm({ map, ...props }: TakePageFormProps) {
  const isPlaced = props.cloud.tiles.some(({ footprint }) => footprint !== null);
  return <TakePanel {...props} viewer={null} map={isPlaced ? map : null} />;
}

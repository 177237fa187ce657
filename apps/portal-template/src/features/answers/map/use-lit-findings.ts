import { layerOfSource } from "@archipel/map/layers/lit-features.ts";
import { type RefObject, useEffect, useEffectEvent } from "react";
import type { ModeContext } from "../../map-kit/map-mode.ts";
import type { featuresOf } from "../card/card.ts";

type Named = ReturnType<typeof featuresOf>;

/** Marks the finding that speaks of the feature under the mouse. With a finger there is nothing to point with. */
export function useLitFindings(
  card: RefObject<HTMLElement | null>,
  { handle, layers }: Pick<ModeContext, "handle" | "layers">,
  findings: Named,
): void {
  const point = useEffectEvent((x: number, y: number) => {
    const map = handle?.library;
    if (!map || !card.current) return;
    const under = map.queryRenderedFeatures([x, y]).flatMap(({ source, id }) => {
      const layer = layerOfSource(layers, source);
      return layer ? [`${layer.id}/${id}`] : [];
    });
    for (const { id, layer, features } of findings) {
      const isUnder = features.some((fid) => under.includes(`${layer}/${fid}`));
      card.current.querySelector(`#${CSS.escape(id)}`)?.toggleAttribute("data-lit", isUnder);
    }
  });
  useEffect(() => {
    const map = handle?.library;
    if (!map || !matchMedia("(hover: hover)").matches) return;
    let frame = 0;
    const moved = ({ point: { x, y } }: { point: { x: number; y: number } }) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => point(x, y));
    };
    const left = () => moved({ point: { x: -1, y: -1 } });
    map.on("mousemove", moved);
    map.on("mouseout", left);
    return () => {
      cancelAnimationFrame(frame);
      map.off("mousemove", moved);
      map.off("mouseout", left);
    };
  }, [handle]);
}

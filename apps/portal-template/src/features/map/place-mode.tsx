import type { ModeContext, ModeView } from "../map-kit/map-mode.ts";
import { WhatApplies } from "../search/what-applies.tsx";

/** The portal's answer at the marked place. */
export function usePlaceMode({ portal, state, layers, palette, locale, dispatch }: ModeContext): ModeView {
  const { marker } = state;
  if (!marker) return {};
  return {
    key: `${marker.lon}/${marker.lat}`,
    panel: (
      <WhatApplies
        portalId={portal.id}
        marker={marker}
        layers={layers}
        palette={palette}
        locale={locale}
        onChoose={(layerId, fid) => {
          dispatch({ type: "switched", layerId, isOn: true });
          dispatch({ type: "selected", hits: [{ layerId, fid }] });
        }}
        onClose={() => dispatch({ type: "marked", marker: null })}
      />
    ),
  };
}

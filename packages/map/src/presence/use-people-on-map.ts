import type { Marker } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { mapLibre } from "../ui/load-maplibre.ts";
import type { MapHandle } from "../ui/map-handle.ts";

/** The position of a person on the map. */
export interface PersonMark {
  readonly key: string;
  readonly name: string | null;
  readonly colour: string;
  readonly lon: number;
  readonly lat: number;
}

/** Shows people on the map by name and colour. Hidden from screen readers, since the page says the same in text. */
export function usePeopleOnMap(handle: MapHandle, marks: readonly PersonMark[]): void {
  const t = useTranslations("presence");
  const shown = useRef(new Map<string, Marker>());

  useEffect(() => {
    let isStale = false;
    void mapLibre().then(({ Marker }) => {
      if (isStale) return;
      for (const [key, marker] of shown.current) {
        if (marks.some((mark) => mark.key === key)) continue;
        marker.remove();
        shown.current.delete(key);
      }
      for (const { key, name, colour, lon, lat } of marks) {
        const known = shown.current.get(key);
        if (known) known.setLngLat([lon, lat]);
        else {
          const marker = new Marker({ element: flag(name ?? t("someone"), colour), anchor: "bottom", offset: [0, -6] });
          shown.current.set(key, marker.setLngLat([lon, lat]).addTo(handle.library));
        }
      }
    });
    return () => {
      isStale = true;
    };
  }, [handle, marks, t]);

  useEffect(() => {
    const all = shown.current;
    return () => {
      for (const marker of all.values()) marker.remove();
      all.clear();
    };
  }, []);
}

function flag(name: string, colour: string): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("aria-hidden", "true");
  element.textContent = name;
  element.style.cssText = `background:${colour};color:#fff;padding:1px 8px;border-radius:999px;font-size:12px;line-height:20px;white-space:nowrap;max-width:12rem;overflow:hidden;text-overflow:ellipsis;border:2px solid var(--a-surface);pointer-events:none`;
  return element;
}

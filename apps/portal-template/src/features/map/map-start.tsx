import type { MapView } from "@archipel/contracts/place.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import type { MapQuery } from "./loaders.ts";

/** What the map is started with before React takes its page over. The document holds it as JSON. */
export interface MapStart {
  readonly view: MapView;
  readonly locale: Locale;
  /** Where its data are. */
  readonly address: string;
  readonly isEditing: boolean;
  readonly query: MapQuery & { readonly saved: OpenedMap | null };
}

const ID = "map-start";

export function MapStartData({ start }: { readonly start: MapStart }) {
  const text = JSON.stringify(start).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON in which nothing ends the element
  return <script id={ID} type="application/json" dangerouslySetInnerHTML={{ __html: text }} />;
}

/** In the browser; null on pages without it. */
export function readMapStart(): MapStart | null {
  const text = document.getElementById(ID)?.textContent;
  return text ? (JSON.parse(text) as MapStart) : null;
}

import { getLocale } from "next-intl/server";
import { env } from "../../env.ts";
import { mapLook } from "../map-kit/map-look.ts";
import type { Site } from "../site/loaders.ts";
import type { AreasMapProps, LevelColours } from "./areas-map.tsx";
import { AreasMapEntry } from "./areas-map-entry.tsx";

interface MapOfAreasProps {
  readonly site: Site;
  readonly label: string;
  readonly areas: AreasMapProps["areas"];
}

/** The areas of alerts on a map in the look of the portal; nothing when all apply to the whole territory. */
export async function MapOfAreas({ site, label, areas }: MapOfAreasProps) {
  const locale = await getLocale();
  if (areas.every(({ geometry }) => geometry === null)) return null;
  const coloursIn = (mode: "light" | "dark"): LevelColours => {
    const { info, warning, danger } = site.theme.colours[mode];
    return { information: info, vigilance: warning, alert: danger, emergency: danger };
  };
  return (
    <AreasMapEntry
      label={label}
      areas={areas}
      colours={{ light: coloursIn("light"), dark: coloursIn("dark") }}
      look={mapLook(site.theme)}
      basemapStyleUrl={env.ARCHIPEL_BASEMAP_STYLE_URL ?? null}
      view={site.portal.view}
      locale={locale}
    />
  );
}

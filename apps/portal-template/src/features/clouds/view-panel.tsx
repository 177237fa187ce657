import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { ComparePanel } from "./compare/compare-panel.tsx";
import { FlightPanel } from "./flight/flight-panel.tsx";
import { GroundChoice } from "./ground/ground-choice.tsx";
import type { OpenedCloud } from "./opened-cloud.ts";
import type { ViewTools } from "./use-view-tools.ts";

interface ViewPanelProps {
  readonly engine: CloudEngine;
  readonly cloud: OpenedCloud;
  readonly tools: ViewTools;
  readonly locale: Locale;
}

/** What lies below the points, the flight, and the comparison with another cloud. */
export function ViewPanel({
  engine,
  cloud,
  tools: { ground, swipe, flight, path, setPath, flightLink, comparison },
  locale,
}: ViewPanelProps) {
  return (
    <div className="grid gap-6">
      <GroundChoice ground={ground} onChoose={swipe.chooseGround} />
      <FlightPanel engine={engine} play={flight} path={path} onPath={setPath} address={flightLink} locale={locale} />
      <ComparePanel cloud={cloud} comparison={comparison} swipe={swipe} grounds={ground.kinds} locale={locale} />
    </div>
  );
}

import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Box } from "@archipel/point-view/scene/box.ts";
import { ClipPanel } from "./clip/clip-panel.tsx";
import { ComparePanel } from "./compare/compare-panel.tsx";
import { FlightPanel } from "./flight/flight-panel.tsx";
import { GroundChoice } from "./ground/ground-choice.tsx";
import { NamesChoice } from "./names/names-choice.tsx";
import type { OpenedCloud } from "./opened-cloud.ts";
import type { ViewTools } from "./use-view-tools.ts";

interface ViewPanelProps {
  readonly engine: CloudEngine;
  readonly cloud: OpenedCloud;
  readonly tools: ViewTools;
  /** Takes the points in the clipping box. */
  readonly onTake: (box: Box) => void;
  readonly locale: Locale;
}

/** What lies below the points, names over them, the box that limits them, the flight, and the comparison with another cloud. */
export function ViewPanel({
  engine,
  cloud,
  tools: { ground, names, clip, swipe, flight, path, setPath, flightLink, comparison },
  onTake,
  locale,
}: ViewPanelProps) {
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <GroundChoice ground={ground} onChoose={swipe.chooseGround} />
        <NamesChoice names={names} />
      </div>
      <ClipPanel engine={engine} clip={clip} locale={locale} onTake={onTake} />
      <FlightPanel engine={engine} play={flight} path={path} onPath={setPath} address={flightLink} locale={locale} />
      <ComparePanel cloud={cloud} comparison={comparison} swipe={swipe} grounds={ground.kinds} locale={locale} />
    </div>
  );
}

"use client";
import type { PackedCloud } from "@archipel/contracts/clouds.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import type { PickedPoint } from "@archipel/point-view/measure/pick-point.ts";
import type { Box } from "@archipel/point-view/scene/box.ts";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useId, useReducer, useRef, useState } from "react";
import { ClipHandles } from "./clip/clip-handles.tsx";
import { type CloudAddress, readAddress } from "./cloud-address.ts";
import { CloudDescription } from "./cloud-description.tsx";
import { CloudFrame } from "./cloud-frame.tsx";
import { CloudStatus } from "./cloud-status.tsx";
import { ColourPanel } from "./colour-panel.tsx";
import { CompareView } from "./compare/compare-view.tsx";
import type { GroundMap } from "./ground/draw-ground.ts";
import { GroundCredits } from "./ground/ground-choice.tsx";
import { MeasureOverlay } from "./measure-overlay.tsx";
import { MeasurePanel } from "./measure-panel.tsx";
import { type Measuring, measuringReducer } from "./measuring.ts";
import { NameLabels } from "./names/name-labels.tsx";
import { type CloudRecord, type OpenedCloud, openedCloud } from "./opened-cloud.ts";
import { PanelColumn } from "./panel-column.tsx";
import { PickedCard, PickedMark } from "./picked-card.tsx";
import { AddressRing, LassoOverlay } from "./report/lasso-overlay.tsx";
import { type ReportingPage, ReportPanel } from "./report/report-panel.tsx";
import { useEnclosing } from "./report/use-enclosing.ts";
import { savePicture } from "./save-picture.ts";
import { takeTab } from "./take/take-tab.tsx";
import { useEngine, useEngineState } from "./use-engine.ts";
import { useFollowedCloud, useShownTiles } from "./use-followed-cloud.ts";
import { usePointing } from "./use-pointing.ts";
import { useViewTools } from "./use-view-tools.ts";
import { ViewButtons } from "./view-buttons.tsx";
import { ViewPanel } from "./view-panel.tsx";

interface CloudScreenProps {
  readonly packed: PackedCloud;
  readonly record: CloudRecord;
  /** Null where nobody may report. */
  readonly reporting: ReportingPage | null;
  /** How the portal's map is drawn, which can lie below the points. */
  readonly map: GroundMap;
  readonly portalId: string;
  readonly locale: Locale;
}

/** The viewer of a point cloud: points over the whole page, their panel, the buttons of the camera. */
export function CloudScreen({ packed, record, reporting, map, portalId, locale }: CloudScreenProps) {
  const [opened] = useState(() => openedCloud(packed, record));
  const cloud = useFollowedCloud(opened, portalId);
  const t = useTranslations("clouds.viewer");
  const page = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [address] = useState(() => readAddress(location.search, location.hash));
  const [look, setLook] = useState<CloudLook>(() => startLook(cloud, address));
  const [tab, setTab] = useState("colours");
  const [turn, setTurn] = useState(0);
  const [measuring, dispatch] = useReducer(measuringReducer, { what: "distance", places: [] });
  const [width, setWidth] = useState(2);
  const { engine, problem } = useEngine(canvas, { cloud, look, address });
  const state = useEngineState(engine);
  const enclosing = useEnclosing(engine);
  // An area to take home has the outline of the report.
  const isEnclosing = tab === "report" || tab === "take";
  const isLasso = tab === "report" && enclosing.by === "lasso";
  const isMeasuring = (tab === "measure" || isEnclosing) && !isLasso;
  const [active, add] = isEnclosing ? ([enclosing.places, enclosing.dispatch] as const) : ([measuring, dispatch] as const);
  useShownTiles(engine, cloud.tiles);
  const tools = useViewTools({ cloud, engine, look, address, map, portalId, locale });
  const { picked, close, middle } = usePointing(surface, {
    engine,
    comparison: tools.comparison,
    isBare: tools.swipe.ground !== null,
    add: isMeasuring ? add : null,
    lasso: isLasso ? enclosing : null,
  });
  const changeLook = (next: CloudLook) => {
    setLook(next);
    engine?.setLook(next);
  };
  const takeBox = ({ min, max }: Box) => {
    const corners = [min, [max[0], min[1], min[2]], max, [min[0], max[1], min[2]]] as const;
    enclosing.dispatch({ type: "replaced", places: corners.flatMap(([x, y]) => (engine ? [engine.toScene([x, y, min[2]])] : [])) });
    setTurn((last) => last + 1);
    setTab("take");
  };
  const credits = [...new Set([...tools.ground.credits, ...tools.names.credits])];
  const caption = () => [t("caption", { title: cloud.title, address: location.host }), ...credits].join(" · ");
  const tabs = [
    { value: "colours", label: t("tab.colours"), content: <ColourPanel {...{ cloud, engine, state, look, locale }} onLook={changeLook} /> },
    { value: "view", label: t("tab.view"), content: engine && <ViewPanel {...{ engine, cloud, tools, locale }} onTake={takeBox} /> },
    {
      value: "measure",
      label: t("tab.measure"),
      content: engine && <MeasurePanel {...{ engine, look, measuring, dispatch, width, locale }} onWidth={setWidth} onMiddle={middle} />,
    },
    takeTab(
      t("tab.take"),
      { cloud, portalId, locale, viewer: engine && { engine, drawing: enclosing.places, dispatch: enclosing.dispatch, onMiddle: middle } },
      turn,
    ),
    {
      value: "report",
      label: t("tab.report"),
      isKept: true,
      content: engine && reporting && <ReportPanel {...{ engine, cloud, look, enclosing, locale }} page={reporting} onMiddle={middle} />,
    },
    { value: "about", label: t("tab.about"), content: <CloudDescription {...{ cloud, locale }} onTile={({ box }) => engine?.goTo(box)} /> },
  ];
  return (
    <div ref={page} className="relative min-h-0 flex-1 overflow-hidden bg-ground text-ink">
      <Surface ref={surface} canvas={canvas} title={cloud.title} isDrawing={isMeasuring || isLasso} hasCross={isMeasuring}>
        <CompareView canvas={tools.canvas} cloud={cloud} comparison={tools.comparison} swipe={tools.swipe} />
        {engine && tools.names.isOn && <NameLabels engine={engine} names={tools.names.names} />}
        {engine && <Overlays {...{ engine, width, address, picked }} measuring={isMeasuring ? active : null} />}
        {engine && tools.clip.box && !isMeasuring && !isLasso && (
          <ClipHandles engine={engine} box={tools.clip.box} onBox={tools.clip.change} locale={locale} />
        )}
        {engine && isLasso && <LassoOverlay engine={engine} enclosing={enclosing} />}
      </Surface>
      <CloudFrame
        panel={
          <PanelColumn cloud={cloud} status={<CloudStatus {...{ cloud, engine, state, problem, locale }} />}>
            <Tabs
              isDense
              label={t("panel")}
              value={tab}
              onValueChange={setTab}
              tabs={tabs.filter(({ value }) => value !== "report" || reporting !== null)}
            />
          </PanelColumn>
        }
        controls={
          <ViewButtons
            engine={engine}
            page={page}
            flight={tools.flight}
            onPicture={() => engine && page.current && savePicture(engine, page.current, caption(), `${cloud.title}.png`)}
          />
        }
        foot={engine && picked ? <PickedCard {...{ engine, picked, locale }} onClose={close} /> : <GroundCredits credits={credits} />}
      />
    </div>
  );
}

interface SurfaceProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly title: string;
  /** Presses add a place or draw a line. */
  readonly isDrawing: boolean;
  readonly hasCross: boolean;
  /** What is drawn over the points. */
  readonly children: ReactNode;
}

/** The points, and what takes the pointer and the keys over them. */
function Surface({ ref, canvas, title, isDrawing, hasCross, children }: SurfaceProps) {
  const t = useTranslations("clouds.viewer");
  const keysId = useId();
  return (
    <>
      <div
        ref={ref}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the camera
        tabIndex={0}
        aria-label={t("canvas", { title })}
        aria-describedby={keysId}
        className={`group absolute inset-0 touch-none outline-none focus-visible:outline-3 focus-visible:outline-focus focus-visible:-outline-offset-3 ${isDrawing ? "cursor-crosshair" : "cursor-grab active:cursor-grabbing"}`}
      >
        <canvas ref={canvas} className="pointer-events-none absolute inset-0 size-full" />
        {children}
        <Crosshair isShown={hasCross} />
      </div>
      <p id={keysId} className="sr-only">
        {t("keys")}
      </p>
    </>
  );
}

interface OverlaysProps {
  readonly engine: CloudEngine;
  /** An outline or a ring of a report. */
  readonly address: Pick<CloudAddress, "around" | "ring">;
  /** Null while nothing is measured. */
  readonly measuring: Measuring | null;
  readonly width: number;
  readonly picked: PickedPoint | null;
}

/** What is drawn over the points. */
function Overlays({ engine, address: { around, ring }, measuring, width, picked }: OverlaysProps) {
  const outline: Measuring | null = around && { what: "area", places: around.map((place) => engine.toScene(place)) };
  return (
    <>
      {ring && <AddressRing engine={engine} ring={ring} />}
      {outline && <MeasureOverlay engine={engine} measuring={outline} width={0} />}
      {measuring && <MeasureOverlay engine={engine} measuring={measuring} width={width} />}
      {picked && !measuring && <PickedMark engine={engine} picked={picked} />}
    </>
  );
}

/** Where Enter and the button of the panel take their point. */
function Crosshair({ isShown }: { readonly isShown: boolean }) {
  return (
    <svg
      aria-hidden
      viewBox="-20 -20 40 40"
      className={`pointer-events-none absolute top-1/2 left-1/2 size-10 -translate-1/2 stroke-ink ${isShown ? "opacity-70" : "opacity-0 group-focus-visible:opacity-70"}`}
      strokeWidth={1.5}
    >
      <path d="M-16 0H-5M5 0H16M0-16V-5M0 5V16" />
    </svg>
  );
}

function startLook(cloud: OpenedCloud, { colouring, hidden, heights, isShaded }: ReturnType<typeof readAddress>): CloudLook {
  const isPossible = colouring !== null && cloud.colourings.includes(colouring);
  return { colouring: isPossible ? colouring : "elevation", hidden: new Set(hidden), heights, isShaded };
}

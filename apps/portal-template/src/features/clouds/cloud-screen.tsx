"use client";
import type { PackedCloud } from "@archipel/contracts/clouds.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import type { PickedPoint } from "@archipel/point-view/measure/pick-point.ts";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import { useTranslations } from "next-intl";
import { useId, useReducer, useRef, useState } from "react";
import { type CloudAddress, readAddress } from "./cloud-address.ts";
import { CloudDescription } from "./cloud-description.tsx";
import { CloudFrame } from "./cloud-frame.tsx";
import { CloudStatus } from "./cloud-status.tsx";
import { ColourPanel } from "./colour-panel.tsx";
import { FlightPanel } from "./flight/flight-panel.tsx";
import { useFlight } from "./flight/use-flight.ts";
import { MeasureOverlay } from "./measure-overlay.tsx";
import { MeasurePanel } from "./measure-panel.tsx";
import { type Measuring, measuringReducer } from "./measuring.ts";
import { type CloudRecord, type OpenedCloud, openedCloud } from "./opened-cloud.ts";
import { PickedCard, PickedMark } from "./picked-card.tsx";
import { AddressRing, LassoOverlay } from "./report/lasso-overlay.tsx";
import { type ReportingPage, ReportPanel } from "./report/report-panel.tsx";
import { useEnclosing } from "./report/use-enclosing.ts";
import { savePicture } from "./save-picture.ts";
import { useCameraInput } from "./use-camera-input.ts";
import { flightAddress, useCloudAddress } from "./use-cloud-address.ts";
import { useEngine, useEngineState } from "./use-engine.ts";
import { useFollowedCloud, useShownTiles } from "./use-followed-cloud.ts";
import { ViewButtons } from "./view-buttons.tsx";

interface CloudScreenProps {
  readonly packed: PackedCloud;
  readonly record: CloudRecord;
  /** Null where nobody may report. */
  readonly reporting: ReportingPage | null;
  readonly portalId: string;
  readonly locale: Locale;
}

/** The viewer of a point cloud: points over the whole page, their panel, the buttons of the camera. */
export function CloudScreen({ packed, record, reporting, portalId, locale }: CloudScreenProps) {
  const [opened] = useState(() => openedCloud(packed, record));
  const cloud = useFollowedCloud(opened, portalId);
  const t = useTranslations("clouds.viewer");
  const keysId = useId();
  const page = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const [address] = useState(() => readAddress(location.search, location.hash));
  const [look, setLook] = useState<CloudLook>(() => startLook(cloud, address));
  const [tab, setTab] = useState("colours");
  const [measuring, dispatch] = useReducer(measuringReducer, { what: "distance", places: [] });
  const [width, setWidth] = useState(2);
  const { engine, problem } = useEngine(canvas, { cloud, look, address });
  const state = useEngineState(engine);
  const [picked, setPicked] = useState<PickedPoint | null>(null);
  const enclosing = useEnclosing(engine);
  const isReporting = tab === "report";
  const isLasso = isReporting && enclosing.by === "lasso";
  const isMeasuring = (tab === "measure" || isReporting) && !isLasso;
  const [active, add] = isReporting ? ([enclosing.places, enclosing.dispatch] as const) : ([measuring, dispatch] as const);
  useShownTiles(engine, cloud.tiles);
  const [path, setPath] = useState(address.path);
  const flight = useFlight(engine, path, address.flies);
  useCloudAddress(engine, look, { ...address, path, flies: flight.isFlying });

  const press = (pixel: readonly [number, number], radius: number) => {
    const found = engine?.pick(pixel, radius) ?? null;
    if (isLasso) return;
    if (!isMeasuring) setPicked(found);
    else if (found) add({ type: "added", place: found.place });
  };
  const middle = () => engine && press([engine.screen.width / 2, engine.screen.height / 2], 40);
  useCameraInput(surface, engine, {
    onPress: press,
    onEnter: isLasso ? enclosing.encloseMiddle : middle,
    onLine: isLasso ? enclosing.draw : null,
    onCancel: () => (isLasso ? enclosing.clear() : isMeasuring ? add({ type: "undone" }) : setPicked(null)),
  });
  const changeLook = (next: CloudLook) => {
    setLook(next);
    engine?.setLook(next);
  };
  const caption = () => t("caption", { title: cloud.title, address: location.host });
  const tabs = [
    { value: "colours", label: t("tab.colours"), content: <ColourPanel {...{ cloud, engine, state, look, locale }} onLook={changeLook} /> },
    {
      value: "view",
      label: t("tab.view"),
      content: engine && (
        <FlightPanel
          {...{ engine, path, locale }}
          play={flight}
          onPath={setPath}
          address={() => flightAddress(engine, look, { ...address, path })}
        />
      ),
    },
    {
      value: "measure",
      label: t("tab.measure"),
      content: engine && <MeasurePanel {...{ engine, look, measuring, dispatch, width, locale }} onWidth={setWidth} onMiddle={middle} />,
    },
    {
      value: "report",
      label: t("tab.report"),
      // What is written stays while one looks at the colours.
      isKept: true,
      content: engine && reporting && <ReportPanel {...{ engine, cloud, look, enclosing, locale }} page={reporting} onMiddle={middle} />,
    },
    {
      value: "about",
      label: t("tab.about"),
      content: <CloudDescription {...{ cloud, locale }} onTile={(tile) => engine?.goTo(tile.box)} />,
    },
  ];
  return (
    <div ref={page} className="relative min-h-0 flex-1 overflow-hidden bg-ground text-ink">
      <div
        ref={surface}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the camera
        tabIndex={0}
        aria-label={t("canvas", { title: cloud.title })}
        aria-describedby={keysId}
        className={`group absolute inset-0 touch-none outline-none focus-visible:outline-3 focus-visible:outline-focus focus-visible:-outline-offset-3 ${isMeasuring || isLasso ? "cursor-crosshair" : "cursor-grab active:cursor-grabbing"}`}
      >
        <canvas ref={canvas} className="pointer-events-none absolute inset-0 size-full" />
        {engine && (
          <Overlays {...{ engine, width }} address={address} measuring={isMeasuring ? active : null} picked={isLasso ? null : picked} />
        )}
        {engine && isLasso && <LassoOverlay engine={engine} enclosing={enclosing} />}
        <Crosshair isShown={isMeasuring} />
      </div>
      <p id={keysId} className="sr-only">
        {t("keys")}
      </p>
      <CloudFrame
        panel={
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <CloudHeading cloud={cloud} />
            <CloudStatus {...{ cloud, engine, state, problem, locale }} />
            <Tabs
              isDense
              label={t("panel")}
              value={tab}
              onValueChange={setTab}
              tabs={tabs.filter(({ value }) => value !== "report" || reporting !== null)}
            />
            <CopyView />
          </div>
        }
        controls={
          <ViewButtons
            engine={engine}
            page={page}
            flight={flight}
            onPicture={() => engine && page.current && savePicture(engine, page.current, caption(), `${cloud.title}.png`)}
          />
        }
        foot={
          engine && picked && !isMeasuring && !isLasso && <PickedCard {...{ engine, picked, locale }} onClose={() => setPicked(null)} />
        }
      />
    </div>
  );
}

function CopyView() {
  const t = useTranslations("clouds.viewer");
  return (
    <div className="-ml-4">
      <CopyButton text={() => location.href} label={t("copyLink")} copiedLabel={t("copied")} />
    </div>
  );
}

function CloudHeading({ cloud }: { readonly cloud: OpenedCloud }) {
  const t = useTranslations("clouds.viewer");
  return (
    <div>
      <h1 lang={cloud.lang} className="break-words pr-10 font-title text-title leading-snug">
        {cloud.title}
      </h1>
      <a href={cloud.href} className="text-accent-ink text-small underline underline-offset-4">
        {t("record")}
      </a>
    </div>
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

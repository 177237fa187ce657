import { formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapState } from "@archipel/map/model/map-state.ts";
import type { FramedMap } from "@archipel/map/ui/framed-map.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import type { MapHandle, Pick } from "@archipel/map/ui/map-handle.ts";
import { MoveHorizontal } from "lucide-react";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { createPortal } from "react-dom";

interface SwipeMapProps {
  /** The map of the page, which is the left side. */
  readonly handle: MapHandle;
  /** What the right side draws. */
  readonly style: StyleSpecification;
  readonly state: MapState;
  readonly locale: Locale;
  /** Where the divider is, in percent of the width. */
  readonly at: number;
  readonly onAt: (percent: number) => void;
  readonly right: RefObject<MapHandle | null>;
  readonly onPicked: (pick: Pick) => void;
}

/** The second map takes no input: the map of the page below it moves, and it follows. */
const BELOW: FramedMap = { bounds: undefined, controls: null, pickable: () => [], onOverlayPicked: () => undefined };
const NO_PADDING = { top: 0, right: 0, bottom: 0, left: 0 };
const nothing = () => undefined;

/** A second map over the right part of the page's map, and the divider between them. Props: two maps, and one event of each. */
export function SwipeMap({ handle, style, state, locale, at, onAt, right, onPicked }: SwipeMapProps) {
  const [second, setSecond] = useState<MapHandle | null>(null);
  useFollowing(handle, second);
  return createPortal(
    <>
      <div className="pointer-events-none absolute inset-0 z-[1]" style={{ clipPath: `inset(0 0 0 ${at}%)` }}>
        <MapCanvas
          className="absolute inset-0"
          style={style}
          view={state.view}
          marker={state.marker}
          label=""
          padding={NO_PADDING}
          framed={BELOW}
          onReady={(ready) => {
            ready.library.setMaxZoom(null);
            right.current = ready;
            setSecond(ready);
          }}
          onMoved={nothing}
          onPicked={onPicked}
          onSettled={nothing}
          onFailed={nothing}
          hasOwnCross
        />
      </div>
      <Divider at={at} onAt={onAt} locale={locale} />
    </>,
    handle.library.getContainer(),
  );
}

/** The second map shows what the first one shows, at each frame of a move. */
function useFollowing({ library: first }: MapHandle, second: MapHandle | null): void {
  useEffect(() => {
    if (!second) return;
    const follow = () => second.library.jumpTo({ center: first.getCenter(), zoom: first.getZoom() });
    const fitted = () => {
      second.library.resize();
      follow();
    };
    follow();
    first.on("move", follow);
    first.on("resize", fitted);
    return () => {
      first.off("move", follow);
      first.off("resize", fitted);
    };
  }, [first, second]);
}

/** Percent of the width: one press of an arrow, and of Page up or down. */
const STEP = 2;
const PAGE = 10;

function Divider({ at, onAt, locale }: { readonly at: number; readonly onAt: (percent: number) => void; readonly locale: Locale }) {
  const t = useTranslations("tools.swipe");
  const press = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: at - STEP,
      ArrowDown: at - STEP,
      ArrowRight: at + STEP,
      ArrowUp: at + STEP,
      PageDown: at - PAGE,
      PageUp: at + PAGE,
      Home: 0,
      End: 100,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onAt(Math.min(100, Math.max(0, next)));
  };
  return (
    <div className="pointer-events-none absolute inset-y-0 z-[2] w-0" style={{ left: `${at}%` }}>
      <div aria-hidden className="absolute inset-y-0 -left-0.5 w-1 bg-surface shadow-raised" />
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("divider")}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(at)}
        aria-valuetext={t("dividerAt", { percent: formatPercent(locale, at / 100, 0) })}
        className="pointer-events-auto absolute top-[62%] grid size-11 -translate-x-1/2 lg:top-[24%] cursor-ew-resize touch-none place-items-center rounded-full border border-line-strong bg-surface text-ink shadow-raised focus-visible:outline-3 focus-visible:outline-focus"
        onKeyDown={press}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          const map = event.currentTarget.parentElement?.parentElement;
          if (!map || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const { left, width } = map.getBoundingClientRect();
          onAt(Math.min(100, Math.max(0, ((event.clientX - left) / width) * 100)));
        }}
      >
        <MoveHorizontal aria-hidden className="size-5" />
      </div>
    </div>
  );
}

import { formatDate } from "@archipel/i18n/format.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Button } from "@archipel/ui/button.tsx";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { ToolProps } from "../map-kit/map-tool.ts";
import { ToolShell } from "../map-kit/tool-shell.tsx";
import { useMapStyle } from "../map-kit/use-map-style.ts";
import type { DatedLayer } from "../time/dated-layers.ts";
import { withSpan } from "../time/time-filter.ts";
import { isDay } from "../time/time-steps.ts";
import { useDates } from "../time/use-dates.ts";
import { SwipeBasemaps } from "./swipe-basemaps.tsx";
import { SwipeDates } from "./swipe-dates.tsx";
import { SwipeLayers } from "./swipe-layers.tsx";
import { SwipeMap } from "./swipe-map.tsx";
import { useSides } from "./use-sides.ts";

/** Two maps side by side with a divider: each side has its own basemap, layers and date. */
export default function SwipeBar(props: ToolProps) {
  const { handle } = props.context;
  return handle && <Swiping {...props} handle={handle} />;
}

function Swiping({ handle, context, start, pick, onView, onClose }: ToolProps & { readonly handle: MapHandle }) {
  const { state, dispatch, locale, pictures } = context;
  const t = useTranslations("tools.swipe");
  const [isOpen, setOpen] = useState(start.right === undefined);
  const [at, setAt] = useState(() => startAt(start.at));
  const [dates, setDates] = useState({ left: isDay(start.from) ? start.from : null, right: isDay(start.to) ? start.to : null });
  const { dated, steps } = useDates(context);
  const second = useRef<MapHandle | null>(null);
  const sides = useSides(context, start, handle);
  const rightStyle = useDated(useMapStyle(sides.drawing).style, dated, dates.right);
  const paper = useMapStyle({ ...sides.drawing, asked: "light" });
  const paperStyle = useDated(paper.style, dated, dates.right);

  const code = new URLSearchParams(sides.query).toString();
  const report = useEffectEvent(() => {
    const { left, right: until } = dates;
    const draw = left === null ? undefined : (drawn: StyleSpecification) => withSpan(drawn, dated, { from: null, to: left });
    const side = (name: "left" | "right") =>
      [t(name), dates[name] && t("until", { date: formatDate(locale, dates[name]) })].filter(Boolean).join(" · ");
    onView({
      query: { ...sides.query, at: String(Math.round(at)), ...(left !== null && { from: left }), ...(until !== null && { to: until }) },
      draw,
      sheet: {
        right: { ...sides.right, from: at, style: paperStyle, areas: paper.areas, words: { left: side("left"), right: side("right") } },
      },
    });
  });
  const ids = dated.map(({ layer }) => layer.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the report is made of
  useEffect(() => report(), [code, Math.round(at), dates, ids, paperStyle]);
  usePicksOfRight(handle, second, at, context.portal.hasAnswers ? null : pick);

  return (
    <>
      <ToolShell
        place="card"
        title={t("title")}
        onClose={onClose}
        actions={
          <Button tone="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? "fold" : "settings")}
          </Button>
        }
      >
        {isOpen && (
          <>
            <p className="text-ink-muted text-small">{t("hint")}</p>
            <SwipeBasemaps
              pictures={pictures}
              left={sides.left.ground}
              right={sides.right.ground}
              onLeft={sides.groundLeft}
              onRight={sides.groundRight}
            />
            {steps.length > 1 && <SwipeDates steps={steps} locale={locale} dates={dates} onDates={setDates} />}
            <SwipeLayers rows={sides.rows} onLeft={sides.switchLeft} onRight={sides.switchRight} />
          </>
        )}
      </ToolShell>
      <SwipeMap
        handle={handle}
        style={rightStyle}
        state={state}
        locale={locale}
        at={at}
        onAt={setAt}
        right={second}
        onPicked={({ hits, lon, lat }) => dispatch(hits.length > 0 ? { type: "selected", hits, at: { lon, lat } } : { type: "cleared" })}
      />
    </>
  );
}

function startAt(text: string | undefined): number {
  const percent = Number(text ?? "50");
  return percent >= 0 && percent <= 100 ? percent : 50;
}

function useDated(style: StyleSpecification, dated: readonly DatedLayer[], to: string | null): StyleSpecification {
  const ids = dated.map(({ layer }) => layer.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is made again at each render
  return useMemo(() => (to === null ? style : withSpan(style, dated, { from: null, to })), [style, ids, to]);
}

/** A click on the right side is for the features that the right side shows. On a portal that answers, a click asks what applies there. */
function usePicksOfRight(
  handle: MapHandle,
  second: { readonly current: MapHandle | null },
  at: number,
  pick: ToolProps["pick"] | null,
): void {
  const taken = useEffectEvent((lon: number, lat: number): boolean => {
    const { x } = handle.library.project([lon, lat]);
    if (!second.current || x < (at / 100) * handle.library.getContainer().clientWidth) return false;
    const point = handle.library.project([lon, lat]);
    second.current.pick([point.x, point.y]);
    return true;
  });
  useEffect(() => {
    if (!pick) return;
    pick.current = ({ lon, lat }) => taken(lon, lat);
    return () => {
      pick.current = null;
    };
  }, [pick]);
}

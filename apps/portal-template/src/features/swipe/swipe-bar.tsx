import { type LayerState, reduce } from "@archipel/map/model/map-state.ts";
import { decodeLayers, encodeLayers } from "@archipel/map/model/permalink.ts";
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
import { SwipeDates } from "./swipe-dates.tsx";
import { SwipeLayers } from "./swipe-layers.tsx";
import { SwipeMap } from "./swipe-map.tsx";

/** Two maps side by side with a divider: each side has its own layers, and its own date. */
export default function SwipeBar(props: ToolProps) {
  const { handle } = props.context;
  return handle && <Swiping {...props} handle={handle} />;
}

function Swiping({ handle, context, start, pick, onView, onClose }: ToolProps & { readonly handle: MapHandle }) {
  const { state, dispatch, locale, drawing, layers, pictures } = context;
  const t = useTranslations("tools.swipe");
  const [isOpen, setOpen] = useState(start.right === undefined);
  const [at, setAt] = useState(() => startAt(start.at));
  const [right, setRight] = useState<readonly LayerState[]>(() => (start.right ? decodeLayers(start.right, state.layers) : state.layers));
  const [dates, setDates] = useState({ left: isDay(start.from) ? start.from : null, right: isDay(start.to) ? start.to : null });
  const { dated, steps } = useDates(context);
  const second = useRef<MapHandle | null>(null);

  // Pictures are read for the left side: the right one can only leave them out.
  const rightLayers = useMemo(
    () => right.filter(({ id, isUnder, isOn }) => !isUnder || !isOn || state.layers.some((one) => one.id === id && one.isOn)),
    [right, state.layers],
  );
  const { style } = useMapStyle({ ...drawing, state: { ...state, layers: [...rightLayers] } });
  const rightStyle = useDated(style, dated, dates.right);

  const code = encodeLayers(rightLayers);
  const report = useEffectEvent(() => {
    const { left, right: until } = dates;
    const draw = left === null ? undefined : (drawn: StyleSpecification) => withSpan(drawn, dated, { from: null, to: left });
    onView({
      query: { right: code, at: String(Math.round(at)), ...(left !== null && { from: left }), ...(until !== null && { to: until }) },
      draw,
    });
  });
  const ids = dated.map(({ layer }) => layer.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the report is made of
  useEffect(() => report(), [code, Math.round(at), dates, ids]);
  usePicksOfRight(handle, second, at, context.portal.hasAnswers ? null : pick);

  const titles = new Map([
    ...layers.map(({ id, title }) => [id, title] as const),
    ...pictures.map(({ id, datasetTitle }) => [id, datasetTitle] as const),
  ]);
  const rows = state.layers.flatMap((left) => {
    const title = titles.get(left.id);
    const other = right.find(({ id }) => id === left.id);
    if (title === undefined) return [];
    return [{ id: left.id, title, isLeft: left.isOn, isRight: other?.isOn ?? false, isRightFixed: left.isUnder === true && !left.isOn }];
  });
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
            {steps.length > 1 && <SwipeDates steps={steps} locale={locale} dates={dates} onDates={setDates} />}
            <SwipeLayers
              rows={rows}
              onLeft={(layerId, isOn) => dispatch({ type: "switched", layerId, isOn })}
              onRight={(layerId, isOn) => setRight(reduce({ ...state, layers: [...right] }, { type: "switched", layerId, isOn }).layers)}
            />
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

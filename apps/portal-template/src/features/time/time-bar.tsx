import { formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Pause, Play, SkipBack, SkipForward } from "lucide-react";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from "react";
import type { ToolProps } from "../map-kit/map-tool.ts";
import { ToolShell } from "../map-kit/tool-shell.tsx";
import { type Span, withSpan } from "./time-filter.ts";
import { isDay, startOf, stepAt } from "./time-steps.ts";
import { useDates } from "./use-dates.ts";

/** One step of the player. */
const STEP_MS = 1_200;

/** Shows the features of a span of time. */
export default function TimeBar({ context, start, onView, onClose }: ToolProps) {
  const { locale } = context;
  const t = useTranslations("tools.time");
  const { dated, isPending, steps, unit } = useDates(context);
  const [isBetween, setBetween] = useState(isDay(start.from));
  const [to, setTo] = useState(isDay(start.to) ? start.to : null);
  const [from, setFrom] = useState(isDay(start.from) ? start.from : null);
  const last = to === null ? steps.length - 1 : stepAt(steps, to);
  const first = Math.min(last, from === null ? 0 : stepAt(steps, from));
  const [firstDay, lastDay] = [steps[first], steps[last]];
  const player = usePlayer(last, steps.length, (index) => setTo(steps[index] ?? null));

  const span = useMemo(
    (): Span | null => (lastDay && firstDay ? { from: isBetween ? startOf(firstDay, unit) : null, to: lastDay } : null),
    [lastDay, firstDay, isBetween, unit],
  );
  const day = (index: number) => formatDate(locale, steps[index] ?? "", "medium");
  const words =
    span &&
    (span.from === null
      ? t("spanUntil", { to: day(last) })
      : t("spanBetween", { from: formatDate(locale, span.from, "medium"), to: day(last) }));
  const ids = dated.map(({ layer }) => layer.id).join();
  const report = useEffectEvent(() =>
    onView({
      query: span ? { to: span.to, ...(span.from !== null && { from: span.from }) } : { ...start },
      draw: span ? (style: StyleSpecification) => withSpan(style, dated, span) : undefined,
      sheet: words ? { figures: { title: t("title"), rows: [{ label: "", value: words }] } } : undefined,
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function makes a new style, so only another span or other layers may
  useEffect(() => report(), [span, ids]);

  return (
    <ToolShell place="card" title={t("title")} onClose={onClose}>
      {isPending && <Skeleton className="h-20 w-full" />}
      {!isPending && !span && <p role="status">{t("none")}</p>}
      {span && (
        <>
          <p role="status" aria-live={player.isPlaying ? "off" : "polite"} className="figures font-semibold">
            {words}
          </p>
          <p className="truncate text-ink-muted text-small">{t("layers", { layers: dated.map(({ layer }) => layer.title).join(", ") })}</p>
          <div className="flex items-center gap-1">
            <Button
              isSquare
              tone="quiet"
              className="-ml-2"
              aria-label={t("previous")}
              title={t("previous")}
              disabled={last <= first && (isBetween || last === 0)}
              onClick={() => player.go(last - 1)}
            >
              <SkipBack aria-hidden className="size-5" />
            </Button>
            <Button
              isSquare
              tone="quiet"
              aria-label={t(player.isPlaying ? "pause" : "play")}
              title={t(player.isPlaying ? "pause" : "play")}
              disabledReason={player.isStill ? t("still") : undefined}
              reasonAlign="start"
              onClick={player.toggle}
            >
              {player.isPlaying ? <Pause aria-hidden className="size-5" /> : <Play aria-hidden className="size-5" />}
            </Button>
            <Button
              isSquare
              tone="quiet"
              aria-label={t("next")}
              title={t("next")}
              disabled={last >= steps.length - 1}
              onClick={() => player.go(last + 1)}
            >
              <SkipForward aria-hidden className="size-5" />
            </Button>
            <span className="ml-auto text-ink-muted text-small">{t(`step.${unit}`)}</span>
          </div>
          {isBetween && (
            <Slider
              label={t("from")}
              value={first}
              max={Math.max(1, steps.length - 1)}
              format={(index) => formatDate(locale, startOf(steps[index] ?? "", unit), "medium")}
              onValueChange={(index) => setFrom(steps[Math.min(index, last)] ?? null)}
            />
          )}
          <Slider
            label={t("to")}
            value={last}
            max={Math.max(1, steps.length - 1)}
            format={day}
            onValueChange={(index) => player.go(Math.max(index, isBetween ? first : 0))}
          />
          <Checkbox label={t("between")} checked={isBetween} onChange={(event) => setBetween(event.target.checked)} />
          <p className="text-ink-muted text-small">{t("undated")}</p>
        </>
      )}
    </ToolShell>
  );
}

const STILL = "(prefers-reduced-motion: reduce)";

function subscribe(onChange: () => void): () => void {
  const asked = window.matchMedia(STILL);
  asked.addEventListener("change", onChange);
  return () => asked.removeEventListener("change", onChange);
}

/** Goes from step to step by itself, until the last one. It never starts by itself, and not at all where the device asks for less motion. */
function usePlayer(at: number, count: number, onStep: (index: number) => void) {
  const isStill = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(STILL).matches,
    () => true,
  );
  const [isAsked, setAsked] = useState(false);
  const isPlaying = isAsked && !isStill && at < count - 1;
  const step = useEffectEvent(() => onStep(at + 1));
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => step(), STEP_MS);
    return () => clearInterval(timer);
  }, [isPlaying]);
  return {
    isStill,
    isPlaying,
    go(index: number) {
      setAsked(false);
      onStep(Math.min(count - 1, Math.max(0, index)));
    },
    toggle() {
      if (!isPlaying && at >= count - 1) onStep(0);
      setAsked(!isPlaying);
    },
  };
}

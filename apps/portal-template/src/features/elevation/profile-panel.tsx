import { apiError } from "@archipel/api-client/errors.ts";
import { type Heights, MAX_PROFILE_METRES, type Profile } from "@archipel/contracts/elevation.ts";
import type { LonLat } from "@archipel/geo/geodesic.ts";
import { formatCoordinates, formatNumber, formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { useApi } from "../../api/react.tsx";
import type { ToolProps } from "../map-kit/map-tool.ts";
import { DownloadButton } from "../measure/download-button.tsx";
import { DrawnLine } from "../measure/drawn-line.tsx";
import { sheetLine } from "../measure/drawn-line-sides.ts";
import { encodeLine } from "../measure/line-code.ts";
import { ToolFrame } from "../measure/tool-frame.tsx";
import { useDrawnPoints } from "../measure/use-drawn-points.ts";
import { useBusyText } from "../site/use-busy-text.ts";
import { HeightSources } from "./height-sources.tsx";
import { ProfileChart } from "./profile-chart.tsx";
import { csvOf, figuresOf } from "./profile-figures.ts";
import { useFigureRows, useProfileSheet } from "./profile-sheet.ts";
import { ProfileTable } from "./profile-table.tsx";

/** Enough for a chart of this width, and for a table. */
const SAMPLES = 400;
/** A line that still changes is not asked for. */
const SETTLED_MS = 250;

/** The height at a point, and the profile along a line that the visitor draws. */
export default function ProfilePanel(props: ToolProps) {
  const { handle } = props.context;
  return handle && <Profiling {...props} handle={handle} />;
}

function Profiling({ handle, context: { locale, portal }, start, pick, onView, onClose }: ToolProps & { readonly handle: MapHandle }) {
  const t = useTranslations("tools");
  const { points, dispatch, canUndo, isEnded } = useDrawnPoints(handle, start.line, pick, false);
  const line = encodeLine(points);
  const { answer, point, isRead } = useHeights(portal.id, points, line);
  const [at, setAt] = useState(0);
  const profile = points.length >= 2 ? answer.data : undefined;
  const sheet = useProfileSheet(profile, locale);
  const report = useEffectEvent(() =>
    onView({ query: line ? { line } : {}, isDrawing: !isRead, sheet: { ...sheet, lines: [sheetLine(points, false)] } }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the report is made of
  useEffect(() => report(), [line, isRead, profile]);
  const index = Math.min(at, (profile?.heights.length ?? 1) - 1);
  const cursor = profile?.places[index];
  const failure = points.length >= 2 ? answer.error : point.error;
  return (
    <ToolFrame title={t("profile.title")} onClose={onClose} dispatch={dispatch} canUndo={canUndo} hasPoints={points.length > 0}>
      <DrawnLine
        handle={handle}
        points={points}
        dispatch={dispatch}
        label={t("points.label")}
        nameOf={(vertex) => {
          const [lon, lat] = points[vertex] ?? [0, 0];
          return t("points.one", { index: vertex + 1, count: points.length, place: formatCoordinates(locale, lon, lat) });
        }}
      >
        {(pixelOf) => cursor && <CursorMark at={pixelOf(cursor)} />}
      </DrawnLine>
      {points.length === 0 && <p>{t("profile.hint")}</p>}
      {points.length >= 2 && <p className="text-ink-muted text-small">{t(isEnded ? "points.ended" : "points.end")}</p>}
      {failure && <Failure error={failure} onRetry={() => (points.length >= 2 ? answer.refetch() : point.refetch())} />}
      {points.length === 1 && !failure && <PointHeight found={point.data} isPending={point.isPending} locale={locale} />}
      {points.length >= 2 && !failure && !profile && <Skeleton className="h-40 w-full" />}
      {profile && !failure && (
        <div aria-busy={answer.isFetching} className="grid gap-3">
          <Results profile={profile} locale={locale} at={index} onAt={setAt} />
        </div>
      )}
      {points.length === 1 && point.data && <HeightSources layers={point.data.layers} cellMetres={null} locale={locale} />}
    </ToolFrame>
  );
}

/** Reads the height of one point, or the profile of a line once it has stopped changing. The last profile stays until the next one is read. */
function useHeights(portalId: string, points: readonly LonLat[], line: string) {
  const api = useApi();
  const locale = useLocale();
  const [settled, setSettled] = useState(points);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text of the line changes with its places
  useEffect(() => {
    const timer = setTimeout(() => setSettled(points), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [line]);
  const places = settled.map(([lon, lat]): [number, number] => [Number(lon.toFixed(7)), Number(lat.toFixed(7))]);
  const kept = { staleTime: Number.POSITIVE_INFINITY, retry: false } as const;
  const answer = useQuery({
    ...api.elevation.profile.queryOptions({ portalId, locale, line: places, samples: SAMPLES }),
    ...kept,
    placeholderData: keepPreviousData,
    enabled: places.length >= 2,
  });
  const point = useQuery({ ...api.elevation.heights.queryOptions({ portalId, locale, places }), ...kept, enabled: places.length === 1 });
  return { answer, point, isRead: points.length >= 2 && answer.isSuccess };
}

function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useTranslations("tools.profile");
  const busyText = useBusyText();
  const { code } = apiError(error);
  const own =
    code === "profile-too-long"
      ? t("tooLong", { kilometres: MAX_PROFILE_METRES / 1000 })
      : code === "profile-too-heavy"
        ? t("tooHeavy")
        : null;
  return (
    <Alert
      tone="warning"
      title={own ?? busyText(error) ?? t("failed")}
      action={own ? undefined : <Button onClick={onRetry}>{t("retry")}</Button>}
    />
  );
}

function PointHeight({
  found,
  isPending,
  locale,
}: {
  readonly found: Heights | undefined;
  readonly isPending: boolean;
  readonly locale: Locale;
}) {
  const t = useTranslations("tools.profile");
  const height = found?.heights[0] ?? null;
  const none = found?.outside.includes(0) ? t("outside") : t("noData");
  const text = height === null ? none : t("metres", { metres: formatNumber(locale, height, 1) });
  return (
    <p role="status">
      <span className="block text-ink-muted text-small">{t("height")}</span>
      <span className="figures font-semibold text-h3">{isPending ? t("reading") : text}</span>
    </p>
  );
}

interface ResultsProps {
  readonly profile: Profile;
  readonly locale: Locale;
  readonly at: number;
  readonly onAt: (index: number) => void;
}

function Results({ profile, locale, at, onAt }: ResultsProps) {
  const t = useTranslations("tools.profile");
  const figures = figuresOf(profile);
  const outside = profile.outside.length / profile.heights.length;
  if (!figures) return <p role="status">{outside > 0 ? t("nothingOutside") : t("nothing")}</p>;
  return (
    <>
      <ProfileChart profile={profile} figures={figures} locale={locale} at={at} onAt={onAt} />
      <Figures profile={profile} locale={locale} />
      {figures.missing - outside > 0.005 && (
        <p className="text-small">{t("partial", { share: formatPercent(locale, figures.missing - outside, 0) })}</p>
      )}
      {outside > 0 && <p className="text-small">{t("partialOutside", { share: formatPercent(locale, outside, 0) })}</p>}
      {profile.unreadable > 0 && <p className="text-small text-warning">{t("unreadable", { count: profile.unreadable })}</p>}
      <ProfileTable profile={profile} locale={locale} />
      <div className="-ml-4">
        <DownloadButton
          label={t("csv")}
          fileName={`${t("file")}.csv`}
          mediaType="text/csv"
          content={() => csvOf(profile, [t("csvDistance"), t("csvHeight"), t("csvLon"), t("csvLat")])}
        />
      </div>
      <HeightSources
        layers={profile.layers.filter((_, layer) => profile.sources.includes(layer))}
        cellMetres={profile.cellMetres}
        locale={locale}
      />
    </>
  );
}

function Figures({ profile, locale }: { readonly profile: Profile; readonly locale: Locale }) {
  const rows = useFigureRows(locale)(profile);
  return (
    <div role="status">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1 border-line border-t pt-2">
        {rows.map(({ label, value }) => (
          <div key={label} className="flex flex-wrap justify-between gap-x-2">
            <dt className="text-ink-muted text-small">{label}</dt>
            <dd className="figures text-small">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function CursorMark({ at: [left, top] }: { readonly at: readonly [number, number] }) {
  return (
    <span
      aria-hidden
      className="absolute size-4 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-ink bg-surface shadow-raised"
      style={{ left, top }}
    />
  );
}

import type { Profile } from "@archipel/contracts/elevation.ts";
import { formatNumber, formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { lengthText } from "../measure/figures.ts";
import { type ProfileFigures, pathsOf, runsOf, slopeAt, ticksOf } from "./profile-figures.ts";

interface ProfileChartProps {
  readonly profile: Profile;
  readonly figures: ProfileFigures;
  readonly locale: Locale;
  /** Index of the place that the cursor is at. */
  readonly at: number;
  readonly onAt: (index: number) => void;
}

const WIDTH = 320;
const HEIGHT = 150;
const BOX = { left: 38, right: 6, top: 8, bottom: 20 };
const [INNER_WIDTH, INNER_HEIGHT] = [WIDTH - BOX.left - BOX.right, HEIGHT - BOX.top - BOX.bottom];

/** The profile as a drawing. Its cursor is a slider: pointer, finger and arrow keys move it, and the map shows its place. */
export function ProfileChart({ profile, figures, locale, at, onAt }: ProfileChartProps) {
  const t = useTranslations("tools.profile");
  const svg = useRef<SVGSVGElement>(null);
  const ticks = ticksOf(figures.min, figures.max, 4);
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const paths = pathsOf(profile, { width: INNER_WIDTH, height: INNER_HEIGHT, low, high });
  const last = profile.heights.length - 1;
  const height = profile.heights[at] ?? null;
  const x = (at / last) * INNER_WIDTH;
  const yOf = (value: number) => (1 - (value - low) / (high - low)) * INNER_HEIGHT;
  const follow = (event: PointerEvent) => {
    const box = svg.current?.getBoundingClientRect();
    if (!box || (event.pointerType !== "mouse" && event.buttons === 0)) return;
    const inside = ((event.clientX - box.left) / box.width) * WIDTH - BOX.left;
    onAt(Math.round(Math.min(1, Math.max(0, inside / INNER_WIDTH)) * last));
  };
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.round(last / 20));
    const next = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      PageUp: at + page,
      PageDown: at - page,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onAt(Math.min(last, Math.max(0, next)));
  };
  const distance = lengthText(locale, profile.metres[at] ?? 0);
  const slope = slopeAt(profile, at);
  const words =
    height === null
      ? t(profile.outside.includes(at) ? "atOutside" : "atNothing", { distance })
      : t("at", {
          distance,
          height: t("metres", { metres: formatNumber(locale, height, 1) }),
          slope: slope === null ? "—" : formatPercent(locale, slope),
        });
  return (
    <div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("chart")}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={words}
        className="touch-pan-y rounded-control focus-visible:outline-3 focus-visible:outline-focus"
        onKeyDown={press}
        onPointerMove={follow}
        onPointerDown={follow}
      >
        <svg
          ref={svg}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          aria-hidden
          className="block w-full text-ink-muted"
          fontSize={10}
          fill="currentColor"
        >
          <g transform={`translate(${BOX.left} ${BOX.top})`}>
            {ticks.map((tick) => (
              <g key={tick} transform={`translate(0 ${yOf(tick)})`}>
                <line x2={INNER_WIDTH} className="stroke-line" />
                <text x={-5} dy="0.32em" textAnchor="end" className="figures">
                  {formatNumber(locale, tick, 1)}
                </text>
              </g>
            ))}
            <text y={INNER_HEIGHT + 14}>0</text>
            <text x={INNER_WIDTH} y={INNER_HEIGHT + 14} textAnchor="end" className="figures">
              {lengthText(locale, profile.lengthMetres)}
            </text>
            <Gaps outside={profile.outside} last={last} />
            {paths.map((path) => (
              <g key={path}>
                <path d={areaBelow(path)} className="fill-map-selection" fillOpacity={0.18} />
                <path d={path} fill="none" className="stroke-map-selection" strokeWidth={2} strokeLinejoin="round" />
              </g>
            ))}
            <line x1={x} x2={x} y2={INNER_HEIGHT} className="stroke-ink" strokeDasharray="3 3" />
            {height !== null && <circle cx={x} cy={yOf(height)} r={4} className="fill-surface stroke-ink" strokeWidth={2} />}
          </g>
        </svg>
      </div>
      <p className="figures text-small">{words}</p>
    </div>
  );
}

/** Where the line is outside the area that is open to the reader. */
function Gaps({ outside, last }: { readonly outside: readonly number[]; readonly last: number }) {
  const at = (index: number) => (Math.min(last, Math.max(0, index)) / last) * INNER_WIDTH;
  return runsOf(outside).map(([first, end]) => (
    <rect
      key={first}
      x={at(first - 0.5)}
      width={at(end + 0.5) - at(first - 0.5)}
      height={INNER_HEIGHT}
      className="fill-line"
      fillOpacity={0.5}
    />
  ));
}

/** The area between a line and the axis. */
function areaBelow(path: string): string {
  const points = path.slice(1).split("L");
  const [first = "0", last = "0"] = [points[0]?.split(" ")[0], points.at(-1)?.split(" ")[0]];
  return `${path}L${last} ${INNER_HEIGHT}L${first} ${INNER_HEIGHT}Z`;
}

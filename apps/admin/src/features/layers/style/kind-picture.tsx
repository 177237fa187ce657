import { type ReactNode, useId } from "react";
import type { Kind } from "./changes.ts";

const AREAS = [
  "M1 1H15V14L9 18L1 15Z",
  "M15 1H30V11L22 16L15 14Z",
  "M30 1H43V18L33 20L30 11Z",
  "M1 15L9 18L13 29H1Z",
  "M9 18L15 14L22 16L26 29H13Z",
  "M22 16L30 11L33 20L43 18V29H26Z",
];
const HUES = ["#3b7dbf", "#d2691e", "#2f8f6b", "#b58a00", "#3b7dbf", "#a83e6b"];
const RAMP = ["#dcebf7", "#8fbbdd", "#5b9ccb", "#2f6ba1", "#b5d2ea", "#0b3a6b"];
const DOTS = [
  [9, 8, 2.5],
  [30, 9, 6.5],
  [17, 20, 4.5],
  [36, 22, 3],
] as const;

/** What a kind of style looks like. */
export function KindPicture({ kind }: { readonly kind: Kind }) {
  return (
    <svg aria-hidden viewBox="0 0 44 30" width="44" height="30" className="shrink-0 rounded-sm border border-line bg-map-land">
      {PICTURES[kind]}
    </svg>
  );
}

const areas = (colourOf: (index: number) => string, stroke = "#ffffff") =>
  AREAS.map((path, index) => <path key={path} d={path} fill={colourOf(index)} stroke={stroke} strokeWidth="0.8" />);

const PICTURES: Readonly<Record<Kind, ReactNode>> = {
  auto: <>{areas((index) => ["#e60000", "#ffff00", "#56aa02", "#ff6565", "#feccbe", "#ffff00"][index] ?? "#56aa02", "#343434")}</>,
  simple: areas(() => "#3b7dbf"),
  categorised: areas((index) => HUES[index] ?? "#3b7dbf"),
  graduated: areas((index) => RAMP[index] ?? "#3b7dbf"),
  proportional: DOTS.map(([x, y, radius]) => <circle key={x} cx={x} cy={y} r={radius} fill="#3b7dbf" stroke="#ffffff" />),
  heat: <HeatPicture />,
  clusters: (
    <>
      <circle cx="15" cy="14" r="10" fill="#3b7dbf" opacity="0.3" />
      <circle cx="15" cy="14" r="8" fill="#3b7dbf" />
      <text x="15" y="17.2" textAnchor="middle" fontSize="9" fontWeight="600" fill="#ffffff">
        12
      </text>
      <circle cx="34" cy="9" r="3" fill="#3b7dbf" />
      <circle cx="35" cy="22" r="3" fill="#3b7dbf" />
    </>
  ),
  confidence: (
    <>
      <path d="M5 22H39" stroke="#8d979e" strokeWidth="2" />
      {[8, 17, 26, 35].map((x, index) => (
        <rect key={x} x={x - 3} y={18 - index * 4} width="6" height={4 + index * 4} fill={RAMP[[0, 1, 2, 5][index] ?? 0]} />
      ))}
    </>
  ),
};

function HeatPicture() {
  // Every layer of the page has an editor. A gradient of a hidden one is not painted.
  const id = useId();
  return (
    <>
      <radialGradient id={id}>
        <stop offset="0" stopColor="#6b0f1a" />
        <stop offset="0.4" stopColor="#cf3f25" />
        <stop offset="0.7" stopColor="#f6a13c" />
        <stop offset="1" stopColor="#fff3b8" stopOpacity="0" />
      </radialGradient>
      <circle cx="15" cy="12" r="14" fill={`url(#${id})`} />
      <circle cx="33" cy="21" r="9" fill={`url(#${id})`} />
    </>
  );
}

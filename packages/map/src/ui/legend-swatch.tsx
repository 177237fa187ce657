import { isOverlay } from "@archipel/map-style/area-roles.ts";
import { pictogramColour } from "@archipel/map-style/draw/points.ts";
import type { Icon } from "@archipel/map-style/icons/names.ts";
import { ICON_SIDE, iconPaths, isShape } from "@archipel/map-style/icons/shapes.ts";
import type { LegendItem } from "@archipel/map-style/legend.ts";
import { useId } from "react";

const WIDTH = 28;
const HEIGHT = 18;

/** One entry of a legend, drawn as on the map. */
export function LegendSwatch({ item }: { readonly item: LegendItem }) {
  const { shape, sizePx = 0, roomPx = 0 } = item;
  // Symbols whose size has a meaning are as large as on the map.
  const width = Math.max(WIDTH, Math.ceil(roomPx) + 3);
  const height = shape === "point" ? Math.max(HEIGHT, Math.ceil(sizePx * 2) + 3) : Math.max(HEIGHT, Math.ceil(sizePx) + 2);
  return (
    <svg aria-hidden viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="shrink-0">
      {shape === "area" && (isOverlay(item) ? <OverlaySwatch item={item} /> : <AreaSwatch item={item} />)}
      {shape === "line" && <LineSwatch item={item} height={height} />}
      {shape === "point" && <PointSwatch item={item} x={width / 2} y={height / 2} />}
      {shape === "heat" && <HeatSwatch item={item} />}
      {shape === "cluster" && <ClusterSwatch item={item} />}
    </svg>
  );
}

interface SwatchProps {
  readonly item: LegendItem;
}

function AreaSwatch({ item }: SwatchProps) {
  const id = useId();
  const box = { x: 0.75, y: 0.75, width: 26.5, height: 16.5, rx: 2 } as const;
  return (
    <>
      {item.pattern && <Hatching id={id} item={item} />}
      <rect {...box} className="fill-map-land" />
      <rect
        {...box}
        fill={item.colour}
        fillOpacity={item.opacity}
        stroke={item.outline}
        strokeWidth="1"
        strokeDasharray={item.dash ? "3 2" : undefined}
      />
      {item.pattern && <rect {...box} fill={`url(#${id})`} />}
    </>
  );
}

function LineSwatch({ item, height }: SwatchProps & { readonly height: number }) {
  const { colour, opacity, dash, sizePx } = item;
  if (sizePx !== undefined) return <path d={`M0 ${height / 2}H28`} stroke={colour} strokeOpacity={opacity} strokeWidth={sizePx} />;
  if (dash) return <path d="M0 9H28" stroke={colour} strokeWidth="3" strokeDasharray={dash.map((length) => length * 3).join(" ")} />;
  return <path d="M2 13C9 3 18 15 26 5" fill="none" stroke={colour} strokeWidth="3" strokeLinecap="round" />;
}

/** Radius of a point whose size has no meaning. */
const POINT_PX = 6;
const ICON_PX = 8.5;

function PointSwatch({ item, x, y }: SwatchProps & { readonly x: number; readonly y: number }) {
  const { icon, colour, outline, opacity, sizePx } = item;
  if (icon === undefined || icon === "circle") {
    return <circle cx={x} cy={y} r={sizePx ?? POINT_PX} fill={colour} fillOpacity={sizePx && opacity} stroke={outline} strokeWidth="1.2" />;
  }
  const radius = sizePx ?? (isShape(icon) ? POINT_PX + 1 : ICON_PX);
  if (isShape(icon)) return <IconPath icon={icon} x={x} y={y} radius={radius} colour={colour} outline={outline} />;
  return (
    <>
      <circle cx={x} cy={y} r={radius} fill={colour} />
      <IconPath icon={icon} x={x} y={y} radius={radius * 0.64} colour={pictogramColour(colour)} />
    </>
  );
}

interface IconPathProps {
  readonly icon: Icon;
  /** Middle of the icon. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: string;
  readonly outline?: string;
}

/** An icon as a part of an SVG. */
function IconPath({ icon, x, y, radius, colour, outline }: IconPathProps) {
  const scale = (radius * 2) / ICON_SIDE;
  return (
    <g transform={`translate(${x - radius} ${y - radius}) scale(${scale})`} fill={colour} fillRule="evenodd">
      {iconPaths(icon).map((path) => (
        <path key={path} d={path} {...(outline && { stroke: outline, strokeWidth: 1.2 / scale })} />
      ))}
    </g>
  );
}

function HeatSwatch({ item }: SwatchProps) {
  const id = useId();
  const { ramp = [], opacity } = item;
  return (
    <>
      <linearGradient id={id}>
        {ramp.map((colour, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a colour is its place in the ramp
          <stop key={index} offset={index / Math.max(1, ramp.length - 1)} stopColor={colour} />
        ))}
      </linearGradient>
      <rect y="2" width={WIDTH} height="14" rx="2" fill={`url(#${id})`} fillOpacity={opacity} />
    </>
  );
}

function ClusterSwatch({ item }: SwatchProps) {
  return (
    <>
      <circle cx="14" cy="9" r="9" fill={item.colour} opacity="0.3" />
      <circle cx="14" cy="9" r="7" fill={item.colour} />
      <text x="14" y="12.2" textAnchor="middle" fontSize="9" fontWeight="600" fill={pictogramColour(item.colour)}>
        3
      </text>
    </>
  );
}

/** Only the lines of an area: the map shows the colours below between them. */
function OverlaySwatch({ item }: SwatchProps) {
  const id = useId();
  const box = { x: 0.75, y: 0.75, width: 26.5, height: 16.5, rx: 2 };
  return (
    <>
      <Hatching id={id} item={{ ...item, outline: item.colour }} />
      <rect {...box} className="fill-map-land" />
      {item.role === "hatch" && <rect {...box} fill={`url(#${id})`} />}
      {item.role === "perimeter" && (
        <rect x="3" y="3" width="22" height="12" fill="none" stroke={item.colour} strokeWidth="4" strokeOpacity="0.4" />
      )}
      <rect {...box} fill="none" stroke={item.outline} strokeWidth="1.2" />
    </>
  );
}

function Hatching({ id, item }: { readonly id: string; readonly item: LegendItem }) {
  const step = item.pattern === "hatch-dense" ? 3.5 : 6;
  if (item.pattern === "dots") {
    return (
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse">
        <circle cx="2.5" cy="2.5" r="1.2" fill={item.outline} />
      </pattern>
    );
  }
  return (
    <pattern
      id={id}
      width={step}
      height={step}
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${item.pattern === "hatch-back" ? 135 : 45})`}
    >
      <path d={item.pattern === "cross" ? `M0 0H${step}M0 0V${step}` : `M0 0V${step}`} stroke={item.outline} strokeWidth="1.6" />
    </pattern>
  );
}

import type { LegendItem } from "@archipel/map-style/legend.ts";
import { useId } from "react";

/** One entry of a legend, drawn as on the map. */
export function LegendSwatch({ item }: { readonly item: LegendItem }) {
  const id = useId();
  const isOverlay = item.role === "hatch" || item.role === "perimeter" || item.role === "outline";
  return (
    <svg aria-hidden viewBox="0 0 28 18" width="28" height="18" className="shrink-0">
      {item.shape === "area" && isOverlay && <OverlaySwatch id={id} item={item} />}
      {item.shape === "area" && !isOverlay && (
        <>
          {item.pattern && <Hatching id={id} item={item} />}
          <rect x="0.75" y="0.75" width="26.5" height="16.5" rx="2" className="fill-map-land" />
          <rect
            x="0.75"
            y="0.75"
            width="26.5"
            height="16.5"
            rx="2"
            fill={item.colour}
            fillOpacity={item.opacity}
            stroke={item.outline}
            strokeWidth="1"
          />
          {item.pattern && <rect x="0.75" y="0.75" width="26.5" height="16.5" rx="2" fill={`url(#${id})`} />}
        </>
      )}
      {item.shape === "line" && <path d="M2 13C9 3 18 15 26 5" fill="none" stroke={item.colour} strokeWidth="3" strokeLinecap="round" />}
      {item.shape === "point" && <circle cx="14" cy="9" r="6" fill={item.colour} stroke={item.outline} strokeWidth="1.5" />}
    </svg>
  );
}

/** Only the lines of an area: the map shows the colours below between them. */
function OverlaySwatch({ id, item }: { readonly id: string; readonly item: LegendItem }) {
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

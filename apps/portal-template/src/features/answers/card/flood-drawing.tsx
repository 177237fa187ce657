import type { FloodRow } from "@archipel/answers/report/report.ts";
import { formatDistance } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

/** Pixels of a metre, and where the ground is. */
const [METRE, GROUND, WIDTH] = [14, 96, 240];
/** Deeper water would be above the roof. */
const MOST_M = 5.5;

const heightOf = (metres: number) => GROUND - Math.min(metres, MOST_M) * METRE;

/** A house with two floors and a person, to scale, and a line of water for each depth. The table says the same in words. */
export function FloodDrawing({ rows }: { readonly rows: readonly FloodRow[] }) {
  const t = useTranslations("answers.card.flood");
  const locale = useLocale();
  const known = rows.flatMap(({ water, depth }) =>
    water ? [{ metres: water.toM ?? water.fromM, isMore: water.toM === null, depth }] : [],
  );
  const lines = [...new Map(known.map((one) => [`${one.metres} ${one.isMore}`, one])).values()].sort((a, b) => b.metres - a.metres);
  const [deepest] = known;
  if (!deepest) return null;
  // Two lines at one height are one: that which may be more.
  const shown = lines.filter((one, index) => lines.findIndex(({ metres }) => metres === one.metres) === index || one.isMore);
  return (
    <svg
      role="img"
      aria-label={t("drawing", { depth: deepest.depth.text })}
      viewBox={`0 0 ${WIDTH} ${GROUND + 8}`}
      className="mt-3 h-auto w-full max-w-80 text-ink"
    >
      <g fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinejoin="round">
        <path d={`M30 ${GROUND}V${heightOf(5)}L66 ${heightOf(6.4) - 12}L102 ${heightOf(5)}V${GROUND}`} />
        <path d={`M30 ${heightOf(2.6)}H102`} opacity="0.4" />
        <path d={`M38 ${GROUND}V${heightOf(2.1)}H52V${GROUND}`} />
        <path
          d={`M66 ${heightOf(1)}H90V${heightOf(2.1)}H66ZM42 ${heightOf(3.5)}H58V${heightOf(4.6)}H42ZM74 ${heightOf(3.5)}H90V${heightOf(4.6)}H74Z`}
        />
        <circle cx="126" cy={heightOf(1.6)} r="3" />
        <path
          d={`M126 ${heightOf(1.4)}V${heightOf(0.8)}M126 ${heightOf(0.8)}L122 ${GROUND}M126 ${heightOf(0.8)}L130 ${GROUND}M120 ${heightOf(1.1)}H132`}
        />
      </g>
      <g className="text-accent-ink">
        {shown.map(({ metres, isMore }) => (
          <g key={`${metres} ${isMore}`}>
            <rect x="8" y={heightOf(metres)} width="150" height={GROUND - heightOf(metres)} fill="currentColor" opacity="0.14" />
            <path d={`M8 ${heightOf(metres)}H158`} stroke="currentColor" strokeWidth="1.2" strokeDasharray={isMore ? "4 3" : undefined} />
            <text x="162" y={heightOf(metres) + 3} fill="currentColor" fontSize="9">
              {formatDistance(locale, metres)}
              {isMore && " +"}
            </text>
          </g>
        ))}
      </g>
      <path d={`M0 ${GROUND}H${WIDTH}`} stroke="currentColor" strokeWidth="1.2" />
    </svg>
  );
}

import type { FloodTable } from "@archipel/answers/report/report.ts";
import { formatDistance } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CardFinding, Question, Text } from "./card.ts";
import { AdviceList, FindingDetails } from "./finding-details.tsx";
import { FloodDrawing } from "./flood-drawing.tsx";
import { edgeOf, LevelMark } from "./level-mark.tsx";
import { Said } from "./said.tsx";

interface FloodBlockProps {
  /** The worst case, which the others are shown with. */
  readonly one: CardFinding;
  readonly question: Question;
  readonly level: CardFinding["finding"]["level"];
  readonly sentence: Text;
  readonly tables: readonly FloodTable[];
  readonly tools: ReactNode;
}

/** All scenarios of floods as one thing: how deep in one line, a house with the water, a table for each kind, and the advice once. */
export function FloodBlock({ one: { id, finding }, question, level, sentence, tables, tools }: FloodBlockProps) {
  const [deepest] = tables;
  return (
    <div
      id={id}
      data-finding
      className={`break-inside-avoid scroll-mt-4 rounded-card border border-line border-l-4 bg-surface px-4 py-3 transition-shadow duration-150 data-[lit]:shadow-[0_0_0_2px_var(--a-map-selection)] ${edgeOf(level)}`}
    >
      <p>
        <LevelMark question={question} level={level} />
      </p>
      <p className="mt-1 break-words font-medium leading-snug">
        <Said text={sentence} />
      </p>
      {deepest && <FloodDrawing rows={tables.flatMap(({ rows }) => rows)} />}
      <div className="mt-2 grid gap-3">
        {tables.map((table) => (
          <DepthTable key={table.kind.text} table={table} />
        ))}
      </div>
      <AdviceList advice={finding.advice} />
      <FindingDetails finding={finding} document={undefined} tools={tools} />
    </div>
  );
}

function DepthTable({ table: { kind, rows } }: { readonly table: FloodTable }) {
  const t = useTranslations("answers.card.flood");
  const locale = useLocale();
  return (
    <table className="w-full text-left text-small">
      <caption className="pb-1 text-left font-medium">{t("caption", { kind: kind.text })}</caption>
      <thead className="text-ink-muted">
        <tr>
          <th scope="col" className="py-1 pr-3 font-normal">
            {t("scenario")}
          </th>
          <th scope="col" className="py-1 font-normal">
            {t("depth")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ scenario, depth, distanceM, isUncertain }) => (
          <tr key={`${scenario.text} ${depth.text}`} className="border-line border-t align-top">
            <th scope="row" className="py-1 pr-3 font-normal">
              <Said text={scenario} />
            </th>
            <td className="figures py-1">
              <Said text={depth} />
              {distanceM !== undefined && (
                <span className="text-ink-muted">, {t("near", { distance: formatDistance(locale, distanceM) })}</span>
              )}
              {isUncertain && <span className="text-ink-muted">, {t("uncertain")}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

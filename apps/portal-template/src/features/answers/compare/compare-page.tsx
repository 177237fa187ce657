import type { Report } from "@archipel/answers/report/report.ts";
import { sideBySide, type ThemeAtTwo } from "@archipel/answers/report/side-by-side.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { LinkButton } from "@archipel/ui/button.tsx";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { PageFrame } from "../../site/page-frame.tsx";
import { Folded } from "../card/folded.tsx";
import { PartialNotice } from "../card/partial-notice.tsx";
import { Said } from "../card/said.tsx";
import type { Asked } from "../loaders.ts";
import { queryOf } from "../place-query.ts";
import { DifferenceMark } from "./difference-mark.tsx";
import { usePlaceTitle } from "./place-title.ts";
import { ThemeCell } from "./theme-cell.tsx";

type Answered = Extract<Asked, { kind: "answered" }>;

/** Two places side by side, theme by theme. It needs no script, and prints. */
export function ComparePage({ a, b }: { readonly a: Answered; readonly b: Answered }) {
  const t = useTranslations("answers.compare");
  const locale = useLocale();
  const titleOf = usePlaceTitle();
  const rows = sideBySide(a.report, b.report);
  const hasSomething = ({ a: one, b: other }: ThemeAtTwo) => [one, other].some((theme) => theme !== null && theme.findings.length > 0);
  const shown = rows.filter(hasSomething);
  const silent = rows.filter((row) => !hasSomething(row));
  const count = (difference: ThemeAtTwo["difference"]) => rows.filter((row) => row.difference === difference).length;
  const [queryA, queryB] = [queryOf(a.place), queryOf(b.place)];
  return (
    <PageFrame className="answer-sheet print:max-w-none print:p-0">
      <p className="text-ink-muted">{t("kicker")}</p>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="mt-2 max-w-prose font-medium text-large">{t("summary", { differs: count("differs"), same: count("same") })}</p>
      {count("unknown") > 0 && <p className="mt-1 max-w-prose text-ink-muted">{t("unknownSummary", { count: count("unknown") })}</p>}
      {(a.report.restricted || b.report.restricted) && (
        <div className="mt-4">
          {a.report.partial || b.report.partial ? (
            <PartialNotice reports={[a.report, b.report]} />
          ) : (
            <Alert tone="warning" title={t("restricted")} />
          )}
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-2 print:hidden">
        <LinkButton href={links.compare(locale, { a: queryA })}>{t("changeOther")}</LinkButton>
        <LinkButton href={links.compare(locale, { a: queryB, b: queryA })} tone="quiet">
          {t("swap")}
        </LinkButton>
      </div>
      <table className="mt-6 w-full border-collapse text-left max-md:block">
        <caption className="sr-only">{t("caption", { a: titleOf(a.report.place), b: titleOf(b.report.place) })}</caption>
        <thead className="max-md:block">
          <tr className="border-line-strong border-b-2 align-bottom max-md:block">
            <th scope="col" className="w-44 py-2 pr-4 font-medium text-ink-muted text-small max-md:hidden">
              {t("theme")}
            </th>
            <PlaceHeading letter="A" report={a.report} href={links.answer(locale, queryA)} />
            <PlaceHeading letter="B" report={b.report} href={links.answer(locale, queryB)} />
          </tr>
        </thead>
        <tbody className="max-md:block">
          {shown.map((row) => (
            <ThemeRow key={`${row.theme.pack}/${row.theme.theme}`} row={row} />
          ))}
        </tbody>
      </table>
      {silent.length > 0 && (
        <Folded title={t("silent", { count: silent.length })} className="mt-6">
          <SilentRows rows={silent} />
        </Folded>
      )}
      <section aria-label={t("disclaimers")} className="mt-6 grid gap-1 border-line border-t pt-4 text-ink-muted text-small">
        {[...new Map([...a.report.disclaimers, ...b.report.disclaimers].map((text) => [text.text, text])).values()].map((text) => (
          <p key={text.text}>
            <Said text={text} />
          </p>
        ))}
      </section>
    </PageFrame>
  );
}

interface PlaceHeadingProps {
  readonly letter: "A" | "B";
  readonly report: Report;
  readonly href: string;
}

function PlaceHeading({ letter, report, href }: PlaceHeadingProps) {
  const t = useTranslations("answers.compare");
  const titleOf = usePlaceTitle();
  return (
    <th scope="col" className="py-2 pr-4 align-bottom font-normal max-md:block md:w-[40%]">
      <span className="flex items-start gap-2">
        <Letter letter={letter} />
        <span className="min-w-0">
          <span className="block break-words font-title text-large leading-snug [font-weight:var(--a-title-weight)]">
            {titleOf(report.place)}
          </span>
          <a href={href} className="text-accent-ink text-small underline-offset-2 hover:underline print:hidden">
            {t("whole", { letter })}
          </a>
        </span>
      </span>
    </th>
  );
}

/** The letter that names a place in the whole page. */
function Letter({ letter }: { readonly letter: "A" | "B" }) {
  return (
    <span className="grid size-6 shrink-0 place-items-center rounded-full border-2 border-ink font-medium text-small" aria-hidden>
      {letter}
    </span>
  );
}

function ThemeRow({ row: { theme, a, b, difference } }: { readonly row: ThemeAtTwo }) {
  return (
    <tr className="border-line border-b align-top max-md:mt-6 max-md:block print:break-inside-avoid">
      <th scope="row" className="py-3 pr-4 font-normal max-md:block max-md:pb-1">
        <span className="block break-words font-medium max-md:text-large">
          <Said text={theme.title} />
        </span>
        <DifferenceMark difference={difference} />
      </th>
      {(["A", "B"] as const).map((letter) => (
        <td key={letter} className="py-3 pr-4 max-md:flex max-md:gap-2 max-md:py-2">
          <span className="md:hidden">
            <Letter letter={letter} />
          </span>
          <ThemeCell theme={letter === "A" ? a : b} />
        </td>
      ))}
    </tr>
  );
}

/** Themes without a finding at either place, with what can be said of each. */
function SilentRows({ rows }: { readonly rows: readonly ThemeAtTwo[] }) {
  const t = useTranslations("answers.compare.silentStates");
  const stateOf = ({ a, b }: ThemeAtTwo) => {
    const states = [a, b].map((theme) => (theme?.state === "notConcerned" ? "clear" : "unknown"));
    return states[0] === states[1] ? (states[0] === "clear" ? "both" : "neither") : states[0] === "clear" ? "onlyA" : "onlyB";
  };
  return (
    <ul className="grid gap-1 text-small">
      {rows.map((row) => (
        <li key={`${row.theme.pack}/${row.theme.theme}`} className="break-words">
          <Said text={row.theme.title} /> <span className="text-ink-muted">— {t(stateOf(row))}</span>
        </li>
      ))}
    </ul>
  );
}

import type { ThemeAnswer } from "@archipel/answers/report/report.ts";
import { useTranslations } from "next-intl";
import { LevelMark } from "../card/level-mark.tsx";
import { Said } from "../card/said.tsx";

/** Findings of a theme that the table shows; the whole answer has the others. */
const MOST = 4;

/** What a theme says at one place. */
export function ThemeCell({ theme }: { readonly theme: ThemeAnswer | null }) {
  const t = useTranslations("answers.compare");
  if (theme === null) return <p className="text-ink-muted text-small">{t("notAsked")}</p>;
  const { findings, sentence, level, question, more, scenarios } = theme;
  if (findings.length === 0) {
    return <p className="break-words text-ink-muted">{sentence ? <Said text={sentence} /> : t("nothing")}</p>;
  }
  const left = findings.length - MOST + more + scenarios.length;
  return (
    <div className="grid min-w-0 gap-1.5">
      <LevelMark question={question} level={level} />
      <ul className="grid gap-1">
        {findings.slice(0, MOST).map((finding) => (
          <li key={`${finding.layer} ${finding.features[0]} ${finding.facet} ${finding.rule}`} className="break-words">
            <Said text={finding.sentence} />
          </li>
        ))}
      </ul>
      {left > 0 && <p className="text-ink-muted text-small">{t("left", { count: left })}</p>}
    </div>
  );
}

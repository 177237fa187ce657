"use client";
import type { Finding } from "@archipel/answers/report/report.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useTranslations } from "next-intl";
import type { Trial } from "../api-types.ts";
import { LevelBadge } from "../level-badge.tsx";
import { type ChangedWords, changedWords } from "./changed-words.ts";

type ThemePair = Trial["themes"][number];
type FindingPair = ThemePair["findings"][number];

/** The report at a place: what would change first, side by side; then what stays as it is, folded. */
export function ComparedReport({ themes }: { readonly themes: readonly ThemePair[] }) {
  const t = useTranslations("admin.answers.trial");
  const changed = themes.filter(({ isChanged }) => isChanged);
  const others = themes.filter(({ isChanged, findings }) => !isChanged && findings.length > 0);
  const silent = themes.filter(({ isChanged, findings }) => !isChanged && findings.length === 0);
  return (
    <div className="flex flex-col gap-5">
      <section className="flex flex-col gap-3">
        <h3 className="font-title text-large">{t("changes", { count: changed.length })}</h3>
        {changed.length === 0 && <p className="text-ink-muted">{t("noChange")}</p>}
        {changed.map((theme) => (
          <ThemeBlock key={keyOf(theme)} theme={theme} />
        ))}
      </section>
      {others.length > 0 && (
        <details open={changed.length === 0}>
          <summary className="min-h-10 cursor-pointer content-center font-medium">{t("same", { count: others.length })}</summary>
          <div className="flex flex-col gap-3">
            {others.map((theme) => (
              <ThemeBlock key={keyOf(theme)} theme={theme} />
            ))}
          </div>
        </details>
      )}
      {silent.length > 0 && (
        <details>
          <summary className="min-h-10 cursor-pointer content-center font-medium">{t("silent", { count: silent.length })}</summary>
          <ul className="flex flex-col gap-2 text-small">
            {silent.map((theme) => (
              <li key={keyOf(theme)} className="break-words">
                <span className="font-medium">{theme.after?.title.text}</span>
                {" – "}
                {t(`states.${theme.after?.state ?? "noData"}`)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const keyOf = ({ before, after }: ThemePair) => `${(before ?? after)?.pack} ${(before ?? after)?.theme}`;

function ThemeBlock({ theme }: { readonly theme: ThemePair }) {
  const t = useTranslations("admin.answers.trial");
  const shown = theme.after ?? theme.before;
  const hasOtherState = theme.before?.state !== theme.after?.state && theme.before && theme.after;
  return (
    <article className="flex flex-col gap-3 rounded-card border border-line bg-surface px-4 py-3">
      <h4 className="font-medium">{shown?.title.text}</h4>
      {hasOtherState && theme.before && theme.after && (
        <p className="text-small">
          {t("otherState", { before: t(`states.${theme.before.state}`), after: t(`states.${theme.after.state}`) })}
        </p>
      )}
      {theme.findings.map((pair) => (
        <PairBlock
          key={JSON.stringify([(pair.before ?? pair.after)?.features, (pair.before ?? pair.after)?.facet, pair.before === null])}
          pair={pair}
        />
      ))}
    </article>
  );
}

function PairBlock({ pair: { before, after, isChanged } }: { readonly pair: FindingPair }) {
  const t = useTranslations("admin.answers.trial");
  if (!isChanged) return after && <FindingBlock finding={after} />;
  const [was, is] = changedWords(before?.sentence.text ?? "", after?.sentence.text ?? "");
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <div className="min-w-0 rounded-control bg-sunken px-3 py-2">
        <p className="mb-1 text-ink-muted text-small">{t("now")}</p>
        {before ? <FindingBlock finding={before} words={was} other={after} /> : <p className="text-small">{t("saysNothing")}</p>}
      </div>
      <div className="min-w-0 rounded-control border border-accent px-3 py-2">
        <p className="mb-1 text-accent-ink text-small">{t("then")}</p>
        {after ? <FindingBlock finding={after} words={is} other={before} /> : <p className="text-small">{t("saysNothing")}</p>}
      </div>
    </div>
  );
}

interface FindingBlockProps {
  readonly finding: Finding;
  readonly words?: ChangedWords;
  readonly other?: Finding | null;
}

function FindingBlock({ finding, words, other }: FindingBlockProps) {
  const t = useTranslations("admin.answers.trial");
  const { level, sentence, consequence, advice, authority, rule, provisions } = finding;
  const isOther = (part: "consequence" | "advice" | "authority" | "provisions") =>
    other !== undefined && JSON.stringify(other?.[part]) !== JSON.stringify(finding[part]);
  return (
    <div className="flex flex-col items-start gap-1.5">
      <LevelBadge level={level} />
      <p lang={sentence.lang} className="break-words">
        {words ? (
          <>
            {words.start}
            {words.changed && <mark className="bg-accent-soft text-ink">{words.changed}</mark>}
            {words.end}
          </>
        ) : (
          sentence.text
        )}
      </p>
      {consequence && (
        <p lang={consequence.lang} className="break-words text-small">
          {isOther("consequence") ? <mark className="bg-accent-soft text-ink">{consequence.text}</mark> : consequence.text}
        </p>
      )}
      {advice.length > 0 && (
        <ul className="list-disc pl-5 text-small">
          {advice.map(({ text }) => (
            <li key={text.text} lang={text.lang}>
              {isOther("advice") ? <mark className="bg-accent-soft text-ink">{text.text}</mark> : text.text}
            </li>
          ))}
        </ul>
      )}
      <p className="break-words text-ink-muted text-small">
        {isOther("authority") ? <mark className="bg-accent-soft text-ink">{authority.name}</mark> : authority.name}
        {provisions.length > 0 && " · "}
        {isOther("provisions") ? <mark className="bg-accent-soft text-ink">{titlesOf(provisions)}</mark> : titlesOf(provisions)}
      </p>
      <Badge>{rule ?? t("noRule")}</Badge>
    </div>
  );
}

const titlesOf = (provisions: Finding["provisions"]) =>
  provisions.map(({ title, articles = [] }) => [title, ...articles].join(" ")).join(" ; ");

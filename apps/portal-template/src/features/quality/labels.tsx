import type { LabelPeriod, LabelStanding } from "@archipel/contracts/quality-labels.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { LabelBadge, labelName } from "./label-badge.tsx";
import { datasetLabelsOf } from "./loaders.ts";
import { percentOf } from "./percent.ts";
import { VoteForm } from "./vote-form.tsx";

/** The labels of the community, each with the dataset's state. Empty when the community has no labels. */
export async function Labels({ datasetId }: { readonly datasetId: string }) {
  const [t, { communityId, mayVote, standings }] = await Promise.all([
    getTranslations("portal.quality.labels"),
    datasetLabelsOf(datasetId),
  ]);
  if (standings.length === 0) return null;
  return (
    <div className="mb-4 rounded-card border border-line bg-surface px-5 py-5">
      <h3 className="text-large">{t("title")}</h3>
      <ul className="mt-2 divide-y divide-line">
        {standings.map((standing) => (
          <Standing
            key={standing.label.id}
            standing={standing}
            voting={mayVote && standing.label.rule.by === "vote" && standing.state !== "barred" ? { communityId, datasetId } : null}
          />
        ))}
      </ul>
    </div>
  );
}

interface StandingProps {
  readonly standing: LabelStanding;
  /** Set for those who may vote. */
  readonly voting: { readonly communityId: string; readonly datasetId: string } | null;
}

async function Standing({ standing, voting }: StandingProps) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.quality.labels")]);
  const { label, state, since, votes, myVote, history } = standing;
  const { rule } = label;
  const name = labelName(locale, label);
  const meaning = locale === "en" && label.meaningEn !== "" ? label.meaningEn : label.meaningFr;
  const day = (date: Date) => formatDate(locale, date, "medium");
  const current = history.find(({ endedAt }) => endedAt === null);
  const past = history.filter((period): period is LabelPeriod & { endedAt: Date } => period.endedAt !== null);
  const words =
    state === "none" || since === null
      ? t(rule.by === "vote" ? "noneVote" : "noneFigures")
      : t(state, { date: day(since), reason: current?.reason ?? "" });
  return (
    <li className="py-4 last:pb-0">
      {state === "awarded" ? <LabelBadge label={label} /> : <p className="font-medium">{name}</p>}
      {meaning !== "" && <p className="mt-1 max-w-prose">{meaning}</p>}
      <p className="mt-1 max-w-prose text-ink-muted text-small">{words}</p>
      {votes && rule.by === "vote" && (
        <p className="figures text-ink-muted text-small">
          {t("votes", { isFor: votes.isFor, against: votes.against })}.{" "}
          {t("needs", { quorum: rule.quorum, share: percentOf(locale, rule.share) })}
        </p>
      )}
      {voting && <VoteForm {...voting} labelId={label.id} name={name} mine={myVote} />}
      {past.length > 0 && (
        <details className="mt-2 text-small">
          <summary className="min-h-6 cursor-pointer">
            {t("history")}
            <span className="sr-only"> ({name})</span>
          </summary>
          <ul className="mt-1 space-y-1 text-ink-muted">
            {past.map(({ state: held, startedAt, endedAt, reason }) => (
              <li key={startedAt.toISOString()}>
                {t(held === "awarded" ? "period" : "barredPeriod", { from: day(startedAt), to: day(endedAt), reason })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

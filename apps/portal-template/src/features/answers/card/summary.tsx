import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Card, Lead, Text } from "./card.ts";
import { LevelMark, useLevelWord } from "./level-mark.tsx";
import { InLanguage, Said } from "./said.tsx";

/** How to choose the house, where the place is known too roughly. */
export interface Vague {
  readonly text: string;
  readonly action: ReactNode;
}

interface SummaryProps {
  readonly card: Pick<Card, "leads" | "counts">;
  readonly vague: Vague;
}

/** The short answer, and how much applies at each level. */
export function Summary({ card: { leads, counts }, vague }: SummaryProps) {
  const t = useTranslations("answers.card");
  const questions = new Set(leads.map(({ question }) => question));
  return (
    <div className="rounded-card bg-sunken p-4">
      {leads.map((lead, index) => (
        <div key={`${lead.kind} ${lead.question}`} className="mb-2 last:mb-0">
          {questions.size > 1 && lead.question !== leads[index - 1]?.question && (
            <p className="text-ink-muted text-small">{t(`lead.${lead.question}`)}</p>
          )}
          <LeadText lead={lead} isFollowing={index > 0 && lead.question === leads[index - 1]?.question} vague={vague} />
        </div>
      ))}
      {counts.length > 0 && (
        <ul aria-label={t("counts")} className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
          {counts.map((one) => (
            <li key={`${one.question} ${one.level}`}>
              <LevelMark {...one} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const BIG = "break-words font-medium text-large leading-snug";

function LeadText({ lead, isFollowing, vague }: { readonly lead: Lead; readonly isFollowing: boolean; readonly vague: Vague }) {
  const t = useTranslations("answers.card.lead");
  const wordOf = useLevelWord();
  switch (lead.kind) {
    case "limit":
      return (
        <>
          <p className={BIG}>
            <Said text={lead.limit.sentence} />
          </p>
          <p className="mt-0.5 break-words text-ink-muted text-small">
            {t.rich("authority", {
              name: () => <InLanguage lang={lead.limit.authority.lang}>{lead.limit.authority.name}</InLanguage>,
            })}
          </p>
        </>
      );
    case "touch":
      return (
        <>
          <p className={BIG}>{t("touch")}</p>
          <p className="mt-1 text-small">{vague.text}</p>
          {vague.action && <div className="mt-3 print:hidden">{vague.action}</div>}
          {lead.inCommune.length > 0 && (
            <>
              <p className="mt-3 text-small">{t("inCommune")}</p>
              <Texts texts={lead.inCommune} />
            </>
          )}
        </>
      );
    case "sentences":
      return lead.texts.map((text) => (
        <p key={text.text} className={isFollowing ? "break-words text-small" : BIG}>
          <Said text={text} />
        </p>
      ));
    case "strongest": {
      const themes = lead.themes.map(({ text }) => text).join(", ");
      return (
        <>
          <p className={BIG}>{t("strongest", { level: wordOf(lead.question, lead.level).toLocaleLowerCase(), themes })}</p>
          <Texts texts={lead.near} />
        </>
      );
    }
    case "nothing":
      return (
        <>
          <p className={BIG}>{t("nothing", { checked: lead.checked })}</p>
          <Texts texts={lead.near} />
          {lead.unknown > 0 && <p className="mt-1 text-small">{t("unknown", { count: lead.unknown })}</p>}
        </>
      );
  }
}

function Texts({ texts }: { readonly texts: readonly Text[] }) {
  if (texts.length === 0) return null;
  return (
    <ul className="mt-1 list-disc pl-5 text-small">
      {texts.map((text) => (
        <li key={text.text} className="break-words">
          <Said text={text} />
        </li>
      ))}
    </ul>
  );
}

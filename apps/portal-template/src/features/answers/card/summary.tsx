import { useTranslations } from "next-intl";
import type { Card, Lead } from "./card.ts";
import { LevelMark, useLevelWord } from "./level-mark.tsx";
import { Said } from "./said.tsx";

/** The short answer, and how much applies at each level. */
export function Summary({ card: { leads, counts } }: { readonly card: Pick<Card, "leads" | "counts"> }) {
  const t = useTranslations("answers.card");
  return (
    <div className="rounded-card bg-sunken p-4">
      {leads.map((lead) => (
        <div key={lead.question} className="mb-2 last:mb-0">
          {leads.length > 1 && <p className="text-ink-muted text-small">{t(`lead.${lead.question}`)}</p>}
          <LeadText lead={lead} />
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

function LeadText({ lead }: { readonly lead: Lead }) {
  const t = useTranslations("answers.card.lead");
  const wordOf = useLevelWord();
  if (lead.kind === "sentences") {
    return lead.texts.map((text) => (
      <p key={text.text} className="break-words font-medium text-large leading-snug">
        <Said text={text} />
      </p>
    ));
  }
  if (lead.kind === "strongest") {
    const themes = lead.themes.map(({ text }) => text).join(", ");
    return (
      <p className="break-words font-medium text-large leading-snug">
        {t("strongest", { level: wordOf(lead.question, lead.level).toLocaleLowerCase(), themes })}
      </p>
    );
  }
  return (
    <>
      <p className="font-medium text-large leading-snug">{t("nothing", { checked: lead.checked })}</p>
      {lead.unknown > 0 && <p className="mt-1 text-small">{t("unknown", { count: lead.unknown })}</p>}
    </>
  );
}

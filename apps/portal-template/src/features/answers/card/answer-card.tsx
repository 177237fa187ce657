import type { Report } from "@archipel/answers/report/report.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Card, CardFinding, CardTheme } from "./card.ts";
import { Folded } from "./folded.tsx";
import { PartialNotice } from "./partial-notice.tsx";
import { Glossary, Sources, WholeDocument } from "./references.tsx";
import { InLanguage, Said } from "./said.tsx";
import { SilentThemes } from "./silent-themes.tsx";
import { Summary, type Vague } from "./summary.tsx";
import { ThemeBlock } from "./theme-block.tsx";

/** What surrounds the card: a page of its own, or the panel of the map. */
interface CardPlace {
  /** The level of the sections' headings: the place is one above them. */
  readonly heading: 2 | 3;
  /** What a finding offers. */
  readonly toolsOf: (finding: CardFinding) => ReactNode;
  /** What is offered beside a finding at once, without opening its details. */
  readonly actOf?: (finding: CardFinding) => ReactNode;
  /** Asks again for what could not be checked. */
  readonly retry: ReactNode;
  /** What to do when the place is known too roughly. */
  readonly vague: Vague;
}

interface AnswerCardProps {
  readonly report: Report;
  readonly card: Card;
  readonly place: CardPlace;
}

/** What applies at a place, in the order in which people ask. It needs no script: the same parts make the page and the panel of the map. */
export function AnswerCard({ report, card, place: { heading, toolsOf, actOf, retry, vague } }: AnswerCardProps) {
  const t = useTranslations("answers.card");
  const SectionHeading = heading === 2 ? "h2" : "h3";
  const ThemeHeading = heading === 2 ? "h3" : "h4";
  const themes = (key: "onPlace" | "around" | "unsure" | "underWay", list: readonly CardTheme[]) =>
    list.length > 0 && (
      <Section id={key} Heading={SectionHeading} title={t(`sections.${key}`)} hint={key === "onPlace" ? null : t(`sections.${key}Hint`)}>
        {list.map((one) => (
          <ThemeBlock key={`${one.theme.pack}/${one.theme.theme}`} one={one} Heading={ThemeHeading} toolsOf={toolsOf} actOf={actOf} />
        ))}
      </Section>
    );
  return (
    <div className="grid gap-6">
      {report.partial && <PartialNotice reports={[report]} />}
      {report.restricted && !report.partial && (
        <Alert tone="warning" title={t("place.restricted")}>
          {t("place.restrictedText")}
        </Alert>
      )}
      {card.isOutside ? (
        <Alert tone="warning" title={t("place.outside")}>
          {t("place.outsideText")}
        </Alert>
      ) : (
        <Summary card={card} vague={vague} />
      )}
      {themes("onPlace", card.onPlace)}
      {themes("around", card.around)}
      {themes("unsure", card.unsure)}
      {themes("underWay", card.underWay)}
      {card.notConcerned.length > 0 && (
        <Folded title={t("sections.notConcerned", { count: card.notConcerned.length })}>
          <SilentThemes kind="notConcerned" themes={card.notConcerned} />
        </Folded>
      )}
      {card.noData.length > 0 && (
        <Section id="noData" Heading={SectionHeading} title={t("sections.noData")} hint={t("sections.noDataHint")}>
          <SilentThemes kind="noData" themes={card.noData} />
        </Section>
      )}
      {report.unread && (
        <p className="break-words text-ink-muted text-small">
          {t.rich("unread", {
            layers: () =>
              report.unread?.map(({ layer, title, lang }, index) => (
                <span key={layer}>
                  {index > 0 && ", "}
                  <InLanguage lang={lang}>{title}</InLanguage>
                </span>
              )),
          })}
        </p>
      )}
      {card.notChecked.length > 0 && (
        <Section id="notChecked" Heading={SectionHeading} title={t(card.isVague ? "sections.vague" : "sections.notChecked")} hint={null}>
          <SilentThemes kind="notChecked" themes={card.notChecked} />
          {card.notChecked.some(({ reason }) => reason === "sourceDown") && <div className="mt-3 print:hidden">{retry}</div>}
        </Section>
      )}
      <References report={report} card={card} Heading={SectionHeading} />
    </div>
  );
}

function References({ report, card, Heading }: { readonly report: Report; readonly card: Card; readonly Heading: "h2" | "h3" }) {
  const t = useTranslations("answers.card.sections");
  return (
    <div className="grid gap-3 border-line border-t pt-4">
      {report.alsoInDocument.length > 0 && (
        <Section id="wholeDocument" Heading={Heading} title={t("wholeDocument")} hint={t("wholeDocumentHint")}>
          <WholeDocument pieces={report.alsoInDocument} />
        </Section>
      )}
      {report.glossary.length > 0 && (
        <Folded title={t("glossary")}>
          <Glossary terms={report.glossary} />
        </Folded>
      )}
      {card.sources.length > 0 && (
        <Folded title={t("sources")}>
          <Sources sources={card.sources} />
        </Folded>
      )}
      {report.disclaimers.length > 0 && (
        <section aria-label={t("disclaimers")} className="grid gap-1 text-ink-muted text-small">
          {report.disclaimers.map((text) => (
            <p key={text.text}>
              <Said text={text} />
            </p>
          ))}
        </section>
      )}
    </div>
  );
}

interface SectionProps {
  readonly id: string;
  readonly Heading: "h2" | "h3";
  readonly title: string;
  readonly hint: string | null;
  readonly children: ReactNode;
}

function Section({ id, Heading, title, hint, children }: SectionProps) {
  return (
    <section aria-labelledby={`answer-${id}`}>
      <Heading id={`answer-${id}`} className="scroll-mt-4 break-after-avoid text-title">
        {title}
      </Heading>
      {hint && <p className="text-ink-muted text-small">{hint}</p>}
      <div className="mt-2">{children}</div>
    </section>
  );
}

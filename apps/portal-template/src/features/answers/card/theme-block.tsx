import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type CardFinding, type CardTheme, floodIn } from "./card.ts";
import { FindingItem } from "./finding-item.tsx";
import { FloodBlock } from "./flood-block.tsx";
import { Folded } from "./folded.tsx";
import { InLanguage, Said } from "./said.tsx";

/** Findings of a theme that are open; the others are behind a button. */
const MOST_OPEN = 6;

interface ThemeBlockProps {
  readonly one: CardTheme;
  readonly Heading: "h3" | "h4";
  readonly toolsOf: (finding: CardFinding) => ReactNode;
  readonly actOf: ((finding: CardFinding) => ReactNode) | undefined;
}

/** One theme: its documents first, then what it says, then what limits it. */
export function ThemeBlock({ one, Heading, toolsOf, actOf }: ThemeBlockProps) {
  const t = useTranslations("answers.card.theme");
  const { theme, findings, scenarios, documents, more, isHome } = one;
  const items = (list: readonly CardFinding[]) => (
    <ul className="grid gap-2">
      {list.map((finding) => (
        <FindingItem
          key={finding.id}
          one={finding}
          question={theme.question}
          document={theme.documents.find(({ id }) => id === finding.finding.document)}
          tools={toolsOf(finding)}
          act={actOf?.(finding)}
        />
      ))}
    </ul>
  );
  const flood = floodIn(one);
  return (
    <section className="mt-5 first:mt-3">
      <Heading className="break-after-avoid font-title text-large leading-snug [font-weight:var(--a-title-weight)]">
        <Said text={theme.title} />
      </Heading>
      {isHome && theme.intro && (
        <p className="mt-1 break-after-avoid text-ink-muted text-small">
          <Said text={theme.intro} />
        </p>
      )}
      {documents.map(({ id, line, title, lang }) => (
        <p key={id} className="mt-1 break-words break-after-avoid text-ink-muted text-small">
          {line ? <Said text={line} /> : <InLanguage lang={lang}>{title}</InLanguage>}
        </p>
      ))}
      {flood ? (
        <div className="mt-2">
          <FloodBlock {...flood} question={theme.question} level={one.level} tools={toolsOf(flood.one)} />
        </div>
      ) : (
        <Cases findings={findings} scenarios={scenarios} items={items} />
      )}
      {more > 0 && <p className="mt-1 text-ink-muted text-small">{t("more", { count: more })}</p>}
      {isHome &&
        theme.notes.map((note) => (
          <p key={note.text} className="mt-2 border-warning border-l-2 pl-3 text-small">
            <Said text={note} />
          </p>
        ))}
    </section>
  );
}

interface CasesProps {
  readonly findings: readonly CardFinding[];
  readonly scenarios: readonly CardFinding[];
  readonly items: (list: readonly CardFinding[]) => ReactNode;
}

function Cases({ findings, scenarios, items }: CasesProps) {
  const t = useTranslations("answers.card.theme");
  return (
    <>
      <div className="mt-2">{items(findings.slice(0, MOST_OPEN))}</div>
      {findings.length > MOST_OPEN && (
        <Folded title={t("rest", { count: findings.length - MOST_OPEN })} className="mt-1">
          {items(findings.slice(MOST_OPEN))}
        </Folded>
      )}
      {scenarios.length > 0 && (
        <Folded title={t("all", { count: scenarios.length })} className="mt-1">
          {items(scenarios)}
        </Folded>
      )}
    </>
  );
}

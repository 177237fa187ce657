import type { Locale } from "@archipel/i18n/locales.ts";
import type { Text } from "../rules/codes.ts";
import { weightOfLevel } from "../rules/level.ts";
import { bearingSentence } from "./finding.ts";
import { groupOf } from "./group.ts";
import { compared } from "./order.ts";
import type { Report } from "./report.ts";
import { filled, ownWords } from "./say.ts";
import { unmarked } from "./spans.ts";
import { type LimitKind, rankOfLimit } from "./strength.ts";
import { isInForce, type Written } from "./written.ts";

type Limiting = Written & { how: LimitKind };

/**
 * What limits building most at the place, over all themes: forbidden, almost everything forbidden, an agreement, conditions, allowed. At the
 * same rank, what is sure comes before what is uncertain, then the highest level. The order of packs and layers decides nothing.
 */
export function limitAt(all: readonly Written[], locale: Locale): Report["limit"] {
  const limiting = all
    .flatMap((one): Limiting[] => {
      const how = one.finding.limit;
      const group = groupOf(one.finding);
      return how && isInForce(one.finding) && (group === "sure" || group === "border") ? [{ ...one, how }] : [];
    })
    .sort(byStrength);
  const [first] = limiting;
  if (!first) return undefined;
  const { finding, how } = first;
  const mayBuild = limiting.some((one) => one.how === "allowed" && groupOf(one.finding) === "sure");
  const isUncertain = groupOf(finding) === "border";
  const said = sentenceOf(first, mayBuild, locale);
  return {
    how,
    sentence: unmarked(
      isUncertain ? { ...said, text: filled(said.lang, ownWords(said.lang).limit.uncertain, { value: said.text }) } : said,
    ),
    authority: finding.authority,
    theme: finding.theme,
    rule: finding.rule,
    layer: finding.layer,
    isUncertain,
  };
}

const certainty = ({ finding }: Written) => (groupOf(finding) === "sure" ? 0 : 1);

function byStrength(a: Limiting, b: Limiting): number {
  return (
    rankOfLimit(a.how) - rankOfLimit(b.how) ||
    certainty(a) - certainty(b) ||
    weightOfLevel(b.finding.level) - weightOfLevel(a.finding.level) ||
    Number(b.draft.rule?.limit?.by !== undefined) - Number(a.draft.rule?.limit?.by !== undefined) ||
    (b.finding.relation.share ?? 0) - (a.finding.relation.share ?? 0) ||
    a.draft.theme.order - b.draft.theme.order ||
    compared(a.finding.rule ?? "", b.finding.rule ?? "") ||
    compared(a.finding.label?.text ?? "", b.finding.label?.text ?? "")
  );
}

/** "You can build" is said only where a rule says so; elsewhere the statement of the rule itself speaks. */
function sentenceOf({ draft, how }: Limiting, mayBuild: boolean, locale: Locale): Text {
  if (how === "limited" || how === "allowed" || (how !== "forbidden" && !mayBuild)) return bearingSentence(draft, locale, null);
  return bearingSentence(draft, locale, how);
}

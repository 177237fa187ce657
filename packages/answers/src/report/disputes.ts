import type { Locale } from "@archipel/i18n/locales.ts";
import type { Pack } from "../packs/pack.ts";
import type { Theme } from "../packs/theme.ts";
import type { Text } from "../rules/codes.ts";
import { textIn } from "../rules/fields.ts";
import { authorityNamed } from "./finding.ts";
import { groupOf } from "./group.ts";
import { compared } from "./order.ts";
import type { Finding, ThemeAnswer } from "./report.ts";
import { disputeText } from "./say.ts";
import { isInForce, type Written } from "./written.ts";

/** The answer of a theme, with what it was written from. */
export interface Answered {
  pack: Pack;
  theme: Theme;
  answer: ThemeAnswer;
  written: readonly Written[];
}

/** What is said of the presence of a thing, and who says it. `finding` is null for the sentence of a theme that found nothing. */
interface Claim {
  theme: Theme;
  finding: Finding | null;
  sentence: Text;
}
type Claims = ReadonlyMap<string, readonly Claim[]>;

/**
 * A report never states a thing and its contrary. Where its sources do, both are quoted as a dispute, and a theme that found nothing counts as
 * not checked. A theme without data is left out if another theme has what it would deny.
 */
export function withoutContraries(all: readonly Answered[], placeM2: number, locale: Locale): ThemeAnswer[] {
  const affirmed = claimsOf(all, "affirms");
  const denied = claimsOf(all, "denies");
  return all.flatMap((one): ThemeAnswer[] => {
    const { pack, theme, answer } = one;
    const contrary = (claims: readonly string[] = []) =>
      claims.flatMap((claim) => affirmed.get(claim) ?? []).find((claim) => claim.theme !== theme);
    if (answer.state === "noData" && contrary(theme.denies?.noData)) return [];
    const found = answer.state === "notConcerned" ? contrary(theme.denies?.none) : undefined;
    if (found && answer.sentence) {
      const sentence = disputeText(locale, found.sentence, answer.sentence, authorityNamed(pack, theme.heldBy, locale));
      return [{ ...answer, state: "notChecked", list: "notChecked", reason: "sourcesDisagree", isComplete: false, sentence }];
    }
    const disputes = [...betweenClaims(one, affirmed, denied), ...betweenFindings(one, placeM2)];
    const notes = disputes.map(({ finding, other }) => disputeText(locale, finding.sentence, other, finding.authority));
    return notes.length === 0 ? [answer] : [{ ...answer, notes: [...answer.notes, ...unique(notes)] }];
  });
}

const isSure = ({ finding }: Written) => groupOf(finding) === "sure" && isInForce(finding);

function claimsOf(all: readonly Answered[], kind: "affirms" | "denies"): Claims {
  const claims = new Map<string, Claim[]>();
  const add = (names: readonly string[] | undefined, claim: Claim) => {
    for (const name of names ?? []) claims.set(name, [...(claims.get(name) ?? []), claim]);
  };
  for (const { theme, answer, written } of all) {
    if (kind === "denies" && answer.state === "notConcerned" && answer.sentence) {
      add(theme.denies?.none, { theme, finding: null, sentence: answer.sentence });
    }
    for (const { draft, finding } of written.filter(isSure)) add(draft.rule?.[kind], { theme, finding, sentence: finding.sentence });
  }
  return claims;
}

interface Dispute {
  finding: Finding;
  other: Text;
}

/** Findings that affirm what something else in the report denies, and the other way round. */
function betweenClaims({ theme, written }: Answered, affirmed: Claims, denied: Claims): Dispute[] {
  return written.filter(isSure).flatMap(({ draft: { rule }, finding }) => {
    const others = [
      ...(rule?.affirms ?? []).flatMap((name) => denied.get(name) ?? []),
      ...(rule?.denies ?? []).flatMap((name) => affirmed.get(name) ?? []),
    ];
    const other = others.find((claim) => claim.finding !== finding && (claim.finding !== null || claim.theme !== theme));
    return other ? [{ finding, other: other.sentence }] : [];
  });
}

/** Features of one source and one document that cover the whole place and cannot both be true of it. */
function betweenFindings({ theme, written }: Answered, placeM2: number): Dispute[] {
  const { oneFor } = theme;
  // Of land that a document divides, areas that overlap are said already.
  if (oneFor === undefined || (theme.isDivision && placeM2 > 0)) return [];
  const spoken = written.filter((one) => isSure(one) && one.finding.facet === "main" && one.finding.relation.kind === "contains");
  const alike = Map.groupBy(spoken, ({ draft: { fields, document }, finding }) =>
    JSON.stringify([finding.source, document?.id ?? "", ...oneFor.map((name) => textIn(fields, name))]),
  );
  return [...alike.values()].flatMap(([first, ...others]) => {
    const other = others.find((one) => first && meaningOf(one.finding) !== meaningOf(first.finding));
    return first && other ? [{ finding: first.finding, other: other.finding.sentence }] : [];
  });
}

const meaningOf = ({ rule, level, label, code }: Finding) => JSON.stringify([rule, level, label?.text, code?.value]);

function unique(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map((one) => [one.text, one])).values()].sort((a, b) => compared(a.text, b.text));
}

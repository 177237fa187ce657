import { decimalOf } from "@archipel/contracts/decimal.ts";
import { type LabelFigure, type LabelRule, labelRule, type QualityLabel } from "@archipel/contracts/quality-labels.ts";

/** Quality figures that a rule limits by a number, in the order of the sheet. */
export const LIMITED = [
  "validity",
  "completeness",
  "reviewed",
  "confidence",
  "rating",
  "ratings",
  "openReports",
  "overdueReports",
] as const satisfies readonly LabelFigure[];
export type Limited = (typeof LIMITED)[number];

/** A label in the form: empty limits do not count, shares are percentages. */
export interface LabelDraft {
  nameFr: string;
  nameEn: string;
  meaningFr: string;
  meaningEn: string;
  colour: QualityLabel["colour"];
  by: LabelRule["by"];
  limits: Readonly<Record<Limited, string>>;
  freshness: "" | "current" | "due";
  quorum: string;
  share: string;
}

const isShare = (figure: Limited) => figure === "validity" || figure === "completeness" || figure === "reviewed";
const isAtMost = (figure: Limited) => figure === "openReports" || figure === "overdueReports";
const NO_LIMITS: LabelDraft["limits"] = {
  validity: "",
  completeness: "",
  reviewed: "",
  confidence: "",
  rating: "",
  ratings: "",
  openReports: "",
  overdueReports: "",
};

/** A label as the form edits it. A new one starts with a validity of at least 98 %. */
export function draftOf(label: QualityLabel | null): LabelDraft {
  const words = label ?? { nameFr: "", nameEn: "", meaningFr: "", meaningEn: "", colour: "success" as const };
  const rule: LabelRule = label?.rule ?? { by: "figures", thresholds: [{ figure: "validity", atLeast: 0.98 }] };
  const { nameFr, nameEn, meaningFr, meaningEn, colour } = words;
  const draft: LabelDraft = {
    ...{ nameFr, nameEn, meaningFr, meaningEn, colour, by: rule.by },
    ...{ limits: NO_LIMITS, freshness: "", quorum: "5", share: "60" },
  };
  if (rule.by === "vote") return { ...draft, quorum: String(rule.quorum), share: percent(rule.share) };
  for (const threshold of rule.thresholds) {
    if (threshold.figure === "freshness") draft.freshness = threshold.atWorst;
    else {
      const value = "atMost" in threshold ? threshold.atMost : threshold.atLeast;
      draft.limits = { ...draft.limits, [threshold.figure]: isShare(threshold.figure) ? percent(value) : String(value) };
    }
  }
  return draft;
}

/** The rule of a draft; null while it is empty or invalid. */
export function ruleOf(draft: LabelDraft): LabelRule | null {
  const rule =
    draft.by === "vote"
      ? { by: "vote", quorum: numberOf(draft.quorum), share: numberOf(draft.share) / 100 }
      : {
          by: "figures",
          thresholds: [
            ...LIMITED.filter((figure) => draft.limits[figure].trim() !== "").map((figure) => {
              const value = numberOf(draft.limits[figure]);
              if (isAtMost(figure)) return { figure, atMost: value };
              return { figure, atLeast: isShare(figure) ? value / 100 : value };
            }),
            ...(draft.freshness === "" ? [] : [{ figure: "freshness", atWorst: draft.freshness }]),
          ],
        };
  const parsed = labelRule.safeParse(rule);
  return parsed.success ? parsed.data : null;
}

/** NaN for text that is empty or not a number, so that no rule is made of it. */
const numberOf = (text: string) => decimalOf(text) ?? Number.NaN;

/** 0.57 is 57 %, not 56.99999. */
const percent = (share: number) => String(Math.round(share * 1000) / 10);

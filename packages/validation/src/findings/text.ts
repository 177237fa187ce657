import type { Verdict } from "../check.ts";
import type { Finding } from "../finding.ts";
import { type Locale, sentenceOf } from "../sentences.ts";

/** One finding as text: level, place, fault, how to repair it. */
export function textLine(
  finding: Pick<Finding, "level" | "code" | "file" | "fileModel" | "row" | "field" | "params">,
  locale: Locale,
): string {
  const where = [finding.file ?? finding.fileModel, finding.row === null ? null : `#${finding.row}`, finding.field]
    .filter(Boolean)
    .join(" ");
  const { what, repair } = sentenceOf(finding, locale);
  return `${finding.level.padEnd(7)} ${finding.code}${where ? ` – ${where}` : ""}\n        ${what}\n        ${repair}\n`;
}

const words = {
  fr: {
    ran: "Le contrôle est allé à son terme.",
    not: "Le contrôle n’est pas allé à son terme :",
    yes: "Les données sont conformes au modèle",
    no: "Les données ne sont pas conformes au modèle",
  },
  en: {
    ran: "The check ran to its end.",
    not: "The check did not run to its end:",
    yes: "The data conform to the model",
    no: "The data do not conform to the model",
  },
};

/** Two separate sentences: whether the check ran to its end, and whether the data conform. */
export function verdictText(verdict: Pick<Verdict, "model" | "ran" | "failure" | "conforms" | "levels">, locale: Locale): string {
  const say = words[locale];
  const ran = verdict.ran ? say.ran : `${say.not} ${verdict.failure}`;
  const { FATAL, ERROR, WARNING, INFO } = verdict.levels;
  const conforms = verdict.conforms === null ? "" : `${verdict.conforms ? say.yes : say.no} ${verdict.model}.\n`;
  return `${ran}\n${conforms}FATAL ${FATAL} · ERROR ${ERROR} · WARNING ${WARNING} · INFO ${INFO}\n`;
}

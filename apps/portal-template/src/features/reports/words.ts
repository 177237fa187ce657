import { decimalOf } from "@archipel/contracts/decimal.ts";
import { type PlainState, plainStateOf } from "@archipel/contracts/report-statuses.ts";
import type { PortalReporting, ReportField, ReportStatus } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import type { BadgeTone } from "@archipel/ui/badge.tsx";
import type { ReportDraft } from "./drafts/draft.ts";

export const STATUS_TONES: Record<ReportStatus, BadgeTone> = {
  submit: "neutral",
  pending0: "neutral",
  pending: "info",
  pending1: "info",
  pending2: "info",
  valid: "success",
  valid0: "success",
  reject: "warning",
  reject0: "warning",
};

/** The stage of a report: sent, in progress, answered. */
export function stageOf(status: ReportStatus): 0 | 1 | 2 {
  if (status === "submit") return 0;
  return status.startsWith("pending") ? 1 : 2;
}

export type Fault = "missing" | "number" | "date";

/** What is wrong in a theme's form, by field. */
export function valueFaults(fields: readonly ReportField[], values: ReportDraft["values"]): Record<string, Fault> {
  const faults: Record<string, Fault> = {};
  for (const { name, type, isMandatory } of fields) {
    const value = values[name];
    const isEmpty = value === undefined || value === "" || (type === "checkbox" && value !== true);
    if (isEmpty) {
      if (isMandatory) faults[name] = "missing";
    } else if (type === "number" && typeof value !== "number") faults[name] = "number";
    else if (type === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(String(value))) faults[name] = "date";
  }
  return faults;
}

/** Reads a number as people write it. Returns the text itself when it is not a number. */
export function numberOf(text: string): number | string {
  return decimalOf(text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".")) ?? text;
}

/** Files that people may add: photos of any kind, documents, plain tables. */
const ACCEPTED = /^(image\/(jpeg|png|webp|heic|heif|avif)|application\/pdf|text\/(csv|plain))$/;
const BY_NAME: Record<string, string> = {
  heic: "image/heic",
  heif: "image/heif",
  csv: "text/csv",
  txt: "text/plain",
  pdf: "application/pdf",
};

/** The type of a file, by its name when the browser does not know it; null when the file is not accepted. */
export function kindOf({ name, type }: { readonly name: string; readonly type: string }): string | null {
  const kind = type || BY_NAME[name.split(".").at(-1)?.toLowerCase() ?? ""] || "";
  const plain = kind === "application/vnd.ms-excel" && name.toLowerCase().endsWith(".csv") ? "text/csv" : kind;
  return ACCEPTED.test(plain) ? plain : null;
}

/** The name of a status: the community's own one, or the plain state that it means to the person who reported (`plain`). */
export function statusWords(
  locale: Locale,
  reporting: Pick<PortalReporting, "statuses"> | null,
  status: ReportStatus,
  plain: (state: PlainState) => string,
): string {
  return wordsIn(locale, reporting?.statuses.find((one) => one.status === status)?.label) || plain(plainStateOf(status));
}

/** The choices of the list's filter. States that read the same are one choice: `value` is then their plain state. */
export function statusChoices(
  locale: Locale,
  reporting: Pick<PortalReporting, "statuses"> | null,
  asked: string | undefined,
  plain: (state: PlainState) => string,
): { value: string; label: string }[] {
  // The chosen value is offered even without reports, because the form must show how the list is filtered.
  const isAsked = (status: ReportStatus) => status === asked || plainStateOf(status) === asked;
  const listed = (reporting?.statuses ?? []).filter(({ status, isListed }) => isListed || isAsked(status));
  const choices = listed.map(({ status }) => {
    const label = statusWords(locale, reporting, status, plain);
    const state = plainStateOf(status);
    return { value: label === plain(state) && status !== asked ? state : status, label };
  });
  return choices.filter(({ value }, index) => choices.findIndex((one) => one.value === value) === index);
}

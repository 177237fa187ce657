import type { AuditNoun } from "@archipel/contracts/audit-actions.ts";

/** What a filter of the journal offers: the nouns of its actions under the names of the console. */
export const SUBJECTS = {
  data: ["dataset", "layer", "feature", "rating", "label", "model", "check"],
  uploads: ["upload", "processing", "job", "import"],
  pages: ["site"],
  alerts: ["alerts"],
  portals: ["portal", "portal-template", "domain", "theme", "answers", "map"],
  contributions: ["contribution"],
  reports: ["report", "report-theme", "report-settings"],
  members: ["member", "group", "organisation"],
  rights: ["grant"],
  programs: ["key", "application"],
  community: ["community"],
} as const satisfies Readonly<Record<string, readonly AuditNoun[]>>;

export type Subject = keyof typeof SUBJECTS;

/** Nouns of entries that belong to no community. */
export const PLATFORM_NOUNS = ["account", "network", "provider"] as const satisfies readonly AuditNoun[];

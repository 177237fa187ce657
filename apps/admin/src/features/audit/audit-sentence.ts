"use client";
import type { AuditEntry } from "@archipel/contracts/audit.ts";
import { useTranslations } from "next-intl";

/** What changed, in words: the message `admin.audit.actions.<noun>.<verb>` filled with the entry's summary. */
export function useAuditSentence(): (entry: Pick<AuditEntry, "action" | "actorName" | "keyName" | "summary">) => string {
  const t = useTranslations("admin.audit");
  const roleName = useTranslations("admin.roles.names");
  return ({ action, actorName, keyName, summary }) => {
    const person = actorName ?? t("platform");
    const actor = keyName === null ? person : t("byKey", { actor: person, key: keyName });
    const key = `actions.${action}`;
    if (!t.has(key as never)) return t("unknownAction", { actor, action });
    const named = namedOf(summary);
    // A change of role has `from` and `to` instead of `role`.
    const given = summary.role ?? summary.to;
    const role = typeof given === "string" && roleName.has(given as never) ? roleName(given as never) : "";
    const network = typeof summary.network === "string" ? summary.network : "";
    return t(key as never, { actor, named, role, network } as never);
  };
}

/** The name of the changed object, as it was then. */
function namedOf(summary: Readonly<Record<string, unknown>>): string {
  const name = [summary.title, summary.name, summary.fileName, summary.email, summary.slug].find(
    (value) => typeof value === "string" && value !== "",
  );
  return typeof name === "string" ? name : "";
}

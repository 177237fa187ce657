"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";
import type { ReadLeavers } from "./leavers-dialog.tsx";

/** Lines of a list before the rest is only counted. */
const MOST_SHOWN = 50;

/** Who leaves with what, who stays, and the lines that say nothing. */
export function LeaversPreview({ read: { file, found } }: { readonly read: ReadLeavers }) {
  const t = useTranslations("admin.leavers");
  const tr = useTranslations("admin.roles.names");
  const { leavers, unknown, own } = found;
  const problems = [
    ...file.problems.map(({ line, problem, value }) => ({ line, text: t(`line.${problem}`, { value }) })),
    ...unknown.map((line) => ({ line, text: t("line.unknown") })),
  ];
  return (
    <div className="grid gap-4" aria-live="polite">
      <p className="font-medium">{t("found", { leaving: leavers.length, staying: file.staying })}</p>
      {leavers.length > 0 && (
        <ul className="flex flex-col divide-y divide-line border-line border-y">
          {leavers.slice(0, MOST_SHOWN).map(({ userId, name, email, role, groups, keys }) => (
            <li key={userId} className="py-2">
              <p className="wrap-anywhere">
                {name} ({role === null ? t("onlyGroups") : tr(role)}) <span className="text-ink-muted text-small">{email}</span>
              </p>
              {groups.length > 0 && <p className="wrap-anywhere text-small">{t("groups", { list: groups.join(", ") })}</p>}
              {keys.length > 0 && <p className="wrap-anywhere text-small">{t("keys", { list: keys.join(", ") })}</p>}
            </li>
          ))}
        </ul>
      )}
      {leavers.length > MOST_SHOWN && <p className="text-small">{t("more", { count: leavers.length - MOST_SHOWN })}</p>}
      {own !== null && <Alert tone="info" title={t("own", { line: own })} />}
      {problems.length > 0 && <Problems lines={problems.sort((one, other) => one.line - other.line)} />}
    </div>
  );
}

function Problems({ lines }: { readonly lines: readonly { readonly line: number; readonly text: string }[] }) {
  const t = useTranslations("admin.leavers");
  return (
    <div>
      <p className="font-medium">{t("problems", { count: lines.length })}</p>
      <ul className="list-disc pl-5 text-small">
        {lines.slice(0, MOST_SHOWN).map(({ line, text }) => (
          <li key={line} className="wrap-anywhere">
            {t("onLine", { line })} {text}
          </li>
        ))}
      </ul>
      {lines.length > MOST_SHOWN && <p className="text-small">{t("moreLines", { count: lines.length - MOST_SHOWN })}</p>}
    </div>
  );
}

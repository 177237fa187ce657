"use client";
import type { PlatformState } from "@archipel/contracts/usage.ts";
import { formatAgo } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { useNow } from "../../../kit/use-now.ts";

/** The latest error lines of the process that answers. */
export function RecentErrors({ errors }: { readonly errors: PlatformState["errors"] }) {
  const t = useTranslations("usage.errors");
  const locale = useLocale();
  const now = useNow();
  return (
    <section aria-labelledby="errors-title" className="self-start rounded-card border border-line bg-surface">
      <div className="border-line border-b px-5 py-3">
        <h3 id="errors-title" className="text-base">
          {t("title")}
        </h3>
        <p className="text-ink-muted text-small">{t("lead")}</p>
      </div>
      {errors.length === 0 ? (
        <p className="px-5 py-3 text-ink-muted">{t("none")}</p>
      ) : (
        <ul className="max-h-96 divide-y divide-line overflow-y-auto">
          {errors.map(({ at, message, cause }) => (
            <li key={`${at.getTime()} ${message} ${cause}`} className="px-5 py-2.5 text-small">
              <p className="flex flex-wrap justify-between gap-x-4">
                <span className="min-w-0 break-words font-medium" lang="en">
                  {message}
                </span>
                <time dateTime={at.toISOString()} className="text-ink-muted">
                  {formatAgo(locale, at, now)}
                </time>
              </p>
              {cause && (
                <p className="figures break-words text-ink-muted" lang="en">
                  {cause}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

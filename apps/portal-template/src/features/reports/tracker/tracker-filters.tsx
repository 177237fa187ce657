import type { PortalReporting } from "@archipel/contracts/reports.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links, type ReportsQuery } from "../../../links.ts";
import { statusChoices } from "../words.ts";

interface TrackerFiltersProps {
  readonly query: ReportsQuery;
  readonly reporting: PortalReporting | null;
  readonly isSignedIn: boolean;
}

/** A form that works without JavaScript: every state of the list has an address. */
export async function TrackerFilters({ query, reporting, isSignedIn }: TrackerFiltersProps) {
  const [locale, t, tStatuses] = await Promise.all([
    getLocale(),
    getTranslations("reports.tracker"),
    getTranslations("common.reportStates"),
  ]);
  const isFiltered = Boolean(query.q || query.status || query.theme || query.mine || query.dataset);
  return (
    <search aria-label={t("filters")}>
      <form action={links.reports(locale)} method="get" className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1fr_14rem_14rem_auto]">
        {query.dataset && <input type="hidden" name="dataset" value={query.dataset} />}
        <Field label={t("search")}>
          {(control) => <TextInput {...control} type="search" name="q" defaultValue={query.q} maxLength={100} />}
        </Field>
        <Field label={t("status")}>
          {(control) => (
            <Select
              {...control}
              name="status"
              defaultValue={query.status ?? ""}
              options={[
                { value: "", label: t("allStatuses") },
                { value: "open", label: t("open") },
                { value: "closed", label: t("closed") },
                ...statusChoices(locale, reporting, query.status, tStatuses),
              ]}
            />
          )}
        </Field>
        {(reporting?.themes.length ?? 0) > 0 && (
          <Field label={t("theme")}>
            {(control) => (
              <Select
                {...control}
                name="theme"
                defaultValue={query.theme ?? ""}
                options={[
                  { value: "", label: t("allThemes") },
                  ...(reporting?.themes ?? []).map(({ id, name }) => ({ value: id, label: wordsIn(locale, name) })),
                ]}
              />
            )}
          </Field>
        )}
        <div className="flex flex-wrap items-center gap-x-4">
          {isSignedIn && <Checkbox name="mine" value="1" label={t("mine")} defaultChecked={query.mine === "1"} />}
          <Button type="submit">{t("apply")}</Button>
          {isFiltered && (
            <a href={links.reports(locale)} className={buttonClass({ tone: "quiet" })}>
              {t("reset")}
            </a>
          )}
        </div>
      </form>
    </search>
  );
}

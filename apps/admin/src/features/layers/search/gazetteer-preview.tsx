"use client";
import type { GazetteerSettings } from "@archipel/contracts/search-gazetteer.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { useSettled } from "../../../kit/use-settled.ts";

/** Shorter pauses would read the layer at each typed letter. */
const TYPING_MS = 300;

/** Names as a search would show them with the chosen fields, and a field to try them. Nothing is saved. */
export function GazetteerPreview({ layerId, settings }: { readonly layerId: string; readonly settings: GazetteerSettings }) {
  const t = useTranslations("admin.layers.search");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const [typed, setTyped] = useState("");
  const q = useSettled(typed.trim(), TYPING_MS);
  const preview = useQuery(
    api.search.previewGazetteer.queryOptions(
      { communityId: community.id, layerId, settings, q, locale },
      { placeholderData: keepPreviousData, retry: false },
    ),
  );
  return (
    <section aria-label={t("preview")} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
      <Field label={t("trial")} hint={t("trialHint")}>
        {(control) => (
          <TextInput {...control} type="search" value={typed} maxLength={200} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      <QueryView query={preview} rows={10}>
        {({ names, looked, features, entries, unnamed }) => (
          <>
            <p className="text-ink-muted text-small">
              {t(looked < features ? "lookedSome" : "lookedAll", {
                entries,
                shown: formatNumber(locale, entries),
                looked: formatNumber(locale, looked),
                features: formatNumber(locale, features),
              })}{" "}
              {unnamed > 0 && t("unnamed", { count: unnamed, shown: formatNumber(locale, unnamed) })}
            </p>
            {names.length === 0 ? (
              <p aria-live="polite">{q === "" ? t("noNames") : t("notFound", { q })}</p>
            ) : (
              <ol aria-label={t("names")} className="divide-y divide-line">
                {names.map(({ label, detail }, index) => (
                  // Two names may be equal: the list is drawn again as a whole.
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  <li key={index} className="py-1.5">
                    <span className="block break-words font-medium">{label}</span>
                    <span className="block break-words text-ink-muted text-small">{detail || t("noCommune")}</span>
                  </li>
                ))}
              </ol>
            )}
          </>
        )}
      </QueryView>
    </section>
  );
}

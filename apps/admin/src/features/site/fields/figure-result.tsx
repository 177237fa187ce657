"use client";
import type { Figure } from "@archipel/blocks/field.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi, useApiClient } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useSettled } from "../../../kit/use-settled.ts";
import { Warning } from "./field-note.tsx";
import { useFields } from "./fields-context.tsx";

/** The number as visitors would see it now. */
export function FigureResult({ figure }: { readonly figure: Figure }) {
  const t = useTranslations("site-editor.figure");
  const locale = useLocale();
  const errorText = useErrorText();
  const api = useApi();
  const client = useApiClient();
  const { communityId, portalId } = useFields();
  const asked = useSettled(figure, 400);
  const blocks = [{ id: "figure", type: "figures", v: 1, props: { items: [{ figure: asked }] } }];
  const values = useQuery({
    queryKey: [...api.sitePages.values.mutationKey(), portalId, asked],
    queryFn: () => client.sitePages.values.mutate({ communityId, portalId, blocks }),
    staleTime: 60_000,
    retry: false,
  });
  const found = values.data?.figures[0];
  return (
    <output className="flex items-baseline gap-2 rounded-control bg-sunken px-3 py-2" aria-live="polite">
      <span className="text-ink-muted text-small">{t("now")}</span>
      {values.isPending && <span className="text-ink-muted">{t("computing")}</span>}
      {values.error && <Warning>{errorText(values.error)}</Warning>}
      {found?.failure && <Warning>{t(`failures.${found.failure}`)}</Warning>}
      {found && !found.failure && found.value !== null && (
        <strong className="figures text-large">{formatNumber(locale, found.value)}</strong>
      )}
    </output>
  );
}

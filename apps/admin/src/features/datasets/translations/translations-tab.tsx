"use client";
import type { DatasetTranslations } from "@archipel/contracts/dataset-translations.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import { LOCALES } from "@archipel/i18n/locales.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { useLeaveQuestion } from "../../../kit/forms/use-leave-question.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { changesOf, type Draft, languagesOf, typed } from "./draft.ts";
import { LanguageChoice } from "./language-choice.tsx";
import { SpreadsheetExchange } from "./spreadsheet-exchange.tsx";
import { TextTable } from "./text-table.tsx";

/** All texts of a dataset beside their translations. */
export function TranslationsTab({ dataset }: { readonly dataset: Dataset }) {
  const api = useApi();
  const community = useCommunity();
  const texts = useQuery(api.datasets.translations.queryOptions({ communityId: community.id, datasetId: dataset.id }));
  return (
    <QueryView query={texts} rows={8}>
      {(data) => <TranslationsEditor dataset={dataset} data={data} />}
    </QueryView>
  );
}

function TranslationsEditor({ dataset, data }: { readonly dataset: Dataset; readonly data: DatasetTranslations }) {
  const t = useTranslations("admin.translations");
  const tForms = useTranslations("admin.forms");
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const [draft, setDraft] = useState<Draft>(new Map());
  const [added, setAdded] = useState<readonly string[]>([]);
  const [isMissingOnly, setMissingOnly] = useState(false);
  const save = useSaving(dataset, () => setDraft(new Map()));
  useLeaveQuestion(draft.size > 0);
  const languages = languagesOf(data, [...LOCALES, ...added]);
  const stop = reason ?? (draft.size === 0 ? tForms("unchanged") : undefined);
  return (
    <form
      method="dialog"
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (stop === undefined) save.mutate(changesOf(draft));
      }}
    >
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      {reason && <Alert tone="info" title={reason} />}
      <LanguageChoice data={data} draft={draft} languages={languages} onAdd={(language) => setAdded([...added, language])} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Checkbox label={t("missingOnly")} checked={isMissingOnly} onChange={(event) => setMissingOnly(event.target.checked)} />
        <SpreadsheetExchange
          fileName={dataset.slug}
          table={{ data, draft, languages }}
          isDisabled={reason !== undefined}
          onRead={(read) => {
            setDraft(read.draft);
            setAdded([...added, ...read.languages]);
          }}
        />
      </div>
      <TextTable
        data={data}
        draft={draft}
        languages={languages}
        isMissingOnly={isMissingOnly}
        isDisabled={reason !== undefined}
        onType={(part, text, language, value) => setDraft((now) => typed(now, part, text, language, value))}
      />
      {save.error && <Alert tone="danger" title={errorText(save.error)} isLive />}
      <div data-form-foot className="sticky bottom-0 flex flex-wrap items-center gap-4 border-line border-t bg-ground py-3">
        <Button type="submit" tone="primary" disabled={save.isPending} {...(stop && { disabledReason: stop })}>
          {draft.size === 0 ? t("save") : t("saveCount", { count: draft.size })}
        </Button>
        <p className="text-ink-muted text-small">{t("keys")}</p>
      </div>
    </form>
  );
}

function useSaving(dataset: Dataset, onSaved: () => void) {
  const t = useTranslations("admin.forms");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const { mutate, ...rest } = useMutation(
    api.datasets.translate.mutationOptions({
      onSuccess: async (data) => {
        const input = { communityId: community.id, datasetId: dataset.id };
        queryClient.setQueryData(api.datasets.translations.queryKey(input), data);
        onSaved();
        toasts.add({ title: t("saved") });
        await queryClient.invalidateQueries(api.datasets.pathFilter());
      },
    }),
  );
  return {
    ...rest,
    mutate: (translations: ReturnType<typeof changesOf>) => mutate({ communityId: community.id, datasetId: dataset.id, translations }),
  };
}

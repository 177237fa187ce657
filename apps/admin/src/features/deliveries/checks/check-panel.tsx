"use client";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { links } from "../../../links.ts";
import { CheckOptionsFields, type ChosenOptions, NO_OPTIONS } from "../../models/check-options.tsx";
import { ModelChoice } from "../../models/model-choice.tsx";
import { LevelCounts } from "../findings/level-counts.tsx";
import { CheckStatusBadge, isCheckAtWork } from "./check-status.tsx";

/** Checks of an upload: choose a model, start a check, open earlier ones. */
export function CheckPanel({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("checks.panel");
  return (
    <section aria-labelledby="checks-title" className="flex flex-col gap-4">
      <div>
        <h2 id="checks-title" className="text-title">
          {t("title")}
        </h2>
        <p className="mt-1 max-w-prose text-ink-muted">{t("lead")}</p>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <StartCheck upload={upload} />
        <UploadChecks upload={upload} />
      </div>
    </section>
  );
}

function StartCheck({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("checks.panel");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const roleReason = useRoleReason()("contributor");
  const suggested = useQuery(api.checks.suggest.queryOptions({ communityId: community.id, uploadId: upload.id }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [options, setOptions] = useState<ChosenOptions>(NO_OPTIONS);
  const model = chosen ?? suggested.data?.key ?? null;
  const start = useMutation(
    api.checks.start.mutationOptions({
      onSuccess: async (check) => {
        router.push(links.check(community.slug, upload.id, check.id));
        await queryClient.invalidateQueries(api.checks.pathFilter());
      },
    }),
  );
  const reason = roleReason ?? (model === null ? t("chooseFirst") : undefined);
  return (
    <div className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
      <ModelChoice value={model} suggested={suggested.data?.key ?? null} onChoose={setChosen} />
      <CheckOptionsFields options={options} onChange={setOptions} />
      {start.error && <Alert tone="danger" isLive title={errorText(start.error)} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          tone="primary"
          disabled={start.isPending}
          onClick={() => model && start.mutate({ communityId: community.id, uploadId: upload.id, model, options })}
          {...(reason && { disabledReason: reason })}
        >
          {start.isPending ? t("starting") : t("start")}
        </Button>
        <Link href={links.models(community.slug)} className="py-1 text-accent-ink underline underline-offset-2">
          {t("models")}
        </Link>
      </div>
    </div>
  );
}

function UploadChecks({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("checks.panel");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const checks = useQuery(
    api.checks.list.queryOptions(
      { communityId: community.id, uploadId: upload.id },
      { refetchInterval: (query) => (query.state.data?.some(isCheckAtWork) ? 2000 : false) },
    ),
  );
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium text-base">{t("checks")}</h3>
      {checks.data?.length === 0 && <p className="text-ink-muted">{t("noChecks")}</p>}
      {checks.data && checks.data.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {checks.data.map((check) => (
            <li key={check.id} className="flex flex-col gap-1.5 px-4 py-3">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link
                  href={links.check(community.slug, upload.id, check.id)}
                  className="min-w-0 break-words py-1 font-medium text-accent-ink underline-offset-2 hover:underline"
                >
                  {check.model.title[locale]}
                </Link>
                <CheckStatusBadge check={check} />
              </div>
              {check.verdict && <LevelCounts levels={check.verdict.levels} />}
              <p className="text-ink-muted text-small">
                {t("byAt", { by: check.createdByName, when: formatDateTime(locale, check.createdAt) })}
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { links } from "../../../links.ts";
import { CheckStatusBadge } from "./check-status.tsx";
import { useModelName } from "./model-name.ts";

/** The header of a check: the upload, the model, who ran it, and the downloads of its findings. */
export function CheckHeader({ check }: { readonly check: Check }) {
  const t = useTranslations();
  const locale = useLocale();
  const community = useCommunity();
  const model = useModelName(check);
  return (
    <PageHeader
      title={t("checks.page.title", { model })}
      parents={[
        { label: t("admin.nav.uploads"), href: links.uploads(community.slug) },
        { label: check.fileName, href: links.upload(community.slug, check.uploadId) },
      ]}
      badges={<CheckStatusBadge check={check} />}
      lead={t("checks.page.lead", {
        fileName: check.fileName,
        by: check.createdByName,
        when: formatDateTime(locale, check.createdAt),
      })}
      actions={<CheckActions check={check} />}
    />
  );
}

/** Short names of the two download formats. Screen readers get the full names. */
const SHORT = { csv: "CSV", jsonl: "JSON Lines" } as const;

function CheckActions({ check }: { readonly check: Check }) {
  const t = useTranslations("checks.page");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("contributor");
  const [isAsking, setAsking] = useState(false);
  const discard = useMutation(
    api.checks.discard.mutationOptions({
      onSuccess: async () => {
        router.push(links.upload(community.slug, check.uploadId));
        await queryClient.invalidateQueries(api.checks.list.pathFilter());
      },
    }),
  );
  return (
    <>
      {check.verdict &&
        (["csv", "jsonl"] as const).map((format) => (
          <a
            key={format}
            href={links.checkFindings(check.id, format, locale)}
            download
            aria-label={t(format)}
            title={t(format)}
            className={buttonClass()}
          >
            <Download aria-hidden className="size-4" />
            {SHORT[format]}
          </a>
        ))}
      <Button
        tone="quiet"
        isSquare
        aria-label={t("discard")}
        title={t("discard")}
        onClick={() => setAsking(true)}
        {...(reason && { disabledReason: reason })}
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
      <ConfirmDialog
        title={t("discardTitle")}
        actionLabel={t("discard")}
        open={isAsking}
        onOpenChange={setAsking}
        isPending={discard.isPending}
        error={discard.error ? errorText(discard.error) : undefined}
        onConfirm={() => discard.mutate({ communityId: community.id, checkId: check.id })}
      >
        <p>{t("discardText")}</p>
      </ConfirmDialog>
    </>
  );
}

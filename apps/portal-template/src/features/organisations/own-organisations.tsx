"use client";
import type { OwnOrganisation } from "@archipel/contracts/organisations.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "../site/failure-alert.tsx";

/** The organisations over communities of the person, to see and to leave them. Shows nothing without one. */
export function OwnOrganisations({ organisations }: { readonly organisations: readonly OwnOrganisation[] }) {
  const t = useTranslations("organisations.own");
  if (organisations.length === 0) return null;
  return (
    <>
      <h3 className="mt-6 mb-2 border-line border-t pt-5 font-medium text-large">{t("title")}</h3>
      <p className="text-ink-muted">{t("intro")}</p>
      <ul className="mt-2 divide-y divide-line">
        {organisations.map((organisation) => (
          <li key={organisation.id} className="py-3 last:pb-0">
            <OrganisationLine organisation={organisation} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OrganisationLine({ organisation }: { readonly organisation: OwnOrganisation }) {
  const t = useTranslations("organisations.own");
  const locale = useLocale();
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const leave = useMutation(useApi().organisations.leave.mutationOptions({ onSuccess: () => router.refresh() }));
  const { id, nameFr, nameEn, description, role, communities, since } = organisation;
  const name = locale === "fr" ? nameFr : nameEn;
  if (leave.isSuccess) return <p role="status">{t("left", { name })}</p>;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-60">
          <p className="break-words font-medium">{name}</p>
          {description && <p className="whitespace-pre-line break-words text-small">{description}</p>}
          <p className="text-ink-muted text-small">{t("of", { role, communities, date: formatDate(locale, since, "medium") })}</p>
        </div>
        {!isAsking && (
          <Button aria-label={t("leaveNamed", { name })} onClick={() => setAsking(true)}>
            {t("leave")}
          </Button>
        )}
      </div>
      {leave.error && <FailureAlert error={leave.error} />}
      {isAsking && (
        <div className="grid gap-3 rounded-card border border-line p-4">
          <p>{t("leaveText")}</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setAsking(false)}>{t("stay")}</Button>
            <Button tone="danger" disabled={leave.isPending} onClick={() => leave.mutate({ organisationId: id })}>
              {t("confirm")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

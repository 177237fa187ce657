"use client";
import type { OwnOrganisation } from "@archipel/contracts/organisations.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { useOrganisationName } from "./use-name.ts";

/** The organisations of the person, to open and to leave them. */
export function OwnOrganisations() {
  const t = useTranslations("organisations.own");
  const api = useApi();
  const organisations = useQuery(api.organisations.mine.queryOptions());
  const [leaving, setLeaving] = useState<OwnOrganisation | null>(null);
  return (
    <>
      <QueryView query={organisations} rows={1}>
        {(all) =>
          all.length === 0 ? (
            <p className="text-ink-muted">{t("none")}</p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {all.map((one) => (
                <Line key={one.id} organisation={one} onLeave={() => setLeaving(one)} />
              ))}
            </ul>
          )
        }
      </QueryView>
      {leaving && <LeaveDialog organisation={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function Line({ organisation, onLeave }: { readonly organisation: OwnOrganisation; readonly onLeave: () => void }) {
  const t = useTranslations("organisations.own");
  const locale = useLocale();
  const name = useOrganisationName()(organisation);
  const { id, role, communities, since } = organisation;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="break-words font-medium">{name}</p>
        <p className="text-ink-muted text-small">{t("of", { role, communities, date: formatDate(locale, since, "medium") })}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t("leaveNamed", { name })} onClick={onLeave}>
          {t("leave")}
        </Button>
        <Link href={links.organisation(id)} aria-label={t("openOf", { name })} className={buttonClass({ tone: "primary" })}>
          {t("open")}
        </Link>
      </div>
    </li>
  );
}

function LeaveDialog({ organisation, onClose }: { readonly organisation: OwnOrganisation; readonly onClose: () => void }) {
  const t = useTranslations("organisations.own");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const name = useOrganisationName()(organisation);
  const leave = useMutation(
    api.organisations.leave.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("left", { name }) });
        onClose();
        await queryClient.invalidateQueries(api.organisations.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t("leaveNamed", { name })}
      actionLabel={t("confirm")}
      isPending={leave.isPending}
      error={leave.error ? errorText(leave.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => leave.mutate({ organisationId: organisation.id })}
    >
      <p>{t("leaveText")}</p>
    </ConfirmDialog>
  );
}

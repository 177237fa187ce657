"use client";
import { ZONE } from "@archipel/i18n/days.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApiClient } from "../../../api/api.ts";
import { useOpenPage } from "../draft/open-page.tsx";
import { ActError } from "./act-error.tsx";
import { momentOf, typedMoment } from "./moments.ts";
import { usePageAct } from "./use-page-act.ts";

/** When the page appears and disappears by itself. Times are those of the portal's clock. */
export function ScheduleDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("site-editor.schedule");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const client = useApiClient();
  const { page } = useOpenPage();
  const [from, setFrom] = useState(page.publishAt ? typedMoment(page.publishAt) : "");
  const [until, setUntil] = useState(page.unpublishAt ? typedMoment(page.unpublishAt) : "");
  const [isTried, setTried] = useState(false);
  const publishAt = momentOf(from);
  const unpublishAt = momentOf(until);
  const now = new Date();
  const fromError = publishAt && publishAt <= now ? t("past") : undefined;
  const untilError =
    unpublishAt && unpublishAt <= now
      ? t("past")
      : unpublishAt && publishAt && unpublishAt <= publishAt
        ? t("backwards")
        : unpublishAt && !publishAt && page.status !== "published"
          ? t("notPublished")
          : undefined;
  const act = usePageAct<void>((base) => client.sitePages.schedule.mutate({ ...base, publishAt, unpublishAt, note: "" }));
  const send = () => {
    setTried(true);
    if (!fromError && !untilError) act.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={t("title")}
      description={t("text")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button tone="primary" disabled={act.isPending} onClick={send}>
            {t("action")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-ink-muted">{t("zone", { zone: ZONE, now: formatDateTime(locale, now) })}</p>
        <Field label={t("from")} hint={t("fromHint")} error={isTried ? fromError : undefined}>
          {(control) => (
            <TextInput
              {...control}
              type="datetime-local"
              value={from}
              onChange={(event) => setFrom(event.target.value)}
              className="max-w-64"
            />
          )}
        </Field>
        <Field label={t("until")} hint={t("untilHint")} error={isTried ? untilError : undefined}>
          {(control) => (
            <TextInput
              {...control}
              type="datetime-local"
              value={until}
              onChange={(event) => setUntil(event.target.value)}
              className="max-w-64"
            />
          )}
        </Field>
        {(from || until) && (
          <Button
            className="self-start"
            onClick={() => {
              setFrom("");
              setUntil("");
            }}
          >
            {t("clear")}
          </Button>
        )}
        {publishAt && <Alert tone="info" title={t("frozen")} />}
        <ActError act={act} />
      </div>
    </Dialog>
  );
}

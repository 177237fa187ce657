"use client";
import { ZONE } from "@archipel/i18n/days.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useApiClient } from "../../../api/api.ts";
import { FormDialog } from "../../../kit/forms/form-dialog.tsx";
import { useOpenPage } from "../draft/open-page.tsx";
import { momentOf, typedMoment } from "./moments.ts";
import { useActSending } from "./use-act-sending.ts";
import { usePageAct } from "./use-page-act.ts";

interface Moments {
  readonly publishAt: Date | null;
  readonly unpublishAt: Date | null;
}

/** When the page appears and disappears by itself. Times are those of the portal's clock. */
export function ScheduleDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("site-editor.schedule");
  const locale = useLocale();
  const client = useApiClient();
  const { page } = useOpenPage();
  const { kind } = page;
  const form = useForm({
    defaultValues: {
      from: page.publishAt ? typedMoment(page.publishAt) : "",
      until: page.unpublishAt ? typedMoment(page.unpublishAt) : "",
    },
  });
  const { errors } = form.formState;
  const [from, until] = form.watch(["from", "until"]);
  const act = usePageAct<Moments>((base, moments) => client.sitePages.schedule.mutate({ ...base, ...moments, note: "" }));
  const sending = useActSending(act);
  const untilProblem = (typed: string) => {
    const [publishAt, unpublishAt] = [momentOf(form.getValues("from")), momentOf(typed)];
    if (!unpublishAt) return true;
    if (unpublishAt <= new Date()) return t("past");
    if (publishAt && unpublishAt <= publishAt) return t("backwards", { kind });
    return publishAt || page.status === "published" ? true : t("notPublished", { kind });
  };
  return (
    <FormDialog
      title={t("title", { kind })}
      description={t("text", { kind })}
      form={form}
      sending={{
        ...sending,
        label: t("action"),
        send: (typed) => act.mutate({ publishAt: momentOf(typed.from), unpublishAt: momentOf(typed.until) }, { onSuccess: onClose }),
      }}
      open
      onOpenChange={onClose}
    >
      <p className="text-ink-muted">{t("zone", { zone: ZONE, now: formatDateTime(locale, new Date()) })}</p>
      <Field label={t("from")} hint={t("fromHint")} error={errors.from?.message}>
        {(control) => (
          <TextInput
            {...control}
            {...form.register("from", {
              validate: (typed) => {
                const at = momentOf(typed);
                return !at || at > new Date() || t("past");
              },
            })}
            type="datetime-local"
            className="max-w-64"
          />
        )}
      </Field>
      <Field label={t("until")} hint={t("untilHint", { kind })} error={errors.until?.message}>
        {(control) => (
          <TextInput {...control} {...form.register("until", { validate: untilProblem })} type="datetime-local" className="max-w-64" />
        )}
      </Field>
      {(from || until) && (
        <Button
          className="self-start"
          onClick={() => {
            form.setValue("from", "", { shouldDirty: true });
            form.setValue("until", "", { shouldDirty: true });
          }}
        >
          {t("clear")}
        </Button>
      )}
      {momentOf(from) && <Alert tone="info" title={t("frozen")} />}
    </FormDialog>
  );
}

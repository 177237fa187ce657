"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { useApi, useApiClient } from "../../../api/api.ts";
import { FormDialog } from "../../../kit/forms/form-dialog.tsx";
import { useEditor } from "../draft/editor-context.tsx";
import { writtenIn } from "../draft/missing-texts.ts";
import { useOpenPage } from "../draft/open-page.tsx";
import { useActSending } from "./use-act-sending.ts";
import { usePageAct } from "./use-page-act.ts";

/** Shows the draft to everyone, with a note for the list of versions. What lacks is said, and keeps nobody from publishing. */
export function PublishDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("site-editor.publish");
  const tn = useTranslations("site-editor.news");
  const client = useApiClient();
  const toasts = useToasts();
  const { draft, problems } = useEditor();
  const { page, portal } = useOpenPage();
  const { kind } = page;
  const followers = useQuery(useApi().sitePages.list.queryOptions({ communityId: page.communityId, portalId: portal.id })).data
    ?.newsFollowers;
  const form = useForm({ defaultValues: { note: "" } });
  const act = usePageAct<string>((base, text) => client.sitePages.publish.mutate({ ...base, note: text }));
  const sending = useActSending(act);
  const onSuccess = () => {
    toasts.add({ title: t("done", { kind }) });
    onClose();
  };
  const lacking = page.languages.map((one) => ({ one, count: writtenIn(draft, one).missing.length })).filter(({ count }) => count > 0);
  return (
    <FormDialog
      title={t("title", { kind })}
      description={t("text", { portal: portal.name })}
      form={form}
      sending={{ ...sending, label: t("action"), send: ({ note }) => act.mutate(note, { onSuccess }) }}
      open
      onOpenChange={onClose}
    >
      {problems.length > 0 && <Alert tone="warning" title={t("problems", { count: problems.length, kind })} />}
      {lacking.map(({ one, count }) => (
        <Alert key={one} tone="info" title={t("lacking", { language: CONTENT_LANGUAGES[one], count })} />
      ))}
      {kind === "news" && followers !== undefined && (
        <Alert tone="info" title={page.firstPublishedAt ? tn("announced") : tn("announces", { count: followers })} />
      )}
      <Field label={t("note")} hint={t("noteHint")}>
        {(control) => <TextInput {...control} {...form.register("note")} maxLength={300} />}
      </Field>
    </FormDialog>
  );
}

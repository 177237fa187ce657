"use client";
import { CONTENT_LANGUAGES } from "@archipel/blocks/languages.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi, useApiClient } from "../../../api/api.ts";
import { useEditor } from "../draft/editor-context.tsx";
import { writtenIn } from "../draft/missing-texts.ts";
import { useOpenPage } from "../draft/open-page.tsx";
import { ActError } from "./act-error.tsx";
import { usePageAct } from "./use-page-act.ts";

/** Shows the draft to everyone, with a note for the list of versions. What lacks is said, and keeps nobody from publishing. */
export function PublishDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("site-editor.publish");
  const tn = useTranslations("site-editor.news");
  const tc = useTranslations("common.actions");
  const client = useApiClient();
  const toasts = useToasts();
  const { draft, problems } = useEditor();
  const { page, portal } = useOpenPage();
  const isNews = page.kind === "news";
  const followers = useQuery(useApi().sitePages.list.queryOptions({ communityId: page.communityId, portalId: portal.id })).data
    ?.newsFollowers;
  const [note, setNote] = useState("");
  const act = usePageAct<string>((base, text) => client.sitePages.publish.mutate({ ...base, note: text }));
  const send = () =>
    act.mutate(note, {
      onSuccess: () => {
        toasts.add({ title: t("done") });
        onClose();
      },
    });
  const lacking = page.languages.map((one) => ({ one, count: writtenIn(draft, one).missing.length })).filter(({ count }) => count > 0);
  return (
    <Dialog
      title={isNews ? tn("publishTitle") : t("title")}
      description={t("text", { portal: portal.name })}
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
      <form
        method="dialog"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {problems.length > 0 && <Alert tone="warning" title={t("problems", { count: problems.length })} />}
        {lacking.map(({ one, count }) => (
          <Alert key={one} tone="info" title={t("lacking", { language: CONTENT_LANGUAGES[one], count })} />
        ))}
        {isNews && followers !== undefined && (
          <Alert tone="info" title={page.firstPublishedAt ? tn("announced") : tn("announces", { count: followers })} />
        )}
        <Field label={t("note")} hint={t("noteHint")}>
          {(control) => <TextInput {...control} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />}
        </Field>
        <ActError act={act} />
      </form>
    </Dialog>
  );
}

"use client";
import { PREVIEW_DAYS_MAX, type PreviewLink } from "@archipel/contracts/site-pages.ts";
import { formatAgo, formatDateTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi, useApiClient } from "../../../api/api.ts";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { useNow } from "../../../kit/use-now.ts";
import { links } from "../../../links.ts";
import { useOpenPage } from "../draft/open-page.tsx";
import { ActError } from "./act-error.tsx";
import { usePageAct } from "./use-page-act.ts";

const DURATIONS = [1, 7, 30, PREVIEW_DAYS_MAX] as const;

/** Secret addresses of the draft, for people without an account. */
export function PreviewLinks({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("site-editor.previews");
  const tc = useTranslations("common.actions");
  const { page } = useOpenPage();
  return (
    <Dialog
      title={t("title")}
      description={t("text")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="side"
    >
      <div className="flex flex-col gap-6">
        <NewLink />
        {page.previews.length > 0 && (
          <section aria-labelledby="preview-links" className="flex flex-col gap-2">
            <h3 id="preview-links" className="font-medium">
              {t("list", { count: page.previews.length })}
            </h3>
            <ul className="divide-y divide-line rounded-card border border-line">
              {page.previews.map((preview) => (
                <LinkRow key={preview.id} preview={preview} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}

function NewLink() {
  const t = useTranslations("site-editor.previews");
  const client = useApiClient();
  const { portal } = useOpenPage();
  const [days, setDays] = useState("7");
  const [note, setNote] = useState("");
  const [token, setToken] = useState<string | null>(null);
  const act = usePageAct<void>(async ({ communityId, pageId }) => {
    const made = await client.sitePages.createPreview.mutate({ communityId, pageId, days: Number(days), note });
    setToken(made.token);
    setNote("");
  });
  const address = token && links.portalPreview(portal.address, portal.locales[0] ?? "fr", token);
  return (
    <form
      method="dialog"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate();
      }}
    >
      <Field label={t("duration")}>
        {(control) => (
          <Select
            {...control}
            value={days}
            options={DURATIONS.map((one) => ({ value: String(one), label: t("days", { count: one }) }))}
            onChange={(event) => setDays(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("note")} hint={t("noteHint")}>
        {(control) => <TextInput {...control} maxLength={120} value={note} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <Button tone="primary" type="submit" disabled={act.isPending} className="self-start">
        {t("create")}
      </Button>
      <ActError act={act} />
      {address && (
        <div role="status" className="flex flex-col gap-2 rounded-card border border-success bg-success-soft p-3">
          <p className="font-medium">{t("made")}</p>
          <output className="figures break-all text-small">{address}</output>
          <p className="text-small">{t("once")}</p>
          <span>
            <CopyButton text={address} label={t("copy")} copiedLabel={t("copied")} />
          </span>
        </div>
      )}
    </form>
  );
}

function LinkRow({ preview }: { readonly preview: PreviewLink }) {
  const t = useTranslations("site-editor.previews");
  const locale = useLocale();
  const now = useNow();
  const api = useApi();
  const queryClient = useQueryClient();
  const { page } = useOpenPage();
  const revoke = useMutation(
    api.sitePages.revokePreview.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.sitePages.pathFilter()) }),
  );
  const name = preview.note || t("unnamed");
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 px-3 py-2">
      <span className="min-w-0 flex-1 basis-48 text-small">
        <span className="block break-words font-medium text-base">{name}</span>
        <span className="block text-ink-muted">{t("until", { when: formatDateTime(locale, preview.expiresAt) })}</span>
        <span className="block text-ink-muted">
          {preview.lastUsedAt ? t("used", { when: formatAgo(locale, preview.lastUsedAt, now) }) : t("unused")}
          {preview.createdBy && ` · ${preview.createdBy}`}
        </span>
      </span>
      <Button
        tone="danger"
        aria-label={t("revokeNamed", { name })}
        disabled={revoke.isPending}
        onClick={() => revoke.mutate({ communityId: page.communityId, pageId: page.id, previewId: preview.id })}
      >
        {t("revoke")}
      </Button>
      {revoke.error && <FailureAlert error={revoke.error} />}
    </li>
  );
}

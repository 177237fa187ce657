"use client";
import { CONTENT_LANGUAGES, type ContentLanguage } from "@archipel/blocks/languages.ts";
import { PAGE_TITLE_MAX, type SitePageSummary } from "@archipel/contracts/site-pages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi, useApiClient } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { slugFrom } from "../../../kit/forms/slug-from.ts";
import { useSettled } from "../../../kit/use-settled.ts";
import { links } from "../../../links.ts";
import { useTitle } from "../things/use-title.ts";

interface NewPageDialogProps {
  readonly kind: "page" | "news";
  readonly portalId: string;
  readonly pages: readonly SitePageSummary[];
  readonly onClose: () => void;
}

/** A new page or news item, empty or from a copy: its title makes its address, which can be changed. */
export function NewPageDialog({ kind, portalId, pages, onClose }: NewPageDialogProps) {
  const isNews = kind === "news";
  const t = useTranslations("site-editor.newPage");
  const tn = useTranslations("site-editor.news");
  const ts = useTranslations("site-editor.slug");
  const tc = useTranslations("common.actions");
  const locale = useLocale() as ContentLanguage;
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const community = useCommunity();
  const communityId = community.id;
  const form = useId();
  const [title, setTitle] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const [from, setFrom] = useState<"empty" | "copy">("empty");
  const [copied, setCopied] = useState(pages[0]?.id ?? "");
  const [isTried, setTried] = useState(false);
  const slug = typed ?? slugFrom(title);
  const asked = useSettled(slug, 300);
  const check = useQuery(api.sitePages.checkSlug.queryOptions({ communityId, portalId, slug: asked }, { enabled: asked !== "" }));
  const create = useMutation({
    // What the person sees now: a function that reads the state would be that of a moment ago when Enter follows the last letter at once.
    mutationFn: async ({ title, slug }: { readonly title: string; readonly slug: string }) => {
      const titles = { [locale]: title };
      if (from === "empty") return client.sitePages.create.mutate({ communityId, portalId, kind, slug, title: titles });
      const copy = await client.sitePages.duplicate.mutate({ communityId, pageId: copied, slug });
      const { revision } = await client.sitePages.get.query({ communityId, pageId: copy.id });
      await client.sitePages.saveDraft.mutate({ communityId, pageId: copy.id, basedOn: revision, title: titles });
      return copy;
    },
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries(api.sitePages.pathFilter());
      window.location.assign(links.sitePage(community.slug, portalId, id));
    },
  });
  const refused = slug !== "" && asked === slug && check.data && !check.data.isFree ? ts(check.data.reason ?? "malformed") : undefined;
  const titleError = isTried && title.trim() === "" ? (isNews ? tn : t)("titleMissing") : undefined;
  return (
    <Dialog
      title={isNews ? tn("dialogTitle") : t("title")}
      closeLabel={tc("close")}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tc("cancel")}</Button>
          <Button tone="primary" type="submit" form={form} disabled={create.isPending}>
            {(isNews ? tn : t)("create")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        method="dialog"
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (title.trim() !== "" && slug !== "" && !refused) create.mutate({ title: title.trim(), slug });
        }}
      >
        <Field label={(isNews ? tn : t)("pageTitle")} mark={CONTENT_LANGUAGES[locale]} error={titleError}>
          {(control) => (
            <TextInput {...control} maxLength={PAGE_TITLE_MAX} value={title} onChange={(event) => setTitle(event.target.value)} />
          )}
        </Field>
        <Field label={t("address")} hint={(isNews ? tn : t)("addressHint", { slug })} error={refused}>
          {(control) => (
            <TextInput
              {...control}
              spellCheck={false}
              autoCapitalize="none"
              maxLength={60}
              value={slug}
              onChange={(event) => setTyped(event.target.value.toLowerCase())}
            />
          )}
        </Field>
        {!isNews && (
          <RadioGroup
            legend={t("from")}
            name="from"
            value={from}
            onValueChange={(value) => setFrom(value === "copy" ? "copy" : "empty")}
            options={[
              { value: "empty", label: t("empty") },
              { value: "copy", label: t("copy"), disabled: pages.length === 0 },
            ]}
          />
        )}
        {from === "copy" && <CopiedPage pages={pages} value={copied} onChange={setCopied} />}
        {create.error && <FailureAlert error={create.error} />}
      </form>
    </Dialog>
  );
}

interface CopiedPageProps {
  readonly pages: readonly SitePageSummary[];
  readonly value: string;
  readonly onChange: (page: string) => void;
}

function CopiedPage({ pages, value, onChange }: CopiedPageProps) {
  const t = useTranslations("site-editor.newPage");
  const titleOf = useTitle();
  return (
    <Field label={t("copied")}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          options={pages.map(({ id, title, slug }) => ({ value: id, label: titleOf(title) || (slug ?? t("home")) }))}
        />
      )}
    </Field>
  );
}

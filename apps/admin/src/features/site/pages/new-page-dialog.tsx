"use client";
import { CONTENT_LANGUAGES, type ContentLanguage } from "@archipel/blocks/languages.ts";
import { PAGE_TITLE_MAX, type SitePageSummary } from "@archipel/contracts/site-pages.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { Controller, useForm } from "react-hook-form";
import { useApi, useApiClient } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../../kit/forms/form-dialog.tsx";
import { slugFrom } from "../../../kit/forms/slug-from.ts";
import { useSettled } from "../../../kit/use-settled.ts";
import { links } from "../../../links.ts";
import { useTitle } from "../things/use-title.ts";

interface NewPageDialogProps {
  readonly kind: "page" | "news";
  readonly portalId: string;
  /** The pages that can be copied. */
  readonly pages: readonly SitePageSummary[];
  /** In which the portal is written. */
  readonly languages: readonly ContentLanguage[];
  readonly onClose: () => void;
}

interface Values {
  readonly title: string;
  readonly slug: string;
  readonly from: "empty" | "copy";
  readonly copied: string;
}

/** A new page or news item, empty or from a copy: its title makes its address, which can be changed. */
export function NewPageDialog({ kind, portalId, pages, languages, onClose }: NewPageDialogProps) {
  const isNews = kind === "news";
  const t = useTranslations("site-editor.newPage");
  const tn = useTranslations("site-editor.news");
  const words = isNews ? tn : t;
  const locale = useLocale();
  // The reader's, where the portal is written in it.
  const language = languages.find((one) => one === locale) ?? languages[0] ?? "fr";
  const form = useForm<Values>({ defaultValues: { title: "", slug: "", from: "empty", copied: pages[0]?.id ?? "" } });
  const { errors, dirtyFields } = form.formState;
  const [slug, from] = form.watch(["slug", "from"]);
  const refused = useRefusal(portalId, slug, kind);
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "title" || path === "slug" ? path : null));
  const create = useNewPage({ kind, portalId, language, onError });
  return (
    <FormDialog
      title={isNews ? tn("dialogTitle") : t("title")}
      form={form}
      sending={{
        ...shown,
        label: words("create"),
        isPending: create.isPending,
        send: (values) => (refused === undefined ? create.mutate(values) : false),
      }}
      open
      onOpenChange={onClose}
    >
      <Field
        label={words("pageTitle")}
        mark={CONTENT_LANGUAGES[language]}
        error={errors.title && (errors.title.message || words("titleMissing"))}
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register("title", {
              validate: (title) => title.trim() !== "",
              onChange: (event) => {
                if (!dirtyFields.slug) form.setValue("slug", slugFrom(event.target.value));
              },
            })}
            maxLength={PAGE_TITLE_MAX}
          />
        )}
      </Field>
      <Field
        label={t("address")}
        hint={words("addressHint", { slug })}
        error={refused ?? (errors.slug && (errors.slug.message || t("addressMissing")))}
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register("slug", {
              setValueAs: (typed: string) => typed.toLowerCase(),
              validate: (typed) => typed !== "" || form.getValues("title").trim() === "",
            })}
            spellCheck={false}
            autoCapitalize="none"
            maxLength={60}
          />
        )}
      </Field>
      {!isNews && (
        <Controller
          control={form.control}
          name="from"
          render={({ field }) => (
            <RadioGroup
              legend={t("from")}
              name="from"
              value={field.value}
              onValueChange={field.onChange}
              options={[
                { value: "empty", label: t("empty") },
                { value: "copy", label: t("copy"), disabled: pages.length === 0 },
              ]}
            />
          )}
        />
      )}
      {from === "copy" && (
        <Controller
          control={form.control}
          name="copied"
          render={({ field }) => <CopiedPage pages={pages} value={field.value} onChange={field.onChange} />}
        />
      )}
    </FormDialog>
  );
}

/** Why the address is not free, once core-api has said it of what is typed now. */
function useRefusal(portalId: string, slug: string, kind: "page" | "news"): string | undefined {
  const t = useTranslations("site-editor.slug");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const asked = useSettled(slug, 300);
  const { data } = useQuery(api.sitePages.checkSlug.queryOptions({ communityId, portalId, slug: asked, kind }, { enabled: asked !== "" }));
  return slug !== "" && asked === slug && data && !data.isFree
    ? t(kind === "news" && data.reason === "taken" ? "takenNews" : (data.reason ?? "malformed"))
    : undefined;
}

interface NewPage {
  readonly kind: "page" | "news";
  readonly portalId: string;
  readonly language: ContentLanguage;
  readonly onError: (error: unknown) => void;
}

/** Makes the page, then opens its editor. */
function useNewPage({ kind, portalId, language, onError }: NewPage) {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const community = useCommunity();
  const communityId = community.id;
  return useMutation({
    mutationFn: async ({ title: typed, slug, from, copied }: Values) => {
      const title = { [language]: typed.trim() };
      if (from === "empty") return client.sitePages.create.mutate({ communityId, portalId, kind, slug, title });
      const copy = await client.sitePages.duplicate.mutate({ communityId, pageId: copied, slug });
      const { revision } = await client.sitePages.get.query({ communityId, pageId: copy.id });
      await client.sitePages.saveDraft.mutate({ communityId, pageId: copy.id, basedOn: revision, title });
      return copy;
    },
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries(api.sitePages.pathFilter());
      window.location.assign(links.sitePage(community.slug, portalId, id));
    },
    onError,
  });
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

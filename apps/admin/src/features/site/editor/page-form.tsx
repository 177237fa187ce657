"use client";
import { PAGE_DESCRIPTION_MAX, PAGE_TITLE_MAX } from "@archipel/contracts/site-pages.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { useEditor } from "../draft/editor-context.tsx";
import { useOpenPage } from "../draft/open-page.tsx";
import { TextField } from "../fields/text-field.tsx";
import { PageAddress } from "./page-address.tsx";

/** What a page says about itself: its title, its description, its address, whether searches find it. */
export function PageForm() {
  const t = useTranslations("site-editor.page");
  const tn = useTranslations("site-editor.news");
  const { draft, change } = useEditor();
  const isNews = useOpenPage().page.kind === "news";
  return (
    <section aria-labelledby="block-form" className="flex flex-col gap-5">
      <div>
        <h2 id="block-form" tabIndex={-1} className="font-medium text-large outline-none">
          {isNews ? tn("formTitle") : t("title")}
        </h2>
        <p className="text-ink-muted text-small">{isNews ? tn("formLead") : t("lead")}</p>
      </div>
      <TextField
        label={isNews ? tn("pageTitle") : t("pageTitle")}
        where="page.title"
        value={draft.title}
        max={PAGE_TITLE_MAX}
        hint={t("pageTitleHint")}
        onChange={(title) => change((now) => ({ ...now, title }), "page.title")}
      />
      <TextField
        label={isNews ? tn("summary") : t("description")}
        where="page.description"
        value={draft.description}
        max={PAGE_DESCRIPTION_MAX}
        isLong
        hint={isNews ? tn("summaryHint") : t("descriptionHint")}
        onChange={(description) => change((now) => ({ ...now, description }), "page.description")}
      />
      <PageAddress />
      <Checkbox
        label={t("isInSearch")}
        hint={t("isInSearchHint")}
        checked={draft.isInSearch}
        onChange={(event) => {
          const isInSearch = event.target.checked;
          change((now) => ({ ...now, isInSearch }));
        }}
      />
    </section>
  );
}

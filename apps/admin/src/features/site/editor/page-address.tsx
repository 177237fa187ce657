"use client";
import { pagePath } from "@archipel/contracts/site-pages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useSettled } from "../../../kit/use-settled.ts";
import { useOpenPage } from "../draft/open-page.tsx";

/** The address of a page. It changes at once, not with the draft; the old one leads to the new one. */
export function PageAddress() {
  const t = useTranslations("site-editor.page");
  const ts = useTranslations("site-editor.slug");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { page, portal, saver } = useOpenPage();
  const [typed, setTyped] = useState<string | null>(null);
  const slug = (typed ?? page.slug ?? "").trim();
  const asked = useSettled(slug, 400);
  const { communityId, portalId, id: pageId } = page;
  const isChanged = slug !== page.slug;
  const check = useQuery(
    api.sitePages.checkSlug.queryOptions(
      { communityId, portalId, pageId, slug: asked, kind: page.kind },
      { enabled: typed !== null && asked !== page.slug },
    ),
  );
  const change = useMutation(
    api.sitePages.changeSlug.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(api.sitePages.pathFilter());
        setTyped(null);
      },
    }),
  );
  if (page.slug === null) {
    return (
      <p className="text-small">
        <span className="block font-medium text-base">{t("address")}</span>
        <span className="figures break-all text-ink-muted">{portal.address}</span> — {t("homeAddress")}
      </p>
    );
  }
  const refused =
    isChanged && asked === slug && check.data && !check.data.isFree
      ? ts(page.kind === "news" && check.data.reason === "taken" ? "takenNews" : (check.data.reason ?? "malformed"))
      : undefined;
  const error = change.error ? errorText(change.error) : refused;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t("address")}
        hint={
          <>
            <span className="figures break-all">{`${portal.address}/${portal.locales[0] ?? "fr"}/${pagePath({ kind: page.kind, slug })}`}</span>
            <span className="block">{t("addressHint")}</span>
          </>
        }
        error={error}
      >
        {(control) => (
          <TextInput
            {...control}
            spellCheck={false}
            autoCapitalize="none"
            maxLength={60}
            value={slug}
            onChange={(event) => {
              change.reset();
              setTyped(event.target.value.toLowerCase());
            }}
          />
        )}
      </Field>
      {isChanged && (
        <div className="flex gap-2">
          <Button
            tone="primary"
            disabled={change.isPending || !check.data?.isFree || asked !== slug}
            onClick={async () => {
              await saver.flush();
              change.mutate({ communityId, pageId, slug });
            }}
          >
            {t("changeAddress")}
          </Button>
          <Button onClick={() => setTyped(null)}>{t("keepAddress")}</Button>
        </div>
      )}
    </div>
  );
}

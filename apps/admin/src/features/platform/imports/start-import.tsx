"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import type { ImportFindings } from "@archipel/contracts/communities-transfer.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";

/** Starts the import. Addresses that are taken here get new ones. */
export function StartImport({ importId, found }: { readonly importId: string; readonly found: ImportFindings }) {
  const t = useTranslations("communities.imports");
  const tp = useTranslations("admin.portals");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const taken = found.slugs.filter(({ isTaken }) => isTaken);
  const [slugs, setSlugs] = useState<Record<string, string>>(() => Object.fromEntries(taken.map(({ slug }) => [slug, `${slug}-2`])));
  const start = useMutation(
    api.communityImports.start.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.communityImports.pathFilter()) }),
  );
  const failure = start.error && apiError(start.error);
  /** The address that core-api names is one of those that are typed here. */
  const isRefused = (slug: string) => failure?.field === "slugs" && failure.params.slug === (slugs[slug] ?? "").slice(0, 80);
  const isOdd = (slug: string) => failure?.fields.some(({ path }) => path === `slugs.${slug}`) ?? false;
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-xl flex-col items-start gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ importId, slugs });
      }}
    >
      {taken.length > 0 && <p>{t("newSlugs", { count: taken.length })}</p>}
      {taken.map(({ slug, kind, name }) => (
        <Field
          key={`${kind} ${slug}`}
          label={t(`newSlug.${kind}`, { name })}
          hint={t("newSlugHint", { slug })}
          error={isOdd(slug) ? tp("addressSpelling") : isRefused(slug) && errorText(start.error)}
          className="w-full"
        >
          {(control) => (
            <TextInput
              {...control}
              value={slugs[slug] ?? ""}
              className="figures"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setSlugs({ ...slugs, [slug]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {start.error && !taken.some(({ slug }) => isOdd(slug) || isRefused(slug)) && (
        <Alert tone="danger" title={errorText(start.error)} isLive />
      )}
      <Button type="submit" tone="primary" disabled={start.isPending}>
        {t("start")}
      </Button>
    </form>
  );
}

"use client";
import { type Community, updateCommunityInput } from "@archipel/contracts/communities.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { useFieldError, useServerErrors } from "../../kit/forms/use-field-error.ts";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";

const schema = updateCommunityInput.omit({ communityId: true }).required();
type Values = z.input<typeof schema>;

export function SettingsPage() {
  const t = useTranslations("admin");
  const tLife = useTranslations("communities.life");
  const api = useApi();
  const community = useCommunity();
  const query = useQuery(api.communities.get.queryOptions({ communityId: community.id }));
  return (
    <>
      <PageHeader title={t("nav.settings")} lead={t("settings.lead")} />
      <QueryView query={query} rows={3}>
        {(data) => <SettingsForm key={`${data.name} ${data.description}`} community={data} />}
      </QueryView>
      <section aria-labelledby="life-title" className="flex max-w-2xl flex-col items-start gap-3 border-line border-t pt-6">
        <h2 id="life-title" className="text-title">
          {tLife("title")}
        </h2>
        <p className="text-ink-muted">{tLife("entry")}</p>
        <Link href={links.life(community.slug)} className={buttonClass()}>
          {tLife("open")}
        </Link>
      </section>
    </>
  );
}

function SettingsForm({ community }: { readonly community: Community }) {
  const t = useTranslations();
  const locale = useLocale();
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const fieldError = useFieldError();
  const [message, setMessage] = useState<string | null>(null);
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { name: community.name, description: community.description },
  });
  const { errors, isDirty } = form.formState;
  const showOnFields = useServerErrors(form.setError, (path) => (path === "name" || path === "description" ? path : null));
  const update = useMutation(
    api.communities.update.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("admin.forms.saved") });
        await Promise.all([
          queryClient.invalidateQueries(api.communities.pathFilter()),
          queryClient.invalidateQueries(api.identity.pathFilter()),
        ]);
      },
      onError: (error) => setMessage(showOnFields(error) ? null : errorText(error)),
    }),
  );
  return (
    <form
      method="dialog"
      noValidate
      className="flex max-w-2xl flex-col gap-5"
      onSubmit={form.handleSubmit((values) => {
        setMessage(null);
        update.mutate({ communityId: community.id, ...values });
      })}
    >
      <Field label={t("admin.settings.name")} error={fieldError(errors.name)} mark={t("common.states.required")} isRequired>
        {(control) => <TextInput {...control} {...form.register("name")} />}
      </Field>
      <Field label={t("admin.settings.description")} hint={t("admin.settings.descriptionHint")} error={fieldError(errors.description)}>
        {(control) => <TextArea {...control} {...form.register("description")} rows={5} />}
      </Field>
      <dl className="grid gap-x-6 gap-y-1 text-small sm:grid-cols-[auto_1fr]">
        <dt className="text-ink-muted">{t("admin.settings.slug")}</dt>
        <dd className="figures">{community.slug}</dd>
        <dt className="text-ink-muted">{t("admin.settings.since")}</dt>
        <dd>{formatDate(locale, community.createdAt)}</dd>
      </dl>
      {message && <Alert tone="danger" title={message} isLive />}
      <Button
        type="submit"
        tone="primary"
        className="self-start"
        disabled={update.isPending}
        {...(!isDirty && { disabledReason: t("admin.forms.unchanged") })}
      >
        {t("common.actions.save")}
      </Button>
    </form>
  );
}

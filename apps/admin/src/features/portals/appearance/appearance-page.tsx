"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { useServerErrors } from "../../../kit/forms/use-field-error.ts";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { usePartInSight } from "../../../kit/use-part-in-sight.ts";
import { links } from "../../../links.ts";
import { AppearanceSection } from "../appearance-section.tsx";
import { themeFailures } from "../contrast-notes.tsx";
import { PicturesSection } from "../pictures-section.tsx";
import { type ChosenPictures, picturesOf, sendPictures, useShownPictures } from "../portal-pictures.ts";
import { type PortalInput, type PortalValues, portalPath, portalResolver, usePortalForm, valuesOf } from "../portal-values.ts";
import { ThemePreview } from "./theme-preview.tsx";

/** Theme and pictures of a portal, beside its own pages as they will look. */
export function AppearancePage({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const portal = useQuery(api.portals.get.queryOptions({ communityId: community.id, portalId }));
  return (
    <QueryView query={portal} rows={6} back={{ label: t("nav.portals"), href: links.portals(community.slug) }}>
      {(data) => (
        <>
          <PageHeader
            title={t("portals.sections.appearance")}
            lead={t("portals.appearanceLead")}
            parents={[
              { label: t("nav.portals"), href: links.portals(community.slug) },
              { label: data.name, href: links.portal(community.slug, data.id) },
            ]}
          />
          <AppearanceForm portal={data} />
        </>
      )}
    </QueryView>
  );
}

function AppearanceForm({ portal }: { readonly portal: Portal }) {
  const t = useTranslations("admin");
  const api = useApi();
  const toasts = useToasts();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  // A newer answer of core-api does not overwrite unsaved changes.
  const form = useForm<PortalInput, unknown, PortalValues>({
    resolver: portalResolver,
    values: valuesOf(portal),
    resetOptions: { keepDirtyValues: true },
  });
  const [chosen, setChosen] = useState<ChosenPictures>({});
  const [mode, setMode] = useState<Mode>("light");
  const [message, setMessage] = useState<string | null>(null);
  const shown = useShownPictures(picturesOf(portal), chosen);
  const showOnFields = useServerErrors(form.setError, portalPath);
  const update = useMutation(api.portals.update.mutationOptions());
  const save = async ({ baseTheme, theme }: PortalValues) => {
    setMessage(null);
    try {
      await update.mutateAsync({ communityId: portal.communityId, portalId: portal.id, baseTheme, theme });
      await sendPictures(portal.id, chosen);
      setChosen({});
      form.reset(form.getValues());
      toasts.add({ title: t("forms.saved") });
      await queryClient.invalidateQueries(api.portals.pathFilter());
    } catch (error) {
      setMessage(showOnFields(error) ? t("forms.seeFields") : errorText(error));
    }
  };
  usePartInSight();
  return (
    <FormProvider {...form}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 xl:grid-cols-[minmax(0,28rem)_minmax(0,1fr)]">
        <form method="dialog" noValidate className="flex min-w-0 flex-col gap-6" onSubmit={form.handleSubmit(save)}>
          <AppearanceSection mode={mode} onModeChange={setMode} portalId={portal.id} />
          <h2 id="pictures" className="scroll-mt-4 border-line border-b pb-2 text-title">
            {t("portals.sections.pictures")}
          </h2>
          <PicturesSection portalId={portal.id} shown={shown} chosen={chosen} onChosen={setChosen} />
          <div data-form-foot className="sticky bottom-0 z-10 -mx-1 flex flex-col gap-3 border-line border-t bg-ground px-1 py-3">
            {message && <Alert tone="danger" title={message} isLive />}
            <Save isUnchanged={!form.formState.isDirty && Object.keys(chosen).length === 0} />
          </div>
        </form>
        <div className="h-[36rem] overflow-hidden rounded-card border border-line-strong shadow-raised xl:sticky xl:top-6 xl:h-[calc(100dvh-4rem)]">
          <Shown portal={portal} mode={mode} />
        </div>
      </div>
    </FormProvider>
  );
}

function Shown({ portal, mode }: { readonly portal: Portal; readonly mode: Mode }) {
  const { control } = usePortalForm();
  const [baseTheme, theme] = useWatch({ control, name: ["baseTheme", "theme"] });
  return <ThemePreview portal={portal} baseTheme={baseTheme} theme={theme} mode={mode} />;
}

function Save({ isUnchanged }: { readonly isUnchanged: boolean }) {
  const t = useTranslations("admin");
  const tc = useTranslations("common.actions");
  const role = useRoleReason()("manager");
  const { control, formState } = usePortalForm();
  const [baseTheme, theme] = useWatch({ control, name: ["baseTheme", "theme"] });
  const unreadable = themeFailures(baseTheme, theme).length > 0 ? t("portals.unreadable") : undefined;
  const reason = role ?? (isUnchanged ? t("forms.unchanged") : unreadable);
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Button type="submit" tone="primary" disabled={formState.isSubmitting} {...(reason && { disabledReason: reason })}>
        {tc("save")}
      </Button>
      {reason && <p className="text-ink-muted text-small">{reason}</p>}
    </div>
  );
}

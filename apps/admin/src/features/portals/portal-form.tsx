"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { FormProvider, useForm, useWatch } from "react-hook-form";
import { useErrorText } from "../../api/failure.ts";
import { useServerErrors } from "../../kit/forms/use-field-error.ts";
import { usePartInSight } from "../../kit/use-part-in-sight.ts";
import { themeFailures } from "./contrast-notes.tsx";
import { DatasetsSection } from "./datasets-section.tsx";
import { ElsewhereSection } from "./elsewhere-section.tsx";
import { EmbeddingSection } from "./embedding-section.tsx";
import { IdentitySection } from "./identity-section.tsx";
import { MiniPortal } from "./mini-portal.tsx";
import type { PictureAddresses } from "./portal-pictures.ts";
import { type PortalInput, type PortalValues, portalPath, portalResolver, usePortalForm } from "./portal-values.ts";
import { ReportingSection } from "./reporting-section.tsx";
import { ViewSection } from "./view-section.tsx";

const NO_PICTURES: PictureAddresses = {};

interface PortalFormProps {
  readonly initial: PortalInput;
  /** An existing portal keeps its address. */
  readonly address?: string | undefined;
  /** What the person opens to see it. */
  readonly opens?: string | undefined;
  /** The pictures that it has. */
  readonly pictures?: PictureAddresses;
  readonly submitLabel: string;
  /** Why the form cannot be sent. */
  readonly disabledReason?: string | undefined;
  /** Throws core-api's errors, which the form shows at its inputs. `changed` names the values that differ from `initial`. */
  readonly onSubmit: (values: PortalValues, changed: readonly string[]) => Promise<void>;
}

/** The form of a portal, with a preview beside it. */
export function PortalForm({ initial, address, opens, pictures = NO_PICTURES, submitLabel, disabledReason, onSubmit }: PortalFormProps) {
  const t = useTranslations("admin.portals");
  const tf = useTranslations("admin.forms");
  const tr = useTranslations("moderation.reporting");
  const form = useForm<PortalInput, unknown, PortalValues>({
    resolver: portalResolver,
    // A newer answer of core-api does not overwrite unsaved changes.
    ...(address === undefined ? { defaultValues: initial } : { values: initial, resetOptions: { keepDirtyValues: true } }),
    mode: "onBlur",
  });
  const { isDirty, dirtyFields } = form.formState;
  const [message, setMessage] = useState<string | null>(null);
  const errorText = useErrorText();
  const showOnFields = useServerErrors(form.setError, portalPath);
  const isUnchanged = address !== undefined && !isDirty;
  usePartInSight();
  return (
    <FormProvider {...form}>
      <form
        method="dialog"
        noValidate
        className="grid grid-cols-[minmax(0,1fr)] gap-8 xl:grid-cols-[minmax(0,1fr)_24rem]"
        onSubmit={form.handleSubmit(
          async (values) => {
            setMessage(null);
            try {
              await onSubmit(values, Object.keys(dirtyFields));
              form.reset(values);
            } catch (error) {
              setMessage(showOnFields(error) ? tf("seeFields") : errorText(error));
            }
          },
          () => setMessage(tf("seeFields")),
        )}
      >
        <div className="flex min-w-0 flex-col gap-8">
          <Section id="identity" title={t("sections.identity")}>
            <IdentitySection address={address} opens={opens} />
          </Section>
          {/* A new portal needs a name and an address. Everything else has good defaults, and its own place afterwards. */}
          {address !== undefined && (
            <>
              <Section id="datasets" title={t("sections.datasets")}>
                <DatasetsSection />
              </Section>
              <Section id="view" title={t("sections.view")}>
                <ViewSection />
              </Section>
              <Section id="reporting" title={tr("title")}>
                <ReportingSection />
              </Section>
              <Section id="elsewhere" title={t("elsewhere.title")}>
                <ElsewhereSection />
              </Section>
              <Section id="embedding" title={t("embedding.title")}>
                <EmbeddingSection />
              </Section>
            </>
          )}
          {/* Always in view: the form is long, and most of it has good defaults. */}
          <div data-form-foot className="sticky bottom-0 z-10 -mx-1 flex flex-col gap-3 border-line border-t bg-ground px-1 py-3">
            {message && <Alert tone="danger" title={message} isLive />}
            <Submit label={submitLabel} disabledReason={disabledReason ?? (isUnchanged ? tf("unchanged") : undefined)} />
          </div>
        </div>
        <aside aria-label={t("preview.title")} className="xl:sticky xl:top-6 xl:self-start">
          <p aria-hidden className="mb-2 font-medium">
            {t("preview.title")}
          </p>
          <div className="overflow-hidden rounded-card border border-line-strong shadow-raised">
            <Preview logo={pictures.logo ?? null} />
          </div>
        </aside>
      </form>
    </FormProvider>
  );
}

function Section({ id, title, children }: { readonly id?: string; readonly title: string; readonly children: ReactNode }) {
  return (
    <section id={id} className="flex scroll-mt-4 flex-col gap-4">
      <h2 className="border-line border-b pb-2 text-title">{title}</h2>
      {children}
    </section>
  );
}

function Preview({ logo }: { readonly logo: string | null }) {
  const { control } = usePortalForm();
  const [name, tagline, baseTheme, theme] = useWatch({ control, name: ["name", "tagline", "baseTheme", "theme"] });
  return <MiniPortal name={name} tagline={tagline} baseTheme={baseTheme} theme={theme} logo={logo} mode="light" />;
}

function Submit({ label, disabledReason }: { readonly label: string; readonly disabledReason: string | undefined }) {
  const t = useTranslations("admin.portals");
  const { control, formState } = usePortalForm();
  const [baseTheme, theme] = useWatch({ control, name: ["baseTheme", "theme"] });
  const reason = disabledReason ?? (themeFailures(baseTheme, theme).length > 0 ? t("unreadable") : undefined);
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Button type="submit" tone="primary" disabled={formState.isSubmitting} {...(reason && { disabledReason: reason })}>
        {label}
      </Button>
      {reason && <p className="text-ink-muted text-small">{reason}</p>}
    </div>
  );
}

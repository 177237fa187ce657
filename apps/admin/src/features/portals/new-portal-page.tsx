"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { PortalForm } from "./portal-form.tsx";
import { newPortal, type PortalInput, portalFor } from "./portal-values.ts";
import { GalleryPage } from "./templates/gallery-page.tsx";
import { portalWith, startOf } from "./templates/templates.ts";

/**
 * The form for a new portal, which its managers prepare before it goes online. The address of the form says what the portal begins
 * with; without that, it is chosen first.
 */
export function NewPortalPage() {
  const asked = useSearchParams();
  const datasetId = asked.get("dataset");
  const start = startOf(asked.get("start"));
  const t = useTranslations("admin.portals.templates");
  if (datasetId !== null) return <DataPortal datasetId={datasetId} />;
  if (start === null) return <GalleryPage />;
  if (start.kind === "template") return <TemplatePortal templateId={start.id} />;
  if (start.kind === "blank") return <NewPortal beginning={t("blank")} initial={newPortal()} isBlank />;
  return <NewPortal beginning={t(`themes.${start.id}`)} initial={portalWith({ baseTheme: start.id })} />;
}

function DataPortal({ datasetId }: { readonly datasetId: string }) {
  const api = useApi();
  const community = useCommunity();
  const listable = useQuery(api.datasets.listable.queryOptions({ communityId: community.id }));
  const named = listable.data?.find(({ id }) => id === datasetId);
  return (
    <Shown data={named?.title}>
      <QueryView query={listable} rows={6}>
        {(all) => {
          const dataset = all.find(({ id }) => id === datasetId);
          return <Form initial={dataset ? portalFor(dataset) : newPortal()} />;
        }}
      </QueryView>
    </Shown>
  );
}

function TemplatePortal({ templateId }: { readonly templateId: string }) {
  const t = useTranslations("admin.portals");
  const api = useApi();
  const community = useCommunity();
  const template = useQuery(api.portals.template.queryOptions({ communityId: community.id, templateId }));
  return (
    <Shown beginning={template.data?.name}>
      <QueryView query={template} rows={6} back={{ label: t("create"), href: links.newPortal(community.slug) }}>
        {(data) => <Form initial={portalWith(data)} templateId={templateId} />}
      </QueryView>
    </Shown>
  );
}

interface NewPortalProps {
  readonly beginning: string;
  readonly initial: PortalInput;
  readonly isBlank?: boolean;
}

function NewPortal({ beginning, initial, isBlank = false }: NewPortalProps) {
  return (
    <Shown beginning={beginning}>
      <Form initial={initial} isBlank={isBlank} />
    </Shown>
  );
}

interface ShownProps {
  /** What the portal's pages begin with. */
  readonly beginning?: string | undefined;
  /** The data that it shows. */
  readonly data?: string | undefined;
  readonly children: ReactNode;
}

function Shown({ beginning, data, children }: ShownProps) {
  const t = useTranslations("admin");
  const community = useCommunity();
  return (
    <>
      <PageHeader
        title={t("portals.create")}
        lead={t("portals.createLead")}
        parents={[{ label: t("nav.portals"), href: links.portals(community.slug) }]}
      />
      {data && (
        <p className="break-words">{t.rich("portals.templates.chosenData", { name: data, b: (name) => <strong>{name}</strong> })}</p>
      )}
      {beginning && (
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="min-w-0 break-words">
            {t.rich("portals.templates.chosen", { name: beginning, b: (name) => <strong>{name}</strong> })}
          </span>
          <Link href={links.newPortal(community.slug)} className="text-accent-ink underline underline-offset-2">
            {t("portals.templates.change")}
          </Link>
        </p>
      )}
      {children}
    </>
  );
}

interface FormProps {
  readonly initial: PortalInput;
  readonly templateId?: string;
  readonly isBlank?: boolean;
}

function Form({ initial, templateId, isBlank = false }: FormProps) {
  const t = useTranslations("admin");
  const api = useApi();
  const router = useRouter();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const reason = useRoleReason()("manager");
  const create = useMutation(api.portals.create.mutationOptions());
  return (
    <PortalForm
      initial={initial}
      submitLabel={t("portals.createAction")}
      disabledReason={reason}
      onSubmit={async ({ view: _, ...values }) => {
        const portal = await create.mutateAsync({ communityId: community.id, ...values, isBlank, ...(templateId && { templateId }) });
        await queryClient.invalidateQueries(api.portals.pathFilter());
        router.push(`${links.portal(community.slug, portal.id)}?created=1`);
      }}
    />
  );
}

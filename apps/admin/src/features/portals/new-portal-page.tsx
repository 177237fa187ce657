"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { PortalForm } from "./portal-form.tsx";
import { sendPictures } from "./portal-pictures.ts";
import { newPortal, type PortalInput, portalFor } from "./portal-values.ts";

/** The form for a new portal, which is online at its address as soon as it is created. An address that names a dataset fills it in. */
export function NewPortalPage() {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const datasetId = useSearchParams().get("dataset");
  const listable = useQuery(api.datasets.listable.queryOptions({ communityId: community.id }, { enabled: datasetId !== null }));
  return (
    <>
      <PageHeader
        title={t("portals.create")}
        lead={t("portals.createLead")}
        parents={[{ label: t("nav.portals"), href: links.portals(community.slug) }]}
      />
      {datasetId === null ? (
        <NewPortal initial={newPortal()} />
      ) : (
        <QueryView query={listable} rows={6}>
          {(all) => {
            const dataset = all.find(({ id }) => id === datasetId);
            return <NewPortal initial={dataset ? portalFor(dataset) : newPortal()} />;
          }}
        </QueryView>
      )}
    </>
  );
}

function NewPortal({ initial }: { readonly initial: PortalInput }) {
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
      onSubmit={async (values, pictures) => {
        const portal = await create.mutateAsync({ communityId: community.id, ...values });
        // The portal exists already, so that a refused picture is corrected on its page.
        const isRefused = await sendPictures(portal.id, pictures).then(
          () => false,
          () => true,
        );
        await queryClient.invalidateQueries(api.portals.pathFilter());
        router.push(`${links.portal(community.slug, portal.id)}?created=${isRefused ? "without-pictures" : "1"}`);
      }}
    />
  );
}

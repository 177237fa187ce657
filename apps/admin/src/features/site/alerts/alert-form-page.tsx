"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { AlertForm } from "./alert-form.tsx";

/** Writes one alert of a portal. */
export function AlertFormPage({ portalId, alertId }: { readonly portalId: string; readonly alertId: string }) {
  const t = useTranslations("alerts.console");
  const api = useApi();
  const community = useCommunity();
  const communityId = community.id;
  const portal = useQuery(api.portals.get.queryOptions({ communityId, portalId }));
  // A refetch must not replace the form during an edit: saving reports when somebody else stored a later draft.
  const alert = useQuery(api.alerts.get.queryOptions({ communityId, alertId }, { staleTime: 0, refetchOnWindowFocus: false }));
  const back = { label: t("back"), href: links.site(community.slug, portalId, "alerts") };
  return (
    <QueryView query={portal} rows={8} back={back}>
      {(portalData) => (
        <QueryView query={alert} rows={8} back={back}>
          {(data) => <AlertForm key={data.id} portal={portalData} alert={data} />}
        </QueryView>
      )}
    </QueryView>
  );
}

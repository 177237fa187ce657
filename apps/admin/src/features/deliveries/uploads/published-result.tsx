"use client";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { buttonClass, LinkButton } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { hasRole } from "../../../kit/has-role.ts";
import { links } from "../../../links.ts";

/** Links to the published dataset, and to the map of each portal that lists it. */
export function PublishedResult({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin.publish");
  const api = useApi();
  const community = useCommunity();
  // The form read the portals before the publication listed the dataset in some of them.
  const portals = useQuery({ ...api.portals.list.queryOptions({ communityId: community.id }), refetchOnMount: "always" });
  const known = portals.isFetchedAfterMount ? portals.data : undefined;
  const { datasetId } = upload;
  const listing =
    known?.filter(({ status, datasets }) => status === "live" && datasets.some((listed) => listed.datasetId === datasetId)) ?? [];
  const proposed = useProposed(upload, listing[0]?.id);
  return (
    <Alert
      tone="success"
      title={t("done", { count: upload.layers.filter(({ layerId }) => layerId !== null).length })}
      repair={known && t(listing.length === 0 ? "doneUnlisted" : "doneListed")}
      action={
        <div className="flex flex-wrap gap-2">
          {listing.map((portal) => (
            <LinkButton key={portal.id} href={links.portalMap(portal.address)} tone="primary" target="_blank" rel="noreferrer">
              {t("openMap", { portal: portal.name })}
              <ExternalLink aria-hidden className="size-4" />
            </LinkButton>
          ))}
          {proposed && (
            <Link href={links.answers(community.slug, proposed.portalId)} className={buttonClass({ tone: "secondary" })}>
              {t("answer", { count: proposed.count })}
            </Link>
          )}
          {datasetId && known && listing.length === 0 && hasRole(community, "manager") && (
            <Link href={links.newPortal(community.slug, { dataset: datasetId })} className={buttonClass({ tone: "primary" })}>
              {t("openPortal")}
            </Link>
          )}
          {datasetId && (
            <Link href={links.dataset(community.slug, datasetId)} className={buttonClass({ tone: "secondary" })}>
              {t("openDataset")}
            </Link>
          )}
        </div>
      }
    />
  );
}

/** How many layers of the upload a portal can answer with as soon as its manager agrees; null for none, or a person who may not decide it. */
function useProposed({ layers }: Upload, portalId = ""): { portalId: string; count: number } | null {
  const api = useApi();
  const community = useCommunity();
  const isAsked = portalId !== "" && hasRole(community, "manager");
  const input = { communityId: community.id, portalId };
  const { data = [] } = useQuery(api.answers.proposals.queryOptions(input, { enabled: isAsked, retry: false }));
  const count = data.filter(({ layerId }) => layers.some((layer) => layer.layerId === layerId)).length;
  return count === 0 ? null : { portalId, count };
}

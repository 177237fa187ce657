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
import { links } from "../../../links.ts";

/** Links to the published dataset, and to the map of each portal that lists it. */
export function PublishedResult({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin.publish");
  const api = useApi();
  const community = useCommunity();
  const portals = useQuery(api.portals.list.queryOptions({ communityId: community.id }));
  const { datasetId } = upload;
  const listing =
    portals.data?.filter(({ status, datasets }) => status === "live" && datasets.some((listed) => listed.datasetId === datasetId)) ?? [];
  return (
    <Alert
      tone="success"
      title={t("done", { count: upload.layers.filter(({ layerId }) => layerId !== null).length })}
      repair={portals.data && t(listing.length === 0 ? "doneUnlisted" : "doneListed")}
      action={
        <div className="flex flex-wrap gap-2">
          {listing.map((portal) => (
            <LinkButton key={portal.id} href={links.portalMap(portal.address)} tone="primary" target="_blank" rel="noreferrer">
              {t("openMap", { portal: portal.name })}
              <ExternalLink aria-hidden className="size-4" />
            </LinkButton>
          ))}
          {datasetId && (
            <Link
              href={links.dataset(community.slug, datasetId)}
              className={buttonClass({ tone: listing.length ? "secondary" : "primary" })}
            >
              {t("openDataset")}
            </Link>
          )}
        </div>
      }
    />
  );
}

"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import { hasRole } from "../../../kit/has-role.ts";
import { links } from "../../../links.ts";
import { PublishedOn } from "./published-on.tsx";

/** Where what was published can be seen: the map of each portal that lists it, framed on it, ready to be shared. On no portal: the choice of one. */
export function PublishedResult({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin.publish");
  const api = useApi();
  const community = useCommunity();
  // The form read the portals before the publication listed the dataset in some of them.
  const portals = useQuery({ ...api.portals.list.queryOptions({ communityId: community.id }), refetchOnMount: "always" });
  const known = portals.isFetchedAfterMount ? portals.data : undefined;
  const { datasetId } = upload;
  const able = known?.filter(({ status }) => status === "live" || status === "preparing") ?? [];
  const listing = able.filter(({ datasets }) => datasets.some((listed) => listed.datasetId === datasetId));
  const proposed = useProposed(upload, listing[0]?.id);
  const isUnlisted = known !== undefined && listing.length === 0;
  const count = upload.layers.filter(({ layerId }) => layerId !== null).length;
  const repair = isUnlisted ? "doneUnlisted" : listing.some(({ isOnline }) => isOnline) ? "doneListed" : "donePreparing";
  return (
    <div className="flex flex-col gap-4">
      <Alert
        tone={isUnlisted ? "warning" : "success"}
        title={t(isUnlisted ? "doneNowhere" : "done", { count })}
        repair={known && t(repair)}
        action={
          <div className="flex flex-wrap gap-2">
            {proposed && (
              <Link href={links.answers(community.slug, proposed.portalId)} className={buttonClass({ tone: "secondary" })}>
                {t("answer", { count: proposed.count })}
              </Link>
            )}
            {datasetId && isUnlisted && hasRole(community, "manager") && <ListInPortal portals={able} datasetId={datasetId} />}
            {datasetId && (
              <Link href={links.dataset(community.slug, datasetId)} className={buttonClass({ tone: "secondary" })}>
                {t("openDataset")}
              </Link>
            )}
          </div>
        }
      />
      {datasetId && listing.map((portal) => <PublishedOn key={portal.id} portal={portal} datasetId={datasetId} />)}
    </div>
  );
}

/** One click for each portal that could show the data, or a new portal. */
function ListInPortal({ portals, datasetId }: { readonly portals: readonly Portal[]; readonly datasetId: string }) {
  const t = useTranslations("admin.publish");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const update = useMutation(
    api.portals.update.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.portals.pathFilter()) }),
  );
  return (
    <>
      {portals.map(({ id: portalId, name, datasets }) => (
        <Button
          key={portalId}
          tone="primary"
          disabled={update.isPending}
          onClick={() => update.mutate({ communityId: community.id, portalId, datasets: [...datasets, { datasetId, isVisible: true }] })}
        >
          {t("listIn", { portal: name })}
        </Button>
      ))}
      <Link
        href={links.newPortal(community.slug, { dataset: datasetId })}
        className={buttonClass({ tone: portals.length === 0 ? "primary" : "secondary" })}
      >
        {t("openPortal")}
      </Link>
      {update.error && <FailureAlert error={update.error} />}
    </>
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

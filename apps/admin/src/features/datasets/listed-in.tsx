"use client";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { Portal } from "@archipel/contracts/portals.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";

/** The community's portals, each with a switch that lists or unlists this dataset at once. */
export function ListedIn({ dataset }: { readonly dataset: Dataset }) {
  const t = useTranslations("admin.datasets");
  const api = useApi();
  const community = useCommunity();
  const portals = useQuery(api.portals.list.queryOptions({ communityId: community.id }));
  return (
    <section aria-labelledby="listed-title" className="flex max-w-3xl flex-col gap-3">
      <h2 id="listed-title" className="text-title">
        {t("listedIn")}
      </h2>
      <p className="text-ink-muted">{t("listedInText")}</p>
      <QueryView query={portals} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <p>
              {t("noPortal")}{" "}
              <Link href={links.newPortal(community.slug)} className="text-accent-ink underline underline-offset-2">
                {t("createPortal")}
              </Link>
            </p>
          ) : (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {all.map((portal) => (
                <ListingLine key={portal.id} dataset={dataset} portal={portal} />
              ))}
            </ul>
          )
        }
      </QueryView>
    </section>
  );
}

function ListingLine({ dataset, portal }: { readonly dataset: Dataset; readonly portal: Portal }) {
  const t = useTranslations("admin.datasets");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const isListed = portal.datasets.some(({ datasetId }) => datasetId === dataset.id);
  const update = useMutation(
    api.portals.update.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.portals.pathFilter()) }),
  );
  const list = (wanted: boolean) => {
    const others = portal.datasets.filter(({ datasetId }) => datasetId !== dataset.id);
    // A newly listed dataset goes to the top of the map.
    const datasets = wanted ? [{ datasetId: dataset.id, isVisible: true }, ...others] : others;
    update.mutate({ communityId: community.id, portalId: portal.id, datasets });
  };
  return (
    <li className="flex flex-wrap items-center gap-x-4 px-5 py-2">
      <span className="min-w-0 flex-1 basis-56">
        <Link href={links.portal(community.slug, portal.id)} className="font-medium text-accent-ink underline-offset-2 hover:underline">
          {portal.name}
        </Link>
        <span className="block break-all text-ink-muted text-small">{portal.address}</span>
      </span>
      <span title={reason}>
        <Switch
          label={t("listLabel", { portal: portal.name })}
          isLabelHidden
          checked={isListed}
          disabled={reason !== undefined || update.isPending}
          onCheckedChange={list}
        />
      </span>
      {update.error && <Alert tone="danger" title={errorText(update.error)} isLive />}
    </li>
  );
}

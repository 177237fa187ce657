"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import type { ElevationModel } from "@archipel/contracts/elevation-models.ts";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useFailureText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";

/** While a job works on the model, and its points may have changed. */
const WATCH_MS = 5_000;

/** What a layer of heights is made of, and whether it follows its points. */
export function ModelFacts({ layer }: { readonly layer: LayerSummary }) {
  const api = useApi();
  const community = useCommunity();
  const model = useQuery({
    ...api.elevation.model.queryOptions({ communityId: community.id, layerId: layer.id }),
    refetchInterval: ({ state }) => (state.data?.jobId ? WATCH_MS : false),
  });
  return (
    <QueryView query={model} rows={4}>
      {(found) => <Facts model={found} blocks={layer.featureCount} />}
    </QueryView>
  );
}

function Facts({ model, blocks }: { readonly model: ElevationModel; readonly blocks: number }) {
  const t = useTranslations("elevation");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const client = useQueryClient();
  const failureText = useFailureText();
  const asked = { communityId: community.id, layerId: model.layerId };
  const follow = useMutation(
    api.elevation.followPoints.mutationOptions({
      onSuccess: (changed) => client.setQueryData(api.elevation.model.queryKey(asked), changed),
    }),
  );
  const bring = useMutation(
    api.elevation.bringModel.mutationOptions({ onSuccess: ({ jobId }) => router.push(links.job(community.slug, jobId)) }),
  );
  const { source, product, method, resolution, verticalDatum, follows, broughtAt, isBehind, jobId } = model;
  const date = formatDateTime(locale, broughtAt);
  const error = follow.error ?? bring.error;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <ul className="flex flex-col gap-1">
        <li>
          {t("model.facts", { product: t(`products.${product}`), resolution: formatNumber(locale, resolution, 2) })},{" "}
          {t("model.blocks", { count: blocks, shown: formatNumber(locale, blocks) }).toLocaleLowerCase(locale)}
        </li>
        <li>{verticalDatum ? t("model.datum", { datum: verticalDatum }) : t(method === null ? "model.unstatedDatum" : "model.noDatum")}</li>
        <li>
          {method === null
            ? t("model.delivered")
            : source
              ? t(follows ? "model.follows" : "model.stays", { layer: source.title, dataset: source.datasetTitle, date })
              : t("model.gone", { date })}
        </li>
        {source && (
          <li>
            <span role="status">
              {jobId ? (
                <>
                  {t("model.working")}{" "}
                  <Link href={links.job(community.slug, jobId)} className="text-accent-ink underline underline-offset-2">
                    {t("model.openJob")}
                  </Link>
                </>
              ) : (
                t(isBehind ? "model.behind" : "model.upToDate")
              )}
            </span>
          </li>
        )}
      </ul>
      {source && hasRole(community, "manager") && (
        <div className="flex flex-col gap-2 rounded-card border border-line bg-surface p-4">
          <Switch
            label={t("model.follow")}
            checked={follow.isPending ? follow.variables.follows : follows}
            onCheckedChange={(next) => follow.mutate({ ...asked, follows: next })}
          />
          <p className="text-ink-muted text-small">{t("model.followHelp")}</p>
          {isBehind && !jobId && (
            <div>
              <Button aria-busy={bring.isPending} onClick={() => bring.mutate(asked)}>
                {t("model.bring")}
              </Button>
            </div>
          )}
        </div>
      )}
      {error && <Alert tone="danger" title={failureText(apiError(error))} isLive />}
    </div>
  );
}

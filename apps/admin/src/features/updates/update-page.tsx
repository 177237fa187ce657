"use client";
import type { LayerUpdate } from "@archipel/contracts/updates.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText, useFailureText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { PageHeader } from "../../kit/page-header.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { links } from "../../links.ts";
import { JobProgress } from "../jobs/job-progress.tsx";
import { ApplyBox } from "./apply-box.tsx";
import { Difference } from "./difference.tsx";
import { Findings } from "./findings.tsx";
import { Harms } from "./harms.tsx";
import { ChangeKind, GoBack } from "./large-steps.tsx";
import { UpdateSettings } from "./update-settings.tsx";

const isBusy = (update: LayerUpdate | undefined) => update?.status === "comparing" || update?.status === "applying";

/** An update of a layer: settings of the comparison, changes, decision. core-api stores it, so that the page can be closed. */
export function UpdatePage({ updateId }: { readonly updateId: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const update = useQuery(
    api.updates.get.queryOptions(
      { communityId: community.id, updateId },
      { refetchInterval: (query) => (isBusy(query.state.data) ? 1500 : false) },
    ),
  );
  return (
    <QueryView query={update} rows={6} back={{ label: t("nav.datasets"), href: links.datasets(community.slug) }}>
      {(data) => (
        <>
          <UpdateHeader update={data} />
          <UpdateState update={data} />
          {data.preview && data.status !== "applied" && <Comparison update={data} />}
        </>
      )}
    </QueryView>
  );
}

const TONES: Record<LayerUpdate["status"], BadgeTone> = {
  comparing: "info",
  ready: "warning",
  applying: "info",
  applied: "success",
  failed: "danger",
};

function UpdateHeader({ update }: { readonly update: LayerUpdate }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const errorText = useErrorText();
  const back = links.dataset(community.slug, update.datasetId);
  const discard = useMutation(api.updates.discard.mutationOptions({ onSuccess: () => router.push(back) }));
  return (
    <>
      <PageHeader
        title={
          update.restores === null
            ? t("updates.title", { layer: update.layerTitle })
            : t("updates.restoreTitle", { layer: update.layerTitle, revision: update.restores })
        }
        parents={[
          { label: t("nav.datasets"), href: links.datasets(community.slug) },
          { label: update.datasetTitle, href: back },
        ]}
        badges={
          update.status === "ready" && update.preview?.isBlocked ? (
            <Badge tone="danger">{t("updates.status.blocked")}</Badge>
          ) : (
            <Badge tone={TONES[update.status]}>{t(`updates.status.${update.status}`)}</Badge>
          )
        }
        lead={update.fileName ? t("updates.from", { fileName: update.fileName }) : t("updates.lead")}
        actions={
          update.status !== "applied" && (
            <Button
              disabled={discard.isPending}
              onClick={() => discard.mutate({ communityId: community.id, updateId: update.id })}
              {...(update.status === "applying" && { disabledReason: t("updates.closedWhileBusy") })}
            >
              {t("updates.discard")}
            </Button>
          )
        }
      />
      {discard.error && <Alert tone="danger" title={errorText(discard.error)} isLive />}
    </>
  );
}

/** The progress of the update, before the decision. */
function UpdateState({ update }: { readonly update: LayerUpdate }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const failureText = useFailureText();
  const refresh = () =>
    Promise.all([api.updates, api.datasets, api.features, api.uploads].map((one) => queryClient.invalidateQueries(one.pathFilter())));
  if (isBusy(update) && update.jobId) {
    return (
      <div className="rounded-card border border-line bg-surface p-6">
        <JobProgress jobId={update.jobId} onEnd={refresh} />
        <p className="mt-3 text-ink-muted text-small">{t("jobs.closable")}</p>
      </div>
    );
  }
  if (update.status === "failed") {
    return (
      <Alert
        tone="danger"
        isLive
        title={t("updates.failed")}
        repair={update.error ? failureText(update.error) : undefined}
        action={<CompareAgain update={update} />}
      />
    );
  }
  if (update.status === "applied" && update.revision !== null) {
    return (
      <Alert
        tone="success"
        isLive
        title={t("updates.applied", { revision: update.revision })}
        repair={t(update.preview?.kind ? "updates.appliedKindRepair" : "updates.appliedRepair")}
        action={
          <div className="flex flex-wrap gap-2">
            <GoBack update={update} revision={update.revision} />
            <Link href={links.revisions(community.slug, update.datasetId, update.layerId)} className={buttonClass({ tone: "primary" })}>
              {t("updates.seeRevisions")}
            </Link>
          </div>
        }
      />
    );
  }
  return update.isOutdated ? (
    <Alert
      tone="warning"
      isLive
      title={t("updates.outdated")}
      repair={t("updates.outdatedRepair")}
      action={<CompareAgain update={update} />}
    />
  ) : null;
}

/** Compares again, with the layer as it is now. */
function CompareAgain({ update }: { readonly update: LayerUpdate }) {
  const t = useTranslations("admin.updates");
  const api = useApi();
  const queryClient = useQueryClient();
  const again = useMutation(
    api.updates.compareAgain.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.updates.pathFilter()) }),
  );
  return (
    <Button
      tone="primary"
      disabled={again.isPending}
      onClick={() => again.mutate({ communityId: update.communityId, updateId: update.id })}
    >
      {t("again")}
    </Button>
  );
}

function Comparison({ update }: { readonly update: LayerUpdate }) {
  const { preview } = update;
  if (!preview) return null;
  const findings = preview.findings.length > 0 && <Findings findings={preview.findings} />;
  const isOtherKind = preview.findings.some(({ code }) => code === "update-other-geometry");
  return (
    <>
      {/* What prevents the update comes first, with the ways on. */}
      {preview.isBlocked && findings}
      {isOtherKind && <ChangeKind update={update} />}
      {preview.file && (
        <UpdateSettings
          key={JSON.stringify([update.way, update.choice, preview.baseRevision])}
          update={update}
          file={preview.file}
          isOpen={preview.isBlocked && !isOtherKind}
        />
      )}
      {!preview.isBlocked && findings}
      {preview.harms.length > 0 && <Harms harms={preview.harms} />}
      {!preview.isBlocked && <Difference update={update} counts={preview.counts} />}
      <ApplyBox update={update} preview={preview} />
    </>
  );
}

"use client";
import type { Finding, Upload } from "@archipel/contracts/uploads.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { formatBytes, formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText, useFailureText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { PageHeader } from "../../../kit/page-header.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { JobProgress } from "../../jobs/job-progress.tsx";
import { useTransfers } from "../../transfers/transfers-context.ts";
import { CheckPanel } from "../checks/check-panel.tsx";
import { UploadRepairs } from "../repairs/upload-repairs.tsx";
import { CloudReview } from "./cloud-review.tsx";
import { DropArea } from "./drop-area.tsx";
import { awaitsPoints, holdsOnlyTables, isTable, LayerList } from "./layer-list.tsx";
import { LayerReview } from "./layer-review.tsx";
import { PublishForm } from "./publish-form.tsx";
import { PublishedResult } from "./published-result.tsx";
import { RasterReview } from "./raster-review.tsx";
import { UploadFindings } from "./upload-findings.tsx";
import { isAtWork, UploadStatusBadge } from "./upload-status.tsx";
import { useLockedReason } from "./use-locked-reason.ts";

/** One upload: progress, review, publication. */
export function UploadPage({ uploadId }: { readonly uploadId: string }) {
  const t = useTranslations("admin");
  const api = useApi();
  const community = useCommunity();
  const upload = useQuery(
    api.uploads.get.queryOptions(
      { communityId: community.id, uploadId },
      { refetchInterval: (query) => (query.state.data && isAtWork(query.state.data.status) ? 2000 : false) },
    ),
  );
  return (
    <QueryView query={upload} rows={6} back={{ label: t("nav.uploads"), href: links.uploads(community.slug) }}>
      {(data) => (
        <>
          <UploadHeader upload={data} />
          <UploadBody upload={data} />
        </>
      )}
    </QueryView>
  );
}

function UploadHeader({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const router = useRouter();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const { transfers, store } = useTransfers();
  const [isAsking, setAsking] = useState(false);
  const discard = useMutation(
    api.uploads.discard.mutationOptions({
      onSuccess: async () => {
        // This tab sends the file. Without this check the transfer would start again.
        const own = transfers.find(({ uploadId }) => uploadId === upload.id);
        if (own) await store.cancel(own.key);
        router.push(links.uploads(community.slug));
        await queryClient.invalidateQueries(api.uploads.list.pathFilter());
      },
    }),
  );
  const roleReason = useRoleReason()("contributor");
  const reason = roleReason ?? (upload.status === "publishing" ? t("upload.lockedPublishing") : undefined);
  return (
    <>
      <PageHeader
        title={upload.fileName}
        parents={[{ label: t("nav.uploads"), href: links.uploads(community.slug) }]}
        badges={<UploadStatusBadge upload={upload} />}
        lead={t("upload.lead", {
          size: formatBytes(locale, upload.size),
          by: upload.createdByName,
          when: formatDateTime(locale, upload.createdAt),
        })}
        actions={
          upload.status !== "published" && (
            <Button tone="danger" onClick={() => setAsking(true)} {...(reason && { disabledReason: reason })}>
              {t("upload.discard")}
            </Button>
          )
        }
      />
      <ConfirmDialog
        title={t("upload.discardTitle")}
        actionLabel={t("upload.discard")}
        open={isAsking}
        onOpenChange={setAsking}
        isPending={discard.isPending}
        error={discard.error ? errorText(discard.error) : undefined}
        onConfirm={() => discard.mutate({ communityId: community.id, uploadId: upload.id })}
      >
        <p>{t("upload.discardText", { fileName: upload.fileName })}</p>
      </ConfirmDialog>
    </>
  );
}

/** Progress, then the layers and their findings, then publication. The review stays in place while a check runs again. */
function UploadBody({ upload }: { readonly upload: Upload }) {
  const lockedReason = useLockedReason(upload.status);
  return (
    <>
      <UploadState upload={upload} />
      <UploadRepairs upload={upload} />
      {upload.status !== "failed" && upload.clouds.length > 0 && (
        <Clouds upload={upload} hasFindings={upload.layers.length === 0} lockedReason={lockedReason} />
      )}
      {upload.status !== "failed" && <RasterReview upload={upload} lockedReason={lockedReason} />}
      {upload.status !== "failed" && upload.layers.length > 0 && <Review upload={upload} {...(lockedReason && { lockedReason })} />}
      {upload.status === "checked" && upload.layers.length + upload.clouds.length === 0 && (
        <>
          <UploadFindings upload={upload} />
          {upload.rasters.length === 0 && <DropArea />}
        </>
      )}
      {(upload.status === "checked" || upload.status === "published") && <CheckPanel upload={upload} />}
      {upload.status === "checked" && upload.repairs !== "unread" && isPublishable(upload) && <PublishForm upload={upload} />}
    </>
  );
}

function isPublishable({ layers, rasters, clouds }: Upload): boolean {
  return layers.length + rasters.length + clouds.length > 0;
}

interface CloudsProps {
  readonly upload: Upload;
  /** Otherwise the findings are shown beside the layers. */
  readonly hasFindings: boolean;
  readonly lockedReason: string | undefined;
}

/** The point clouds, and the findings about them. A chosen finding shows its cloud and its place. */
function Clouds({ upload, hasFindings, lockedReason }: CloudsProps) {
  const [path, setPath] = useState<string | null>(null);
  const [focus, setFocus] = useState<Pick<Finding, "point" | "params"> | null>(null);
  const top = useRef<HTMLDivElement>(null);
  const choose = (chosen: string, finding: Finding | null = null) => {
    setPath(chosen);
    setFocus(finding);
  };
  return (
    <>
      <div ref={top} className="scroll-mt-4">
        <CloudReview
          upload={upload}
          path={path}
          onChoose={choose}
          focus={focus?.point ?? null}
          box={boxOf(focus)}
          lockedReason={lockedReason}
        />
      </div>
      {hasFindings && (
        <UploadFindings
          upload={upload}
          onLocate={(finding) => {
            choose(String(finding.params.subject ?? upload.fileName), finding);
            top.current?.scrollIntoView({ behavior: "smooth" });
          }}
        />
      )}
    </>
  );
}

/** The box of a finding that has one, such as a gap. */
function boxOf(finding: Pick<Finding, "params"> | null): Bbox | null {
  const { west, south, east, north } = finding?.params ?? {};
  const sides = [west, south, east, north].filter((side) => typeof side === "number");
  return sides.length === 4 ? (sides as Bbox) : null;
}

function UploadState({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin");
  const api = useApi();
  const queryClient = useQueryClient();
  switch (upload.status) {
    case "receiving":
      return (
        <>
          <Alert tone="info" title={t("upload.receiving")} repair={t("upload.receivingRepair")} />
          <DropArea />
        </>
      );
    case "received":
    case "checking":
    case "publishing":
      return (
        <Card>
          {upload.jobId ? (
            <JobProgress jobId={upload.jobId} onEnd={() => queryClient.invalidateQueries(api.uploads.pathFilter())} />
          ) : (
            <Progress label={t("jobs.waiting")} share={null} />
          )}
          <p className="mt-3 text-ink-muted text-small">{t("jobs.closable")}</p>
        </Card>
      );
    case "failed":
      return <FailedUpload upload={upload} />;
    case "published":
      return <PublishedResult upload={upload} />;
    case "checked":
      if (awaitsPoints(upload)) return <Alert tone="info" title={t("upload.addresses")} repair={t("upload.addressesRepair")} />;
      return holdsOnlyTables(upload) ? (
        <Alert
          tone="info"
          title={t("upload.tableOnly")}
          repair={t("upload.tableOnlyRepair")}
          action={
            <a href="#publish-title" className={buttonClass({ tone: "primary" })}>
              {t("upload.tableOnlyAction")}
            </a>
          }
        />
      ) : null;
  }
}

function Card({ children }: { readonly children: ReactNode }) {
  return <div className="rounded-card border border-line bg-surface p-6">{children}</div>;
}

function FailedUpload({ upload }: { readonly upload: Upload }) {
  const t = useTranslations("admin.upload");
  const failureText = useFailureText();
  return (
    <>
      <Alert
        tone="danger"
        title={t("failed", { fileName: upload.fileName })}
        repair={upload.error ? failureText(upload.error) : t("failedRepair")}
      />
      {upload.jobId && upload.layers.length > 0 && <JobProgress jobId={upload.jobId} />}
      <UploadFindings upload={upload} />
      <DropArea />
    </>
  );
}

/** The layers, one at a time on the map, and the findings. A chosen finding shows its layer and its place. */
function Review({ upload, lockedReason }: { readonly upload: Upload; readonly lockedReason?: string }) {
  const t = useTranslations("admin.upload");
  const [layerId, setLayerId] = useState<string | null>(null);
  const [focus, setFocus] = useState<Finding | null>(null);
  const top = useRef<HTMLElement>(null);
  // Layers with geometry first, tables last.
  const layers = upload.layers.toSorted((a, b) => Number(isTable(a)) - Number(isTable(b)));
  const layer = layers.find(({ id }) => id === layerId) ?? layers[0];
  return (
    <>
      {layer && (
        <section ref={top} aria-labelledby="layers-title" className="flex scroll-mt-4 flex-col gap-4">
          <h2 id="layers-title" className="text-title">
            {t("layersFound", { count: upload.layers.length })}
          </h2>
          {layers.length > 1 && (
            <LayerList
              layers={layers}
              currentId={layer.id}
              onChoose={(id) => {
                setLayerId(id);
                setFocus(null);
              }}
            />
          )}
          <LayerReview key={layer.id} upload={upload} layer={layer} focus={focus?.point ?? null} lockedReason={lockedReason} />
        </section>
      )}
      <UploadFindings
        upload={upload}
        onLocate={(finding) => {
          if (finding.uploadLayerId) setLayerId(finding.uploadLayerId);
          setFocus(finding);
          top.current?.scrollIntoView({ behavior: "smooth" });
        }}
      />
    </>
  );
}

"use client";
import type { Upload, UploadLayer } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { QueryView } from "../../../kit/query-view.tsx";
import { links } from "../../../links.ts";
import { JobProgress } from "../../jobs/job-progress.tsx";
import { AddressParts } from "./address-parts.tsx";
import { rowsOf } from "./counts.ts";
import { FinishAddresses } from "./finish-addresses.tsx";
import { SettleAddresses } from "./settle-addresses.tsx";

interface AddressTableProps {
  readonly upload: Upload;
  readonly layer: UploadLayer;
  /** Why nothing can be changed at the moment. */
  readonly lockedReason?: string | undefined;
}

/** A table whose addresses become points: which columns hold them, the search, the doubtful ones, and the points. */
export function AddressTable({ upload, layer, lockedReason }: AddressTableProps) {
  const t = useTranslations("admin.addresses");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const [isAgain, setAgain] = useState(false);
  const table = { communityId: community.id, uploadId: upload.id, uploadLayerId: layer.id };
  const placement = useQuery(api.addresses.get.queryOptions(table));
  const refresh = async () => {
    setAgain(false);
    await queryClient.invalidateQueries(api.addresses.pathFilter());
    await queryClient.invalidateQueries(api.uploads.pathFilter());
  };
  return (
    <section aria-labelledby="addresses-title" className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5">
      <h3 id="addresses-title" className="text-base">
        {t("title")}
      </h3>
      <QueryView query={placement} rows={3}>
        {({ counts, jobId, pointsUploadId }): ReactNode => {
          if (jobId) return <JobProgress jobId={jobId} onEnd={refresh} />;
          if (pointsUploadId && !isAgain) {
            return (
              <Alert
                tone="success"
                title={t("made")}
                action={
                  <Link href={links.upload(community.slug, pointsUploadId)} className={buttonClass({ tone: "primary" })}>
                    {t("openPoints")}
                  </Link>
                }
              >
                <Button tone="quiet" onClick={() => setAgain(true)}>
                  {t("again")}
                </Button>
              </Alert>
            );
          }
          if (rowsOf(counts) === 0 || isAgain)
            return <AddressParts table={table} layer={layer} lockedReason={lockedReason} onStarted={refresh} />;
          return (
            <>
              <p aria-live="polite">{t("counts", { ...counts, placed: counts.sure + counts.settled, total: rowsOf(counts) })}</p>
              {counts.doubtful > 0 && <SettleAddresses table={table} left={counts.doubtful} />}
              <FinishAddresses table={table} counts={counts} />
              <Button tone="quiet" className="self-start" onClick={() => setAgain(true)}>
                {t("again")}
              </Button>
            </>
          );
        }}
      </QueryView>
    </section>
  );
}

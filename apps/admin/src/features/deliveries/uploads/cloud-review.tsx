"use client";
import type { Upload, UploadCloud } from "@archipel/contracts/uploads.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { CrsChoice } from "../../../kit/crs-choice.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { CloudFacts } from "./cloud-facts.tsx";

const RasterMap = dynamic(() => import("./raster-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

interface CloudReviewProps {
  readonly upload: Upload;
  /** The cloud that is shown, by its path; null for the first. */
  readonly path: string | null;
  readonly onChoose: (path: string) => void;
  /** lon, lat of a finding to show. */
  readonly focus: readonly [number, number] | null;
  /** Why nothing can be changed any more, such as an upload that is published. */
  readonly lockedReason?: string | undefined;
}

/** The point clouds of the delivery, one at a time: box on the map, and what it contains. */
export function CloudReview({ upload, path, onChoose, focus, lockedReason }: CloudReviewProps) {
  const t = useTranslations("admin.upload.clouds");
  const cloud = upload.clouds.find((one) => one.path === path) ?? upload.clouds[0];
  if (!cloud) return null;
  return (
    <section aria-labelledby="clouds-title" className="flex flex-col gap-4">
      <div>
        <h2 id="clouds-title" className="text-title">
          {t("title", { count: upload.clouds.length })}
        </h2>
        <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      </div>
      {upload.clouds.length > 1 && (
        <Field label={t("choose")} className="max-w-xl">
          {(control) => (
            <Select
              {...control}
              value={cloud.path}
              options={upload.clouds.map((one) => ({ value: one.path, label: one.path }))}
              onChange={(event) => onChoose(event.target.value)}
            />
          )}
        </Field>
      )}
      <OneCloud key={cloud.path} upload={upload} cloud={cloud} focus={focus} lockedReason={lockedReason} />
    </section>
  );
}

interface OneCloudProps extends Pick<CloudReviewProps, "upload" | "focus" | "lockedReason"> {
  readonly cloud: UploadCloud;
}

function OneCloud({ upload, cloud, focus, lockedReason }: OneCloudProps) {
  const t = useTranslations("admin.upload");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const setCrs = useMutation(
    api.uploads.setRasterCrs.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.uploads.pathFilter()) }),
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <figure className="flex min-w-0 flex-col gap-2">
        <figcaption className="font-medium">{t("fallHere")}</figcaption>
        <div className="h-80 lg:h-104">
          {cloud.footprint ? (
            <RasterMap
              label={t("mapLabel", { layer: cloud.name })}
              footprint={cloud.footprint}
              picture={undefined}
              focus={focus}
              className="h-full"
            />
          ) : (
            <p className="grid h-full place-items-center rounded-card border border-line border-dashed p-6 text-center text-ink-muted">
              {t("chooseCrs")}
            </p>
          )}
        </div>
        {setCrs.error && <Alert tone="danger" title={errorText(setCrs.error)} isLive />}
      </figure>
      <div className="flex flex-col gap-5">
        <CrsChoice
          found={cloud.crs}
          chosenSrid={cloud.srid}
          isPending={setCrs.isPending}
          disabledReason={lockedReason}
          onChoose={(srid) => setCrs.mutate({ communityId: community.id, uploadId: upload.id, path: cloud.path, srid })}
        />
        <CloudFacts cloud={cloud} />
      </div>
    </div>
  );
}

"use client";
import type { Upload, UploadCloud, UploadRaster } from "@archipel/contracts/uploads.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { CrsChoice } from "../../../kit/crs-choice.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";

const RasterMap = dynamic(() => import("./raster-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-full" /> });

type PlacedFile = UploadRaster | UploadCloud;

interface PlacedReviewProps<File extends PlacedFile> {
  readonly upload: Upload;
  readonly files: readonly File[];
  readonly words: { readonly title: string; readonly lead: string; readonly choose: string };
  /** The file that is shown, by its path; null for the first. */
  readonly path: string | null;
  readonly onChoose: (path: string) => void;
  /** What is shown of a file: its picture on the map, a place of it, its figures. */
  readonly show: (file: File) => Pick<OneFileProps, "picture" | "focus" | "box" | "facts">;
  /** Why nothing can be changed any more, such as an upload that is published. */
  readonly lockedReason: string | undefined;
}

/** Files of the delivery that have a place and no features, one at a time: place on the map, CRS and content. */
export function PlacedReview<File extends PlacedFile>({
  upload,
  files,
  words,
  path,
  onChoose,
  show,
  lockedReason,
}: PlacedReviewProps<File>) {
  const titleId = useId();
  const file = files.find((one) => one.path === path) ?? files[0];
  if (!file) return null;
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-4">
      <div>
        <h2 id={titleId} className="text-title">
          {words.title}
        </h2>
        <p className="max-w-prose text-ink-muted">{words.lead}</p>
      </div>
      {files.length > 1 && (
        <Field label={words.choose} className="max-w-xl">
          {(control) => (
            <Select
              {...control}
              value={file.path}
              options={files.map((one) => ({ value: one.path, label: one.path }))}
              onChange={(event) => onChoose(event.target.value)}
            />
          )}
        </Field>
      )}
      <OneFile key={file.path} upload={upload} file={file} lockedReason={lockedReason} {...show(file)} />
    </section>
  );
}

interface OneFileProps {
  readonly upload: Upload;
  readonly file: PlacedFile;
  readonly picture?: string | undefined;
  /** lon, lat of a finding to show. */
  readonly focus?: readonly [number, number] | null;
  /** West, south, east, north of what the finding is about. */
  readonly box?: Bbox | null;
  readonly facts: ReactNode;
  readonly lockedReason: string | undefined;
}

function OneFile({ upload, file, picture, focus = null, box = null, facts, lockedReason }: OneFileProps) {
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
          {file.footprint ? (
            <RasterMap
              label={t("mapLabel", { layer: file.name })}
              footprint={file.footprint}
              picture={picture}
              focus={focus}
              box={box}
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
          found={file.crs}
          chosenSrid={file.srid}
          isPending={setCrs.isPending}
          disabledReason={lockedReason}
          onChoose={(srid) => setCrs.mutate({ communityId: community.id, uploadId: upload.id, path: file.path, srid })}
        />
        {facts}
      </div>
    </div>
  );
}

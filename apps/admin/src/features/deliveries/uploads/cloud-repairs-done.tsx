"use client";
import type { Upload, UploadCloud } from "@archipel/contracts/uploads.ts";
import { heightSystemOf } from "@archipel/geo/heights-crs.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useErrorText } from "../../../api/failure.ts";
import { useCloudRepairs } from "./use-cloud-repairs.ts";

interface CloudRepairsDoneProps {
  readonly upload: Upload;
  readonly cloud: UploadCloud;
  readonly lockedReason: string | undefined;
}

/** The repairs of a cloud with what each did, which can be taken back until the upload is published. */
export function CloudRepairsDone({ upload, cloud, lockedReason }: CloudRepairsDoneProps) {
  const t = useTranslations("admin.report.cloudRepair");
  const tRepairs = useTranslations("repairs");
  const tClouds = useTranslations("clouds");
  const errorText = useErrorText();
  const { repair, isPending, error } = useCloudRepairs(upload, [cloud.path]);
  const { repairs, repaired } = cloud;
  const vertical = `verticals.${repairs.heights}` as never;
  const done = [
    ...repairs.drop.map((drop) => ({
      key: drop,
      text: tRepairs(`clouds.${drop}`, { count: repaired?.dropped[drop] ?? 0 }),
      undo: { drop: [drop] },
    })),
    ...Object.entries(repairs.classes).map(([from, to]) => ({
      key: from,
      text: t("reclassified", {
        count: repaired?.reclassified[from] ?? 0,
        from: pointClass(tClouds, from),
        to: pointClass(tClouds, to),
      }),
      undo: { classes: [Number(from)] },
    })),
    ...(repairs.header ? [{ key: "header", text: t("headerWritten"), undo: { header: true } }] : []),
    ...(repairs.heights === null
      ? []
      : [
          {
            key: "heights",
            text: t("heightsSet", {
              title: tClouds.has(vertical) ? tClouds(vertical) : (heightSystemOf(repairs.heights)?.title ?? `EPSG:${repairs.heights}`),
            }),
            undo: { heights: true },
          },
        ]),
  ];
  if (done.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-base">{t("done")}</h3>
      <ul className="divide-y divide-line border-line border-y">
        {done.map(({ key, text, undo }) => (
          <li key={key} className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 py-1.5">
            <span className="min-w-0 break-words">{text}</span>
            <Button
              tone="quiet"
              disabled={isPending}
              aria-label={t("undoThis", { text })}
              onClick={() => repair({ undo })}
              {...(lockedReason && { disabledReason: lockedReason })}
            >
              <Undo2 aria-hidden className="size-4" />
              {t("undo")}
            </Button>
          </li>
        ))}
      </ul>
      <p className="mt-1.5 text-ink-muted text-small">{t("original")}</p>
      {error && (
        <p role="alert" className="text-danger text-small">
          {errorText(error)}
        </p>
      )}
    </div>
  );
}

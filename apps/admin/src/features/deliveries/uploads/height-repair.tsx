"use client";
import { HEIGHT_PRODUCTS } from "@archipel/contracts/elevation-models.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { useErrorText } from "../../../api/failure.ts";
import { HeightsForm } from "./cloud-repair.tsx";
import type { FindingGroup } from "./group-findings.ts";
import { useHeightChoices } from "./use-height-choices.ts";
import { useLockedReason } from "./use-locked-reason.ts";

interface HeightRepairProps {
  readonly upload: Upload;
  readonly group: FindingGroup;
}

/** What a person can say about a finding of rasters of heights, beside it, for all that have it. Nothing for a finding that only the file can mend. */
export function HeightRepair({ upload, group }: HeightRepairProps) {
  const t = useTranslations("admin.report.heightRepair");
  const te = useTranslations("elevation");
  const errorText = useErrorText();
  const lockedReason = useLockedReason(upload.status);
  const { choose, isPending, error } = useHeightChoices(upload);
  const known = new Set(upload.rasters.flatMap(({ path, heights }) => (heights ? [path] : [])));
  const pathOf = ({ params }: FindingGroup["findings"][number]) => String(params.subject ?? upload.fileName);
  const paths = [...new Set(group.findings.map(pathOf))].filter((path) => known.has(path));
  const locked = lockedReason ? { disabledReason: lockedReason } : {};
  if (paths.length === 0) return null;
  const values = Map.groupBy(group.findings, ({ params }) => Number(params.nodata));
  return (
    <div className="mt-3 flex flex-wrap items-end gap-x-4 gap-y-2 empty:hidden">
      {group.rule === "heights-no-nodata" &&
        [...values].map(([nodata, findings]) => (
          <Button key={nodata} disabled={isPending} onClick={() => choose(findings.map(pathOf), { nodata })} {...locked}>
            {t("nodata", { value: String(findings[0]?.params.value ?? nodata) })}
          </Button>
        ))}
      {group.rule === "heights-unnamed" &&
        HEIGHT_PRODUCTS.map((product) => (
          <Button key={product} disabled={isPending} onClick={() => choose(paths, { product })} {...locked}>
            {te(`products.${product}`)}
          </Button>
        ))}
      {(group.rule === "heights-datum-unknown" || group.rule === "heights-datum-contradicts") && (
        <HeightsForm isPending={isPending} lockedReason={lockedReason} onChoose={(verticalSrid) => choose(paths, { verticalSrid })} />
      )}
      {error && (
        <p role="alert" className="basis-full text-danger text-small">
          {errorText(error)}
        </p>
      )}
    </div>
  );
}

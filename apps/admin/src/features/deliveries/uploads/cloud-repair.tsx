"use client";
import type { CloudDrop } from "@archipel/contracts/clouds.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import { HEIGHT_SYSTEMS } from "@archipel/geo/heights-crs.ts";
import { pointClass } from "@archipel/i18n/point-class.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "../../../api/failure.ts";
import type { FindingGroup } from "./group-findings.ts";
import { useCloudRepairs } from "./use-cloud-repairs.ts";
import { useLockedReason } from "./use-locked-reason.ts";

interface CloudRepairProps {
  readonly upload: Upload;
  readonly group: FindingGroup;
}

/** What a click does about a finding of point clouds: the points that it leaves out, or the header written again. */
const CLICKS: Readonly<Record<string, readonly (CloudDrop | "header")[]>> = {
  "cloud-header-bounds": ["header", "outside-header"],
  "cloud-header-returns": ["header"],
  "cloud-gps-time-not-finite": ["bad-times"],
  "cloud-duplicates": ["duplicates"],
  "cloud-outside-tile": ["outside-tile"],
};

/** The classes that people may give, those of LiDAR HD. */
const CLASSES = [1, 2, 3, 4, 5, 6, 9, 17, 64, 65, 66, 67] as const;

/** The repairs of the clouds that have a finding, beside it. Nothing for a finding that cannot be repaired. */
export function CloudRepair({ upload, group }: CloudRepairProps) {
  const t = useTranslations("admin.report.cloudRepair");
  const errorText = useErrorText();
  const lockedReason = useLockedReason(upload.status);
  const known = new Set(upload.clouds.map(({ path }) => path));
  const paths = [...new Set(group.findings.map(({ params }) => String(params.subject ?? upload.fileName)))].filter((path) =>
    known.has(path),
  );
  const { repair, isPending, error } = useCloudRepairs(upload, paths);
  const locked = lockedReason ? { disabledReason: lockedReason } : {};
  if (paths.length === 0) return null;
  const clicks = CLICKS[group.rule] ?? [];
  return (
    <div className="mt-3 flex flex-wrap items-end gap-x-4 gap-y-2 empty:hidden">
      {clicks.map((click) => (
        <Button
          key={click}
          disabled={isPending}
          onClick={() => repair({ add: click === "header" ? { header: true } : { drop: [click] } })}
          {...locked}
        >
          {t(`click.${click}`)}
        </Button>
      ))}
      {group.rule === "cloud-class-unknown" && (
        <ClassForm
          codes={codesOf(group)}
          isPending={isPending}
          lockedReason={lockedReason}
          onChoose={(classes) => repair({ add: { classes } })}
        />
      )}
      {(group.rule === "cloud-heights-unstated" || group.rule === "cloud-heights-contradict") && (
        <HeightsForm isPending={isPending} lockedReason={lockedReason} onChoose={(heights) => repair({ add: { heights } })} />
      )}
      {error && (
        <p role="alert" className="basis-full text-danger text-small">
          {errorText(error)}
        </p>
      )}
    </div>
  );
}

/** The classes that the findings name, `8, 19`. */
function codesOf({ findings }: FindingGroup): string[] {
  const codes = findings.flatMap(({ params }) => String(params.classes ?? "").split(", "));
  return [...new Set(codes)].filter((code) => code !== "").sort((a, b) => Number(a) - Number(b));
}

interface FormProps {
  readonly isPending: boolean;
  readonly lockedReason: string | undefined;
}

/** For each class that is not in the list, the one that its points get. */
function ClassForm({
  codes,
  isPending,
  lockedReason,
  onChoose,
}: FormProps & { readonly codes: readonly string[]; readonly onChoose: (classes: Record<string, number>) => void }) {
  const t = useTranslations("admin.report.cloudRepair");
  const tClouds = useTranslations("clouds");
  const [chosen, setChosen] = useState<Record<string, number>>({});
  const options = [
    { value: "", label: t("keepClass") },
    ...CLASSES.map((code) => ({ value: String(code), label: `${code} – ${pointClass(tClouds, code)}` })),
  ];
  const set = (code: string, value: string) => {
    const { [code]: _, ...others } = chosen;
    setChosen(value === "" ? others : { ...others, [code]: Number(value) });
  };
  return (
    <>
      {codes.map((code) => (
        <Field key={code} label={t("classFrom", { code })}>
          {(control) => (
            <Select {...control} value={String(chosen[code] ?? "")} options={options} onChange={(event) => set(code, event.target.value)} />
          )}
        </Field>
      ))}
      <Button
        disabled={isPending}
        onClick={() => onChoose(chosen)}
        {...reasonOf(lockedReason ?? (Object.keys(chosen).length === 0 ? t("chooseClass") : undefined))}
      >
        {t("reclassify")}
      </Button>
    </>
  );
}

/** The choice of what heights refer to. */
export function HeightsForm({ isPending, lockedReason, onChoose }: FormProps & { readonly onChoose: (srid: number) => void }) {
  const t = useTranslations("admin.report.cloudRepair");
  const tClouds = useTranslations("clouds");
  const [srid, setSrid] = useState("");
  const titleOf = (code: number, title: string) => {
    const key = `verticals.${code}` as never;
    return tClouds.has(key) ? tClouds(key) : title;
  };
  return (
    <>
      <Field label={t("heights")}>
        {(control) => (
          <Select
            {...control}
            value={srid}
            options={[
              { value: "", label: t("noHeights") },
              ...HEIGHT_SYSTEMS.map((system) => ({ value: String(system.srid), label: titleOf(system.srid, system.title) })),
            ]}
            onChange={(event) => setSrid(event.target.value)}
          />
        )}
      </Field>
      <Button
        disabled={isPending}
        onClick={() => onChoose(Number(srid))}
        {...reasonOf(lockedReason ?? (srid === "" ? t("chooseHeights") : undefined))}
      >
        {t("setHeights")}
      </Button>
    </>
  );
}

const reasonOf = (disabledReason: string | undefined) => (disabledReason ? { disabledReason } : {});

"use client";
import { type CheckGroup, type FindingLevel, findingLevel, findingLevels } from "@archipel/contracts/checks.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { groupPlace, useFindingWords } from "./finding-words.ts";

export interface FindingChoice {
  readonly group: number | null;
  readonly level: FindingLevel | null;
  readonly table: string | null;
  readonly repairable: boolean;
}

interface FindingFiltersProps {
  readonly choice: FindingChoice;
  readonly groups: readonly CheckGroup[];
  readonly tables: readonly string[];
  readonly onChoose: (choice: Partial<FindingChoice>) => void;
}

/** Filters of the findings. The rules are a list, or one of the menus on a narrow screen. */
export function FindingFilters({ choice, groups, tables, onChoose }: FindingFiltersProps) {
  const t = useTranslations("checks");
  const words = useFindingWords();
  const levels = findingLevels.filter((level) => groups.some((group) => group.level === level));
  const isNarrowed = choice.group !== null || choice.level !== null || choice.table !== null || choice.repairable;
  return (
    <search aria-label={t("findings.title")} className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Field label={t("findings.level")} isLabelHidden className="min-w-0 flex-1 basis-44 sm:max-w-60">
        {(control) => (
          <Select
            {...control}
            value={choice.level ?? ""}
            options={[
              { value: "", label: t("findings.anyLevel") },
              ...levels.map((level) => ({ value: level, label: t(`levels.${level}`) })),
            ]}
            onChange={(event) => onChoose({ level: findingLevel.safeParse(event.target.value).data ?? null, group: null })}
          />
        )}
      </Field>
      <Field label={t("findings.groupChoice")} isLabelHidden className="min-w-0 flex-1 basis-full lg:hidden">
        {(control) => (
          <Select
            {...control}
            value={choice.group ?? ""}
            options={[
              { value: "", label: t("findings.all") },
              ...groups.map((group) => ({
                value: String(group.number),
                label: [words.title(group.code), groupPlace(group)].filter(Boolean).join(" – "),
              })),
            ]}
            onChange={(event) => onChoose({ group: event.target.value === "" ? null : Number(event.target.value) })}
          />
        )}
      </Field>
      {tables.length > 1 && (
        <Field label={t("findings.table")} isLabelHidden className="min-w-0 flex-1 basis-44 sm:max-w-60">
          {(control) => (
            <Select
              {...control}
              value={choice.table ?? ""}
              options={[{ value: "", label: t("findings.anyTable") }, ...tables.map((value) => ({ value, label: value }))]}
              onChange={(event) => onChoose({ table: event.target.value || null })}
            />
          )}
        </Field>
      )}
      <Checkbox
        label={t("findings.repairable")}
        checked={choice.repairable}
        onChange={(event) => onChoose({ repairable: event.target.checked })}
      />
      {isNarrowed && (
        <Button tone="quiet" onClick={() => onChoose({ group: null, level: null, table: null, repairable: false })}>
          {t("findings.clear")}
        </Button>
      )}
    </search>
  );
}

"use client";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { AreaFields } from "./area-fields.tsx";
import type { TerritoryDraft } from "./use-territory-draft.ts";

interface InviteTerritoryProps {
  readonly draft: TerritoryDraft;
  readonly isInArea: boolean;
  readonly setInArea: (isInArea: boolean) => void;
  readonly isMissing: boolean;
}

/** The territory of invited people: everywhere, until the box is ticked. */
export function InviteTerritory({ draft, isInArea, setInArea, isMissing }: InviteTerritoryProps) {
  const t = useTranslations("admin.members");
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={t("inTerritory")}
        hint={t("inTerritoryHint")}
        checked={isInArea}
        onChange={({ target }) => setInArea(target.checked)}
      />
      {isInArea && (
        <AreaFields draft={draft} mapLabel={t("territoryOfInvited")} error={isMissing ? t(`territory.missing.${draft.way}`) : undefined} />
      )}
    </div>
  );
}

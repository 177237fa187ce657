"use client";
import { UPDATE_KEY_FID, type UpdatePreview, type UpdateWay } from "@archipel/contracts/updates.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";

interface KeyChoiceProps {
  readonly way: UpdateWay;
  readonly keys: NonNullable<UpdatePreview["file"]>["keys"];
  readonly value: readonly string[];
  readonly onValueChange: (key: readonly string[]) => void;
}

/** How rows identify features: one field, several together, or only the feature numbers of our downloads. */
export function KeyChoice({ way, keys, value, onValueChange }: KeyChoiceProps) {
  const t = useTranslations("admin.updates");
  const toggle = (key: string, isChosen: boolean) => {
    if (!isChosen) onValueChange(value.filter((one) => one !== key));
    else onValueChange(key === UPDATE_KEY_FID ? [key] : [...value.filter((one) => one !== UPDATE_KEY_FID), key]);
  };
  return (
    <fieldset>
      <legend className="font-medium font-text">{t("key")}</legend>
      <p className="text-ink-muted text-small">{t(way === "replace" ? "keyHintReplace" : "keyHint")}</p>
      <div className="grid gap-x-6 sm:grid-cols-2 xl:grid-cols-3">
        {keys.map(({ key, name, isUnique }) => (
          <Checkbox
            key={key}
            label={key === UPDATE_KEY_FID ? t("keyFid") : name}
            hint={key === UPDATE_KEY_FID ? undefined : t(isUnique ? "keyUnique" : "keyShared")}
            checked={value.includes(key)}
            onChange={(event) => toggle(key, event.target.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}

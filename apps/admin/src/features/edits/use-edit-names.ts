import type { EditDiff } from "@archipel/contracts/contributions.ts";
import { useTranslations } from "next-intl";

/** Gives a name to new features that have none: several are numbered in the order in which they were drawn. */
export function useEditNames(listed: readonly EditDiff[]): (edit: EditDiff) => EditDiff {
  const t = useTranslations("admin.contributions");
  const unnamed = listed.filter(({ label }) => label === "").map(({ id }) => id);
  return (edit) => {
    if (edit.label !== "") return edit;
    const number = unnamed.indexOf(edit.id) + 1;
    return { ...edit, label: unnamed.length > 1 && number > 0 ? t("newNumbered", { number }) : t("newFeature") };
  };
}

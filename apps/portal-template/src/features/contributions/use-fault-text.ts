import type { RuleFault } from "@archipel/contracts/field-check.ts";
import { useTranslations } from "next-intl";

/** The message beside a field whose value breaks the field's rule. */
export function useFaultText(): (fault: RuleFault) => string {
  const t = useTranslations("contributions.form.faults");
  return ({ code, params }) => t(code, params);
}

import type { RuleFault } from "@archipel/contracts/field-check.ts";
import { useTranslations } from "next-intl";

/** How a value breaks its field's rule, in a sentence beside the field. */
export function useSayFault(): (fault: RuleFault) => string {
  const t = useTranslations("edit.form.faults");
  return ({ code, params }) => t(code, params);
}

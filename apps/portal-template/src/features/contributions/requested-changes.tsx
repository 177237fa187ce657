import type { Contribution } from "@archipel/contracts/contributions.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useTranslations } from "next-intl";

/** What the moderators asked for, when the contribution came back. */
export function RequestedChanges({ contribution }: { readonly contribution: Contribution | null }) {
  const t = useTranslations("contributions.asked");
  if (contribution?.status !== "changes-requested") return null;
  const last = contribution.reviews.findLast((one) => one.verdict === "request-changes");
  if (!last) return null;
  return (
    <Alert tone="info" title={last.reviewerName ? t("title", { name: last.reviewerName }) : t("nobody")}>
      {last.comment}
    </Alert>
  );
}

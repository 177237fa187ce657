import type { Contribution } from "@archipel/contracts/contributions.ts";
import type { ContributionStanding } from "@archipel/contracts/presence.ts";
import { PresenceBar } from "@archipel/map/presence/presence-bar.tsx";
import { useAttendance } from "@archipel/map/presence/use-attendance.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApiClient } from "../../api/react.tsx";

interface SettlingCompanyProps {
  readonly contribution: Contribution;
  /** The state of the edits on the page. */
  readonly editsVersion: number;
}

/** Who else works on the same conflicts, and whether somebody has settled them already. */
export function SettlingCompany({ contribution, editsVersion }: SettlingCompanyProps) {
  const t = useTranslations("presence.moved");
  const client = useApiClient();
  const router = useRouter();
  const [standing, setStanding] = useState<ContributionStanding | null>(null);
  const company = useAttendance({
    attended: { communityId: contribution.communityId, contributionId: contribution.id, part: "settles" },
    place: null,
    tell: (input) => client.presence.attend.mutate(input),
    onStanding: setStanding,
    onClosed: () => router.refresh(),
  });
  const hasMoved = standing !== null && (standing.editsVersion > editsVersion || standing.status !== contribution.status);
  return (
    <>
      <PresenceBar company={company} />
      {hasMoved && (
        <Alert
          tone="warning"
          isLive
          title={t("someone")}
          repair={t("text")}
          action={<Button onClick={() => router.refresh()}>{t("show")}</Button>}
        />
      )}
    </>
  );
}

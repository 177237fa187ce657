import type { LayerRight } from "@archipel/contracts/contributions.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import type { EditTarget } from "./edit-target.ts";
import { type OpenWork, openWork } from "./open-work.ts";

interface DraftNoticeProps {
  readonly rights: readonly LayerRight[];
  readonly onResume: (target: EditTarget) => void;
}

/** What the person began and has not sent: the map offers to go on with it. */
export function DraftNotice({ rights, onResume }: DraftNoticeProps) {
  const t = useTranslations("map.contribute.resume");
  const client = useApiClient();
  const [isLater, setLater] = useState(false);
  const { data } = useQuery({
    queryKey: ["contributions", "open-work", rights.map(({ layerId }) => layerId).join()],
    queryFn: () => openWork(client, rights),
    // The editor may have changed the draft since: what is shown here is read each time the map offers it.
    staleTime: 0,
  });
  const [work] = data ?? [];
  if (!work || isLater) return null;
  return <Offer work={work} t={t} onResume={() => onResume(work.target)} onLater={() => setLater(true)} />;
}

interface OfferProps {
  readonly work: OpenWork;
  readonly t: ReturnType<typeof useTranslations<"map.contribute.resume">>;
  readonly onResume: () => void;
  readonly onLater: () => void;
}

function Offer({ work: { kind, count, title }, t, onResume, onLater }: OfferProps) {
  return (
    <Alert
      tone={kind === "changes-requested" ? "warning" : "info"}
      title={t(kind, { count })}
      where={title}
      action={
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" onClick={onResume}>
            {t("resume")}
          </Button>
          <Button tone="quiet" onClick={onLater}>
            {t("later")}
          </Button>
        </div>
      }
    />
  );
}

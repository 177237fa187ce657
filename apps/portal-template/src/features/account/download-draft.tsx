"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApiClient } from "../../api/react.tsx";

interface DownloadDraftProps {
  readonly communityId: string;
  readonly contributionId: string;
}

/** Saves what a person drew as GeoJSON, when they may no longer send it. */
export function DownloadDraft({ communityId, contributionId }: DownloadDraftProps) {
  const t = useTranslations("portal.account.contributions");
  const client = useApiClient();
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  const save = async () => {
    setState("busy");
    try {
      const features: object[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof client.contributions.edits.query>> = await client.contributions.edits.query({
          ...{ communityId, contributionId, cursor },
          limit: 100,
        });
        for (const { fid, operation, reason, mine } of page.items) {
          const properties = { ...mine?.values, operation, ...(reason && { reason }) };
          features.push({ type: "Feature", ...(fid !== null && { id: fid }), geometry: mine?.geometry ?? null, properties });
        }
        cursor = page.nextCursor;
      } while (cursor);
      const text = JSON.stringify({ type: "FeatureCollection", features });
      const url = URL.createObjectURL(new Blob([text], { type: "application/geo+json" }));
      Object.assign(document.createElement("a"), { href: url, download: "contribution.geojson" }).click();
      URL.revokeObjectURL(url);
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  return (
    <>
      <Button aria-busy={state === "busy"} onClick={() => state !== "busy" && save()}>
        <Download aria-hidden className="size-4" />
        {t("download")}
      </Button>
      {state === "failed" && (
        <p role="alert" className="text-danger-ink text-small">
          {t("downloadFailed")}
        </p>
      )}
    </>
  );
}

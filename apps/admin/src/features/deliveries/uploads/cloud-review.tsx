"use client";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { useTranslations } from "next-intl";
import { CloudFacts } from "./cloud-facts.tsx";
import { CloudRepairsDone } from "./cloud-repairs-done.tsx";
import { PlacedReview } from "./placed-review.tsx";

interface CloudReviewProps {
  readonly upload: Upload;
  /** The cloud that is shown, by its path; null for the first. */
  readonly path: string | null;
  readonly onChoose: (path: string) => void;
  /** lon, lat of a finding to show. */
  readonly focus: readonly [number, number] | null;
  /** West, south, east, north of what that finding is about. */
  readonly box: Bbox | null;
  /** Why nothing can be changed any more, such as an upload that is published. */
  readonly lockedReason?: string | undefined;
}

/** The point clouds of the delivery, one at a time: box on the map, and what it contains. */
export function CloudReview({ upload, focus, box, lockedReason, ...chosen }: CloudReviewProps) {
  const t = useTranslations("admin.upload.clouds");
  return (
    <PlacedReview
      upload={upload}
      files={upload.clouds}
      words={{ title: t("title", { count: upload.clouds.length }), lead: t("lead"), choose: t("choose") }}
      show={(cloud) => ({
        focus,
        box,
        facts: (
          <>
            <CloudRepairsDone upload={upload} cloud={cloud} lockedReason={lockedReason} />
            <CloudFacts cloud={cloud} />
          </>
        ),
      })}
      lockedReason={lockedReason}
      {...chosen}
    />
  );
}

"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { PencilLine } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { links } from "../../links.ts";
import { useSignInHref } from "./sign-in-here.ts";

interface ContributeEntryProps {
  readonly right: LayerRight;
  readonly fid: number;
  readonly contactEmail: string | null;
  readonly onBegin: () => void;
}

/** Opens the editor on a feature. Without the right to edit, it leads to the sign-in and back here, or says who can give that right. */
export function ContributeEntry({ right, fid, contactEmail, onBegin }: ContributeEntryProps) {
  const t = useTranslations("map.contribute");
  const locale = useLocale();
  const signIn = useSignInHref(`${right.layerId}/${fid}`);
  const [isAsking, setAsking] = useState(false);
  if (right.may === "nothing") return null;
  const content = (
    <>
      <PencilLine aria-hidden className="size-4" />
      {t("propose")}
    </>
  );
  if (right.may === "sign-in") {
    return (
      <LinkButton tone="secondary" rel="nofollow" {...signIn}>
        {content}
      </LinkButton>
    );
  }
  if (right.may === "contribute") {
    return (
      <Button tone="secondary" onClick={onBegin}>
        {content}
      </Button>
    );
  }
  return (
    <div>
      <Button tone="secondary" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
        {content}
      </Button>
      {isAsking && (
        <div role="status" className="mt-2 rounded-card bg-info-soft p-3 text-small">
          <p>{t("ask", { community: right.communityName })}</p>
          <p className="mt-1 flex flex-wrap gap-x-4">
            <a
              href={links.join(locale, { community: right.communityId, role: "contributor" })}
              className="inline-flex min-h-6 items-center font-medium underline underline-offset-2"
            >
              {t("askFor")}
            </a>
            {contactEmail && (
              <a href={`mailto:${contactEmail}`} className="inline-flex min-h-6 items-center underline underline-offset-2">
                {t("askAt", { email: contactEmail })}
              </a>
            )}
          </p>
        </div>
      )}
    </div>
  );
}

"use client";
import type { LayerRight } from "@archipel/contracts/contributions.ts";
import { signInPath } from "@archipel/session/sign-in-path.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { PencilLine, Plus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { links } from "../../links.ts";

interface ContributeEntryProps {
  readonly right: LayerRight;
  /** Null: a new feature of the layer. */
  readonly fid: number | null;
  readonly layerTitle: string;
  readonly contactEmail: string | null;
  readonly onBegin: () => void;
}

/** Opens the editor. Without the right to edit, it leads to the sign-in and back here, or says who can give that right. */
export function ContributeEntry({ right, fid, layerTitle, contactEmail, onBegin }: ContributeEntryProps) {
  const t = useTranslations("map.contribute");
  const locale = useLocale();
  const [isAsking, setAsking] = useState(false);
  if (right.may === "nothing") return null;
  const Icon = fid === null ? Plus : PencilLine;
  const tone = fid === null ? "quiet" : "secondary";
  const label = { ...(fid === null && { "aria-label": t("addTo", { title: layerTitle }) }) };
  const content = (
    <>
      <Icon aria-hidden className="size-4" />
      {t(fid === null ? "add" : "propose")}
    </>
  );
  if (right.may === "sign-in") {
    return (
      <LinkButton
        tone={tone}
        {...label}
        rel="nofollow"
        href={signInPath(`/${locale}/map?edit=${right.layerId}/${fid ?? "new"}`, locale)}
        // The current address describes the map as it is now, so the person comes back to the same view.
        onClick={(event) => {
          event.currentTarget.href = signInPath(hereWith(`${right.layerId}/${fid ?? "new"}`), locale);
        }}
      >
        {content}
      </LinkButton>
    );
  }
  if (right.may === "contribute") {
    return (
      <Button tone={tone} {...label} onClick={onBegin}>
        {content}
      </Button>
    );
  }
  return (
    <div>
      <Button tone={tone} {...label} aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
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

function hereWith(edit: string): string {
  const { pathname, search, hash } = window.location;
  const query = new URLSearchParams(search);
  query.set("edit", edit);
  return `${pathname}?${query}${hash}`;
}

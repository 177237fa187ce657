import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { OpenedCloud } from "./opened-cloud.ts";

function CloudHeading({ cloud }: { readonly cloud: OpenedCloud }) {
  const t = useTranslations("clouds.viewer");
  return (
    <div>
      <h1 lang={cloud.lang} className="break-words pr-10 font-title text-title leading-snug">
        {cloud.title}
      </h1>
      <a href={cloud.href} className="text-accent-ink text-small underline underline-offset-4">
        {t("record")}
      </a>
    </div>
  );
}

function CopyView() {
  const t = useTranslations("clouds.viewer");
  return (
    <div className="-ml-4">
      <CopyButton text={() => location.href} label={t("copyLink")} copiedLabel={t("copied")} />
    </div>
  );
}

interface PanelColumnProps {
  readonly cloud: OpenedCloud;
  readonly status: ReactNode;
  readonly children: ReactNode;
}

/** The panel of the viewer: what is shown, its tools, and the link of the view. */
export function PanelColumn({ cloud, status, children }: PanelColumnProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <CloudHeading cloud={cloud} />
      {status}
      {children}
      <CopyView />
    </div>
  );
}

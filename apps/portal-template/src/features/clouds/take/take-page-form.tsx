"use client";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { TakePanel } from "./take-panel.tsx";

interface TakePageFormProps {
  readonly cloud: Pick<OpenedCloud, "layerId" | "classes" | "tiles" | "srid">;
  readonly portalId: string;
  readonly locale: Locale;
}

export function TakePageForm(props: TakePageFormProps) {
  return <TakePanel {...props} viewer={null} />;
}

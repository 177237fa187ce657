import { EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** A block of a draft that visitors will not see: drawn faintly, and out of reach. */
export function HiddenBlock({ children }: { readonly children: ReactNode }) {
  const t = useTranslations("portal.blocks");
  return (
    <div className="border-line-strong border-y border-dashed bg-sunken">
      <p className="flex items-center gap-2 px-4 py-2 text-ink-muted text-small lg:px-8">
        <EyeOff aria-hidden className="size-4 shrink-0" />
        {t("hidden")}
      </p>
      <div inert className="max-h-64 overflow-hidden opacity-40 grayscale">
        {children}
      </div>
    </div>
  );
}
